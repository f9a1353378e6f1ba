"""The desk is reminded in time: in order, once each, whoever has to act, and nobody at night."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.setup import UNIT
from bot.domain.codes import grouped
from bot.domain.message import Form, Reply
from bot.domain.queue import Filter
from bot.engine.alarms import ring_due
from bot.texts import Texts
from storage.schema import clocks, unit_settings
from tests.end_to_end.desk_people import filed
from tests.end_to_end.village import Village, configured, village

RESIDENT = "telegram/1001"
TEXTS = Texts.load()
MINH, LAN, LEAD, ABOVE = (f"telegram/{n}" for n in (2001, 2002, 2003, 2004))
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Eight in the morning in Vietnam."""


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
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


NEAR, MISSED, PARENT = "common-clock-near", "common-clock-missed", "common-clock-parent"


async def test_reminders_climb_from_the_owner_to_the_unit_above(here: Village) -> None:
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")

    await here.tick(hours=17)
    assert [await told(here, who) for who in (MINH, LAN, LEAD, ABOVE)] == [[]] * 4
    await here.tick(hours=1)
    assert [await told(here, who) for who in (MINH, LAN, LEAD)] == [[NEAR], [], []]
    await here.tick(hours=4)
    assert [await told(here, who) for who in (MINH, LEAD, ABOVE)] == [[NEAR], [NEAR], []]
    await here.tick(hours=2)
    assert await told(here, MINH) == await told(here, LEAD) == [NEAR, MISSED]
    await here.tick(hours=1)
    assert await told(here, ABOVE) == [PARENT]
    said = (await here.heard(ABOVE))[-1]
    assert said.text.args["reference"] == reference
    assert not said.buttons
    for _ in range(3):
        await here.tick(minutes=10)
    assert await told(here, MINH) == [NEAR, MISSED]
    assert await told(here, LAN) == []


async def test_nothing_is_missed_or_told_twice_after_two_days_down(here: Village) -> None:
    reference = await reports(here)
    await here.tick(hours=48)
    await here.tick(seconds=20)
    assert await told(here, MINH) == [NEAR, MISSED]
    assert await told(here, LEAD) == [NEAR, NEAR, MISSED]
    assert await told(here, ABOVE) == [PARENT]
    unit = await here.unit()
    async with here.app.stores() as stores:
        tip = await stores.tips.by_reference(unit.id, reference)
        assert tip is not None
        transfer = next(c for c in await stores.clocks.of_tip(tip.id) if c.kind == "transfer")
    assert transfer.missed_at == transfer.due_at


async def test_a_lead_who_owns_the_tip_hears_once_of_a_miss(here: Village) -> None:
    reference = await reports(here)
    await here.presses(LEAD, f"triage.take:{reference}")
    await here.tick(hours=24)
    assert await told(here, LEAD) == [NEAR, NEAR, MISSED]
    assert await told(here, MINH) == []


async def test_the_audit_says_which_deadline_was_missed(here: Village) -> None:
    reference = await reports(here)
    await here.tick(hours=25)
    await here.tick(days=30)
    unit = await here.unit()
    async with here.app.stores() as stores:
        rows = await stores.audit.of_unit(unit.id, subject=reference)
    missed = [row.action for row in rows if row.action.startswith("clock-")]
    assert missed == ["clock-missed-verify", "clock-missed-transfer"]


