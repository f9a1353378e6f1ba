"""Where staff sign in from a browser that nobody has signed in from: a passkey, or a member's code
and the number on a telephone. The second works without scripts.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from aiohttp import web

from bot.channels.web.received import receive
from bot.channels.web.session import Session
from bot.channels.web.site import Site
from bot.domain.ports import Entry, StaffDoor, Standing

PATH: Final = "/desk"
FACTOR: Final = "/desk/factor"
INSIDE: Final = "/chat#last"
ANSWER: Final = 20_000
"""Characters of what a passkey answers, at most."""
CODE: Final = 20
NUMBER: Final = 12


class SignIn:
    """Handlers of one mounted application."""

    def __init__(self, site: Site, door: StaffDoor) -> None:
        self._site = site
        self._door = door

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [
            web.get(PATH, self.show),
            web.post("/desk/totp", self.by_number),
            web.post("/desk/passkey/options", self.task),
            web.post("/desk/passkey", self.by_passkey),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The page; whoever is in already is led on."""
        session = self._site.cookies.read(request)
        standing = await self._door.standing(session.secret if session else "")
        if standing is Standing.IN:
            return self._site.see_other(INSIDE)
        if standing is Standing.NEW:
            return self._site.see_other(FACTOR)
        return self._page(request, over=standing is Standing.OVER)

    async def by_number(self, request: web.Request) -> web.Response:
        """Take a member's code and a number."""
        came = await receive(request, None)
        old = self._site.cookies.read(request)
        code = came.get("code", CODE)
        entry = await self._door.by_number(
            code, came.get("number", NUMBER), old.secret if old else "", self._site.locale(request)
        )
        return self._entered(request, entry, old, "number", code)

    async def task(self, _: web.Request) -> web.Response:
        """What the browser's passkey has to sign."""
        return web.json_response(text=self._door.task())

    async def by_passkey(self, request: web.Request) -> web.Response:
        """Take what the passkey has signed."""
        came = await receive(request, None)
        old = self._site.cookies.read(request)
        entry = await self._door.by_passkey(
            came.get("answer", ANSWER), old.secret if old else "", self._site.locale(request)
        )
        return self._entered(request, entry, old, "passkey", "")

    def _entered(
        self, request: web.Request, entry: Entry, old: Session | None, how: str, code: str
    ) -> web.Response:
        if not entry.secret:
            minutes = ceil(entry.wait / 60)
            return self._page(request, refused=how, minutes=minutes, code=code)
        response = self._site.see_other(INSIDE)
        session = Session(entry.secret, new=True, kept=old is not None and old.kept)
        # Somebody else may open the browser next: it forgets staff when it is closed.
        self._site.cookies.remember(response, session, kept=False)
        return response

    def _page(
        self,
        request: web.Request,
        *,
        over: bool = False,
        refused: str = "",
        minutes: int = 0,
        code: str = "",
    ) -> web.Response:
        return self._site.page(
            request,
            "desk.html",
            status=429 if minutes else 403 if refused else 200,
            here=PATH,
            over=over,
            refused=refused,
            minutes=minutes,
            code=code,
            desk_js=self._site.assets.url(self._site.prefix, "desk.js"),
        )
