"""Custodians, identities and requests in the database: who keeps what, who may still decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.disclosure import Decision
from bot.domain.errors import KeyNotHere
from bot.domain.identity import Identity
from bot.domain.message import Address
from storage.crypto import custodian
from storage.crypto.custodian import Cost, LockedKey
from storage.crypto.layers import Envelope
from storage.custodians import Custodian
from storage.schema import decisions, disclosures, identities
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf
from tests.storage.test_tips import file, member

WORDS = "con trâu gặm cỏ bờ đê"
LAN = Identity("Lê Thị Lan", "0912777345")
YES = Decision(True, "đã xem hồ sơ")
NO = Decision(False, "không cần thiết")


async def keeper(stores: Stores, unit_id: int, name: str) -> tuple[Custodian, LockedKey]:
    locked, half = custodian.make(name, WORDS, Cost(memory=64, passes=1))
    return await stores.custodians.add(unit_id, half, NOW), locked


async def deciding(stores: Stores, unit_id: int, one: Custodian) -> int:
    contact = await stores.contacts.add(Address("fake", one.name), "", NOW)
    made = await stores.members.add(
        unit_id=unit_id, role="custodian", name=one.name, contact_id=contact.id, now=NOW
    )
    await stores.custodians.bind(one.id, made.id)
    return made.id


async def test_the_nearest_unit_with_custodians_keeps_it(shelf: Shelf) -> None:
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        below = await stores.units.add(
            slug="thon", name="thôn", prefix="TH", parent_id=shelf.unit.id, hotline="", now=NOW
        )
        assert await stores.custodians.keepers(below.id) == []
        above, _ = await keeper(stores, shelf.unit.id, "Ông Hai")
        assert await stores.custodians.keepers(below.id) == [above]
        own, _ = await keeper(stores, below.id, "Bà Ba")
        assert await stores.custodians.keepers(below.id) == [own]
        await stores.custodians.retire(own.id, NOW)
        assert await stores.custodians.keepers(below.id) == [above]


async def test_what_is_kept_opens_with_the_custodians_keys_alone(shelf: Shelf) -> None:
    tip = await file(shelf)
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.intake)
        assert not await stores.identities.leave(tip.id, LAN, NOW)
        hai, one = await keeper(stores, shelf.unit.id, "Ông Hai")
        ba, other = await keeper(stores, shelf.unit.id, "Bà Ba")
        assert await stores.identities.leave(tip.id, Identity("Sai", ""), NOW)
        assert await stores.identities.leave(tip.id, LAN, NOW)
        assert [await stores.custodians.needed_for(c) for c in (hai, ba)] == [1, 1]
        with pytest.raises(KeyNotHere):  # one layer is the unit's
            await stores.identities.hand_over(tip.id, NOW)
        text = await Stores(connection, shelf.keyring).identities.hand_over(tip.id, NOW)
        assert text
        inner = Envelope.from_text(text).open_with(other, WORDS)
        assert isinstance(inner, Envelope)
        assert inner.open_with(one, WORDS) == LAN
        assert not await stores.identities.withdraw(tip.id, NOW)
        assert not await stores.identities.leave(tip.id, LAN, NOW)


async def test_all_approve_or_one_refuses_and_each_decides_once(shelf: Shelf) -> None:
    first, second = await file(shelf), await file(shelf)
    asker = await member(shelf, "Minh")
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        keys = [(await keeper(stores, shelf.unit.id, name))[0] for name in ("Ông Hai", "Bà Ba")]
        hai, ba = [await deciding(stores, shelf.unit.id, key) for key in keys]
        asked = []
        for tip in (first, second):
            await stores.identities.leave(tip.id, LAN, NOW)
            made = await stores.disclosures.ask(tip.id, shelf.unit.id, asker, "vì sao", NOW)
            asked.append(made)
        assert await stores.disclosures.reason(asked[0]) == "vì sao"
        assert await stores.disclosures.waiting_for(hai) == asked
        assert await stores.disclosures.decide(asked[0], asker, YES, NOW) is None
        one = await stores.disclosures.decide(asked[0], hai, YES, NOW)
        assert one
        assert one.status == "asked"
        assert await stores.disclosures.decide(asked[0], hai, NO, NOW) is None
        later = replace(YES, delay_days=30, delay_reason="đang điều tra")
        both = await stores.disclosures.decide(asked[0], ba, later, NOW)
        assert both
        assert (both.status, both.tell_after) == ("approved", NOW + timedelta(days=30))
        refused = await stores.disclosures.decide(asked[1], ba, NO, NOW)
        assert refused
        assert refused.status == "refused"
        assert await stores.disclosures.decide(asked[1], hai, YES, NOW) is None
        assert await stores.disclosures.waiting_for(hai) == []
        assert await stores.disclosures.to_show(first.id, NOW) == []
        due = await stores.disclosures.due(NOW + timedelta(days=30))
        assert [d.id for d in due] == [asked[0].id]
        elsewhere = Stores(connection, shelf.intake)
        with pytest.raises(KeyNotHere):
            await elsewhere.disclosures.reason(asked[0])


async def test_erasing_a_tip_leaves_nothing_but_what_is_still_to_be_told(shelf: Shelf) -> None:
    told, untold = await file(shelf), await file(shelf)
    asker = await member(shelf, "Minh")
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        key, _ = await keeper(stores, shelf.unit.id, "Ông Hai")
        hai = await deciding(stores, shelf.unit.id, key)
        for tip, days in ((told, 0), (untold, 60)):
            await stores.identities.leave(tip.id, LAN, NOW)
            asked = await stores.disclosures.ask(tip.id, shelf.unit.id, asker, "vì sao", NOW)
            await stores.disclosures.decide(asked, hai, replace(NO, delay_days=days), NOW)
            await stores.identities.erase(tip.id)
        for table in (identities, decisions):
            assert (await connection.execute(table.select())).all() == []
        (row,) = (await connection.execute(disclosures.select())).all()
        assert (row.tip_id, row.sealed_reason) == (untold.id, b"")
        due = await stores.disclosures.due(NOW + timedelta(days=60))
        assert [d.tip_id for d in due] == [untold.id]


async def test_an_invitation_leads_to_its_key(shelf: Shelf) -> None:
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        key, _ = await keeper(stores, shelf.unit.id, "Ông Hai")
        code = await stores.invites.create(shelf.unit.id, "custodian", NOW, key.id)
        invite = await stores.invites.redeem(code, NOW)
        assert invite
        assert (invite.role, invite.custodian_id) == ("custodian", key.id)
