"""Thousands of places at once. All that takes time is made ready before the transaction that
stores it: on SQLite that transaction keeps everybody else from writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, update

from bot.domain.points import LIVE
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.point_details import OF_DETAILS, Details, columns, plain_of, with_secret
from storage.schema import points, stickers, units
from storage.stickers import Stickers
from storage.units import Unit

Rows = list[dict[str, Any]]
SOME: Final = 2_000
"""Rows of one statement."""
_HELD: Final = (
    select(points.c.id, points.c.kind, points.c.name, points.c.parent_id, points.c.revoked_at)
    .add_columns(*OF_DETAILS)
    .where(points.c.unit_id == bindparam("unit"))
    .order_by(points.c.id)
)
_SIGNS: Final = (
    select(stickers.c.point_id, func.count().label("signs"))
    .where(stickers.c.unit_id == bindparam("unit"), stickers.c.state.in_([s.value for s in LIVE]))
    .group_by(stickers.c.point_id)
)
_CHANGED: Final = ("name", "parent_id", *(column.name for column in OF_DETAILS))
_CHANGE: Final = (
    update(points)
    .where(points.c.id == bindparam("of"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)
_INSERT: Final = insert(points)


@dataclass(frozen=True, slots=True)
class Held:
    """A place as it is stored. `plain` lacks what is `sealed`; `signs`: how many are in use."""

    id: int
    kind: str
    name: str
    parent_id: int | None
    closed: bool
    plain: Details
    sealed: bytes | None = field(repr=False)
    signs: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A place as it should be."""

    id: int
    kind: str
    name: str
    parent_id: int | None
    details: Details


@dataclass(frozen=True, slots=True)
class Ready:
    """Rows that only have to be stored; their serial numbers are drawn then."""

    added: Rows
    changed: Rows
    signs: Rows


class ManyPoints:
    """The lists of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring
        self._stickers = Stickers(connection, keyring)

    async def held(self, unit_id: int, *, lock: bool = False) -> list[Held]:
        """All places of a unit, closed ones too, in the order they were added. `lock`: nobody
        changes them until the end of the transaction.
        """
        unit = {"unit": unit_id}
        # Not the keys: tips of the unit and of its places are filed meanwhile.
        if lock:
            of = select(units.c.id).where(units.c.id == unit_id)
            await self._db.execute(of.with_for_update(key_share=True))
        held = _HELD.with_for_update(key_share=True) if lock else _HELD
        rows = await self._db.execute(held, unit)
        places = rows.all()
        counted = await self._db.execute(_SIGNS, unit)
        signs = {row.point_id: row.signs for row in counted}
        return [
            Held(
                row.id,
                row.kind,
                row.name,
                row.parent_id,
                row.revoked_at is not None,
                plain_of(row),
                row.sealed,
                signs.get(row.id, 0),
            )
            for row in places
        ]

    def opened(self, held: Held) -> Details:
        """All that is known of one. Raises `KeyNotHere` where the unit's key is not."""
        return with_secret(self._keyring, held.id, held.plain, held.sealed)

    def row(self, unit: Unit, place: Placed, now: datetime) -> dict[str, Any]:
        """A place as a row, sealed: what takes the time."""
        return {
            "id": place.id,
            "unit_id": unit.id,
            "parent_id": place.parent_id,
            "kind": place.kind,
            "name": place.name,
            "created_at": now,
            **columns(self._keyring, unit.slug, place.id, place.details),
        }

    async def ready(
        self, unit: Unit, added: Rows, changed: Rows, signs: Mapping[int, int], now: datetime
    ) -> Ready:
        """Give every place so many signs (`signs`, by id) with codes that nobody has, and sort
        the new ones so that a hamlet comes before what lies in it.
        """
        wanted = [point for point, count in signs.items() for _ in range(count)]
        drawn = await self._stickers.drawn(unit.id, wanted, now)
        renamed = [_renamed(row) for row in changed]
        return Ready(_parents_first(added), renamed, drawn)

    async def add_many(self, unit: Unit, ready: Ready) -> None:
        """Store all of it. Raises `Collision`, and nothing is stored, when a code was taken
        meanwhile.
        """
        for statement, rows in ((_INSERT, ready.added), (_CHANGE, ready.changed)):
            for some in _parts(rows):
                await self._db.execute(statement, some)
        await self._stickers.put(unit.id, ready.signs)


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"of": row["id"], **{f"new_{name}": row[name] for name in _CHANGED}}


def _parents_first(rows: Rows) -> Rows:
    inside: dict[int, Rows] = {}
    known = {row["id"] for row in rows}
    ordered = [row for row in rows if row["parent_id"] not in known]
    for row in rows:
        if row["parent_id"] in known:
            inside.setdefault(row["parent_id"], []).append(row)
    for row in ordered:  # grows while it is read
        ordered += inside.get(row["id"], [])
    if len(ordered) != len(rows):
        raise ValueError("places lie in one another")
    return ordered


def _parts(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    return (rows[at : at + SOME] for at in range(0, len(rows), SOME))
