"""Invitations, members and the brake on guessing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.domain.message import Address
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf


async def test_an_invitation_works_once_even_for_two_at_once(shelf: Shelf) -> None:
    async with shelf.database.transaction() as connection:
        code = await Stores(connection, shelf.keyring).invites.create(shelf.unit.id, "lead", NOW)

    async def redeem() -> bool:
        async with shelf.database.transaction() as connection:
            invites = Stores(connection, shelf.keyring).invites
            return await invites.redeem(code.lower(), NOW) is not None

    assert sorted(await asyncio.gather(*(redeem() for _ in range(4)))) == [False] * 3 + [True]


async def test_an_invitation_ends_after_48_hours(shelf: Shelf) -> None:
    async with shelf.database.transaction() as connection:
        invites = Stores(connection, shelf.keyring).invites
        late = await invites.create(shelf.unit.id, "lead", NOW)
        intime = await invites.create(shelf.unit.id, "lead", NOW)
        assert await invites.redeem(intime, NOW + timedelta(hours=47, minutes=59)) is not None
        assert await invites.redeem(late, NOW + timedelta(hours=48)) is None


async def test_a_removed_member_is_nobody(shelf: Shelf) -> None:
    address = Address("fake", "minh")
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        contact = await stores.contacts.add(address, "", NOW)
        member = await stores.members.add(
            unit_id=shelf.unit.id, role="officer", name="Minh", contact_id=contact.id, now=NOW
        )
        found = await stores.conversations.find(address)
        assert found is not None
        assert found.who.member_id == member.id
        assert await stores.members.remove(member.id, NOW)
        assert not await stores.members.remove(member.id, NOW)
        found = await stores.conversations.find(address)
        assert found is not None
        assert found.who.member_id is None
        assert await stores.members.of_unit(shelf.unit.id) == []


async def test_attempts_are_slowed_per_contact_and_over_all(shelf: Shelf) -> None:
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        throttle = stores.throttle

        async def tries(contact: int, seconds: int) -> float:
            return await throttle.wait(
                "receipt",
                contact,
                NOW + timedelta(seconds=seconds),
                per_contact=(2, 100),
                overall=(3, 50),
            )

        assert [await tries(1, 0), await tries(1, 0)] == [0, 0]
        assert await tries(1, 10) == 90
        assert await tries(2, 10) == 0
        assert await tries(2, 20) == 30
        assert await tries(2, 51) == 0
        assert await tries(1, 101) == 0
