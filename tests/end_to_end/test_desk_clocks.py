"""The desk is reminded in time: in order, once each, whoever has to act, and nobody at night."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.setup import UNIT
from bot.domain.queue import Filter
from bot.engine.alarms import ring_due
from storage.schema import clocks, unit_settings
from tests.end_to_end.clock_chats import (
    ABOVE,
    LAN,
    LEAD,
    MINH,
    MISSED,
    NEAR,
    PARENT,
    TEXTS,
    bells,
    reports,
    staffed,
    told,
)
from tests.end_to_end.desk_people import filed
from tests.end_to_end.village import Village


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with staffed(tmp_path, database_url) as there:
        yield there


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
