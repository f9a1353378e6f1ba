"""The web channel: its pages as an aiohttp application, any number of times under any prefix."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Final

from aiohttp import BadContentDispositionHeader, BadContentDispositionParam, web

from bot.channels.web.assets import Assets
from bot.channels.web.attachments import Attachments
from bot.channels.web.chat import Chat
from bot.channels.web.desk import SignIn
from bot.channels.web.desk_factor import Setup
from bot.channels.web.desk_queue import QueuePart
from bot.channels.web.errors import middleware
from bot.channels.web.headers import hook
from bot.channels.web.landing import Landing
from bot.channels.web.pages import Pages, Renders
from bot.channels.web.proof import Hold
from bot.channels.web.session import Cookies
from bot.channels.web.settings import FindsPlace, WebSettings
from bot.channels.web.signs import SignReport
from bot.channels.web.site import NAME, Site
from bot.channels.web.stream import HEARTBEAT, Stream
from bot.domain.desk_queue import DeskQueue
from bot.domain.ports import Engine, FileStore, Gate, Mailbox, StaffDoor
from bot.domain.signs import Counts, SignNews


class WebChannel:
    """What the composition root joins. Nothing is sent from here: a page reads its letters.

    `place` answers what a QR code stands for, `qr_png` draws a link as a PNG.
    """

    name: Final = NAME

    def __init__(
        self,
        engine: Engine,
        mailbox: Mailbox,
        files: FileStore,
        texts: Renders,
        settings: WebSettings,
        place: FindsPlace,
        qr_png: Callable[[str], bytes],
        *,
        heartbeat: float = HEARTBEAT,
        gate: Gate | None = None,
        door: StaffDoor | None = None,
        queue: DeskQueue | None = None,
        counts: Counts | None = None,
        sign_news: SignNews | None = None,
    ) -> None:
        self._engine = engine
        self._mailbox = mailbox
        self._files = files
        self._settings = settings
        self._place = place
        self._qr_png = qr_png
        self._heartbeat = heartbeat
        self._gate = gate
        self._door = door
        self._queue = queue
        self._counts = counts
        self._sign_news = sign_news
        self._assets = Assets()
        self._pages = Pages(texts, settings.languages, self._assets)

    def application(self, prefix: str = "") -> web.Application:
        """The pages, to be served alone or mounted with `add_subapp(prefix, …)`.

        `prefix` begins with a slash and has none at the end. Cookies are named and limited by
        it, so that several mounted side by side are several visitors.
        """
        site = Site(
            self._engine,
            self._mailbox,
            self._files,
            self._settings,
            self._place,
            self._qr_png,
            self._pages,
            self._assets,
            Cookies(prefix, secure=self._settings.secure),
            prefix,
            self._gate,
            self._door,
            self._queue,
        )
        for kind in (BadContentDispositionHeader, BadContentDispositionParam):
            # The library would quote what somebody sent into the log.
            warnings.simplefilter("ignore", kind)
        stream = Stream(site, self._heartbeat)
        app = web.Application(middlewares=[middleware(site)])
        signs = Landing(site, self._counts), SignReport(site, self._sign_news)
        for part in (*signs, Chat(site), stream, Attachments(site), Hold(site)):
            app.add_routes(part.routes())
        if self._door is not None:
            app.add_routes(SignIn(site, self._door).routes())
            app.add_routes(Setup(site, self._door).routes())
        if self._queue is not None:
            app.add_routes(QueuePart(site, self._queue).routes())
        app.router.add_get("/static/{name}", self._assets.serve)
        app.on_response_prepare.append(hook(self._settings))
        app.on_shutdown.append(stream.close)
        return app
