"""Organisations that have a queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from storage.connection import Db
from storage.ids import new_id
from storage.schema import units


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune police, a provincial desk. `prefix` begins its tips' references; `hotline` may
    be empty.
    """

    id: int
    slug: str
    name: str
    prefix: str
    parent_id: int | None
    hotline: str


_COLUMNS: Final = (
    units.c.id,
    units.c.slug,
    units.c.name,
    units.c.prefix,
    units.c.parent_id,
    units.c.hotline,
)
_SELECT: Final = select(*_COLUMNS)
_BY_ID: Final = _SELECT.where(units.c.id == bindparam("id"))
_BY_SLUG: Final = _SELECT.where(units.c.slug == bindparam("slug"))
_ALL: Final = _SELECT.order_by(units.c.name)


class Units:
    """The units of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(
        self,
        *,
        slug: str,
        name: str,
        prefix: str,
        parent_id: int | None,
        hotline: str,
        now: datetime,
    ) -> Unit:
        """Store a new unit. The slug must be new."""
        unit = Unit(new_id(), slug, name, prefix, parent_id, hotline)
        row = dict(zip((c.name for c in _COLUMNS), _astuple(unit), strict=True))
        await self._db.execute(insert(units), {**row, "created_at": now})
        return unit

    async def change(self, unit_id: int, *, name: str, hotline: str) -> None:
        """What people read; nothing that keys or references hold."""
        await self._db.execute(
            update(units).where(units.c.id == unit_id).values(name=name, hotline=hotline)
        )

    async def get(self, unit_id: int) -> Unit:
        """A unit that exists; raises `LookupError` otherwise."""
        row = (await self._db.execute(_BY_ID, {"id": unit_id})).first()
        if row is None:
            raise LookupError("no such unit")
        return Unit(*row)

    async def by_slug(self, slug: str) -> Unit | None:
        """A unit by the name used on the command line."""
        row = (await self._db.execute(_BY_SLUG, {"slug": slug})).first()
        return Unit(*row) if row else None

    async def all(self) -> list[Unit]:
        """Every unit, by name."""
        rows = await self._db.execute(_ALL)
        return [Unit(*row) for row in rows]


def _astuple(unit: Unit) -> tuple[object, ...]:
    return (unit.id, unit.slug, unit.name, unit.prefix, unit.parent_id, unit.hotline)
