"""Places with a QR code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, insert, select, update

from storage.connection import Db
from storage.ids import new_id
from storage.schema import points, units


@dataclass(frozen=True, slots=True)
class Point:
    """A hamlet, a school, a boarding house. `code` is what its QR code carries and reveals
    nothing.
    """

    id: int
    unit_id: int
    unit_name: str
    kind: str
    name: str
    code: str
    revoked: bool


_SELECT: Final = select(
    points.c.id,
    points.c.unit_id,
    units.c.name.label("unit_name"),
    points.c.kind,
    points.c.name,
    points.c.code,
    points.c.revoked_at,
).join(units, units.c.id == points.c.unit_id)
_BY_CODE: Final = _SELECT.where(points.c.code == bindparam("code"))
_BY_ID: Final = _SELECT.where(points.c.id == bindparam("id"))
_OF_UNIT: Final = _SELECT.where(points.c.unit_id == bindparam("unit")).order_by(points.c.id)


class Points:
    """The points of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(self, *, unit_id: int, kind: str, name: str, now: datetime) -> Point:
        """Store a new point with a fresh random code (72 bits)."""
        row: dict[str, Any] = {
            "id": new_id(),
            "unit_id": unit_id,
            "kind": kind,
            "name": name,
            "code": secrets.token_urlsafe(9),
            "created_at": now,
        }
        await self._db.execute(insert(points), row)
        found = await self.get(row["id"])
        if found is None:
            raise LookupError("the point's unit does not exist")
        return found

    async def by_code(self, code: str) -> Point | None:
        """The point of a scanned code, revoked ones included."""
        return await self._one(_BY_CODE, code=code)

    async def get(self, point_id: int) -> Point | None:
        """A point by its id."""
        return await self._one(_BY_ID, id=point_id)

    async def of_unit(self, unit_id: int) -> list[Point]:
        """The points of a unit in the order they were added."""
        rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
        return [_point(row) for row in rows]

    async def revoke(self, point_id: int, now: datetime) -> None:
        """Retire a code; scanning it still opens a page that leads on."""
        await self._db.execute(
            update(points).where(points.c.id == point_id).values(revoked_at=now)
        )

    async def _one(self, statement: Select[Any], **values: object) -> Point | None:
        row = (await self._db.execute(statement, values)).first()
        return _point(row) if row else None


def _point(row: Any) -> Point:
    return Point(
        row.id,
        row.unit_id,
        row.unit_name,
        row.kind,
        row.name,
        row.code,
        row.revoked_at is not None,
    )
