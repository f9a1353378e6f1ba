"""The queue's views and filters, labels, who looks, and boards, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from bot.domain.flow import Outgoing
from bot.domain.groups import BOARD
from bot.domain.message import Address, Reply, Text
from bot.domain.queue import Filter, View
from bot.domain.tip import Body, Filed
from bot.engine.delivery import Delivery
from storage.contacts import Contact
from storage.group_codes import Offered
from storage.labels import MOST
from storage.queue import _where
from storage.schema import tips
from storage.stores import Stores
from storage.tip_rows import SELECT
from tests.storage.conftest import NOW, Shelf

HOUR = timedelta(hours=1)


@asynccontextmanager
async def using(shelf: Shelf) -> AsyncIterator[Stores]:
    async with shelf.database.transaction() as connection:
        yield Stores(connection, shelf.keyring)


async def officer(stores: Stores, shelf: Shelf, name: str = "Lan") -> int:
    contact = await stores.contacts.add(Address("web", name * 20), "vi", NOW)
    member = await stores.members.add(
        unit_id=shelf.unit.id, role="officer", name=name, contact_id=contact.id, now=NOW
    )
    return member.id


async def tip(stores: Stores, shelf: Shelf, hours: int = 0, **changes: Any) -> Filed:
    filed = await stores.tips.file(
        unit_id=shelf.unit.id,
        point_id=changes.pop("point_id", None),
        kind=changes.pop("kind", "dealing"),
        urgency=changes.pop("urgency", "normal"),
        body=Body("chuyện"),
        contact_id=None,
        now=NOW + hours * HOUR,
    )
    if changes:
        await stores.connection.execute(update(tips).where(tips.c.id == filed.id).values(changes))
    return filed


async def seen(stores: Stores, shelf: Shelf, **wanted: Any) -> list[int]:
    found = Filter(**wanted)
    page = await stores.queue.page(shelf.unit.id, found, NOW + 10 * HOUR, limit=50)
    assert await stores.queue.count(shelf.unit.id, found, NOW + 10 * HOUR) == len(page)
    return [each.id for each in page]


async def test_every_view_has_its_tips_in_its_order(shelf: Shelf) -> None:
    async with using(shelf) as stores:
        me = await officer(stores, shelf)
        old, late = await tip(stores, shelf, 1, due_at=NOW + 3 * HOUR), await tip(stores, shelf, 4)
        urgent = await tip(stores, shelf, 3, urgency="urgent", due_at=NOW + 4 * HOUR)
        mine = await tip(stores, shelf, 2, owner_id=me, due_at=NOW + 30 * HOUR)
        aside = await tip(stores, shelf, 0, side=True)
        loud = await tip(stores, shelf, 5, side=True, urgency="urgent")
        ended = [await tip(stores, shelf, h, status="closed", due_at=NOW) for h in (1, 2)]
        await tip(stores, shelf, 1, erased_at=NOW)

        unit = [t.id for t in (urgent, loud, old, mine, late)]
        assert await seen(stores, shelf) == unit
        assert await seen(stores, shelf, view=View.MINE, member_id=me) == [mine.id]
        assert await seen(stores, shelf, view=View.FREE) == [t for t in unit if t != mine.id]
        assert await seen(stores, shelf, view=View.URGENT) == [urgent.id, loud.id]
        assert await seen(stores, shelf, view=View.OVERDUE) == [old.id, urgent.id]
        assert await seen(stores, shelf, view=View.SIDE) == [aside.id]
        assert await seen(stores, shelf, view=View.ENDED) == [t.id for t in reversed(ended)]


async def test_filters_narrow_and_can_be_combined(shelf: Shelf) -> None:
    async with using(shelf) as stores:
        point = await stores.points.add(
            unit_id=shelf.unit.id, kind="hamlet", name="Thôn 3", now=NOW
        )
        here = await tip(stores, shelf, 1, point_id=point.id, kind="use")
        there = await tip(stores, shelf, 2, kind="use", status="verifying")
        await stores.labels.add(shelf.unit.id, "chờ tỉnh")
        await stores.labels.put(here.id, "chờ tỉnh")

        assert await seen(stores, shelf, point_id=point.id) == [here.id]
        assert await seen(stores, shelf, kind="use") == [here.id, there.id]
        assert await seen(stores, shelf, kind="use", status="verifying") == [there.id]
        assert await seen(stores, shelf, label="chờ tỉnh") == [here.id]
        assert await seen(stores, shelf, since=NOW + 2 * HOUR) == [there.id]
        assert await seen(stores, shelf, until=NOW + 2 * HOUR) == [here.id]
        assert await seen(stores, shelf, label="chờ tỉnh", kind="dealing") == []


async def test_many_are_counted_to_a_thousand(shelf: Shelf) -> None:
    async with using(shelf) as stores:
        first = await tip(stores, shelf)
        names = [c.name for c in tips.c if c.name not in ("id", "reference", "receipt_hash")]
        listed = ", ".join(names)
        hashed = (
            "CAST('' || n AS BLOB)"
            if stores.connection.dialect.name == "sqlite"
            else "CAST(CAST(n AS TEXT) AS BYTEA)"
        )
        await stores.connection.execute(
            text(
                "WITH RECURSIVE rows(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < "
                f"1500) INSERT INTO tips (id, reference, receipt_hash, {listed}) "
                f"SELECT n, 'X-' || n, {hashed}, {listed} FROM tips, rows WHERE id = {first.id}"
            )
        )
        assert await stores.queue.count(shelf.unit.id, Filter(), NOW) == 1001
        page = await stores.queue.page(shelf.unit.id, Filter(), NOW, limit=6, offset=1490)
        assert len(page) == 6


@pytest.mark.parametrize(
    ("view", "index"),
    [
        (View.UNIT, "ix_tips_open"),
        (View.URGENT, "ix_tips_open"),
        (View.FREE, "ix_tips_open"),
        (View.SIDE, "ix_tips_aside"),
        (View.ENDED, "ix_tips_ended"),
    ],
)
async def test_a_page_is_read_off_its_index_in_order(shelf: Shelf, view: View, index: str) -> None:
    async with using(shelf) as stores:
        dialect = stores.connection.dialect
        if dialect.name == "postgresql":  # with so few rows it would rather read them all
            await stores.connection.execute(text("SET LOCAL enable_seqscan = off"))
            await stores.connection.execute(text("SET LOCAL enable_sort = off"))
            await stores.connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        page = SELECT.where(*_where(1, Filter(view), NOW)).limit(5)
        page = page.order_by(*_order(view))
        sql = str(page.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN "
        rows = await stores.connection.execute(text(explain + sql.replace(":", "\\:")))
        plan = "\n".join(str(row[-1]) for row in rows)
        assert index in plan
        assert "TEMP B-TREE" not in plan


def _order(view: View) -> tuple[Any, ...]:
    from storage.queue import _OLDEST, _ORDERS

    return _ORDERS.get(view, _OLDEST)


async def test_labels_come_from_the_units_list_alone(shelf: Shelf) -> None:
    async with using(shelf) as stores:
        labels, one, two = stores.labels, await tip(stores, shelf), await tip(stores, shelf)
        unit = shelf.unit.id
        assert not await labels.put(one.id, "lạ")
        assert await labels.add(unit, "chợ")
        assert not await labels.add(unit, "chợ")
        assert await labels.put(one.id, "chợ")
        assert not await labels.put(one.id, "chợ")
        assert await labels.put(two.id, "chợ")
        assert await labels.take_off(two.id, "chợ")
        assert not await labels.take_off(two.id, "chợ")
        assert await labels.of_tips([one.id, two.id]) == {one.id: ("chợ",)}
        assert await labels.of_tips([]) == {}
        assert await labels.drop(unit, "chợ")
        assert not await labels.drop(unit, "chợ")
        await labels.add(unit, "chợ")
        assert await labels.of_tips([one.id]) == {}, "who names it again does not find it there"
        for n in range(MOST):
            await labels.add(unit, f"nhãn {n}")
        assert len(await labels.of_unit(unit)) == MOST
        await stores.connection.execute(update(tips).values(erased_at=NOW))
        assert not await labels.put(two.id, "chợ")


async def test_whoever_looks_is_seen_for_five_minutes(shelf: Shelf) -> None:
    async with using(shelf) as stores:
        lan, minh = await officer(stores, shelf), await officer(stores, shelf, "Minh")
        filed = await tip(stores, shelf)
        look, minute = stores.looking.look, timedelta(minutes=1)
        assert await look(filed.id, lan, NOW) == []
        assert await look(filed.id, minh, NOW + minute) == ["Lan"]
        assert await look(filed.id, lan, NOW + 2 * minute) == ["Minh"]
        assert await look(filed.id, minh, NOW + 7 * minute) == []
        await stores.looking.forget(NOW + 7 * minute)
        await stores.members.remove(minh, NOW)
        assert await look(filed.id, lan, NOW + 8 * minute) == []


async def group(stores: Stores, number: int = 1) -> Contact:
    return await stores.contacts.add(Address("telegram", f"-100{number}"), "", NOW)


async def test_a_code_makes_one_group_a_board_and_nobody_a_member(shelf: Shelf) -> None:
    async with using(shelf) as stores:
        boards, codes, lead = stores.boards, stores.group_codes, await officer(stores, shelf)
        old = await codes.offer(BOARD, shelf.unit.id, lead, NOW)
        code = await codes.offer(BOARD, shelf.unit.id, lead, NOW)
        assert await stores.invites.redeem(code, NOW) is None
        assert await codes.redeem(BOARD, old, NOW) is None, "a newer one has used it up"
        assert await codes.redeem(BOARD, code.lower(), NOW) == Offered(shelf.unit.id, lead)
        assert await codes.redeem(BOARD, code, NOW) is None
        assert await codes.redeem(BOARD, "gì đó", NOW) is None
        late = await codes.offer(BOARD, shelf.unit.id, lead, NOW)
        assert await codes.redeem(BOARD, late, NOW + HOUR) is None
        invitation = await stores.invites.create(shelf.unit.id, "officer", NOW)
        assert await codes.redeem(BOARD, invitation, NOW) is None

        chat = await group(stores)
        await boards.add(chat.id, shelf.unit.id, NOW)
        await boards.add(chat.id, shelf.unit.id, NOW)
        assert [b.contact_id for b in await boards.of_unit(shelf.unit.id)] == [chat.id]
        assert chat.id not in await stores.forgetting.idle()
        assert not await boards.remove(chat.id, shelf.unit.id + 1)
        await stores.contacts.forget(chat.id)
        assert await boards.all() == []


async def test_a_fresh_card_takes_the_place_of_one_that_still_waits(shelf: Shelf) -> None:
    async with using(shelf) as stores:
        chat, other = await group(stores), await group(stores, 2)
        for one in (chat, other):
            await stores.boards.add(one.id, shelf.unit.id, NOW)
        post = Delivery(stores, NOW)
        cards = [Reply(Text(f"v{n}"), card="tip:A") for n in range(4)]
        await post.card(chat, cards[0])
        await post.card(other, cards[0])
        await post.post(Outgoing(Reply(Text("words")), contact_id=chat.id))
        await post.card(chat, cards[1])
        assert await stores.boards.showing("tip:A") == {chat.id, other.id}
        rows = await stores.outbox.claim("telegram", NOW, 10)
        mine = [stores.outbox.open(r).text.key for r in rows if r.contact_id == chat.id]
        assert mine == ["words", "v1"]
        assert sorted(r.card for r in rows) == ["", "tip:A", "tip:A"]

        await post.card(chat, cards[2])  # v1 is on its way: it stays, and this comes after it
        for row in rows:
            await stores.outbox.put_off(row.id, NOW + HOUR)
        await post.card(chat, cards[3])  # nothing is on its way
        rows = await stores.outbox.claim("telegram", NOW + HOUR, 10)
        assert {stores.outbox.open(r).text.key for r in rows if r.contact_id == chat.id} == {
            "words",
            "v3",
        }
