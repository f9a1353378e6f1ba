"""What the desk is to be told later: a tip that came at night, an urgent one again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, exists, insert, select, update

from bot.domain.tip import WORKING, Urgency
from storage.connection import Db
from storage.ids import new_id
from storage.schema import alarms, tips

URGENT: Final = "urgent"
"""Told again and again while nobody has it, until it ends. `stage`: how often it was."""
LATER: Final = "later"
"""Told once, when somebody works again."""
MOST_REPEATS: Final = 12
"""Then the unit above is told, and from there on it is told less often."""
BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to be told. `unit_id` is where the tip came in; it may have moved since."""

    id: int
    unit_id: int
    tip_id: int
    kind: str
    stage: int


_DUE: Final = (
    select(alarms.c.id, alarms.c.unit_id, alarms.c.tip_id, alarms.c.kind, alarms.c.stage)
    .where(
        alarms.c.due_at <= bindparam("now"),
        alarms.c.kind.in_((URGENT, LATER)),
        alarms.c.id.not_in(bindparam("without", expanding=True)),
    )
    .order_by(alarms.c.due_at, alarms.c.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_WITHOUT: Final = select(tips.c.id, tips.c.unit_id).where(
    tips.c.urgency == Urgency.URGENT,
    tips.c.status.in_(WORKING),
    tips.c.owner_id.is_not(None),
    tips.c.erased_at.is_(None),
    ~exists().where(alarms.c.tip_id == tips.c.id, alarms.c.kind == URGENT),
)


class Alarms:
    """The alarms of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(self, unit_id: int, tip_id: int, kind: str, due_at: datetime) -> None:
        """Have something told at a time, instead of what was to be told of the same."""
        same = (alarms.c.tip_id == tip_id, alarms.c.kind == kind)
        await self._db.execute(delete(alarms).where(*same))
        row = {"id": new_id(), "unit_id": unit_id, "tip_id": tip_id, "kind": kind}
        await self._db.execute(insert(alarms), {**row, "stage": 0, "due_at": due_at})

    async def start_missing(self, now: datetime) -> None:
        """Of urgent tips that somebody has since before there were alarms: should that end, they
        ring.
        """
        for row in (await self._db.execute(_WITHOUT)).all():
            await self.add(row.unit_id, row.id, URGENT, now)

    async def due(self, now: datetime, without: Collection[int] = ()) -> list[Alarm]:
        """What is due, this transaction's alone until it ends, but for those `without`."""
        wanted = {"now": now, "without": list(without)}
        return [Alarm(*row) for row in await self._db.execute(_DUE, wanted)]

    async def again(self, alarm: Alarm, due_at: datetime) -> bool:
        """It is told now, and will be again; False when another process was first."""
        return await self._next(alarm, alarm.stage + 1, due_at)

    async def rest(self, alarm: Alarm, due_at: datetime) -> bool:
        """Somebody has it: it is looked at again, and told from the first time on when that has
        changed; False as above.
        """
        return await self._next(alarm, 0, due_at)

    async def _next(self, alarm: Alarm, stage: int, due_at: datetime) -> bool:
        done = await self._db.execute(
            update(alarms)
            .where(alarms.c.id == alarm.id, alarms.c.stage == alarm.stage)
            .values(stage=stage, due_at=due_at)
        )
        return done.rowcount == 1

    async def done(self, alarm: Alarm) -> bool:
        """It is told for the last time, or need not be any more; False as above."""
        gone = await self._db.execute(
            delete(alarms).where(alarms.c.id == alarm.id, alarms.c.stage == alarm.stage)
        )
        return gone.rowcount == 1