async def test_two_schedulers_ring_each_bell_once(here: Village) -> None:
    unit = await here.unit()
    assert unit.parent_id is not None
    waiting = [await filed(here, slug) for _ in range(30) for slug in (UNIT, "dong-nai")]
    async with here.app.stores() as stores:
        for unit_id in (unit.id, unit.parent_id):
            for tip in await stores.queue.page(unit_id, Filter(), here.clock.now(), limit=99):
                await stores.clocks.start(tip.id, unit_id, here.clock.now())
                await stores.alarms.add(unit_id, tip.id, "urgent", here.clock.now())
    here.clock.pass_by(hours=25)
    app = here.app
    for _ in range(9):  # one may be told to try again later
        await asyncio.gather(
            *(ring_due(app.database, app.keyring, here.clock, app.bells) for _ in range(2)),
            return_exceptions=True,
        )
    for _ in range(20):  # a batch of notices each
        await here.send()
    for key, who, n in (
        (NEAR, MINH, 30),
        (MISSED, MINH, 30),
        ("common-alarm-urgent", MINH, 30),
        (NEAR, LEAD, 60),
        (NEAR, ABOVE, 60),
        (MISSED, ABOVE, 30),
        (PARENT, ABOVE, 30),
    ):
        said = [r.text.args["reference"] for r in await here.heard(who) if r.text.key == key]
        wanted = waiting[1::2] if who == ABOVE and key != PARENT else waiting[::2]
        assert sorted(map(str, said)) == sorted(wanted * (n // 30)), (key, who)


async def test_a_row_that_cannot_be_told_keeps_no_other_waiting(here: Village) -> None:
    unit = await here.unit()
    assert unit.parent_id is not None
    await filed(here, "dong-nai")
    reference = await reports(here, kind="use")
    async with here.app.stores() as stores:
        for (tip,) in [
            await stores.queue.page(unit_id, Filter(), here.clock.now(), limit=1)
            for unit_id in (unit.parent_id, unit.id)
        ]:
            await stores.alarms.add(tip.unit_id, tip.id, "urgent", here.clock.now())
            if tip.unit_id == unit.parent_id:  # stored past the conversation that starts them
                await stores.clocks.start(tip.id, tip.unit_id, here.clock.now())
        wrong = {"unit_id": unit.parent_id, "name": "timezone", "value": "Atlantis/Capital"}
        await stores.connection.execute(unit_settings.insert(), wrong)

    await here.tick(hours=25)

    assert {"common-alarm-urgent", NEAR, MISSED} <= set(await told(here, LEAD))
    assert all(r.text.args["reference"] == reference for r in await bells(here, LEAD))
    async with here.app.stores() as stores:
        await stores.unit_settings.set(unit.parent_id, "timezone", "Asia/Ho_Chi_Minh")
    await here.tick(seconds=20)
    assert MISSED in await told(here, ABOVE)


async def test_open_tips_from_before_there_were_clocks_get_theirs_in_silence(
    here: Village,
) -> None:
    reference = await reports(here)
    here.clock.pass_by(hours=30)
    async with here.app.stores() as stores:
        await stores.connection.execute(clocks.delete())
        assert await stores.clocks.start_missing(here.clock.now()) == 1
        assert await stores.clocks.start_missing(here.clock.now()) == 0
    await here.tick(seconds=20)
    assert await told(here, LEAD) == await told(here, MINH) == []
    await here.presses(MINH, f"triage.open:{reference}")
    await here.send()
    said = [TEXTS.render(r.text, "vi") for r in await here.heard(MINH)]
    assert "đã quá hạn" in said[-1]
    await here.tick(days=18)
    assert NEAR in await told(here, LEAD)


async def test_what_is_concluded_is_reminded_no_more_until_reopened(here: Village) -> None:
    reference = await reports(here)
    unit = await here.unit()
    async with here.app.stores() as stores:
        tip = await stores.tips.by_reference(unit.id, reference)
        lan = next(m for m in await stores.members.of_unit(unit.id) if m.name == "Lan")
        assert tip is not None
        await stores.statuses.take(tip.id, lan.id, here.clock.now())
        await stores.statuses.conclude(tip.id, lan.id, "right", here.clock.now())
    await here.tick(days=30)
    assert await told(here, LAN) == await told(here, LEAD) == []

    async with here.app.stores() as stores:
        assert await stores.statuses.reopen(tip.id, lan.id, here.clock.now())
    await here.tick(days=18)
    assert await told(here, LAN) == [NEAR]
    async with here.app.stores() as stores:
        until = await stores.clocks.extend(tip.id, here.clock.now())
    assert until is not None
    await here.tick(days=10)
    assert await told(here, LAN) == [NEAR]
    await here.tick(seconds=(until - here.clock.now()).total_seconds())
    assert await told(here, LAN) == [NEAR, NEAR, MISSED]


async def test_an_urgent_tip_is_told_again_until_somebody_takes_it(here: Village) -> None:
    await here.set("working-hours", "mon-fri 07:30-11:30 13:30-17:00")
    here.clock.pass_by(hours=15)  # at night
    reference = await reports(here, "psychosis")
    assert [r.text.key for r in await here.heard(MINH)][-1] == "triage-notice"
    for _ in range(3):
        await here.tick(minutes=11)
        await here.tick(seconds=20)
    assert await told(here, MINH, "common-alarm") == ["common-alarm-urgent"] * 3
    await here.presses(LAN, f"triage.take:{reference}")
    for _ in range(3):
        await here.tick(minutes=11)
    assert await told(here, MINH, "common-alarm") == ["common-alarm-urgent"] * 3
    assert await told(here, ABOVE, "common-alarm") == []


async def test_an_urgent_tip_nobody_takes_is_told_above_once(here: Village) -> None:
    await reports(here, "psychosis")
    for _ in range(16):
        await here.tick(minutes=11)
    assert await told(here, LEAD, "common-alarm") == ["common-alarm-urgent"] * 12
    assert await told(here, ABOVE, "common-alarm") == ["common-alarm-parent"]


async def test_at_night_the_desk_sleeps_until_its_working_hours(here: Village) -> None:
    await here.set("working-hours", "mon-fri 07:30-11:30 13:30-17:00")
    here.clock.pass_by(hours=12)  # eight in the evening
    await reports(here)
    await here.tick(hours=11)
    assert "triage-notice" not in [r.text.key for r in await here.heard(MINH)]
    assert await told(here, MINH, "common-alarm") == []
    await here.tick(minutes=30)
    assert await told(here, MINH, "common-alarm") == ["common-alarm-later"]
    await here.tick(hours=1)
    assert await told(here, MINH, "common-alarm") == ["common-alarm-later"]


async def on_duty(here: Village, name: str, begins: timedelta, ends: timedelta) -> None:
    unit, now = await here.unit(), here.clock.now()
    async with here.app.stores() as stores:
        who = next(m for m in await stores.members.of_unit(unit.id) if m.name == name)
        assert await stores.shifts.add(unit.id, who.id, now + begins, now + ends)


async def test_at_night_whoever_is_on_duty_is_told(here: Village) -> None:
    await here.set("working-hours", "mon-fri 07:30-11:30 13:30-17:00")
    here.clock.pass_by(hours=12)
    await on_duty(here, "Minh", -HOUR, 3 * HOUR)
    await reports(here)
    assert (await here.heard(MINH))[-1].text.key == "triage-notice"
    assert "triage-notice" not in [r.text.key for r in await here.heard(LAN)]


async def test_a_tip_waits_for_the_next_shift_where_there_is_only_a_rota(here: Village) -> None:
    await on_duty(here, "Lan", 5 * HOUR, 9 * HOUR)
    await reports(here)
    await here.tick(hours=4)
    assert await told(here, LAN, "common-alarm") == []
    await here.tick(hours=1)
    assert await told(here, LAN, "common-alarm") == ["common-alarm-later"]
    assert await told(here, MINH, "common-alarm") == []


async def test_a_tip_goes_back_when_its_owner_is_off_duty(here: Village) -> None:
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")
    await on_duty(here, "Lan", 10 * HOUR, 30 * HOUR)
    await here.tick(hours=18)
    assert await told(here, LAN) == ["common-clock-lapsed", NEAR]
    unit = await here.unit()
    async with here.app.stores() as stores:
        tip = await stores.tips.by_reference(unit.id, reference)
    assert tip is not None
    assert (tip.status, tip.owner_id) == ("new", None)


async def test_an_owner_who_is_on_duty_keeps_it(here: Village) -> None:
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")
    await on_duty(here, "Minh", 10 * HOUR, 30 * HOUR)
    await here.tick(hours=18)
    assert await told(here, MINH) == [NEAR]
    assert await told(here, LAN) == []
