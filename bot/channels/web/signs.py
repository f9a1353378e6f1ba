"""A sign that is torn, or has another code pasted over it: told in two taps, without a script,
without a cookie, by nobody in particular.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.web.received import receive
from bot.channels.web.site import Site
from bot.domain.points import SignEvent
from bot.domain.signs import SignNews

WHAT: Final = {"damaged": SignEvent.TOLD_DAMAGED, "covered": SignEvent.TOLD_COVERED}


class SignReport:
    """Handlers of one mounted application."""

    def __init__(self, site: Site, news: SignNews | None) -> None:
        self._site = site
        self._news = news

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [
            web.post("/q/{code}/sign", self.told),
            web.get("/q/{code}/sign/{what:damaged|covered}", self.thanks),
        ]

    async def told(self, request: web.Request) -> web.Response:
        """Take one of the two buttons. A code that is no sign's is thanked for like any other, and
        so is a short one, which can be guessed: the page that it opens sends the long one.
        """
        came = await receive(request, None)
        what = came.get("what", 16)
        if what not in WHAT:
            raise web.HTTPBadRequest
        place = await self._site.at(request)
        long = place is not None and place.code == self._site.code(request)
        if long and place and place.sign and self._news:
            await self._news.told(place.sign, WHAT[what])
        code = place.code if place else self._site.code(request)
        return self._site.see_other(f"/q/{code}/sign/{what}" if code else "/")

    async def thanks(self, request: web.Request) -> web.Response:
        """What to do until somebody has looked at it. The page itself knows of no report."""
        place = await self._site.at(request)
        code, what = self._site.code(request), request.match_info["what"]
        return self._site.page(
            request,
            "sign.html",
            status=200,
            here=f"/q/{code}/sign/{what}",
            what=what,
            back=f"/q/{code}",
            host=host(self._site, request),
            **self._site.calls(place),
        )


def host(site: Site, request: web.Request) -> str:
    """What a true sign's address begins with, as people compare it."""
    return urlsplit(site.settings.public_url).netloc or request.host
