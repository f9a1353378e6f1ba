"""Where a member sets up how they sign in from now on: a passkey, or numbers on a telephone.

Whoever has one shows it again before another is added or one removed. What they get for it (the
permit) lies in the page that answers, in no cookie, and is good for one change.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from math import ceil
from typing import Final

from aiohttp import web

from bot.channels.web.desk import ANSWER, FACTOR, NUMBER, PATH
from bot.channels.web.received import Received, receive
from bot.channels.web.site import Site
from bot.domain.ports import Entry, StaffDoor, Standing

QR: Final = "/desk/factor/qr.png"
PERMIT: Final = 200
NAME: Final = 30
_VIETNAM: Final = timezone(timedelta(hours=7))


class Setup:
    """Handlers of one mounted application."""

    def __init__(self, site: Site, door: StaffDoor) -> None:
        self._site = site
        self._door = door

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [
            web.get(FACTOR, self.show),
            web.post("/desk/factor/prove", self.prove),
            web.post("/desk/factor/prove/options", self.prove_task),
            web.post("/desk/factor/prove/passkey", self.prove_by_passkey),
            web.post("/desk/factor/passkey/options", self.task),
            web.post("/desk/factor/passkey", self.add_passkey),
            web.post("/desk/factor/totp", self.offer),
            web.get(QR, self.qr),
            web.post("/desk/factor/confirm", self.confirm),
            web.post("/desk/factor/remove", self.remove),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """What there is, and what may be added."""
        return await self._page(request)

    async def prove(self, request: web.Request) -> web.Response:
        """Take a number of the member's, for a change."""
        came = await receive(request, None)
        entry = await self._door.prove_by_number(self._secret(request), came.get("number", NUMBER))
        return await self._proved(request, entry, "proof")

    async def prove_task(self, request: web.Request) -> web.Response:
        """What one of the member's passkeys has to sign, for a change."""
        return _json(await self._door.prove_task(self._secret(request)))

    async def prove_by_passkey(self, request: web.Request) -> web.Response:
        """Take what the passkey has signed."""
        came = await receive(request, None)
        entry = await self._door.prove_by_passkey(
            self._secret(request), came.get("answer", ANSWER)
        )
        return await self._proved(request, entry, "proof-passkey")

    async def task(self, request: web.Request) -> web.Response:
        """What a new passkey has to answer."""
        came = await receive(request, None)
        return _json(await self._door.new_task(self._secret(request), _permit(came)))

    async def add_passkey(self, request: web.Request) -> web.Response:
        """Remember a new passkey."""
        came = await receive(request, None)
        secret, permit = self._secret(request), _permit(came)
        if await self._door.add_passkey(secret, permit, came.get("answer", ANSWER)):
            return self._site.see_other(FACTOR)
        return await self._page(request, refused="passkey", permit=permit)

    async def offer(self, request: web.Request) -> web.Response:
        """Make a secret and show it, as a picture and as text."""
        permit = _permit(await receive(request, None))
        if await self._door.offer(self._secret(request), permit, fresh=True) is None:
            return await self._page(request, refused="late", permit=permit)
        return await self._page(request, offered=True, permit=permit)

    async def qr(self, request: web.Request) -> web.Response:
        """The secret as a picture, until it is confirmed."""
        sight = request.query.get("sight", "")[:PERMIT]
        link = await self._door.seen(self._secret(request), sight)
        if link is None:
            raise web.HTTPNotFound
        return web.Response(body=self._site.qr_png(link), content_type="image/png")

    async def confirm(self, request: web.Request) -> web.Response:
        """Take the first number."""
        came = await receive(request, None)
        permit = _permit(came)
        entry = await self._door.confirm(self._secret(request), permit, came.get("number", NUMBER))
        if entry.secret:
            return self._site.see_other(FACTOR)
        minutes = ceil(entry.wait / 60)
        return await self._page(
            request, refused="number", minutes=minutes, offered=True, permit=permit
        )

    async def remove(self, request: web.Request) -> web.Response:
        """Remove a way to sign in."""
        came = await receive(request, None)
        permit = _permit(came)
        if await self._door.remove(self._secret(request), permit, came.get("way", NAME)):
            return self._site.see_other(FACTOR)
        return await self._page(request, refused="last", permit=permit)

    async def _proved(self, request: web.Request, entry: Entry, how: str) -> web.Response:
        if entry.secret:
            return await self._page(request, permit=entry.secret)
        return await self._page(request, refused=how, minutes=ceil(entry.wait / 60))

    async def _page(
        self,
        request: web.Request,
        *,
        refused: str = "",
        minutes: int = 0,
        offered: bool = False,
        permit: str = "",
    ) -> web.Response:
        secret = self._secret(request)
        factors = await self._door.factors(secret, permit)
        if factors is None:
            return self._site.see_other(PATH)
        if not factors.open and refused and not refused.startswith("proof"):
            refused = "late"  # a change without the proof, or long after it
        offer = await self._door.offer(secret, permit) if offered else None
        standing = await self._door.standing(secret)
        return self._site.page(
            request,
            "desk_factor.html",
            status=429 if minutes else 403 if refused else 200,
            here=FACTOR,
            staff=True,
            inside=standing is Standing.IN,
            ways=[(way, _day(way.since)) for way in factors.ways],
            keys=any(not way.numbers for way in factors.ways),
            numbers=any(way.numbers for way in factors.ways),
            code=factors.code,
            open=factors.open,
            permit=permit if factors.open else "",
            offer=offer,
            refused=refused,
            minutes=minutes,
            grouped=" ".join(_fours(offer.secret)) if offer else "",
            desk_js=self._site.assets.url(self._site.prefix, "desk.js"),
        )

    def _secret(self, request: web.Request) -> str:
        session = self._site.cookies.read(request)
        return session.secret if session else ""


def _permit(came: Received) -> str:
    return came.get("permit", PERMIT)


def _json(task: str | None) -> web.Response:
    return web.json_response(text=task) if task else web.Response(status=403)


def _day(since: datetime | None) -> str:
    return since.astimezone(_VIETNAM).strftime("%d/%m/%Y") if since else ""


def _fours(secret: str) -> list[str]:
    return [secret[i : i + 4] for i in range(0, len(secret), 4)]
