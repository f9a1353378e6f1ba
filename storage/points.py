"""Places with a sign: what is known of each. The signs themselves are in `storage.stickers`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, insert, select, update

from bot.domain.points import LIVE, SignState
from bot.domain.short_codes import short_code
from storage.ids import new_id
from storage.many_points import ManyPoints
from storage.point_details import OF_DETAILS, Details, columns, details_of
from storage.schema import points, stickers, units

__all__ = ["Details", "Entry", "Point", "Points", "live"]


@dataclass(frozen=True, slots=True)
class Point:
    """A hamlet, a school, a boarding house. `code` is the one that was asked for, or that of the
    first sign in use, and reveals nothing; empty when none is in use. `revoked`: the place, or the
    sign with this code, is no more.
    """

    id: int
    unit_id: int
    unit_name: str
    kind: str
    name: str
    code: str
    revoked: bool
    sticker_id: int = 0
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register of places."""

    point: Point
    parent: str = ""
    """The name of the hamlet it lies in."""
    details: Details = field(default_factory=Details)


_OF_POINT: Final = (
    points.c.id,
    points.c.unit_id,
    units.c.name.label("unit_name"),
    points.c.kind,
    points.c.name,
    points.c.parent_id,
    points.c.revoked_at,
)
_first = stickers.alias("first")
_FIRST: Final = (
    select(func.min(_first.c.serial))
    .where(_first.c.point_id == points.c.id, _first.c.state.in_([s.value for s in LIVE]))
    .scalar_subquery()
)
_SELECT: Final = (
    select(*_OF_POINT, stickers.c.id.label("sticker_id"), stickers.c.code, stickers.c.state)
    .join(units, units.c.id == points.c.unit_id)
    .outerjoin(stickers, (stickers.c.point_id == points.c.id) & (stickers.c.serial == _FIRST))
)
_BY_SIGN: Final = (
    select(*_OF_POINT, stickers.c.id.label("sticker_id"), stickers.c.code, stickers.c.state)
    .join(units, units.c.id == points.c.unit_id)
    .join(stickers, stickers.c.point_id == points.c.id)
)
_BY_CODE: Final = _BY_SIGN.where(stickers.c.code == bindparam("code"))
_BY_SHORT: Final = _BY_SIGN.where(stickers.c.short == bindparam("code"))
_BY_ID: Final = _SELECT.where(points.c.id == bindparam("id"))
_OF_UNIT: Final = _SELECT.where(points.c.unit_id == bindparam("unit")).order_by(points.c.id)
_DETAILS: Final = select(points.c.id, *OF_DETAILS)


class Points(ManyPoints):
    """The points of one transaction."""

    async def add(
        self,
        *,
        unit_id: int,
        kind: str,
        name: str,
        now: datetime,
        parent_id: int | None = None,
        details: Details | None = None,
        signs: int = 1,
    ) -> Point:
        """Store a new point with so many signs, each with a fresh random code (72 bits)."""
        row: dict[str, Any] = {
            "id": new_id(),
            "unit_id": unit_id,
            "parent_id": parent_id,
            "kind": kind,
            "name": name,
            "created_at": now,
        }
        row |= await self._columns(unit_id, row["id"], details or Details())
        await self._db.execute(insert(points), row)
        if signs:
            await self._stickers.make(unit_id, [row["id"]] * signs, now)
        found = await self.get(row["id"])
        if found is None:
            raise LookupError("the point's unit does not exist")
        return found

    async def change(
        self, point: Point, *, name: str, parent_id: int | None, details: Details
    ) -> None:
        """Put other words in its place; its kind and its signs stay."""
        row = await self._columns(point.unit_id, point.id, details)
        await self._db.execute(
            update(points)
            .where(points.c.id == point.id)
            .values(name=name, parent_id=parent_id, **row)
        )

    async def by_code(self, code: str) -> Point | None:
        """The point of a scanned code, or of a short one that was typed; old signs included."""
        found = await self._one(_BY_CODE, code=code)
        short = short_code(code) if found is None else None
        return await self._one(_BY_SHORT, code=short) if short else found

    async def get(self, point_id: int) -> Point | None:
        """A point by its id."""
        return await self._one(_BY_ID, id=point_id)

    async def of_unit(self, unit_id: int) -> list[Point]:
        """The points of a unit in the order they were added."""
        rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
        return [_point(row) for row in rows]

    async def register(self, unit_id: int) -> list[Entry]:
        """All that is known of a unit's points. Raises `KeyNotHere` where its key is not."""
        found = await self.of_unit(unit_id)
        names = {point.id: point.name for point in found}
        rows = await self._db.execute(_DETAILS.where(points.c.unit_id == unit_id))
        details = {row.id: details_of(self._keyring, row) for row in rows}
        return [
            Entry(point, names.get(point.parent_id or 0, ""), details[point.id]) for point in found
        ]

    async def details(self, point_id: int) -> Details:
        """What else is known of one. Raises `LookupError`, and `KeyNotHere` as `register`."""
        row = (await self._db.execute(_DETAILS.where(points.c.id == point_id))).first()
        if row is None:
            raise LookupError("no such point")
        return details_of(self._keyring, row)

    async def dates(self, point_id: int) -> tuple[str | None, str | None]:
        """The days of its pledge and of its rules."""
        wanted = select(points.c.pledged_on, points.c.rules_on).where(points.c.id == point_id)
        row = (await self._db.execute(wanted)).one()
        return row.pledged_on, row.rules_on

    async def dated(self, point_id: int, column: str, day: str | None) -> None:
        """Note the day of a pledge (`pledged_on`) or of rules that hang (`rules_on`)."""
        await self._db.execute(update(points).where(points.c.id == point_id).values({column: day}))

    async def revoke(self, point_id: int, now: datetime) -> None:
        """End a place with all its signs; scanning one still opens a page that leads on."""
        await self._db.execute(
            update(points).where(points.c.id == point_id).values(revoked_at=now)
        )
        await self._stickers.end_all(point_id, now)

    async def _columns(self, unit_id: int, point_id: int, details: Details) -> dict[str, Any]:
        slug = (
            await self._db.execute(select(units.c.slug).where(units.c.id == unit_id))
        ).scalar_one()
        return columns(self._keyring, slug, point_id, details)

    async def _one(self, statement: Select[Any], **values: object) -> Point | None:
        row = (await self._db.execute(statement, values)).first()
        return _point(row) if row else None


def _point(row: Any) -> Point:
    ended = row.state in (SignState.REPLACED, SignState.REVOKED)
    return Point(
        row.id,
        row.unit_id,
        row.unit_name,
        row.kind,
        row.name,
        row.code or "",
        row.revoked_at is not None or ended,
        row.sticker_id or 0,
        row.parent_id,
    )


def live(found: Sequence[Point]) -> list[Point]:
    """Those that are still there."""
    return [point for point in found if not point.revoked]
