"""Numbers that stay, and times that lie sealed, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.errors import KeyNotHere
from bot.domain.message import Address
from storage.crypto import loading
from storage.offers import FIRST, LAST
from storage.schema import contacts, offers
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf

CHAT = Address("zalo_oa", "canary-chat")


@pytest.fixture
async def shop(shelf: Shelf, tmp_path):  # type: ignore[no-untyped-def]
    """The shelf with a desk's key, and one contact."""
    known = ["session", "relay/1", "unit/tan-khai/1", "desk/1"]
    made = loading.create_missing(tmp_path / "keys", known)
    ring = loading.load(tmp_path / "keys", made, {"session", "relay", "unit", "desk"})
    async with shelf.database.transaction() as connection:
        contact = await Stores(connection, ring).contacts.add(CHAT, "vi", NOW)
    return shelf, ring, contact.id


async def test_numbers_go_round_and_the_oldest_give_way(shop) -> None:  # type: ignore[no-untyped-def]
    shelf, ring, contact = shop
    room = LAST - FIRST + 1
    async with shelf.database.transaction() as connection:
        store = Stores(connection, ring).offers
        first = await store.add(contact, ["a", "b"], NOW)
        assert first == [FIRST, FIRST + 1]
        for n in range(room - 2):
            assert await store.add(contact, [f"n{n}"], NOW) == [FIRST + 2 + n]
        assert await store.payload(contact, FIRST) == "a"
        assert await store.add(contact, ["new"], NOW) == [FIRST]
        assert await store.payload(contact, FIRST) == "new"
        assert await store.payload(contact, FIRST + 1) == "b"
        assert await store.payload(contact, LAST + 1) == ""
        everything = [f"m{n}" for n in range(room + 7)]
        assert len(await store.add(contact, everything, NOW)) == room
        count = await connection.execute(select(func.count()).select_from(offers))
        assert count.scalar_one() == room


async def test_only_the_desk_reads_what_a_number_means(shop) -> None:  # type: ignore[no-untyped-def]
    shelf, ring, contact = shop
    async with shelf.database.transaction() as connection:
        await Stores(connection, ring).offers.add(contact, ["triage.open:TK-CANARY"], NOW)
        sealed = (await connection.execute(select(offers.c.sealed))).scalar_one()
        assert b"CANARY" not in sealed
        with pytest.raises(KeyNotHere):
            await Stores(connection, shelf.intake).offers.payload(contact, FIRST)


async def test_what_was_offered_long_ago_or_to_somebody_who_left_is_gone(shop) -> None:  # type: ignore[no-untyped-def]
    shelf, ring, contact = shop
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, ring)
        await stores.offers.add(contact, ["old"], NOW - timedelta(days=15))
        await stores.offers.add(contact, ["young"], NOW)
        await stores.offers.forget_before(NOW - timedelta(days=14))
        assert await stores.offers.payload(contact, FIRST) == ""
        assert await stores.offers.payload(contact, FIRST + 1) == "young"
        await stores.contacts.forget(contact)
        count = await connection.execute(select(func.count()).select_from(offers))
        assert count.scalar_one() == 0


async def test_when_a_chat_was_heard_of_is_sealed_to_who_sends(shop) -> None:  # type: ignore[no-untyped-def]
    shelf, ring, contact = shop
    later = NOW + timedelta(hours=3)
    async with shelf.database.transaction() as connection:
        windows = Stores(connection, ring).windows
        assert await windows.last_heard(contact) is None
        await windows.heard(contact, NOW)
        await windows.heard(contact, later)
        assert await windows.last_heard(contact) == later
        sealed = (await connection.execute(select(contacts.c.sealed_heard))).scalar_one()
        assert int(later.timestamp()).to_bytes(6, "big") not in sealed
        with pytest.raises(KeyNotHere):
            await Stores(connection, shelf.intake).windows.last_heard(contact)
