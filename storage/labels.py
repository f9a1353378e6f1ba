"""The labels of a unit, and which tips have them. They lie in clear, so that the queue can be
filtered by them: a lead names them once, nobody types one for a tip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from sqlalchemy import bindparam, delete, func, select

from storage.connection import Db
from storage.schema import tip_labels, tips, unit_labels
from storage.statements import Upsert

MOST: Final = 30
"""Labels of one unit."""
_PUT: Final = Upsert(tip_labels, ["tip_id", "name"])
_ADD: Final = Upsert(unit_labels, ["unit_id", "name"])
_OF_UNIT: Final = (
    select(unit_labels.c.name)
    .where(unit_labels.c.unit_id == bindparam("unit"))
    .order_by(unit_labels.c.name)
)
_OF_TIPS: Final = (
    select(tip_labels.c.tip_id, tip_labels.c.name)
    .join(tips, tips.c.id == tip_labels.c.tip_id)
    .join(
        unit_labels,
        (unit_labels.c.unit_id == tips.c.unit_id) & (unit_labels.c.name == tip_labels.c.name),
    )
    .where(tip_labels.c.tip_id.in_(bindparam("tips", expanding=True)))
    .order_by(tip_labels.c.name)
)
_KNOWN: Final = (
    select(unit_labels.c.name)
    .join(tips, tips.c.unit_id == unit_labels.c.unit_id)
    .where(
        tips.c.id == bindparam("tip"),
        tips.c.erased_at.is_(None),
        unit_labels.c.name == bindparam("name"),
    )
)


class Labels:
    """The labels of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def of_unit(self, unit_id: int) -> list[str]:
        """The labels a unit uses, by name."""
        return list((await self._db.execute(_OF_UNIT, {"unit": unit_id})).scalars())

    async def add(self, unit_id: int, name: str) -> bool:
        """Let a unit use a label; False when it does already, or uses `MOST`."""
        count = await self._db.execute(
            select(func.count()).select_from(unit_labels).where(unit_labels.c.unit_id == unit_id)
        )
        if count.scalar_one() >= MOST:
            return False
        done = await self._db.execute(_ADD.on(self._db), {"unit_id": unit_id, "name": name})
        return done.rowcount == 1

    async def drop(self, unit_id: int, name: str) -> bool:
        """A unit uses a label no longer; its tips lose it."""
        done = await self._db.execute(
            delete(unit_labels).where(unit_labels.c.unit_id == unit_id, unit_labels.c.name == name)
        )
        mine = select(tips.c.id).where(tips.c.unit_id == unit_id)
        await self._db.execute(
            delete(tip_labels).where(tip_labels.c.name == name, tip_labels.c.tip_id.in_(mine))
        )
        return done.rowcount == 1

    async def of_tips(self, tip_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The labels of some tips, as far as the unit that has a tip now uses them."""
        ids = list(tip_ids)
        found: defaultdict[int, list[str]] = defaultdict(list)
        if ids:
            for row in await self._db.execute(_OF_TIPS, {"tips": ids}):
                found[row.tip_id].append(row.name)
        return {tip_id: tuple(names) for tip_id, names in found.items()}

    async def put(self, tip_id: int, name: str) -> bool:
        """Put a label of its unit on a tip; False when it has it, or the unit does not use it."""
        known = await self._db.execute(_KNOWN, {"tip": tip_id, "name": name})
        if known.first() is None:
            return False
        done = await self._db.execute(_PUT.on(self._db), {"tip_id": tip_id, "name": name})
        return done.rowcount == 1

    async def take_off(self, tip_id: int, name: str) -> bool:
        """Take a label off a tip; False when it had not got it."""
        done = await self._db.execute(
            delete(tip_labels).where(tip_labels.c.tip_id == tip_id, tip_labels.c.name == name)
        )
        return done.rowcount == 1
