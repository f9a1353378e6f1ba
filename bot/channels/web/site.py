"""What every handler of one mounted application works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.assets import Assets
from bot.channels.web.pages import Pages
from bot.channels.web.session import Cookies
from bot.channels.web.settings import Place, WebSettings
from bot.domain.desk_queue import DeskQueue
from bot.domain.ports import Engine, FileStore, Gate, Mailbox, StaffDoor

NAME = "web"
"""The channel's name in addresses."""


@dataclass(frozen=True, slots=True)
class Site:
    """The channel's parts, and what differs from one mounted application to the next."""

    engine: Engine
    mailbox: Mailbox
    files: FileStore
    settings: WebSettings
    place: Callable[[str], Awaitable[Place | None]]
    qr_png: Callable[[str], bytes]
    pages: Pages
    assets: Assets
    cookies: Cookies
    prefix: str
    gate: Gate | None = None
    door: StaffDoor | None = None
    queue: DeskQueue | None = None

    def locale(self, request: web.Request) -> str:
        """The language somebody chose, or the first one."""
        chosen = request.cookies.get(self.cookies.language, "")
        return chosen if chosen in self.settings.languages else self.settings.languages[0]

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
