"""Who owns a tip and where it stands: nothing happens that THE table does not have."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.tip import TRANSITIONS, Tip, TipStatus
from storage.statuses import Statuses
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf
from tests.storage.test_tips import file, member

Deed = Callable[[Statuses, int, int], Awaitable[bool]]
DEEDS: dict[str, Deed] = {
    "take": lambda s, tip, who: s.take(tip, who, NOW),
    "verify": lambda s, tip, who: s.verify(tip, who),
    "conclude": lambda s, tip, who: s.conclude(tip, who, "wrong", NOW),
    "send away": lambda s, tip, who: s.sent_away(tip, who, NOW),
    "close": lambda s, tip, who: s.close(tip, who, NOW),
    "reopen": lambda s, tip, who: s.reopen(tip, who, NOW),
    "release": lambda s, tip, who: s.release(tip, who),
}
OWNERS_ONLY = set(DEEDS) - {"take", "reopen"}


async def tip_now(shelf: Shelf, tip_id: int) -> Tip:
    async with shelf.database.reading() as connection:
        tip = await Stores(connection, shelf.keyring).tips.get(tip_id)
    assert tip is not None
    return tip


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_two_officers_do_follows_the_table(shelf: Shelf, seed: int) -> None:
    dice = random.Random(seed)
    filed = await file(shelf)
    officers = [await member(shelf, name) for name in ("Minh", "Lan")]
    seen: set[tuple[str, str]] = set()
    for _ in range(120):
        name, who = dice.choice(list(DEEDS)), dice.choice(officers)
        was = await tip_now(shelf, filed.id)
        async with shelf.database.transaction() as connection:
            stores = Stores(connection, shelf.keyring)
            done = await DEEDS[name](stores.statuses, filed.id, who)
        now = await tip_now(shelf, filed.id)

        if now.status != was.status:
            assert TipStatus(now.status) in TRANSITIONS[TipStatus(was.status)]
            seen.add((was.status, now.status))
        assert done is (
            (now.status, now.owner_id) != (was.status, was.owner_id) or (done and name == "reopen")
        )
        if done and name in OWNERS_ONLY:
            assert was.owner_id == who
        if done and name == "take":
            assert was.owner_id is None
        if now.status == TipStatus.NEW:
            assert now.owner_id is None
        else:
            assert now.owner_id is not None or now.status not in ("acknowledged", "closed")
    assert len(seen) > 5


async def test_only_the_owner_ends_a_tip_and_only_once(shelf: Shelf) -> None:
    filed = await file(shelf)
    owner, other = await member(shelf, "owner"), await member(shelf, "other")
    async with shelf.database.transaction() as connection:
        store = Stores(connection, shelf.keyring).statuses
        assert not await store.conclude(filed.id, owner, "right", NOW)
        assert await store.take(filed.id, owner, NOW)
        assert not await store.close(filed.id, owner, NOW)
        assert not await store.conclude(filed.id, other, "right", NOW)
        assert await store.conclude(filed.id, owner, "right", NOW)
        assert not await store.conclude(filed.id, owner, "wrong", NOW)
        assert not await store.close(filed.id, other, NOW)
        assert await store.close(filed.id, owner, NOW)
        assert not await store.close(filed.id, owner, NOW)
    tip = await tip_now(shelf, filed.id)
    assert (tip.status, tip.outcome) == ("closed", "right")


async def test_the_tips_of_somebody_who_left_can_be_taken_again(shelf: Shelf) -> None:
    fresh, begun, closed = [await file(shelf) for _ in range(3)]
    left, stays = await member(shelf, "left"), await member(shelf, "stays")
    async with shelf.database.transaction() as connection:
        store = Stores(connection, shelf.keyring).statuses
        for filed in (fresh, begun, closed):
            assert await store.take(filed.id, left, NOW)
        assert await store.verify(begun.id, left)
        assert await store.conclude(closed.id, left, "right", NOW)
        assert await store.close(closed.id, left, NOW)
        assert await store.release_all(left) == 2
        assert await store.take(fresh.id, stays, NOW)
        assert await store.take(begun.id, stays, NOW)
        assert not await store.take(closed.id, stays, NOW)
    assert (await tip_now(shelf, fresh.id)).status == "acknowledged"
    assert (await tip_now(shelf, begun.id)).status == "verifying"


async def test_an_owner_hands_over_to_one_colleague(shelf: Shelf) -> None:
    filed = await file(shelf)
    owner, other = await member(shelf, "owner"), await member(shelf, "other")
    async with shelf.database.transaction() as connection:
        store = Stores(connection, shelf.keyring).statuses
        assert not await store.give(filed.id, owner, other)
        assert await store.take(filed.id, owner, NOW)
        assert await store.give(filed.id, owner, other)
        assert not await store.give(filed.id, owner, other)
    assert (await tip_now(shelf, filed.id)).owner_id == other
