"""Clocks as rows: met, missed for ever, extended twice, claimed by one of two schedulers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from storage.clocks import EVERY_KIND, Running
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf
from tests.storage.test_tips import file, member

DAY = timedelta(days=1)


@asynccontextmanager
async def at(shelf: Shelf) -> AsyncIterator[Stores]:
    async with shelf.database.transaction() as connection:
        yield Stores(connection, shelf.keyring)


async def started(shelf: Shelf) -> int:
    filed = await file(shelf)
    async with at(shelf) as stores:
        await stores.clocks.start(filed.id, shelf.unit.id, NOW)
    return filed.id


async def clocks(shelf: Shelf, tip_id: int) -> dict[str, Running]:
    async with at(shelf) as stores:
        return {clock.kind: clock for clock in await stores.clocks.of_tip(tip_id)}


async def due(shelf: Shelf, tip_id: int) -> datetime | None:
    async with at(shelf) as stores:
        tip = await stores.tips.get(tip_id)
    assert tip is not None
    return tip.due_at


async def test_a_tip_shows_its_nearest_deadline_until_all_are_met(shelf: Shelf) -> None:
    tip_id = await started(shelf)
    running = await clocks(shelf, tip_id)
    assert await due(shelf, tip_id) == running["transfer"].due_at == NOW + DAY

    async with at(shelf) as stores:
        await stores.clocks.meet(tip_id, ["transfer"], NOW + DAY / 2)
    assert await due(shelf, tip_id) == running["verify"].due_at

    owner = await member(shelf, "owner")
    async with at(shelf) as stores:
        await stores.statuses.take(tip_id, owner, NOW)
        assert await stores.statuses.conclude(tip_id, owner, "right", NOW + DAY)
    assert await due(shelf, tip_id) is None
    assert all(c.met_at and not c.missed_at for c in (await clocks(shelf, tip_id)).values())


async def test_sending_away_meets_and_reopening_begins_anew(shelf: Shelf) -> None:
    tip_id = await started(shelf)
    owner = await member(shelf, "owner")
    async with at(shelf) as stores:
        await stores.statuses.take(tip_id, owner, NOW)
        assert await stores.statuses.sent_away(tip_id, owner, NOW + 2 * DAY)
    met = await clocks(shelf, tip_id)
    assert met["transfer"].missed_at == NOW + 2 * DAY
    assert met["verify"].missed_at is None

    async with at(shelf) as stores:
        assert await stores.statuses.reopen(tip_id, owner, NOW + 40 * DAY)
        every = await stores.clocks.of_tip(tip_id)
    assert [clock.kind for clock in every] == ["transfer", "verify", "verify"]
    assert every[0].missed_at is not None
    assert every[2].met_at is None
    assert every[2].due_at > NOW + 60 * DAY
    assert await due(shelf, tip_id) == every[2].due_at


async def test_more_time_is_given_twice_and_never_once_it_is_done(shelf: Shelf) -> None:
    tip_id = await started(shelf)
    async with at(shelf) as stores:
        first = await stores.clocks.extend(tip_id, NOW + 30 * DAY)
        second = await stores.clocks.extend(tip_id, NOW + 40 * DAY)
        assert await stores.clocks.extend(tip_id, NOW + 50 * DAY) is None
    assert first is not None and second is not None  # noqa: PT018
    assert first.date().isoformat() == "2027-01-25"
    assert second.date().isoformat() == "2027-03-23"
    verify = (await clocks(shelf, tip_id))["verify"]
    assert verify.missed_at == NOW + 30 * DAY  # it stays missed

    other = await started(shelf)
    async with at(shelf) as stores:
        await stores.clocks.meet(other, EVERY_KIND, NOW)
        assert await stores.clocks.extend(other, NOW) is None


async def test_of_two_extensions_at_once_none_is_lost(shelf: Shelf) -> None:
    tip_id = await started(shelf)

    async def extend() -> datetime | None:
        async with at(shelf) as stores:
            return await stores.clocks.extend(tip_id, NOW)

    done = [x for x in await asyncio.gather(extend(), extend(), extend()) if x]
    assert (await clocks(shelf, tip_id))["verify"].extended == len(done) in (1, 2)


async def test_each_reminder_is_claimed_once_by_two_schedulers(shelf: Shelf) -> None:
    for _ in range(5):
        await started(shelf)
    later = NOW + 100 * DAY
    claimed: list[tuple[int, int]] = []

    async def scheduler() -> None:
        for _ in range(8):
            async with at(shelf) as stores:
                for clock in await stores.clocks.due(later):
                    if await stores.clocks.reminded(clock):
                        claimed.append((clock.id, clock.stage + 1))
                await asyncio.sleep(0)

    await asyncio.gather(scheduler(), scheduler())
    await scheduler()
    assert len(claimed) == len(set(claimed)) == 5 * 2 * 4
    for clock_id in {clock_id for clock_id, _ in claimed}:
        assert [stage for other, stage in claimed if other == clock_id] == [1, 2, 3, 4]
    async with at(shelf) as stores:
        assert await stores.clocks.due(later) == []


async def test_a_clock_moves_with_its_tip(shelf: Shelf) -> None:
    tip_id = await started(shelf)
    async with at(shelf) as stores:
        other = await stores.units.add(
            slug="khac", name="Khác", prefix="KH", parent_id=None, hotline="", now=NOW
        )
        await stores.clocks.move(tip_id, other.id)
    assert {clock.unit_id for clock in (await clocks(shelf, tip_id)).values()} == {other.id}
