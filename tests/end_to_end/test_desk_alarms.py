"""Who is woken: an urgent tip rings until somebody has it, the rest waits for whoever works."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.codes import grouped
from bot.engine.notices import Notices
from storage.schema import alarms
from storage.sessions import TimeOuts
from tests.end_to_end.clock_chats import (
    ABOVE,
    HOUR,
    LAN,
    LEAD,
    MINH,
    MISSED,
    NEAR,
    on_duty,
    reports,
    staffed,
    told,
)
from tests.end_to_end.village import Village, configured, village

URGENT, LATER, UP = "common-alarm-urgent", "common-alarm-later", "common-alarm-parent"
Loses = Callable[[Village, str], Awaitable[None]]


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with staffed(tmp_path, database_url) as there:
        yield there


async def test_an_urgent_tip_is_told_again_until_somebody_takes_it(here: Village) -> None:
    await here.set("working-hours", "mon-fri 07:30-11:30 13:30-17:00")
    here.clock.pass_by(hours=15)  # at night
    reference = await reports(here, "psychosis")
    assert [r.text.key for r in await here.heard(MINH)][-1] == "triage-notice"
    for _ in range(3):
        await here.tick(minutes=11)
        await here.send()
        await here.tick(seconds=20)
    assert await told(here, MINH, "common-alarm") == ["common-alarm-urgent"] * 3
    await here.presses(LAN, f"triage.take:{reference}")
    for _ in range(3):
        await here.tick(minutes=11)
    assert await told(here, MINH, "common-alarm") == ["common-alarm-urgent"] * 3
    assert await told(here, ABOVE, "common-alarm") == []


async def test_an_urgent_tip_nobody_takes_is_told_above_once_and_then_by_the_hour(
    here: Village,
) -> None:
    await reports(here, "psychosis")
    for _ in range(12):
        await here.tick(minutes=11)
        await here.send()
    assert await told(here, LEAD, "common-alarm") == [URGENT] * 12
    assert await told(here, ABOVE, "common-alarm") == []
    for _ in range(12):  # two hours
        await here.tick(minutes=11)
        await here.send()
    assert await told(here, LEAD, "common-alarm") == [URGENT] * 14
    assert await told(here, ABOVE, "common-alarm") == [UP]


async def given_back(here: Village, reference: str) -> None:
    await here.presses(LAN, f"progress.release:{reference}")
    await here.presses(LAN, "progress.release_confirm:yes")


async def removed(here: Village, reference: str) -> None:
    unit = await here.unit()
    async with here.app.stores() as stores:
        lan = next(m for m in await stores.members.of_unit(unit.id) if m.name == "Lan")
    await here.presses(LEAD, f"enrol.remove:{lan.id}")
    await here.presses(LEAD, "enrol.remove_confirm:yes")


async def ended_and_begun_again(here: Village, reference: str) -> None:
    for press in (
        f"triage.close:{reference}",
        "triage.close_outcome:right",
        "triage.close_confirm:later",
    ):
        await here.presses(LAN, press)
    await here.tick(minutes=11)
    await here.presses(LAN, f"progress.reopen:{reference}")
    await here.says(LAN, "có người kể thêm")
    await here.tick(minutes=11)
    await given_back(here, reference)


@pytest.mark.parametrize("loses", [given_back, removed, ended_and_begun_again])
async def test_an_urgent_tip_that_nobody_has_any_more_rings_again(
    here: Village, loses: Loses
) -> None:
    reference = await reports(here, "psychosis")
    await here.presses(LAN, f"triage.take:{reference}")
    for _ in range(3):
        await here.tick(minutes=11)
    assert await told(here, MINH, "common-alarm") == []
    await loses(here, reference)
    for rung in (1, 2):
        await here.tick(minutes=11)
        assert await told(here, MINH, "common-alarm") == [URGENT] * rung
    await here.presses(MINH, f"triage.take:{reference}")
    await here.tick(minutes=11)
    assert await told(here, MINH, "common-alarm") == [URGENT] * 2


@pytest.mark.parametrize("taken", [False, True], ids=["nobody has it", "somebody has it"])
async def test_who_comes_in_after_a_weekend_hears_an_urgent_tip_once(
    database_url: str, tmp_path: Path, taken: bool
) -> None:
    async with village(configured(tmp_path, database_url)) as here:
        here.clock.pass_by(hours=30)  # the one page's session is over
        reference = await reports(here, "psychosis")
        for _ in range(6):
            await here.tick(minutes=60)
        app = here.app
        notices = Notices(
            app.database, app.keyring, here.clock, app.bells, TimeOuts(whole=12 * HOUR)
        )
        await notices.spread_due()
        if taken:
            unit = await here.unit()
            async with app.stores() as stores:
                tip = await stores.tips.by_reference(unit.id, reference)
                (officer,) = await stores.members.of_unit(unit.id)
                assert tip is not None
                assert await stores.statuses.take(tip.id, officer.id, here.clock.now())
        unit = await here.unit()
        async with app.stores() as stores:
            code = await stores.invites.create(unit.id, "officer", here.clock.now())
        await here.says("web/a new page", f"TB-{grouped(code)}")
        await here.says("web/a new page", "Mới")
        for _ in range(5):
            here.clock.pass_by(seconds=31)
            await notices.spread_due()
        heard = [reply.text.key for reply in await here.heard("web/a new page")]
        assert heard.count(URGENT) == (0 if taken else 1)


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


async def test_what_is_given_back_at_night_wakes_only_who_is_on_duty(here: Village) -> None:
    await here.set("working-hours", "mon-fri 07:30-11:30 13:30-17:00")
    first, second = await reports(here), await reports(here)
    for reference in (first, second):
        await here.presses(LAN, f"triage.take:{reference}")
    here.clock.pass_by(hours=12)

    async def hears(who: str) -> list[str]:
        await here.send()
        return [r.text.key for r in await here.heard(who) if r.text.key.endswith("released")]

    await given_back(here, first)
    assert [await hears(who) for who in (MINH, LEAD)] == [[], []]
    assert await told(here, MINH, "common-alarm") == []
    await on_duty(here, "Minh", -HOUR, 3 * HOUR)
    await given_back(here, second)
    assert [await hears(who) for who in (MINH, LEAD)] == [["progress-told-released"], []]
    await here.tick(hours=12)
    assert await told(here, LEAD, "common-alarm") == [LATER]


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


@pytest.mark.parametrize(
    ("ends", "stage", "told_then"),
    [(19, 22, ["common-clock-lapsed", NEAR]), (23, 24, ["common-clock-lapsed-late", MISSED])],
    ids=["between six and two hours before", "in the last two hours"],
)
async def test_a_tip_goes_back_when_its_owners_turn_has_ended_meanwhile(
    here: Village, ends: int, stage: int, told_then: list[str]
) -> None:
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")
    await on_duty(here, "Minh", 10 * HOUR, ends * HOUR)
    await on_duty(here, "Lan", ends * HOUR, 30 * HOUR)
    for _ in range(stage):
        assert await told(here, LAN) == []
        await here.tick(hours=1)
    assert await told(here, LAN) == told_then
    unit = await here.unit()
    async with here.app.stores() as stores:
        tip = await stores.tips.by_reference(unit.id, reference)
    assert tip is not None
    assert tip.owner_id is None
    assert (await told(here, LEAD)).count(told_then[1]) == 1


async def test_working_hours_alone_take_no_tip_away(here: Village) -> None:
    await here.set("working-hours", "mon-fri 07:30-11:30 13:30-17:00")
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")
    await here.tick(hours=24)
    assert await told(here, MINH) == [NEAR, MISSED]
    assert await told(here, LAN) == []


async def test_an_owner_who_is_on_duty_keeps_it(here: Village) -> None:
    reference = await reports(here)
    await here.presses(MINH, f"triage.take:{reference}")
    await on_duty(here, "Minh", 10 * HOUR, 30 * HOUR)
    await here.tick(hours=18)
    assert await told(here, MINH) == [NEAR]
    assert await told(here, LAN) == []


async def test_what_has_ended_wakes_nobody_when_it_is_given_back(here: Village) -> None:
    reference = await reports(here, "psychosis")
    await here.presses(LAN, f"triage.take:{reference}")
    for press in (f"close:{reference}", "close_outcome:right", "close_confirm:later"):
        await here.presses(LAN, f"triage.{press}")
    await here.send()
    before = len(await here.heard(MINH))
    await given_back(here, reference)
    for _ in range(2):
        await here.tick(minutes=11)
    await here.send()
    assert len(await here.heard(MINH)) == before


async def test_an_urgent_tip_somebody_had_before_there_were_alarms_rings(here: Village) -> None:
    reference = await reports(here, "psychosis")
    await here.presses(LAN, f"triage.take:{reference}")
    async with here.app.stores() as stores:
        await stores.connection.execute(alarms.delete())
        for _ in range(2):
            await stores.alarms.start_missing(here.clock.now())
    await here.tick(minutes=11)
    assert await told(here, MINH, "common-alarm") == []
    await removed(here, reference)
    await here.tick(minutes=11)
    assert await told(here, MINH, "common-alarm") == [URGENT]
