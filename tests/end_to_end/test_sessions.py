"""Sessions of staff: they end in time or by hand, and then nothing can be read from them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.app import App
from bot.config import Config
from bot.demo.setup import UNIT, _add_sample, configuration, enrol
from bot.domain.access import Role
from bot.domain.message import Address, Inbound
from bot.engine.scheduler import Scheduler
from storage.schema import conversations


@dataclass
class Hands:
    """A clock that is set by hand."""

    time: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def on(self, **by: float) -> None:
        self.time += timedelta(**by)


@dataclass
class Office:
    app: App
    clock: Hands

    async def say(self, who: str, text: str = "", choice: str = "") -> None:
        event = Inbound(Address("web", who), secrets.token_hex(8), text=text, choice=choice)
        await self.app.engine.handle(event)

    async def read(self, who: str) -> str:
        return " ".join(
            self.app.texts.render(letter.reply.text, "vi")
            for letter in await self.app.mailbox.read(who)
        )

    async def role(self, who: str) -> str:
        async with self.app.stores() as stores:
            found = await stores.conversations.find(Address("web", who))
        return found.who.role if found else ""


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    given = Config.of(
        {
            "database": {"url": database_url},
            "staff": {"second_factor": "off", "idle_minutes": 30, "session_hours": 12},
            "files": {"url": f"file:{tmp_path / 'files'}"},
            "keys": {"dir": str(tmp_path / "keys")},
            "service": {"public_url": configuration(tmp_path, 8080).public_url},
        }
    )
    await App.create(given)
    clock = Hands()
    app = await App.open(given, clock=clock)
    await _add_sample(app)
    assert UNIT
    await enrol(app, "lan" * 15, Role.OFFICER, "Đồng chí Lan")
    await enrol(app, "hung" * 11, Role.LEAD, "Đồng chí Hùng")
    yield Office(app, clock)
    await app.close()


LAN, HUNG = "lan" * 15, "hung" * 11


async def test_an_idle_session_reads_nothing_and_its_next_message_is_refused(
    office: Office,
) -> None:
    await office.say(LAN, "/hang-doi")
    office.clock.on(minutes=29)
    await office.say(LAN, "/hang-doi")
    office.clock.on(minutes=29)
    assert "Đồng chí Lan" in await office.read(LAN)

    office.clock.on(minutes=6)  # when somebody was last there is kept to five minutes
    assert await office.read(LAN) == ""
    await office.say(LAN, "/hang-doi")

    assert (await office.read(LAN)).startswith("Phiên làm việc đã hết")
    assert await office.role(LAN) == ""


async def test_a_session_in_use_ends_after_twelve_hours(office: Office) -> None:
    for _ in range(35):
        office.clock.on(minutes=20)
        await office.say(LAN, "/hang-doi")
    assert await office.role(LAN) == "officer"

    office.clock.on(minutes=20)
    await office.say(LAN, "/hang-doi")

    assert await office.role(LAN) == ""


async def test_what_is_overdue_is_erased_without_anybody_coming(office: Office) -> None:
    office.clock.on(minutes=31)
    app = office.app
    await Scheduler(app.engine, app.files, app.database, app.keyring, office.clock).do_due()

    assert await office.role(LAN) == ""
    office.clock.on(minutes=-31)  # what is hidden would be shown again; what is erased is not
    assert await office.read(LAN) == ""


async def test_a_damaged_draft_keeps_no_session_open(office: Office) -> None:
    for who in (LAN, HUNG):
        await office.say(who, "/hang-doi")
    async with office.app.database.transaction() as connection:
        await connection.execute(update(conversations).values(sealed_draft=b"damaged"))
    office.clock.on(minutes=36)
    app = office.app
    await Scheduler(app.engine, app.files, app.database, app.keyring, office.clock).do_due()

    assert [await office.role(who) for who in (LAN, HUNG)] == ["", ""]


async def test_a_lead_ends_a_colleagues_session(office: Office) -> None:
    await office.say(HUNG, "/phien")
    assert "đây là phiên này" in await office.read(HUNG)
    async with office.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        lan = next(m for m in await stores.members.of_unit(unit.id) if m.role == "officer")

    await office.say(LAN, choice=f"safety.end_of:{lan.id}")
    assert await office.role(LAN) == "officer"
    await office.say(HUNG, choice=f"safety.end_of:{lan.id}")

    assert await office.role(LAN) == ""
    assert await office.read(LAN) == ""
    assert await office.role(HUNG) == "lead"
