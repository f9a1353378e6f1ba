"""The register: the line that stays with a unit whose tip went elsewhere, and the whole book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, cast, insert, literal, null, select, tuple_, union_all

from bot.domain.tip import TipStatus
from storage.connection import Db
from storage.ids import new_id
from storage.schema import points, register, tips

PAGE: Final = 1000
"""Lines of the book read at once."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a unit's tip went."""

    reference: str
    to_name: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a unit's reception register: nothing of the reporter, nothing of what was said.

    `status` is empty for a tip that another unit has now; `moved_at` None for one that stayed.
    """

    id: int
    reference: str
    received_at: datetime
    kind: str
    urgency: str
    point: str
    source: str
    status: str
    outcome: str
    to_name: str
    moved_at: datetime | None


_MOVED: Final = (
    select(register.c.reference, register.c.to_name, register.c.moved_at)
    .join(tips, tips.c.id == register.c.tip_id)
    .where(
        tips.c.reference == bindparam("reference"),
        register.c.unit_id == bindparam("unit"),
        register.c.to_unit_id.is_not(None),
    )
    .order_by(register.c.moved_at.desc(), register.c.id.desc())
    .limit(1)
)
_AWAY: Final = (
    select(register.c.tip_id, register.c.to_name, register.c.moved_at)
    .where(
        register.c.tip_id.in_(bindparam("tips", expanding=True)),
        register.c.unit_id == bindparam("unit"),
        register.c.to_unit_id.is_(None),
    )
    .order_by(register.c.moved_at, register.c.id)
)
_BEFORE: Final = (
    select(register.c.unit_id)
    .where(register.c.tip_id == bindparam("tip"), register.c.to_unit_id.is_not(None))
    .distinct()
)


class Registers:
    """The register of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def write(
        self,
        tip_id: int,
        unit_id: int,
        to_name: str,
        member_id: int,
        now: datetime,
        to_unit: int | None = None,
    ) -> None:
        """The line that stays with `unit_id`; without `to_unit` the tip goes to a body outside of
        the service.
        """
        row = (await self._db.execute(select(tips).where(tips.c.id == tip_id))).one()
        await self._db.execute(
            insert(register),
            {
                "id": new_id(),
                "tip_id": tip_id,
                "unit_id": unit_id,
                "to_unit_id": to_unit,
                "to_name": to_name,
                "reference": row.reference,
                "kind": row.kind,
                "urgency": row.urgency,
                "point_id": row.point_id,
                "member_id": member_id,
                "received_at": row.created_at,
                "moved_at": now,
            },
        )

    async def moved(self, unit_id: int, reference: str) -> Moved | None:
        """Where a tip that this unit once had went last."""
        wanted = {"unit": unit_id, "reference": reference.strip().upper()}
        row = (await self._db.execute(_MOVED, wanted)).first()
        return Moved(*row) if row else None

    async def page(self, unit_id: int, after: Entry | None = None) -> list[Entry]:
        """The next lines of a unit's book in the order they were received; empty at its end."""
        here, gone = _of_tips(unit_id), _of_register(unit_id)
        if after is not None:
            last = tuple_(literal(after.received_at, tips.c.created_at.type), literal(after.id))
            here = here.where(tuple_(tips.c.created_at, tips.c.id) > last)
            gone = gone.where(tuple_(register.c.received_at, register.c.id) > last)
        first = here.order_by(tips.c.created_at, tips.c.id).limit(PAGE).subquery()
        second = gone.order_by(register.c.received_at, register.c.id).limit(PAGE).subquery()
        both = union_all(select(first), select(second)).subquery()
        rows: Any = await self._db.execute(
            select(both).order_by(both.c.received_at, both.c.id).limit(PAGE)
        )
        found = [Entry(*row) for row in rows]
        return await self._with_away(found, unit_id)

    async def units_before(self, tip_id: int) -> list[int]:
        """The units that had a tip before the one that has it now."""
        rows = await self._db.execute(_BEFORE, {"tip": tip_id})
        return list(rows.scalars())

    async def _with_away(self, found: list[Entry], unit_id: int) -> list[Entry]:
        """The same lines, with the body outside of the service that a tip was handed to."""
        here = [entry.id for entry in found if entry.status not in ("", TipStatus.NEW)]
        rows = await self._db.execute(_AWAY, {"tips": here, "unit": unit_id})
        away = {row.tip_id: (row.to_name, row.moved_at) for row in rows}
        return [
            replace(entry, to_name=away[entry.id][0], moved_at=away[entry.id][1])
            if entry.id in away
            else entry
            for entry in found
        ]


def _of_tips(unit_id: int) -> Any:
    return (
        select(
            tips.c.id.label("id"),
            tips.c.reference.label("reference"),
            tips.c.created_at.label("received_at"),
            tips.c.kind.label("kind"),
            tips.c.urgency.label("urgency"),
            points.c.name.label("point"),
            tips.c.source.label("source"),
            tips.c.status.label("status"),
            tips.c.outcome.label("outcome"),
            literal("").label("to_name"),
            cast(null(), register.c.moved_at.type).label("moved_at"),
        )
        .outerjoin(points, points.c.id == tips.c.point_id)
        .where(tips.c.unit_id == unit_id)
    )


def _of_register(unit_id: int) -> Any:
    return (
        select(
            register.c.id.label("id"),
            register.c.reference.label("reference"),
            register.c.received_at.label("received_at"),
            register.c.kind.label("kind"),
            register.c.urgency.label("urgency"),
            points.c.name.label("point"),
            tips.c.source.label("source"),
            literal("").label("status"),
            literal("").label("outcome"),
            register.c.to_name.label("to_name"),
            register.c.moved_at.label("moved_at"),
        )
        .join(tips, tips.c.id == register.c.tip_id)
        .outerjoin(points, points.c.id == register.c.point_id)
        .where(register.c.unit_id == unit_id, register.c.to_unit_id.is_not(None))
    )
