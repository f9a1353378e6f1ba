"""Community groups and the codes that let them in, on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.domain.groups import BOARD, COMMUNITY
from bot.domain.message import Address
from bot.domain.points import Audience
from storage.group_codes import Offered
from storage.schema import contacts, groups, throttles
from storage.stores import Stores
from tests.storage.conftest import NOW, Archive

MINUTE = timedelta(minutes=1)


async def let_in(archive: Archive, stores: Stores, number: int = 1) -> int:
    """A chat that is a group of the unit's; the group's id."""
    chat = await stores.contacts.add(Address("zalo_bot", f"canary{number}"), "", NOW)
    member = (await stores.members.of_unit(archive.unit.id))[0].id
    made = await stores.groups.add(chat.id, "zalo_bot", "vi", archive.unit.id, member, NOW)
    return made.id


async def test_a_group_is_there_until_it_leaves_and_then_only_that_it_was(
    archive: Archive,
) -> None:
    await archive.member()
    async with archive.stores() as stores:
        unit = archive.unit.id
        first, second = await let_in(archive, stores), await let_in(archive, stores, 2)
        there = await stores.groups.of_unit(unit)
        assert [(g.id, g.name, g.tags) for g in there] == [
            (first, "", (Audience.GENERAL,)),
            (second, "", (Audience.GENERAL,)),
        ]
        chat = there[0].contact_id
        assert await stores.groups.by_contact(chat) == there[0]
        assert chat not in await stores.forgetting.idle()
        await stores.forgetting.mark(chat, "zalo_bot", NOW)
        assert not await stores.forgetting.carry_out(chat, NOW), "a group that is there stays"
        assert await stores.contacts.get(chat) is not None

        left = await stores.groups.leave(chat, NOW + MINUTE)
        assert left is not None
        assert left.id == first
        assert await stores.groups.leave(chat, NOW + MINUTE) is None
        assert chat in await stores.forgetting.due(NOW + MINUTE)
        assert await stores.forgetting.carry_out(chat, NOW + MINUTE)
        assert [g.id for g in await stores.groups.of_unit(unit)] == [second]
        row = (await stores.connection.execute(select(groups).where(groups.c.id == first))).one()
        assert (row.contact_id, row.sealed, row.left_at) == (None, None, NOW + MINUTE)
        known = await stores.connection.execute(select(contacts.c.id))
        assert chat not in list(known.scalars())

        again = await let_in(archive, stores)
        assert again != first


async def test_its_name_is_sealed_to_the_unit_and_nobody_elses(archive: Archive) -> None:
    await archive.member()
    async with archive.stores(archive.intake) as stores:
        other = await stores.units.add(
            slug="x", name="xã X", prefix="X", parent_id=None, hotline="", now=NOW
        )
        group = await let_in(archive, stores)
        assert await stores.groups.rename(archive.unit.id, group, "Zalo nhà ông Tám")
        assert await stores.groups.get(other.id, group) is None
    async with archive.stores() as stores:
        found = await stores.groups.get(archive.unit.id, group)
        assert found is not None
        assert found.name == "Zalo nhà ông Tám"
        assert "Tám" not in repr(found)
        assert "zalo_bot" in repr(found)
        sealed = (await stores.connection.execute(select(groups.c.sealed))).scalar_one()
        assert b"Zalo" not in sealed

        damaged = sealed[:-1] + bytes([sealed[-1] ^ 1])
        await stores.connection.execute(update(groups).values(sealed=damaged))
        [still] = await stores.groups.of_unit(archive.unit.id)
        assert still.name == "", "one that is damaged does not hide the list"


async def test_a_code_is_of_one_kind_good_once_and_for_a_while(archive: Archive) -> None:
    member = await archive.member()
    async with archive.stores() as stores:
        codes, unit = stores.group_codes, archive.unit.id
        code = await codes.offer(COMMUNITY, unit, member, NOW)
        board = await codes.offer(BOARD, unit, member, NOW)
        assert await codes.redeem(BOARD, code, NOW) is None
        assert await codes.redeem(COMMUNITY, board, NOW) is None
        assert await stores.invites.redeem(code, NOW) is None
        assert [await codes.kind(c, NOW) for c in (code, board, "x")] == [COMMUNITY, BOARD, None]

        assert await codes.look(COMMUNITY, code.lower(), NOW) == Offered(unit, member)
        assert await codes.redeem(COMMUNITY, code, NOW + 48 * 60 * MINUTE) is None
        assert await codes.redeem(COMMUNITY, code, NOW) == Offered(unit, member)
        assert await codes.redeem(COMMUNITY, code, NOW) is None

        late, then = await codes.offer(COMMUNITY, unit, member, NOW), NOW + 48 * 60 * MINUTE
        assert await codes.look(COMMUNITY, late, then) is None
        await stores.invites.forget(then)
        assert await codes.look(COMMUNITY, late, NOW) is None, "swept"


async def test_of_one_member_the_newest_codes_are_good(archive: Archive) -> None:
    member = await archive.member()
    async with archive.stores() as stores:
        codes, unit = stores.group_codes, archive.unit.id
        made = [
            await codes.offer(COMMUNITY, unit, member, NOW + n * MINUTE)
            for n in range(COMMUNITY.most + 2)
        ]
        good = [bool(await codes.look(COMMUNITY, code, NOW)) for code in made]
        assert good == [False, False] + [True] * COMMUNITY.most


async def test_a_chat_is_slowed_down_though_it_is_forgotten_in_between(archive: Archive) -> None:
    async with archive.stores() as stores:
        wait, waits = stores.throttle.wait_in_group, []
        for minute in (0.3, 1, 9, 25):
            chat = await stores.contacts.add(Address("zalo_bot", "canary"), "", NOW)
            at = NOW + minute * MINUTE
            waits.append(await wait("report", chat.id, at, per_group=(1, 600)))
            await stores.contacts.forget(chat.id)
        assert [bool(seconds) for seconds in waits] == [False, True, True, False]
        [until] = (await stores.connection.execute(select(throttles.c.until))).scalars()
        assert until.timestamp() % 600 == 0, "it does not tell the minute"

        other = await stores.contacts.add(Address("zalo_bot", "another"), "", NOW)
        assert await wait("report", other.id, NOW + 25 * MINUTE, per_group=(1, 600)) == 0
