"""A desk on a Monday morning whose clock is moved by hand, and what it was told by then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo.setup import UNIT
from bot.domain.codes import grouped
from bot.domain.message import Form, Reply
from bot.texts import Texts
from tests.end_to_end.village import Village, configured, village

RESIDENT = "telegram/1001"
TEXTS = Texts.load()
MINH, LAN, LEAD, ABOVE = (f"telegram/{n}" for n in (2001, 2002, 2003, 2004))
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Eight in the morning in Vietnam."""
NEAR, MISSED, PARENT = "common-clock-near", "common-clock-missed", "common-clock-parent"


@asynccontextmanager
async def staffed(folder: Path, database_url: str) -> AsyncIterator[Village]:
    """A Monday morning: two officers, their lead, and a lead of the unit above."""
    async with village(configured(folder, database_url)) as there:
        there.clock.pass_by(seconds=(MONDAY - there.clock.now()).total_seconds())
        parent = (await there.unit()).parent_id
        assert parent is not None
        unit = (await there.unit()).id
        await joins(there, MINH, unit, "officer", "Minh")
        await joins(there, LAN, unit, "officer", "Lan")
        await joins(there, LEAD, unit, "lead", "Hùng")
        await joins(there, ABOVE, parent, "lead", "Tỉnh")
        yield there


async def joins(here: Village, chat: str, unit_id: int, role: str, name: str) -> None:
    async with here.app.stores() as stores:
        code = await stores.invites.create(unit_id, role, here.clock.now())
    await here.says(chat, f"TB-{grouped(code)}")
    await here.says(chat, name)
    await here.send()


async def reports(here: Village, kind: str = "use") -> str:
    """A tip of a resident; its reference."""
    await here.says(RESIDENT, form=Form(kind=kind, story="canary: nhà cuối xóm"), start=UNIT)
    await here.send()
    return (await here.receipt(RESIDENT))[1]


async def told(here: Village, chat: str, begins: str = "common-") -> list[str]:
    """The keys of what a chat was told of clocks and alarms."""
    await here.send()
    keys = [reply.text.key for reply in await here.heard(chat)]
    return [key for key in keys if key.startswith(begins) and ("clock" in key or "alarm" in key)]


async def bells(here: Village, chat: str) -> list[Reply]:
    """What a chat was told of clocks and alarms."""
    return [r for r in await here.heard(chat) if "clock" in r.text.key or "alarm" in r.text.key]


async def on_duty(here: Village, name: str, begins: timedelta, ends: timedelta) -> None:
    unit, now = await here.unit(), here.clock.now()
    async with here.app.stores() as stores:
        who = next(m for m in await stores.members.of_unit(unit.id) if m.name == name)
        assert await stores.shifts.add(unit.id, who.id, now + begins, now + ends)
