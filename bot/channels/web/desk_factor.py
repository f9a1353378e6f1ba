"""Where a member sets up how they sign in from now on: a passkey, or numbers on a telephone."""

from __future__ import annotations

from math import ceil
from typing import Final

from aiohttp import web

from bot.channels.web.desk import ANSWER, FACTOR, NUMBER, PATH
from bot.channels.web.received import receive
from bot.channels.web.site import Site
from bot.domain.ports import StaffDoor, Standing

QR: Final = "/desk/factor/qr.png"


class Setup:
    """Handlers of one mounted application."""

    def __init__(self, site: Site, door: StaffDoor) -> None:
        self._site = site
        self._door = door

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [
            web.get(FACTOR, self.show),
            web.post("/desk/factor/passkey/options", self.task),
            web.post("/desk/factor/passkey", self.add_passkey),
            web.post("/desk/factor/totp", self.offer),
            web.get(QR, self.qr),
            web.post("/desk/factor/confirm", self.confirm),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """What there is, and what may be added."""
        return await self._page(request)

    async def task(self, request: web.Request) -> web.Response:
        """What a new passkey has to answer."""
        task = await self._door.new_task(self._secret(request))
        return web.json_response(text=task) if task else web.Response(status=403)

    async def add_passkey(self, request: web.Request) -> web.Response:
        """Remember a new passkey."""
        came = await receive(request, None)
        if await self._door.add_passkey(self._secret(request), came.get("answer", ANSWER)):
            return self._site.see_other(FACTOR)
        return await self._page(request, refused="passkey")

    async def offer(self, request: web.Request) -> web.Response:
        """Make a secret and show it, as a picture and as text."""
        if await self._door.offer(self._secret(request), fresh=True) is None:
            return self._site.see_other(FACTOR)
        return await self._page(request, offered=True)

    async def qr(self, request: web.Request) -> web.Response:
        """The secret as a picture, until it is confirmed."""
        offer = await self._door.offer(self._secret(request))
        if offer is None:
            raise web.HTTPNotFound
        return web.Response(body=self._site.qr_png(offer.link), content_type="image/png")

    async def confirm(self, request: web.Request) -> web.Response:
        """Take the first number."""
        came = await receive(request, None)
        entry = await self._door.confirm(self._secret(request), came.get("number", NUMBER))
        if entry.secret:
            return self._site.see_other(FACTOR)
        return await self._page(
            request, refused="number", minutes=ceil(entry.wait / 60), offered=True
        )

    async def _page(
        self,
        request: web.Request,
        *,
        refused: str = "",
        minutes: int = 0,
        offered: bool = False,
    ) -> web.Response:
        secret = self._secret(request)
        factors = await self._door.factors(secret)
        if factors is None:
            return self._site.see_other(PATH)
        offer = await self._door.offer(secret) if offered else None
        standing = await self._door.standing(secret)
        return self._site.page(
            request,
            "desk_factor.html",
            status=429 if minutes else 403 if refused else 200,
            here=FACTOR,
            staff=True,
            inside=standing is Standing.IN,
            factors=factors,
            offer=offer,
            refused=refused,
            minutes=minutes,
            grouped=" ".join(_fours(offer.secret)) if offer else "",
            desk_js=self._site.assets.url(self._site.prefix, "desk.js"),
        )

    def _secret(self, request: web.Request) -> str:
        session = self._site.cookies.read(request)
        return session.secret if session else ""


def _fours(secret: str) -> list[str]:
    return [secret[i : i + 4] for i in range(0, len(secret), 4)]
