"""Reminders of the clock of days wait until somebody is at work; that of hours rings at night."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.calendar import Calendar
from bot.domain.clocks import Deadlines
from tests.end_to_end.clock_chats import (
    ABOVE,
    HOUR,
    LAN,
    LEAD,
    MINH,
    bells,
    on_duty,
    reports,
    staffed,
)
from tests.end_to_end.village import Village

HOURS = "mon-fri 07:30-11:30 13:30-17:00"
PEOPLE = {MINH: "Minh", LAN: "Lan", LEAD: "lead", ABOVE: "above"}
CALENDAR: Calendar = Deadlines.of({}).calendar
LOOKS = (
    *("00:00", "06:00", "07:00", "07:30", "08:00", "11:30", "13:00", "13:30"),
    *("17:30", "20:00", "21:30", "22:00", "23:30"),
)
"""When the diary is written: whenever something may happen, and half an hour before."""


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with staffed(tmp_path, database_url) as there:
        yield there


def wall(here: Village) -> str:
    return f"{here.clock.now().astimezone(CALENDAR.zone):%a %d %H:%M}"


async def diary(here: Village, reference: str, until: timedelta) -> list[str]:
    """What the clocks did, each at the time on the wall: who was told what, and what was marked
    as missed. The transfer clock is left out.
    """
    lines: list[str] = []
    seen = {who: len(await bells(here, who)) for who in PEOPLE}
    unit = await here.unit()
    marked = False
    ends = here.clock.now() + until
    while here.clock.now() < ends:
        here.clock.pass_by(minutes=30)
        if f"{here.clock.now().astimezone(CALENDAR.zone):%H:%M}" not in LOOKS:
            continue
        await here.tick()
        await here.send()
        here.clock.pass_by(seconds=-here.clock.now().second)
        async with here.app.stores() as stores:
            rows = await stores.audit.of_unit(unit.id, subject=reference)
            tip = await stores.tips.by_reference(unit.id, reference)
            assert tip is not None
            clock = next(c for c in await stores.clocks.of_tip(tip.id) if c.kind == "verify")
        missed = [row for row in rows if row.action == "clock-missed-verify"]
        assert len(missed) == (1 if clock.missed_at else 0)
        if missed and not marked:
            marked = True
            lines.append(f"{wall(here)} marked")
        for who, name in PEOPLE.items():
            said = await bells(here, who)
            new = [reply.text.key for reply in said[seen[who] :]]
            seen[who] = len(said)
            lines += [f"{wall(here)} {name} {key.rpartition('-')[2]}" for key in new]
    return lines


async def nearly_due(here: Village, days: float = 18) -> str:
    """A tip that Minh has, some days later; both clocks run since eight on a Monday."""
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")
    await here.tick(days=days)
    await here.send()
    minutes = here.clock.now().minute
    here.clock.pass_by(minutes=-(minutes % 30), seconds=-here.clock.now().second)
    return reference


async def test_reminders_over_a_weekend_come_on_friday_and_a_miss_waits_for_the_morning(
    here: Village,
) -> None:
    unit = await here.unit()
    assert unit.parent_id is not None
    async with here.app.stores() as stores:
        for unit_id in (unit.id, unit.parent_id):
            await stores.unit_settings.set(unit_id, "working-hours", HOURS)
    reference = await nearly_due(here)
    assert wall(here) == "Fri 11 08:00"
    assert await diary(here, reference, timedelta(days=6)) == [
        "Fri 11 13:30 Minh near",
        "Fri 11 13:30 lead near",
        "Tue 15 00:00 marked",
        "Tue 15 07:30 Minh missed",
        "Tue 15 07:30 lead missed",
        "Wed 16 07:30 above parent",
    ]


async def test_what_cannot_be_told_earlier_waits_until_people_work(here: Village) -> None:
    reference = await nearly_due(here)
    await here.set("working-hours", HOURS)  # it was planned when there were none
    assert await diary(here, reference, timedelta(days=3)) == [
        "Mon 14 07:30 Minh near",
        "Mon 14 07:30 lead near",
    ]


async def test_whoever_is_on_duty_at_midnight_is_told_at_midnight(here: Village) -> None:
    reference = await nearly_due(here)
    await here.set("working-hours", HOURS)
    await on_duty(here, "Minh", 12 * HOUR, 20 * HOUR)  # Friday 20:00 to Saturday 04:00
    assert await diary(here, reference, timedelta(days=1)) == ["Sat 12 00:00 Minh near"]


async def test_where_there_is_only_a_rota_it_waits_for_the_owners_next_turn(here: Village) -> None:
    reference = await nearly_due(here)
    await on_duty(here, "Minh", 48 * HOUR, 56 * HOUR)  # Sunday
    await on_duty(here, "Lan", 10 * HOUR, 30 * HOUR)
    await on_duty(here, "Hùng", 72 * HOUR, 80 * HOUR)  # Monday
    await on_duty(here, "Minh", 86 * HOUR, 94 * HOUR)  # Monday evening
    assert await diary(here, reference, timedelta(days=3, hours=8)) == [
        "Sun 13 08:00 Minh near",
        "Mon 14 08:00 lead near",
    ]


async def test_an_owners_late_turn_does_not_hold_up_what_comes_after(here: Village) -> None:
    reference = await nearly_due(here)
    await on_duty(here, "Hùng", HOUR, 90 * HOUR)
    await on_duty(here, "Minh", 84 * HOUR, 88 * HOUR)  # Monday evening
    assert await diary(here, reference, timedelta(days=3)) == [
        "Sat 12 00:00 Minh near",
        "Mon 14 00:00 lead near",
    ]


async def test_an_owner_keeps_a_tip_however_many_turns_of_others_come_first(
    here: Village,
) -> None:
    reference = await nearly_due(here)
    for n in range(90):  # as twenty or thirty people's would be
        begins = 15 * HOUR + n * timedelta(minutes=30)
        await on_duty(here, "Lan", begins, begins + timedelta(minutes=29))
    await on_duty(here, "Minh", 62 * HOUR, 70 * HOUR)  # Sunday evening
    assert await diary(here, reference, timedelta(days=3)) == [
        "Sun 13 22:00 Minh near",
        "Mon 14 00:00 lead near",
    ]


async def test_what_can_only_be_told_after_the_deadline_is_told_at_once(here: Village) -> None:
    reference = await nearly_due(here)
    await on_duty(here, "Minh", 12 * HOUR, 90 * HOUR)  # Friday evening to Tuesday
    await on_duty(here, "Hùng", 96 * HOUR, 104 * HOUR)  # Tuesday morning
    told = await diary(here, reference, timedelta(days=3, hours=23))
    assert told == [
        "Sat 12 00:00 Minh near",
        "Mon 14 00:00 lead near",
        "Tue 15 00:00 marked",
    ]


async def test_a_clock_of_hours_rings_at_night(here: Village) -> None:
    await here.set("working-hours", HOURS)
    here.clock.pass_by(hours=16)  # midnight
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")
    await here.tick(hours=22)
    assert [r.text.key for r in await bells(here, LEAD)] == []
    await here.send()
    assert [r.text.key for r in await bells(here, LEAD)] == ["common-clock-near"]
