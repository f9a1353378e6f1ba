"""The conversation: what a visitor sends, what the page shows, and the way out."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Any, Final

from aiohttp import web

from bot.channels.web.desk_queue import opened, queue_for
from bot.channels.web.letters import of_staff, shown, views
from bot.channels.web.proof import after, proved
from bot.channels.web.received import Received, receive
from bot.channels.web.session import Session
from bot.channels.web.site import NAME, Site
from bot.domain.errors import StoreUnavailable
from bot.domain.message import Address, Form, Inbound, Location
from bot.domain.ports import Letter, Standing
from bot.domain.words import squash

SCRIPT: Final = "X-Page"
"""The header our script sends: it wants the new letters, not a page."""
_log = logging.getLogger(__name__)
_LANGUAGES: Final = {"english": "en", "tienganh": "en", "tiengviet": "vi", "vietnamese": "vi"}
_CONTENT: Final = ("text", "choice", "start", "receipt", "door", "lat", "lon")
_FORM: Final = ("kind", "story", "when", "where", "name", "phone", "reply", "alter")


async def deliver(
    site: Site, request: web.Request, came: Received, *, form: Form | None = None, start: str = ""
) -> Session:
    """Hand what was received to the engine; returns whose it is, after the commit.

    Raises `StoreUnavailable` when nothing was stored. Files of a repeat are deleted.
    """
    session = site.cookies.read_or_make(request, came.get("nonce", 64))
    receipt = came.get("receipt", 64).strip()
    inbound = Inbound(
        Address(NAME, session.secret),
        came.event_id(*_CONTENT, *_FORM),
        text=f"/tra {receipt}" if receipt else "" if form else came.get("text"),
        choice=came.get("choice", 64),
        start=start or came.get("start", 32),
        door=came.get("door", 64).strip(),
        uploads=tuple(came.uploads),
        refused=tuple(came.refused),
        location=_location(came),
        form=form,
        proved=await proved(site, session, came.get("proof")),
        locale=site.locale(request),
    )
    # After a failure nobody knows whether it was stored: the files stay, the sweep finds orphans.
    handled = await site.engine.handle(inbound)
    if handled.repeat:
        await came.discard(site.files)
    return session


class Chat:
    """Handlers of one mounted application."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [
            web.get("/chat", self.show),
            web.post("/chat", self.send),
            web.post("/chat/keep", self.keep),
            web.post("/chat/leave", self.leave),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The whole conversation."""
        session = self._site.cookies.read(request)
        if session is None:
            response = self._page(request, [])
            if request.headers.get("Sec-Fetch-Site") == "cross-site":
                # A strict cookie stays away when another site leads here; from our own page it
                # comes along.
                response.headers["Refresh"] = f"0;url={self._site.prefix}/chat"
            return response
        letters = await self._site.mailbox.read(session.secret)
        queue = await queue_for(self._site, request) or {}
        over = not letters and await self._over(session)
        return self._page(request, letters, over=over, **queue)

    async def send(self, request: web.Request) -> web.Response:
        """Take a message, a pressed button, a scan, a place, a receipt or a link from a chat."""
        came = await receive(request, self._site.files)
        empty = not any(came.get(name).strip() for name in _CONTENT)
        if empty and "start" not in came.fields and not (came.uploads or came.refused):
            return self._site.see_other("/chat#last")
        try:
            session = await deliver(self._site, request, came)
        except StoreUnavailable:
            return self._not_stored(request, came)
        locale = _LANGUAGES.get(squash(came.get("text", 20)), "")
        speaks = locale in self._site.settings.languages
        if SCRIPT not in request.headers:
            response = self._site.see_other(await self._after(came, session))
        elif speaks and locale != self._site.locale(request):
            response = web.Response(status=205)  # the whole page is to be loaded again
        else:
            response = await self._news(request, session, came.get("after", 20))
        self._site.cookies.write(response, session)
        if speaks:
            self._site.cookies.speak(response, locale)
        return response

    async def _after(self, came: Received, session: Session) -> str:
        # Only a press sends a tip; plain words need not ask whether one waits.
        return await after(self._site, session) if came.get("choice", 64) else "/chat#last"

    async def keep(self, request: web.Request) -> web.Response:
        """Remember this device, or stop remembering it."""
        came = await receive(request, None)
        response = self._site.see_other("/chat")
        session = self._site.cookies.read(request)
        if session is None:
            return response
        kept = came.get("keep", 1) == "1"
        self._site.cookies.remember(response, session, kept=kept)
        return response

    async def leave(self, request: web.Request) -> web.Response:
        """Wipe and go, at once. Staff, or whoever had this device remembered, is asked first."""
        came = await receive(request, None)
        session = self._site.cookies.read(request)
        if session and came.get("sure", 1) != "1" and await self._has_more_to_lose(session):
            return self._site.page(request, "leave.html", here="/chat", staff=True)
        if session:
            try:
                await self._site.mailbox.wipe(session.secret)
            except StoreUnavailable as error:
                # Without its cookie nobody opens the page's letters; the sweep takes them later.
                _log.error("a page could not be wiped: %s", error)
        response = self._site.see_other("/thong-tin")
        self._site.cookies.forget(response)
        # "cookies" would also log out the other applications mounted beside this one.
        what = '"storage", "cache"' if self._site.prefix else '"cookies", "storage", "cache"'
        response.headers["Clear-Site-Data"] = what
        return response

    async def _has_more_to_lose(self, session: Session) -> bool:
        return session.kept or any(map(of_staff, await self._site.mailbox.read(session.secret)))

    async def _over(self, session: Session) -> bool:
        door = self._site.door
        return door is not None and await door.standing(session.secret) is Standing.OVER

    def _page(
        self, request: web.Request, letters: Sequence[Letter], *, over: bool = False, **queue: Any
    ) -> web.Response:
        shown = views(letters, self._site.pages.say(self._site.locale(request)), self._site.prefix)
        return self._site.page(
            request,
            "chat.html",
            here="/chat",
            letters=shown,
            staff=any(map(of_staff, letters)),
            over=over,
            first=shown[0].id if shown else "",
            last=newest(letters) or "",
            text="",
            opened=opened(letters) if queue else "",
            **queue,
        )

    async def _news(self, request: web.Request, session: Session, after: str) -> web.Response:
        letters = await self._site.mailbox.read(session.secret)
        body = fragment(self._site, self._site.locale(request), letters, revision(after))
        return web.Response(text=body, content_type="text/html")

    def _not_stored(self, request: web.Request, came: Received) -> web.Response:
        if SCRIPT in request.headers:
            return web.Response(status=503)
        return self._site.page(
            request,
            "trouble.html",
            status=503,
            what="down",
            again_path="/chat",
            again=[*came.fields.items()],
        )


def fragment(site: Site, locale: str, letters: Sequence[Letter], after: int) -> str:
    """The letters changed since revision `after`, as the script merges them."""
    page = shown(letters)
    return site.pages.draw(
        "fragment.html",
        locale,
        site.prefix,
        letters=views(letters, site.pages.say(locale), site.prefix, after),
        first=page[0].id if page else "",
        last=newest(letters) or "",
        nonce="",
    )


def newest(letters: Sequence[Letter]) -> int:
    """The highest revision; 0 for none."""
    return max((letter.revision for letter in letters), default=0)


def revision(text: str | None) -> int:
    """A revision as a browser sends it back; 0 for anything else."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _location(came: Received) -> Location | None:
    try:
        latitude, longitude = float(came.get("lat", 20)), float(came.get("lon", 20))
    except ValueError:
        return None
    inside = abs(latitude) <= 90 and abs(longitude) <= 180
    return Location(latitude, longitude) if inside and math.isfinite(latitude) else None
