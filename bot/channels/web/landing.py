"""Pages before a conversation: a QR code's landing page, the one-page form, the receipt, the
language.
"""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

from bot.channels.web.chat import deliver
from bot.channels.web.proof import after
from bot.channels.web.received import Received, receive
from bot.channels.web.settings import Place
from bot.channels.web.signs import host
from bot.channels.web.site import Site
from bot.channels.web.ways import ways_of
from bot.domain.errors import StoreUnavailable
from bot.domain.identity import NAME_LENGTH, PHONE_LENGTH
from bot.domain.message import Form, Text
from bot.domain.ports import Standing
from bot.domain.signs import Counts
from bot.domain.tip import TipKind

_BACK: Final = re.compile(
    r"/|/chat|/r|/d|/form|/desk(/factor)?|/q/[A-Za-z0-9_-]{1,32}(/form|/sign/(damaged|covered))?"
)
_NOTHING: Final = Received()


class Landing:
    """Handlers of one mounted application."""

    def __init__(self, site: Site, counts: Counts | None = None) -> None:
        self._site = site
        self._counts = counts
        self._kinds: dict[str, list[tuple[str, str]]] = {}

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [
            web.get("/", self.home),
            web.get("/q/{code}", self.home),
            web.get("/form", self.form),
            web.post("/form", self.file),
            web.get("/q/{code}/form", self.form),
            web.post("/q/{code}/form", self.file),
            web.get("/r", self.receipt),
            web.get("/d", self.door),
            web.post("/lang", self.language),
            web.get("/thong-tin", self.neutral),
            web.get("/favicon.ico", self.no_icon),
        ]

    async def home(self, request: web.Request) -> web.Response:
        """What a QR code leads to; without a code, the same without a place.

        An unknown or revoked code is said kindly (404, 410), and the way on stays open.
        """
        code = request.match_info.get("code", "")
        place = await self._site.at(request)
        live = place is not None and not place.revoked
        standing = await self._standing(request)
        if place and place.sign and self._counts and _counts(request, standing):
            self._counts.scanned(place.sign)
        start = place.code if place else ""
        name = self._name(request, place) if live else ""
        t = self._site.pages.say(self._site.locale(request))
        words = t(Text("web-zalo-words", {"code": place.short})) if place and place.short else ""
        path = f"/q/{start or self._site.code(request)}".removesuffix("/q/") or "/"
        return self._site.page(
            request,
            "home.html",
            status=200 if live or not code else 410 if place else 404,
            here=path,
            place_name=name,
            description=f"{t(Text('web-here'))}: {name}" if name else "",
            unknown=bool(code) and place is None,
            old_unit=place.unit if place and place.revoked else "",
            code=start,
            form_path=f"/q/{start}/form" if start else "/form",
            ways=ways_of(place, self._site.settings, words),
            first_words=words,
            sign_path=f"/q/{start}/sign" if start else "",
            host=host(self._site, request),
            staff_here=standing is Standing.IN,
            reader=self._reader(request, place),
            **self._site.calls(place),
        )

    async def form(self, request: web.Request) -> web.Response:
        """The whole report on one page."""
        return await self._form_page(request, _NOTHING)

    async def file(self, request: web.Request) -> web.Response:
        """Take the one-page report; what cannot be stored is shown again."""
        came = await receive(request, self._site.files)
        told = any(came.get(name).strip() for name in ("kind", "story", "when", "where"))
        if not (told or came.uploads or came.refused):
            return await self._form_page(request, came, status=422)
        form = Form(
            came.get("kind"),
            came.get("story"),
            came.get("when"),
            came.get("where"),
            came.get("name", NAME_LENGTH),
            came.get("phone", PHONE_LENGTH),
            came.get("reply", 16),
            alter_voice=bool(came.get("alter")),
        )
        start = self._site.code(request)
        try:
            session = await deliver(self._site, request, came, form=form, start=start)
        except StoreUnavailable:
            return self._site.page(
                request,
                "trouble.html",
                status=503,
                what="down",
                again_path=request.path.removeprefix(self._site.prefix),
                again=[*came.fields.items()],
            )
        response = self._site.see_other(await after(self._site, session))
        self._site.cookies.write(response, session)
        return response

    async def receipt(self, request: web.Request) -> web.Response:
        """Where a receipt is typed; a script fills in what follows `#`, which no server sees."""
        return self._site.page(request, "receipt.html", here="/r")

    async def door(self, request: web.Request) -> web.Response:
        """Where a link from a chat leads; its code comes as a receipt's does. To look uses
        nothing up.
        """
        return self._site.page(request, "door.html", here="/d")

    async def language(self, request: web.Request) -> web.Response:
        """Remember a language and go back to the page."""
        came = await receive(request, None)
        back = came.get("back", 80)
        response = self._site.see_other(back if _BACK.fullmatch(back) else "/")
        locale = came.get("to", 8)
        if locale in self._site.settings.languages:
            self._site.cookies.speak(response, locale)
        return response

    async def neutral(self, request: web.Request) -> web.Response:
        """Where leaving leads: a page about nothing."""
        return self._site.page(request, "neutral.html")

    async def no_icon(self, _: web.Request) -> web.Response:
        """Browsers ask for it on their own."""
        return web.Response(status=204)

    async def _form_page(
        self, request: web.Request, filled: Received, status: int = 200
    ) -> web.Response:
        place = await self._site.at(request, form=True)
        live = place is not None and not place.revoked
        path = f"/q/{place.code}/form" if place else "/form"
        return self._site.page(
            request,
            "form.html",
            status=status,
            here=path,
            form_path=path,
            place_name=self._name(request, place) if live else "",
            reader=self._reader(request, place),
            above=self._above(request, place),
            kinds=self._kinds_in(self._site.locale(request)),
            filled={n: filled.get(n) for n in ("story", "when", "where", "kind", "name", "phone")},
            custody=live and place is not None and place.custody,
            reply=filled.get("reply") or (place.reply if place else ""),
            nothing=status != 200,
        )

    async def _standing(self, request: web.Request) -> Standing:
        session = self._site.cookies.read(request)
        if session is None or self._site.door is None:
            return Standing.NOBODY
        return await self._site.door.standing(session.secret)

    def _name(self, request: web.Request, place: Place | None) -> str:
        if place is None:
            return ""
        text = Text("web-place", {"point": place.point, "unit": place.unit})
        return self._site.pages.say(self._site.locale(request))(text)

    def _reader(self, request: web.Request, place: Place | None) -> str:
        text = Text("web-reader", {"unit": place.unit}) if place else Text("web-reader-any")
        return self._site.pages.say(self._site.locale(request))(text)

    def _above(self, request: web.Request, place: Place | None) -> str:
        if place is None or not place.above:
            return ""
        return self._site.pages.say(self._site.locale(request))(
            Text("web-reader", {"unit": place.above})
        )

    def _kinds_in(self, locale: str) -> list[tuple[str, str]]:
        if locale not in self._kinds:
            say = self._site.pages.say(locale)
            self._kinds[locale] = [(kind.value, say(Text(f"kind-{kind}"))) for kind in TipKind]
        return self._kinds[locale]


def _counts(request: web.Request, standing: Standing) -> bool:
    """Whether somebody has come from a sign: not a browser that only looks ahead, not a way back
    from another page of ours, and nobody who works here.
    """
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    ahead = "prefetch" in purpose or "prefetch" in request.headers.get("X-Moz", "")
    back = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return request.method == "GET" and standing is Standing.NOBODY and not (ahead or back)
