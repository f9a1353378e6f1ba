"""A small conversation on the real engine, stores and keys; only the platform and the clock are
ours.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.domain.errors import SendError
from bot.domain.flow import END, Flow, Go, Turn
from bot.domain.message import Address, Inbound, Reply, Sent
from bot.domain.ports import Limits
from bot.engine.bells import Bells
from bot.engine.mailbox import WebMailbox
from bot.engine.notices import Notices
from bot.engine.outbox import Sender
from bot.engine.turn import TurnEngine
from storage.crypto import keyring as keys
from storage.crypto import loading
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores
from storage.units import Unit

if TYPE_CHECKING:
    from tests.engine.two_machines import Split


@dataclass
class HandClock:
    """Stands still until it is moved."""

    time: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **amount: float) -> None:
        self.time += timedelta(**amount)


ECHO = Flow("echo")


@ECHO.step("listen", leads_to=["done"])
async def listen(turn: Turn) -> str:
    heard = [*turn.draft.get("heard", []), turn.text]
    turn.draft["heard"] = heard
    if turn.text == "crash":
        raise RuntimeError("canary-in-exception")
    if turn.text == "stray":
        return "nowhere"
    if turn.text == "notify":
        turn.notify(turn.draft["unit"], Reply(_text("notice")))
    if turn.text == "end":
        turn.say("ended", heard=" ".join(heard))
        return END
    turn.say("heard", count=len(heard))
    return "listen"


@ECHO.step("done")
async def done(turn: Turn) -> str:
    return END


@ECHO.step("expired")
async def expired(turn: Turn) -> str:
    turn.say("expired")
    return END


def _text(key: str):
    from bot.domain.message import Text

    return Text(key)


class EchoRouter:
    flows = {"echo": ECHO}  # noqa: RUF012
    unit_id = 0

    async def route(self, turn: Turn, stores: object) -> Go:
        turn.draft.setdefault("unit", self.unit_id)
        return Go("echo", "expired" if turn.timed_out else "listen")

    def cross(self, turn: Turn) -> None:
        pass


@dataclass
class FakeChannel:
    """A platform in memory that fails as told."""

    name: str = "fake"
    limits: Limits = field(default_factory=lambda: Limits(10_000, 10_000, 10_000, 100))
    sent: list[tuple[str, str, str]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    faults: list[SendError] = field(default_factory=list)
    files: dict[str, bytes | Exception] = field(default_factory=dict)

    async def send(self, address: Address, reply: Reply, locale: str, edit: str = "") -> Sent:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((address.id, reply.text.key, edit))
        return Sent((f"m{len(self.sent)}",))

    async def delete(self, address: Address, message_ids: Sequence[str]) -> None:
        self.deleted += message_ids

    async def fetch(self, platform_ref: str, limit: int) -> AsyncIterator[bytes]:
        content = self.files[platform_ref]
        if isinstance(content, Exception):
            raise content
        yield content


class Bench:
    """Everything a test of the engine needs."""

    def __init__(self, database: Database, keyring: Keyring, unit: Unit) -> None:
        self.database, self.keyring, self.unit = database, keyring, unit
        self.clock, self.bells, self.channel = HandClock(), Bells(), FakeChannel()
        router = EchoRouter()
        router.unit_id = unit.id
        self.engine = TurnEngine(
            database, keyring, router, lambda _typed, _offered: None, self.clock, self.bells
        )
        self.mailbox = WebMailbox(database, keyring, self.bells)
        self.sender = Sender(self.channel, database, keyring, self.clock, self.bells)
        self.notices = Notices(database, keyring, self.clock, self.bells)

    async def says(self, chat: str, text: str, event: str = "", channel: str = "fake") -> object:
        inbound = Inbound(Address(channel, chat), event or f"{chat}-{text}", text)
        return await self.engine.handle(inbound)

    async def letters(self, secret: str) -> list[str]:
        return [
            letter.reply.text.key for letter in await self.mailbox.read(secret) if not letter.mine
        ]

    async def joins(self, chat: str, role: str, channel: str = "fake") -> int:
        await self.says(chat, "end", f"join-{chat}", channel)
        async with self.database.transaction() as connection:
            stores = Stores(connection, self.keyring)
            contact_id = await stores.contacts.by_address(Address(channel, chat))
            assert contact_id is not None
            member = await stores.members.add(
                unit_id=self.unit.id,
                role=role,
                name=chat,
                contact_id=contact_id,
                now=self.clock.now(),
            )
        return member.id


@pytest.fixture
async def bench(database_url: str, tmp_path: Path) -> AsyncIterator[Bench]:
    database = Database.connect(database_url)
    now = datetime.now(UTC)
    made = loading.create_missing(tmp_path / "keys", ["session", "relay/1", "unit/tan-khai/1"])
    keyring = loading.load(tmp_path / "keys", made, {"session", "relay", "unit"})
    async with database.transaction() as connection:
        unit = await Stores(connection, keyring).units.add(
            slug="tan-khai", name="xã Tân Khai", prefix="TK", parent_id=None, hotline="", now=now
        )
    yield Bench(database, keyring, unit)
    await database.close()


@pytest.fixture
async def split(bench: Bench, tmp_path: Path) -> Split:
    from tests.engine.two_machines import Split

    folder = tmp_path / "keys"
    made = loading.create_missing(folder, ["session", "relay/1", "desk/1", "unit/tan-khai/1"])
    intake = loading.load(folder, made, {keys.SESSION})
    desk = loading.load(folder, made, {keys.SESSION, keys.DESK, keys.UNIT})
    bench.keyring.take_over(loading.load(folder, made, {keys.SESSION, keys.RELAY}))
    return Split(bench, intake, desk)
