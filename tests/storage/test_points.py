"""Places, their signs and what happens to them, on both databases."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.domain.errors import Collision, KeyNotHere
from bot.domain.message import StoredFile
from bot.domain.points import SignEvent, SignState
from bot.domain.tip import Body
from storage.ids import new_id
from storage.many_points import Placed
from storage.point_counts import Seen, Use
from storage.points import Details, Point
from storage.stickers import Sticker
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf
from tests.storage.test_tips import member

KEEPER = "Bà Tư, 0987 654 321"
KNOWN = Details(
    "Đường liên thôn", 11.5, 106.6, ("workers", "general"), None, "2026-11-01", KEEPER, "cổng sau"
)


async def add(shelf: Shelf, name: str = "Thôn 3", **rest: object) -> Point:
    async with shelf.database.transaction() as connection:
        return await Stores(connection, shelf.keyring).points.add(
            unit_id=shelf.unit.id,
            kind="hamlet",
            name=name,
            now=NOW,
            **rest,  # type: ignore[arg-type]
        )


async def signs(shelf: Shelf, point: Point) -> list[Sticker]:
    async with shelf.database.reading() as connection:
        return await Stores(connection, shelf.keyring).stickers.of_point(point.id)


async def test_all_that_is_known_comes_back_and_people_are_sealed(shelf: Shelf) -> None:
    hamlet = await add(shelf)
    house = await add(shelf, "Nhà trọ Hoa", parent_id=hamlet.id, details=KNOWN)
    async with shelf.database.reading() as connection:
        stores = Stores(connection, shelf.keyring)
        entry = (await stores.points.register(shelf.unit.id))[1]
        assert (entry.point.id, entry.parent, entry.details) == (house.id, "Thôn 3", KNOWN)
        row = (await connection.execute(text(f"SELECT * FROM points WHERE id = {house.id}"))).one()
        assert KEEPER.encode() not in b"".join(str(cell).encode() for cell in row)
        with pytest.raises(KeyNotHere):
            await Stores(connection, shelf.intake).points.details(house.id)


async def test_serial_numbers_are_given_once(shelf: Shelf) -> None:
    await asyncio.gather(*(add(shelf, f"Thôn {n}", signs=3) for n in range(12)))
    async with shelf.database.reading() as connection:
        every = await Stores(connection, shelf.keyring).stickers.of_unit(shelf.unit.id)
    assert [sign.serial for sign in every] == [f"TK-{n:04d}" for n in range(1, 37)]
    assert len({sign.code for sign in every}) == len({sign.short for sign in every}) == 36


async def test_every_way_to_a_sign_finds_its_place(shelf: Shelf) -> None:
    point = await add(shelf, signs=2)
    first, second = await signs(shelf, point)
    async with shelf.database.reading() as connection:
        stores = Stores(connection, shelf.keyring)
        for code in (second.code, second.short, second.short.lower()):
            found = await stores.points.by_code(code)
            assert found is not None
            assert (found.id, found.sticker_id, found.revoked) == (point.id, second.id, False)
        for printed in ("TK-0001", "tk-1", "1"):
            assert await stores.stickers.by_serial(shelf.unit.id, printed) == first
        for printed in ("DN-0001", "TK-0009", "x", ""):
            assert await stores.stickers.by_serial(shelf.unit.id, printed) is None
        assert await stores.points.by_code("AAAAAA") is None


async def test_a_sign_follows_the_table_and_leaves_a_history(shelf: Shelf) -> None:
    point = await add(shelf)
    (sign,) = await signs(shelf, point)
    officer = await member(shelf, "Lan")
    photo = StoredFile("f1", b"k" * 32, "image/jpeg", 5)
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        await stores.parcels.register([photo.id], NOW)
        marked = stores.stickers.mark
        assert await marked(sign, SignEvent.INSTALLED, NOW, member_id=officer, photo=photo)
        assert not await marked(sign, SignEvent.INSTALLED, NOW, member_id=officer)  # as it was
        hanging = await stores.stickers.get(sign.id)
        assert hanging is not None
        new = await stores.stickers.replace(hanging, NOW + timedelta(days=1), officer)
        assert new is not None
        assert (new.serial, new.state) == ("TK-0002", SignState.MADE)
        assert await stores.stickers.replace(hanging, NOW, officer) is None
        old = await stores.points.by_code(sign.code)
        assert old is not None
        assert old.revoked
        history = await stores.stickers.history(point.id)
        assert [(line.what, line.serial, line.who) for line in history] == [
            (SignEvent.REPLACED, "TK-0001", "Lan"),
            (SignEvent.INSTALLED, "TK-0001", "Lan"),
        ]
        assert [line.has_photo for line in history] == [False, True]
        assert await stores.stickers.photo(shelf.unit.id, history[1].id) == photo
        assert await stores.stickers.photo(shelf.unit.id + 1, history[1].id) is None
        assert await stores.parcels.orphans(NOW + timedelta(days=9)) == []


async def test_what_a_resident_tells_of_a_sign_has_a_day_and_nobody(shelf: Shelf) -> None:
    point = await add(shelf)
    (sign,) = await signs(shelf, point)
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        assert await stores.stickers.mark(sign, SignEvent.TOLD_COVERED, NOW, member_id=7)
        assert await stores.stickers.told_since(sign) == {SignEvent.TOLD_COVERED}
        (line,) = await stores.stickers.history(point.id)
        assert (line.who, line.at.hour) == ("", 17)  # midnight there
        row = (await connection.execute(text("SELECT id, member_id FROM sign_events"))).one()
        assert row.member_id is None
        assert row.id >> 20 != int(NOW.timestamp() * 1000)


async def test_the_end_of_a_place_ends_its_signs(shelf: Shelf) -> None:
    point = await add(shelf, signs=2)
    async with shelf.database.transaction() as connection:
        await Stores(connection, shelf.keyring).points.revoke(point.id, NOW)
    assert {sign.state for sign in await signs(shelf, point)} == {SignState.REVOKED}


async def test_counts_add_up_and_officials_are_in_none(shelf: Shelf) -> None:
    point = await add(shelf)
    (sign,) = await signs(shelf, point)
    async with shelf.database.transaction() as connection:
        stores = Stores(connection, shelf.keyring)
        for scans in (2, 3):
            await stores.point_counts.add([Seen(sign.id, "2026-11-23", scans, 1), Seen(5, "x")])
        for kind in ("use", "official"):
            await stores.tips.file(
                unit_id=shelf.unit.id,
                point_id=point.id,
                kind=kind,
                urgency="normal",
                body=Body("x"),
                contact_id=None,
                now=NOW,
            )
        days = date(2026, 11, 23), date(2026, 11, 24)
        around = NOW - timedelta(hours=9), NOW + timedelta(hours=9)
        use = await stores.point_counts.use(shelf.unit.id, *days, *around)
        assert use == {point.id: Use(scans=5, started=2, sent=1)}
        later = await stores.point_counts.use(
            shelf.unit.id, days[1], date(2026, 12, 1), around[1], around[1] + timedelta(days=9)
        )
        assert later == {}
        assert await stores.point_counts.last_scans(shelf.unit.id) == {sign.id: "2026-11-23"}


async def test_many_places_come_at_once_hamlets_first(shelf: Shelf) -> None:
    house = Placed(new_id(), "boarding-house", "Nhà trọ", (hamlet := new_id()), KNOWN)
    places = [house, Placed(hamlet, "hamlet", "Thôn 1", None, Details())]
    async with shelf.database.transaction() as connection:
        points = Stores(connection, shelf.intake).points
        rows = [points.row(shelf.unit, place, NOW) for place in places]
        ready = await points.ready(shelf.unit, rows, [], {house.id: 3, hamlet: 0}, NOW)
        await points.add_many(shelf.unit, ready)
    async with shelf.database.transaction() as connection:
        points = Stores(connection, shelf.keyring).points
        first, second = await points.held(shelf.unit.id, lock=True)
        assert (first.id, first.signs, first.plain.keeper) == (house.id, 3, "")
        assert (points.opened(first), second.plain) == (KNOWN, Details())
        changed = Placed(hamlet, "hamlet", "Thôn Một", None, Details(address="Quốc lộ 13"))
        rows = [points.row(shelf.unit, changed, NOW)]
        await points.add_many(
            shelf.unit, await points.ready(shelf.unit, [], rows, {hamlet: 1}, NOW)
        )
        again = (await points.held(shelf.unit.id))[1]
        assert (again.name, again.plain.address, again.signs) == ("Thôn Một", "Quốc lộ 13", 1)
    assert [sign.serial for sign in await signs(shelf, _of(hamlet))] == ["TK-0004"]


def _of(point_id: int) -> Point:
    return Point(point_id, 0, "", "hamlet", "", "", False)


async def test_a_code_that_was_taken_meanwhile_stores_nothing(shelf: Shelf) -> None:
    point = await add(shelf, signs=2)
    taken = (await signs(shelf, point))[0].short
    async with shelf.database.reading() as connection:
        drawn = await Stores(connection, shelf.keyring).stickers.drawn(
            shelf.unit.id, [point.id] * 3, NOW
        )

    async def late() -> None:
        async with shelf.database.transaction() as connection:
            rows = [*drawn[:2], {**drawn[2], "short": taken}]
            await Stores(connection, shelf.keyring).stickers.put(shelf.unit.id, rows)

    with pytest.raises(Collision):
        await late()
    assert [sign.serial for sign in await signs(shelf, point)] == ["TK-0001", "TK-0002"]
    assert (await add(shelf, "Thôn 4")).id


async def test_what_a_resident_tells_changes_no_sign(shelf: Shelf) -> None:
    """A sign that has ended stays as it ended."""
    point = await add(shelf)
    (sign,) = await signs(shelf, point)
    later = NOW + timedelta(days=2)
    async with shelf.database.transaction() as connection:
        stickers = Stores(connection, shelf.keyring).stickers
        assert await stickers.mark(sign, SignEvent.REVOKED, NOW)
        (ended,) = await stickers.of_point(point.id)
        assert await stickers.mark(ended, SignEvent.TOLD_COVERED, later)
        assert await stickers.of_point(point.id) == [ended]
        whats = [line.what for line in await stickers.history(point.id)]
    assert SignEvent.TOLD_COVERED in whats
