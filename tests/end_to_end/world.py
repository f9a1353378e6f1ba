"""The real service in this process, on a real port, with real phones at the other end."""

from __future__ import annotations

import itertools
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from aiohttp import web

from bot.app import App
from bot.config import Config
from bot.demo import enrolling
from bot.demo.enrolling import enrol
from bot.demo.phone import Phone, PhoneError
from bot.demo.playing import WebCast
from bot.demo.setup import ABOVE, UNIT, configuration, opened_as, point_code
from bot.domain.ports import Limits
from bot.engine.outbox import Sender
from tests.fakes.telegram_phone import TelegramPhone
from tests.fakes.telegram_server import FakeTelegram
from tests.fresh import with_tables

Platform = Literal["web", "telegram-webhook", "telegram-polling"]
UNHURRIED = Limits(overall=1000, per_chat=1000, per_group=1000, burst=1000)
"""Telegram's own limits have tests of their own; here they would only cost minutes."""


@dataclass(frozen=True)
class World:
    """A running service. `telegram` is the other end of its Telegram channel, if it has one."""

    app: App
    url: str
    folder: Path
    telegram: FakeTelegram | None = None
    chat_ids: Callable[[], int] = field(default_factory=lambda: itertools.count(1001).__next__)

    def cast(self, platform: Platform = "web") -> WebCast | TelegramCast:
        """Everybody on one platform, staff included."""
        return WebCast(self.app, self.url) if platform == "web" else TelegramCast(self)


class TelegramCast:
    """Hands out phones with Telegram. Implements `bot.demo.phone.Cast`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def resident(self) -> Phone:
        """Somebody who has never written to the bot."""
        telegram = self._world.telegram
        assert telegram is not None
        return TelegramPhone(telegram.user(self._world.chat_ids()))

    async def member(self, role: str, name: str, *, above: bool = False) -> Phone:
        """Somebody who types an invitation into the chat, then a name."""
        phone = await self.resident()
        invite = await invitation(self._world.app, role, name, ABOVE if above else UNIT)
        await enrol(phone, invite, name)
        return phone

    async def code(self, place: str) -> str:
        """The code that hangs at a place of the sample unit."""
        try:
            return await point_code(self._world.app, place)
        except LookupError:
            raise PhoneError(f"không có điểm nào tên “{place}”") from None


async def invitation(app: App, role: str, name: str = "", slug: str = UNIT) -> str:
    """A fresh invitation code to a sample unit."""
    async with app.stores() as stores:
        unit = await stores.units.by_slug(slug)
        assert unit is not None
        return await enrolling.invitation(stores, unit.id, role, name, app.clock.now())


def settings(
    folder: Path, database_url: str, port: int, telegram: dict[str, Any] | None = None
) -> Config:
    """The demo's configuration on another database, with Telegram if wanted."""
    given = {"database": {"url": database_url}, "telegram": telegram or {}}
    other = Config.of(given)
    return replace(configuration(folder, port), database=other.database, telegram=other.telegram)


@asynccontextmanager
async def world(
    database_url: str, folder: Path, platform: Platform = "web"
) -> AsyncIterator[World]:
    """A service on a fresh database, with background work, until the block ends."""
    async with AsyncExitStack() as stack:
        # Held from the start: with several worlds at once a free port does not stay free.
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = int(listener.getsockname()[1])
        telegram, section = None, None
        if platform != "web":
            telegram = await stack.enter_async_context(FakeTelegram())
            section = {
                "token": telegram.token,
                "mode": platform.removeprefix("telegram-"),
                "webhook_secret": "the_secret_of_the_tests",
                "api_base": telegram.url,
            }
        config = settings(folder, database_url, port, section)
        if config.database.file and not config.database.file.exists():
            with_tables(config.database.file)
        app = await stack.enter_async_context(opened_as(config))
        _unhurry(app)
        # Listening first: Telegram brings updates as soon as the webhook is registered.
        runner = web.AppRunner(app.web_application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, listener).start()
        await stack.enter_async_context(app.working())
        yield World(app, config.public_url, folder, telegram)


def _unhurry(app: App) -> None:
    if app.telegram is None:
        return
    app.telegram.limits = UNHURRIED
    app.senders = [
        Sender(
            channel,
            app.database,
            app.keyring,
            app.clock,
            app.bells,
            app.config.public_url,
            app.files,
        )
        for channel in app.platforms
    ]
