"""What every handler of one mounted application works with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import hdrs, web

from bot.channels.web.assets import Assets
from bot.channels.web.languages import preferred
from bot.channels.web.pages import Pages
from bot.channels.web.session import Cookies
from bot.channels.web.settings import FindsPlace, Place, WebSettings
from bot.domain.desk_queue import DeskQueue
from bot.domain.ports import Engine, FileStore, Gate, Mailbox, StaffDoor

NAME = "web"
"""The channel's name in addresses."""
_CODE: Final = re.compile(r"[A-Za-z0-9_ -]{1,32}")
"""With spaces: a short code that somebody typed in two groups."""


@dataclass(frozen=True, slots=True)
class Site:
    """The channel's parts, and what differs from one mounted application to the next."""

    engine: Engine
    mailbox: Mailbox
    files: FileStore
    settings: WebSettings
    place: FindsPlace
    qr_png: Callable[[str], bytes]
    pages: Pages
    assets: Assets
    cookies: Cookies
    prefix: str
    gate: Gate | None = None
    door: StaffDoor | None = None
    queue: DeskQueue | None = None

    def locale(self, request: web.Request) -> str:
        """The language somebody chose, or that of their phone."""
        chosen = request.cookies.get(self.cookies.language, "")
        if chosen in self.settings.languages:
            return chosen
        return preferred(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""), self.settings.languages)

    def code(self, request: web.Request) -> str:
        """The code in a request's path; empty for what can be none."""
        code = request.match_info.get("code", "")
        return code.replace(" ", "") if _CODE.fullmatch(code) else ""

    async def at(self, request: web.Request, *, form: bool = False) -> Place | None:
        """What the code in a request's path stands for."""
        code = self.code(request)
        return await self.place(code, form=form) if code else None

    def calls(self, place: Place | None) -> dict[str, str]:
        """The number of the duty desk, to be read and to be dialled."""
        hotline = (place.hotline if place else "") or self.settings.hotline
        dial = "".join(c for c in hotline if c.isdigit() or c == "+")
        return {"hotline": hotline, "hotline_dial": dial}

    def page(
        self, request: web.Request, name: str, *, status: int = 200, **context: object
    ) -> web.Response:
        """A page in the reader's language."""
        kept = self.cookies.keep in request.cookies
        return self.pages.answer(
            request, name, self.locale(request), self.prefix, status=status, kept=kept, **context
        )

    def see_other(self, path: str) -> web.Response:
        """After a POST: the page to look at."""
        return web.Response(status=303, headers={"Location": self.prefix + path})
