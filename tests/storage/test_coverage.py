"""What hangs, what wants looking at and what is told of use, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.domain.coverage import Standing, Tally, Used, Which
from bot.domain.points import SignEvent
from bot.domain.small_numbers import UNDER
from bot.domain.tip import Body
from storage.point_counts import Seen
from storage.points import Details, Point
from storage.stores import Stores
from tests.storage.conftest import NOW, Shelf

AUGUST = datetime(2026, 8, 10, 3, tzinfo=UTC)
SCHOOL = "Trường Tiểu học"


@asynccontextmanager
async def stores(shelf: Shelf) -> AsyncIterator[Stores]:
    async with shelf.database.transaction() as connection:
        yield Stores(connection, shelf.keyring)


async def place(
    shelf: Shelf,
    name: str,
    kind: str = "hamlet",
    *,
    parent: Point | None = None,
    unit_id: int = 0,
    now: datetime = NOW,
    deed: SignEvent | None = SignEvent.INSTALLED,
    details: Details | None = None,
) -> Point:
    """A place with one sign, and what happened to it."""
    async with stores(shelf) as here:
        point = await here.points.add(
            unit_id=unit_id or shelf.unit.id,
            kind=kind,
            name=name,
            now=now,
            parent_id=parent.id if parent else None,
            details=details,
        )
        (sign,) = await here.stickers.of_point(point.id)
        if deed:
            assert await here.stickers.mark(sign, deed, now)
    return point


async def used(
    shelf: Shelf,
    point: Point,
    *,
    scans: int = 0,
    sent: int = 0,
    kind: str = "use",
    at: datetime = AUGUST,
) -> None:
    async with stores(shelf) as here:
        await here.point_counts.add([Seen(point.sticker_id, at.date().isoformat(), scans, scans)])
        for _ in range(sent):
            await here.tips.file(
                unit_id=point.unit_id,
                point_id=point.id,
                kind=kind,
                urgency="normal",
                body=Body("x"),
                contact_id=None,
                now=at,
            )


async def told(
    shelf: Shelf, *, exact: bool = False, unit_id: int = 0, now: datetime = NOW
) -> dict[str, Used]:
    """By hamlet; "all" for all of them."""
    async with stores(shelf) as here:
        unit = unit_id or shelf.unit.id
        use = await here.coverage.use(unit, await here.coverage.quarter(unit, now), exact=exact)
    return {"all": use.all, **dict(use.parts)}


async def names(shelf: Shelf, which: Which, now: datetime = NOW) -> list[str]:
    async with stores(shelf) as here:
        found, count = await here.coverage.listed(shelf.unit.id, which, now)
    assert count == len(found)
    return [each.name for each in found]


async def test_every_place_is_counted_once_by_the_best_of_its_signs(shelf: Shelf) -> None:
    three = await place(shelf, "Thôn 3")
    await place(shelf, SCHOOL, "school", parent=three, deed=SignEvent.DAMAGED)
    await place(shelf, "Chợ", "public-place", deed=None)
    gone = await place(shelf, "Thôn cũ")
    async with stores(shelf) as here:
        await here.points.revoke(gone.id, NOW)
        await here.stickers.make(shelf.unit.id, [three.id], NOW)  # a second one, not hung yet
        report = await here.coverage.report(shelf.unit.id, NOW)
    assert report.tally == Tally(3, 1, 1)
    assert dict(report.kinds) == {
        "hamlet": Tally(1, 1, 0),
        "school": Tally(1, 0, 1),
        "public-place": Tally(1, 0, 0),
    }
    assert [(part.name, part.tally) for part in report.parts] == [
        ("Thôn 3", Tally(2, 1, 1)),
        ("", Tally(1, 0, 0)),
    ]
    assert await names(shelf, Which.MISSING) == ["Chợ"]
    assert await names(shelf, Which.DAMAGED) == [SCHOOL]


async def test_what_wants_looking_at(shelf: Shelf) -> None:
    await place(shelf, "Thôn 1", now=NOW - timedelta(days=91))
    two = await place(shelf, "Thôn 2", now=NOW - timedelta(days=89))
    async with stores(shelf) as here:
        (sign,) = await here.stickers.of_point(two.id)
        assert await here.stickers.mark(sign, SignEvent.TOLD_COVERED, NOW)
        lists = (await here.coverage.report(shelf.unit.id, NOW)).lists
    assert (lists[Which.OVERDUE], lists[Which.TOLD]) == (1, 1)
    assert await names(shelf, Which.OVERDUE) == ["Thôn 1"]
    assert await names(shelf, Which.TOLD) == ["Thôn 2"]
    async with stores(shelf) as here:
        (sign,) = await here.stickers.of_point(two.id)
        assert await here.stickers.mark(sign, SignEvent.INSPECTED, NOW + timedelta(days=2))
    assert await names(shelf, Which.TOLD, NOW + timedelta(days=2)) == []


async def test_a_hamlet_has_all_that_lies_in_it_and_nothing_tells_the_school_apart(
    shelf: Shelf,
) -> None:
    three = await place(shelf, "Thôn 3")
    school = await place(shelf, SCHOOL, "school", parent=three)
    await used(shelf, three, scans=20, sent=6)
    before = await told(shelf)
    await used(shelf, school, scans=4, sent=3)
    assert before == {"all": Used(20, 20, 5), "Thôn 3": Used(20, 20, 5)}
    assert await told(shelf) == before
    assert await told(shelf, exact=True) == {"all": Used(24, 20, 9), "Thôn 3": Used(24, 20, 9)}
    assert await names(shelf, Which.UNDER) == [SCHOOL]


async def test_all_that_lies_in_a_hamlet_is_one_sum_and_the_list_is_the_desks(
    shelf: Shelf,
) -> None:
    one = await place(shelf, "Thôn 1")
    every = [
        one,
        *[await place(shelf, f"Nhà trọ {n}", "enterprise", parent=one) for n in range(4)],
    ]
    for point in every:
        await used(shelf, point, scans=4, sent=4)
    assert len(await names(shelf, Which.UNDER)) == 5
    assert await told(shelf) == {"all": Used(20, 20, 20), "Thôn 1": Used(20, 20, 20)}


async def test_only_what_has_ended_and_nothing_about_officials(shelf: Shelf) -> None:
    three = await place(shelf, "Thôn 3")
    await used(shelf, three, scans=5, sent=5)
    for outside in (NOW, datetime(2026, 6, 30, 16, 59, tzinfo=UTC)):
        await used(shelf, three, scans=50, sent=50, at=outside)
    await used(shelf, three, sent=50, kind="official")
    assert await told(shelf, exact=True) == {"all": Used(5, 5, 5), "Thôn 3": Used(5, 5, 5)}


async def test_what_was_counted_of_a_quarter_stays(shelf: Shelf) -> None:
    three = await place(shelf, "Thôn 3")
    await used(shelf, three, scans=7, sent=7)
    before = await told(shelf)
    async with stores(shelf) as here:
        await here.points.revoke(three.id, NOW)
    assert await told(shelf, now=NOW + timedelta(days=20)) == before


async def test_never_scanned_is_one_list_and_seldom_scanned_another(shelf: Shelf) -> None:
    three, four = await place(shelf, "Thôn 3"), await place(shelf, "Thôn 4")
    await place(shelf, "Thôn 5", deed=None)
    await used(shelf, three, scans=4)
    assert await names(shelf, Which.NEVER) == ["Thôn 4"]
    assert await names(shelf, Which.UNDER) == ["Thôn 3", "Thôn 4"]
    await used(shelf, four, scans=5, at=NOW)
    assert await names(shelf, Which.NEVER) == []
    assert await names(shelf, Which.UNDER) == ["Thôn 3", "Thôn 4"]


async def test_a_unit_above_sees_units_and_never_exact_figures(shelf: Shelf) -> None:
    async with stores(shelf) as here:
        above = await here.units.add(
            slug="dong-nai", name="Đồng Nai", prefix="DN", parent_id=None, hotline="", now=NOW
        )
        below = [
            await here.units.add(
                slug=f"xa-{n}", name=f"xã {n}", prefix=f"X{n}", parent_id=above.id, hotline="",
                now=NOW,
            )
            for n in (1, 2)
        ]  # fmt: skip
    for unit in below:
        point = await place(shelf, "Thôn 1", unit_id=unit.id, details=Details("", 11.5, 106.6))
        await used(shelf, point, scans=9)
    async with stores(shelf) as here:
        report = await here.coverage.report(above.id, NOW)
        spots = await here.coverage.spots(above.id)
    assert report.by_unit
    assert [(part.name, part.tally) for part in report.parts] == [
        ("xã 1", Tally(1, 1, 0)),
        ("xã 2", Tally(1, 1, 0)),
    ]
    assert report.located == len(spots) == 2
    assert {spot.standing for spot in spots} == {Standing.INSTALLED}
    five = Used(5, 5, UNDER)
    assert await told(shelf, unit_id=above.id, exact=True) == {
        "all": Used(10, 10, UNDER),
        "xã 1": five,
        "xã 2": five,
    }


async def test_a_list_names_the_sign_that_it_is_about(shelf: Shelf) -> None:
    later = NOW + timedelta(days=400)
    for name, first, second in (
        ("Trường 1", (SignEvent.INSPECTED,), (SignEvent.INSTALLED, SignEvent.TOLD_COVERED)),
        ("Trường 2", (SignEvent.INSPECTED,), ()),
        ("Trường 3", (SignEvent.REVOKED,), (SignEvent.DAMAGED,)),
    ):
        point = await place(shelf, name)
        async with stores(shelf) as here:
            (other,) = await here.stickers.make(shelf.unit.id, [point.id], NOW)
            for sign_id, deeds in ((point.sticker_id, first), (other, second)):
                for deed in deeds:
                    sign = await here.stickers.get(sign_id)
                    assert sign is not None
                    assert await here.stickers.mark(sign, deed, later)
            if not second:  # it has hung for long and nobody has looked
                sign = await here.stickers.get(other)
                assert sign is not None
                assert await here.stickers.mark(sign, SignEvent.INSTALLED, NOW)
    async with stores(shelf) as here:
        for which, name, serial in (
            (Which.TOLD, "Trường 1", "TK-0002"),
            (Which.OVERDUE, "Trường 2", "TK-0004"),
            (Which.DAMAGED, "Trường 3", "TK-0006"),
        ):
            found, _ = await here.coverage.listed(shelf.unit.id, which, later)
            assert [(each.name, each.serial) for each in found] == [(name, serial)], which
