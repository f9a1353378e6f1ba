"""The whole service but for HTTP: a platform in memory, web sessions, a clock moved by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import App
from bot.config import Config
from bot.demo.setup import UNIT, enrol, opened_as
from bot.domain.access import Role
from bot.domain.errors import SendError
from bot.domain.message import Address, Inbound, Reply, Sent
from bot.engine.fetcher import Fetcher
from bot.engine.held import reopen
from bot.engine.notices import Notices
from bot.engine.outbox import Sender
from bot.engine.scheduler import Scheduler
from storage.contacts import WEB
from storage.units import Unit
from tests.end_to_end.world import UNHURRIED, settings
from tests.engine.conftest import FakeChannel, HandClock
from tests.fresh import with_tables

OFFICER = "the officer's own phone"


@dataclass
class Platform(FakeChannel):
    """Keeps what was said to whom. `down`: what sending fails with, until it is cleared."""

    said: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    down: SendError | None = None

    async def send(self, address: Address, reply: Reply, locale: str, edit: str = "") -> Sent:
        if self.down:
            raise self.down
        self.said[address.id].append(reply)
        return await super().send(address, reply, locale, edit)

    async def delete(self, address: Address, message_ids: Sequence[str]) -> None:
        if self.down:
            raise self.down
        await super().delete(address, message_ids)


@dataclass
class Village:
    """`chat`: `telegram/<number>`, or `web/<cookie>`."""

    app: App
    clock: HandClock
    platform: Platform = field(default_factory=lambda: Platform("telegram", UNHURRIED))
    events: int = 0

    async def says(self, chat: str, text: str = "", **what: Any) -> None:
        """One event of a chat, at a moment of its own."""
        self.events += 1
        self.clock.pass_by(minutes=1, milliseconds=self.events)
        address = self.address(chat)
        event = Inbound(address, f"e{self.events}", text, message_id=f"i{self.events}", **what)
        await self.app.engine.handle(event)

    async def presses(self, chat: str, payload: str) -> None:
        """A button, also one of an old message."""
        await self.says(chat, choice=payload)

    async def heard(self, chat: str) -> list[Reply]:
        """What a chat was told, oldest first. On the platform: what ever arrived."""
        address = self.address(chat)
        if address.channel == WEB:
            return [x.reply for x in await self.app.mailbox.read(address.id) if not x.mine]
        return self.platform.said[address.id]

    async def receipt(self, chat: str) -> tuple[str, str]:
        """The newest receipt and reference a chat was given; empty when there was none."""
        for reply in reversed(await self.heard(chat)):
            if reply.text.key == "intake-filed":
                return str(reply.text.args["receipt"]), str(reply.text.args["reference"])
        return "", ""

    async def send(self) -> None:
        """Everything that can be sent is sent, a moment later."""
        self.clock.pass_by(milliseconds=1)
        common = (self.app.database, self.app.keyring, self.clock, self.app.bells)
        await Notices(*common).spread_due()
        sender = Sender(self.platform, *common)
        await Fetcher(self.platform, self.app.files, *common).fetch_due()
        await reopen(self.app.database, self.app.keyring, self.platform, self.clock)
        while await sender.send_due():
            pass

    async def tick(self, **later: float) -> None:
        """Time passes, and what is due is done."""
        self.clock.pass_by(**later)
        app = self.app
        scheduler = Scheduler(app.engine, app.files, app.database, app.keyring, self.clock)
        await scheduler.do_due()

    async def unit(self) -> Unit:
        """The unit everybody reports to."""
        async with self.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        return unit

    async def set(self, name: str, value: str) -> None:
        """A unit's setting."""
        unit = await self.unit()
        async with self.app.stores() as stores:
            await stores.unit_settings.set(unit.id, name, value)

    async def closed(self, reference: str) -> None:
        """The officer takes a tip and closes it."""
        officer = f"{WEB}/{OFFICER}"
        await self.presses(officer, f"triage.take:{reference}")
        await self.presses(officer, f"triage.close:{reference}")
        await self.presses(officer, "triage.close_outcome:right")
        await self.presses(officer, "triage.close_confirm:yes")

    @staticmethod
    def address(chat: str) -> Address:
        """As the engine knows it."""
        channel, _, who = chat.partition("/")
        return Address(channel, who)


@asynccontextmanager
async def village(config: Config) -> AsyncIterator[Village]:
    """A service with its sample units and one officer, nothing running in the background."""
    clock = HandClock()
    if config.database.file and not config.database.file.exists():
        with_tables(config.database.file)
    async with opened_as(config):
        pass
    app = await App.open(config, clock=clock)
    try:
        await enrol(app, OFFICER, Role.OFFICER, "Đồng chí Lan")
        yield Village(app, clock)
    finally:
        await app.close()


def configured(folder: Path, database_url: str) -> Config:
    """The demo's settings on another database."""
    return settings(folder, database_url, 1)
