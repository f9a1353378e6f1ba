"""Handed-over events when something goes wrong: done once all the same, or said and kept."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, update

from bot.domain import codec
from bot.engine.bells import Bells
from bot.engine.handoff import GIVE_UP_AFTER, Desk
from storage.handoffs import LEASE
from storage.schema import handoffs, parked
from storage.stores import Stores
from tests.engine.two_machines import ALICE, Split, keys_place


async def test_a_desk_that_dies_between_claim_and_work_is_stood_in_for(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("hello")
    async with split.bench.database.transaction() as connection:
        claimed = await Stores(connection, split.desk_keys).handoffs.claim(
            split.bench.clock.now(), 8
        )
    assert len(claimed) == 1
    await split.work()
    assert await split.heard() == []

    split.bench.clock.pass_by(seconds=LEASE.total_seconds())
    await split.work()

    assert await split.heard() == ["hello"]


async def test_work_that_is_already_done_is_not_done_again(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("hello")
    async with split.bench.database.transaction() as connection:
        [slow] = await Stores(connection, split.desk_keys).handoffs.claim(
            split.bench.clock.now(), 8
        )
    split.bench.clock.pass_by(seconds=LEASE.total_seconds())
    await split.work()

    await split.desks[0]._one(slow)  # it comes back after the other has done it

    assert await split.heard() == ["hello"]


async def test_a_turn_that_fails_is_parked_and_apologised_for(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("crash")
    await split.says("after")
    await split.work()

    async with split.bench.database.reading() as connection:
        [raw] = (await connection.execute(select(parked.c.id, parked.c.sealed))).all()
    opened = split.bench.keyring.open(raw.sealed, keys_place("parked", raw.id))
    assert codec.load(opened)["text"] == "crash"
    assert await split.heard() == ["after"]
    await split.bench.sender.send_due()
    assert [key for _, key, _ in split.bench.channel.sent] == ["ended", "common-trouble", "heard"]


async def test_what_cannot_be_read_is_parked_and_apologised_for(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("hello")
    async with split.bench.database.transaction() as connection:
        row = (await connection.execute(select(handoffs.c.sealed))).scalar_one()
        damaged = row[:-1] + bytes([row[-1] ^ 1])
        await connection.execute(update(handoffs).values(sealed=damaged))
    await split.work()

    await split.bench.sender.send_due()
    assert [key for _, key, _ in split.bench.channel.sent] == ["ended", "common-trouble"]
    async with split.bench.database.reading() as connection:
        assert await Stores(connection, split.desk_keys).parcels.parked_count() == 1


async def test_an_event_that_kills_every_process_is_given_up(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("hello")
    for _ in range(GIVE_UP_AFTER):
        async with split.bench.database.transaction() as connection:
            handed = Stores(connection, split.desk_keys).handoffs
            assert len(await handed.claim(split.bench.clock.now(), 8)) == 1
        split.bench.clock.pass_by(seconds=LEASE.total_seconds())
    await split.work()

    assert await split.waiting() == 0
    async with split.bench.database.reading() as connection:
        assert await Stores(connection, split.desk_keys).parcels.parked_count() == 1


async def test_an_event_waits_for_a_key_that_is_not_here_yet(split: Split, tmp_path: Path) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("hello")
    without = Desk(
        split.intakes[0], split.bench.database, split.intake_keys, split.bench.clock, Bells()
    )
    await without.do_due()
    assert await split.waiting() == 1

    split.bench.clock.pass_by(seconds=10)
    await split.work()

    assert await split.heard() == ["hello"]
