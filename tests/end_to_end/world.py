"""The real service in this process, on a real port, with real phones at the other end."""

from __future__ import annotations

import itertools
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import select

from bot.app import App
from bot.config import Config
from bot.demo import enrolling
from bot.demo.enrolling import enrol
from bot.demo.phone import Phone, PhoneError
from bot.demo.playing import WebCast
from bot.demo.setup import ABOVE, UNIT, configuration, opened_as, point_code
from bot.domain.ports import Limits
from bot.engine.outbox import Sender
from storage.schema import stickers
from tests.end_to_end.other_ends import OtherEnd, Platform, Telegram, ZaloBot, ZaloOa, other_end
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.zalo_bot_server import FakeZaloBot
from tests.fakes.zalo_oa_server import FakeZaloOa
from tests.fresh import with_tables

__all__ = ["UNHURRIED", "Platform", "World", "invitation", "settings", "world"]
UNHURRIED = Limits(overall=1000, per_chat=1000, per_group=1000, burst=1000)
"""The platforms' own limits have tests of their own; here they would only cost minutes."""


@dataclass(frozen=True)
class World:
    """A running service. `end` is the platform at the other end, if it has one."""

    app: App
    url: str
    folder: Path
    end: OtherEnd | None = None
    chat_ids: Callable[[], int] = field(default_factory=lambda: itertools.count(1001).__next__)

    @property
    def telegram(self) -> FakeTelegram | None:
        """Where the service speaks on Telegram."""
        return self.end.server if isinstance(self.end, Telegram) else None

    @property
    def zalo_bot(self) -> FakeZaloBot:
        """Where the service speaks as a bot on Zalo."""
        assert isinstance(self.end, ZaloBot)
        return self.end.server

    @property
    def zalo_oa(self) -> FakeZaloOa:
        """Where the service speaks as an official account."""
        assert isinstance(self.end, ZaloOa)
        return self.end.server

    def cast(self, platform: Platform = "web") -> WebCast | ChatCast:
        """Everybody on one platform, staff included."""
        return WebCast(self.app, self.url) if platform == "web" else ChatCast(self)

    async def short(self, code: str) -> str:
        """What stands on a sign below its code."""
        async with self.app.database.reading() as connection:
            found = await connection.execute(
                select(stickers.c.short).where(stickers.c.code == code)
            )
            return str(found.scalar_one())


class ChatCast:
    """Hands out phones with the world's platform. Implements `bot.demo.phone.Cast`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def resident(self) -> Phone:
        """Somebody who has never written to the bot."""
        end = self._world.end
        assert end is not None
        return end.phone(self._world.chat_ids(), self._world.short)

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


def settings(folder: Path, database_url: str, port: int, end: OtherEnd | None = None) -> Config:
    """The demo's configuration on another database, with a platform if wanted."""
    given: dict[str, dict[str, Any]] = {"database": {"url": database_url}}
    config = configuration(folder, port)
    if end is None:
        return replace(config, database=Config.of(given).database)
    other = Config.of(given | {end.section: end.settings})
    sections = {end.section: getattr(other, end.section)}
    return replace(config, database=other.database, **sections)


@asynccontextmanager
async def world(
    database_url: str, folder: Path, platform: Platform = "web"
) -> AsyncIterator[World]:
    """A service on a fresh database, with background work, until the block ends."""
    async with AsyncExitStack() as stack:
        # Held from the start: with several worlds at once a free port does not stay free.
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = int(listener.getsockname()[1])
        end = await other_end(platform, stack)
        config = settings(folder, database_url, port, end)
        if config.database.file and not config.database.file.exists():
            with_tables(config.database.file)
        app = await stack.enter_async_context(opened_as(config))
        _unhurry(app)
        if end is not None:
            await end.begin(app, config.public_url)
        # Listening first: Telegram brings updates as soon as the webhook is registered.
        runner = web.AppRunner(app.web_application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, listener).start()
        await stack.enter_async_context(app.working())
        yield World(app, config.public_url, folder, end)


def _unhurry(app: App) -> None:
    for account in app.accounts.values():
        account.channel.limits = replace(UNHURRIED, window=account.channel.limits.window)
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
