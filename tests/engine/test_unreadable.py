"""One row that nobody can read, or one chat that fails, holds nobody else up."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select, update

from bot.demo.samples import make
from bot.domain.errors import StoreUnavailable
from bot.domain.message import Address, StoredFile
from bot.engine.fetcher import Fetcher
from bot.engine.notices import AGAIN
from bot.engine.together import together
from storage.files import LocalFiles
from storage.schema import alterations, conversations, fetches, outbox, parked
from storage.stores import Stores
from tests.engine.conftest import Bench


async def damage(bench: Bench, table: Table, column: str, which: Any = None) -> int:
    """Flip the last byte of every matching row."""
    async with bench.database.transaction() as connection:
        rows = (await connection.execute(select(table))).mappings().all()
        hit = [row for row in rows if which is None or which(row)]
        key = next(iter(table.primary_key.columns))
        for row in hit:
            raw = row[column]
            changed = raw[:-1] + bytes([raw[-1] ^ 1])
            await connection.execute(
                update(table).where(key == row[key.name]).values({column: changed})
            )
    return len(hit)


async def statuses(bench: Bench) -> list[tuple[str, str]]:
    async with bench.database.reading() as connection:
        rows = await connection.execute(select(outbox.c.status, outbox.c.problem))
        return [(row.status, row.problem) for row in rows]


async def test_a_message_that_cannot_be_read_is_counted_and_the_others_go(bench: Bench) -> None:
    await bench.says("a", "one")
    assert await damage(bench, outbox, "sealed") == 1
    await bench.says("b", "one")
    await bench.says("a", "two")
    while await bench.sender.send_due():
        pass
    assert sorted(chat for chat, _, _ in bench.channel.sent) == ["a", "b"]
    assert await statuses(bench) == [("failed", "unreadable")]


async def test_a_notice_that_cannot_be_read_does_not_silence_the_next(bench: Bench) -> None:
    await bench.joins("lead", "lead", "web")
    await bench.says("x", "notify")
    assert await damage(bench, outbox, "sealed", lambda row: row["channel"] == "unit") == 1
    await bench.says("y", "notify")
    while await bench.notices.spread_due():
        pass
    assert (await bench.letters("lead")).count("notice") == 1


async def test_a_notice_waits_for_somebody_to_read_it(bench: Bench) -> None:
    await bench.says("x", "notify")
    assert await bench.notices.spread_due()
    assert not await bench.notices.spread_due()
    await bench.joins("lead", "lead", "web")
    bench.clock.pass_by(seconds=AGAIN.total_seconds())
    assert await bench.notices.spread_due()
    assert (await bench.letters("lead")).count("notice") == 1


async def test_whose_draft_is_damaged_is_told_and_goes_on(bench: Bench) -> None:
    await bench.says("me", "one", channel="web")
    assert await damage(bench, conversations, "sealed_draft") == 1
    await bench.says("me", "two", channel="web")
    await bench.says("me", "end", channel="web")
    assert await bench.letters("me") == ["heard", "draft-damaged", "heard", "ended"]


async def test_a_file_whose_order_cannot_be_read_is_set_aside(
    bench: Bench, tmp_path: Path
) -> None:
    store = LocalFiles(tmp_path / "files")
    common = (bench.database, bench.keyring, bench.clock, bench.bells)
    fetcher = Fetcher(bench.channel, store, *common)
    bench.channel.files = {"p1": make("anh.jpg"), "p2": make("anh.jpg")}
    await bench.says("me", "one")
    for ref in ("p1", "p2"):
        file = StoredFile(secrets.token_hex(16), secrets.token_bytes(32), "image/jpeg", 5)
        async with bench.database.transaction() as connection:
            stores = Stores(connection, bench.keyring)
            found = await stores.conversations.find(Address("fake", "me"))
            assert found is not None
            await stores.parcels.fetch_later(found.contact, ref, file, bench.clock.now())
            await stores.parcels.register([file.id], bench.clock.now())
        if ref == "p1":
            assert await damage(bench, fetches, "sealed") == 1
    while await fetcher.fetch_due():
        pass
    assert [name async for name in store.ids()] == [file.id]
    async with bench.database.reading() as connection:
        assert (await connection.execute(select(fetches))).first() is None
        assert len((await connection.execute(select(parked))).all()) == 1


async def test_a_voice_whose_order_cannot_be_read_holds_no_other_up(bench: Bench) -> None:
    await bench.says("me", "one")
    now = bench.clock.now()
    for number in range(2):
        file = StoredFile(secrets.token_hex(16), secrets.token_bytes(32), "audio/ogg", 5)
        async with bench.database.transaction() as connection:
            stores = Stores(connection, bench.keyring)
            found = await stores.conversations.find(Address("fake", "me"))
            assert found is not None
            await stores.voices.alter_later(found.contact.id, file, now)
        if number == 0:
            assert await damage(bench, alterations, "sealed") == 1
    async with bench.database.transaction() as connection:
        claimed = await Stores(connection, bench.keyring).voices.claim(now)
    assert [alteration.original.id for alteration in claimed] == [file.id]


async def test_a_failure_beside_it_does_not_interrupt_work() -> None:
    done = []

    async def fails() -> None:
        raise StoreUnavailable("down")

    async def takes_longer() -> None:
        await asyncio.sleep(0.01)
        done.append("recorded")

    with pytest.raises(StoreUnavailable):
        await together([fails(), takes_longer()])
    assert done == ["recorded"]
