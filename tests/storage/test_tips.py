"""Tips: allotted without races, sealed to the unit, owned by one."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import select, text, update

from bot.domain.errors import KeyNotHere, SealError
from bot.domain.message import Address
from bot.domain.tip import Body, Filed
from storage.crypto.keyring import Keyring
from storage.schema import messages, tips
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf

STORY = "Nhà cuối xóm có người lạ ra vào ban đêm."


async def file(shelf: Shelf, story: str = STORY, keyring: Keyring | None = None) -> Filed:
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, keyring or shelf.keyring)
        return await stores.tips.file(
            unit_id=shelf.unit.id,
            point_id=None,
            kind="use",
            urgency="normal",
            body=Body(story),
            contact_id=None,
            now=NOW,
        )


async def member(shelf: Shelf, name: str) -> int:
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        contact = await stores.contacts.add(Address("fake", name), "", NOW)
        added = await stores.members.add(
            unit_id=shelf.unit.id, role="officer", name=name, contact_id=contact.id, now=NOW
        )
    return added.id


async def test_fifty_at_once_get_their_own_references_and_receipts(shelf: Shelf) -> None:
    filed = await asyncio.gather(*(file(shelf, f"tin {n}") for n in range(50)))
    assert len({f.reference for f in filed}) == 50
    assert len({f.receipt for f in filed}) == 50
    assert all(re.fullmatch(r"TK-[0-9A-HJKMNP-TV-Z]{5}", f.reference) for f in filed)
    async with shelf.database.reading() as connection:
        store = Stores(connection, shelf.keyring).tips
        opened = [(await store.open(f.id))[0].body.text for f in filed]
    assert opened == [f"tin {n}" for n in range(50)]


async def test_a_taken_reference_is_not_given_twice(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAAAA", "AAAAA", "BBBBB"])
    real = __import__("storage.tips", fromlist=["random_code"]).random_code
    monkeypatch.setattr("storage.tips.random_code", lambda n: next(drawn) if n == 5 else real(n))
    assert [(await file(shelf)).reference for _ in range(2)] == ["TK-AAAAA", "TK-BBBBB"]


async def test_who_files_cannot_read(shelf: Shelf) -> None:
    filed = await file(shelf, keyring=shelf.intake)
    async with shelf.database.reading() as connection:
        with pytest.raises(KeyNotHere):
            await Stores(connection, shelf.intake).tips.open(filed.id)
        desk = await Stores(connection, shelf.keyring).tips.open(filed.id)
    assert desk[0].body.text == STORY


async def test_a_receipt_is_forgiving_and_a_wrong_one_finds_nothing(shelf: Shelf) -> None:
    filed = await file(shelf)
    spoken = filed.receipt.lower().replace("0", "o").replace("1", "l")
    grouped = "-".join(spoken[i : i + 4] for i in range(0, 16, 4))
    wrong = ("A" if filed.receipt[0] != "A" else "B") + filed.receipt[1:]
    async with shelf.database.reading() as connection:
        store = Stores(connection, shelf.keyring).tips
        for typed in (filed.receipt, spoken, grouped, f" {grouped} "):
            found = await store.by_receipt(typed)
            assert found is not None
            assert found.id == filed.id
        for typed in (wrong, filed.receipt[:-1], "", "xin chào", filed.receipt + "0"):
            assert await store.by_receipt(typed) is None


async def test_the_receipt_opens_what_officers_wrote_and_nothing_else_does(shelf: Shelf) -> None:
    filed, other = await file(shelf), await file(shelf)
    officer = await member(shelf, "Minh")
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        assert await stores.tips.ask(filed.id, officer, Body("Xe màu gì?"), NOW) is None
        assert await stores.statuses.take(filed.id, officer, NOW)
        assert await stores.tips.ask(filed.id, officer, Body("Xe màu gì?"), NOW)
    async with shelf.database.reading() as connection:
        store = Stores(connection, shelf.intake).tips
        told = await store.told(filed.id, filed.receipt)
        assert [m.body.text for m in told] == ["Xe màu gì?"]
        with pytest.raises(SealError):
            await store.told(filed.id, other.receipt)


async def test_the_receipt_is_nowhere_in_the_database(shelf: Shelf) -> None:
    filed = await file(shelf)
    async with shelf.database.reading() as connection:
        row = (await connection.execute(select(tips).where(tips.c.id == filed.id))).one()
    stored = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
    assert filed.receipt.encode() not in stored


async def test_of_eight_who_take_a_tip_one_gets_it(shelf: Shelf) -> None:
    filed = await file(shelf)
    officers = [await member(shelf, f"o{n}") for n in range(8)]

    async def take(officer: int) -> bool:
        async with shelf.database.transaction() as connection:
            return await Stores(connection, shelf.keyring).statuses.take(filed.id, officer, NOW)

    won = await asyncio.gather(*(take(o) for o in officers))
    assert sum(won) == 1
    async with shelf.database.reading() as connection:
        tip = await Stores(connection, shelf.keyring).tips.get(filed.id)
    assert tip is not None
    assert tip.owner_id == officers[won.index(True)]


async def test_a_ciphertext_moved_to_another_row_does_not_open(shelf: Shelf) -> None:
    one, two = await file(shelf, "một"), await file(shelf, "hai")
    async with shelf.database.transaction() as connection:
        sealed = (
            await connection.execute(select(messages.c.sealed).where(messages.c.tip_id == one.id))
        ).scalar_one()
        await connection.execute(
            update(messages).where(messages.c.tip_id == two.id).values(sealed=sealed)
        )
        with pytest.raises(SealError):
            await Stores(connection, shelf.keyring).tips.open(two.id)


async def test_notes_are_in_their_own_table_and_not_in_the_thread(shelf: Shelf) -> None:
    filed = await file(shelf)
    officer = await member(shelf, "Minh")
    async with shelf.database.transaction() as connection:
        store = Stores(connection, shelf.keyring).tips
        await store.write_note(filed.id, officer, "nguồn tin nội bộ", NOW)
        assert [n.text for n in await store.notes(filed.id)] == ["nguồn tin nội bộ"]
        assert [m.body.text for m in await store.open(filed.id)] == [STORY]
        assert await store.told(filed.id, filed.receipt) == []
        count = (await connection.execute(text("SELECT count(*) FROM messages"))).scalar_one()
        assert count == 1
