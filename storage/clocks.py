"""The legal deadlines of tips: rows with the time of their next reminder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, exists, func, insert, select, update

from bot.domain.clocks import (
    MISSED_AT,
    MOST_EXTENSIONS,
    ClockKind,
    Deadlines,
    next_reminder,
    stage_at,
)
from bot.domain.tip import WORKING
from storage.connection import Db
from storage.ids import new_id
from storage.schema import clocks, tips
from storage.unit_settings import UnitSettings

BATCH: Final = 50
"""Reminders of one transaction."""
EVERY_KIND: Final = (ClockKind.TRANSFER, ClockKind.VERIFY)


@dataclass(frozen=True, slots=True)
class Running:
    """A clock of a tip, running, met or missed: a missed one stays so though it was met later."""

    id: int
    tip_id: int
    unit_id: int
    kind: str
    began_at: datetime
    due_at: datetime
    stage: int
    extended: int
    met_at: datetime | None
    missed_at: datetime | None
    next_at: datetime | None

    @property
    def put_off(self) -> bool:
        """Whether the next reminder has waited for somebody to be at work."""
        planned = next_reminder(self.kind, self.due_at, self.stage)
        return bool(planned and self.next_at and self.next_at > planned)


_SELECT: Final = select(
    clocks.c.id,
    clocks.c.tip_id,
    clocks.c.unit_id,
    clocks.c.kind,
    clocks.c.began_at,
    clocks.c.due_at,
    clocks.c.stage,
    clocks.c.extended,
    clocks.c.met_at,
    clocks.c.missed_at,
    clocks.c.next_at,
)
_INSERT: Final = insert(clocks)
_OF_TIP: Final = _SELECT.where(clocks.c.tip_id == bindparam("tip")).order_by(clocks.c.id)
_DUE: Final = (
    _SELECT.where(
        clocks.c.next_at <= bindparam("now"),
        clocks.c.id.not_in(bindparam("without", expanding=True)),
    )
    .order_by(clocks.c.next_at, clocks.c.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_WITHOUT: Final = select(tips.c.id, tips.c.unit_id, tips.c.created_at).where(
    tips.c.status.in_(WORKING),
    tips.c.erased_at.is_(None),
    ~exists().where(clocks.c.tip_id == tips.c.id),
)
_NEAREST: Final = (
    select(func.min(clocks.c.due_at))
    .where(clocks.c.tip_id == bindparam("tip"), clocks.c.met_at.is_(None))
    .scalar_subquery()
)
_MARK: Final = update(tips).where(tips.c.id == bindparam("tip")).values(due_at=_NEAREST)


class Clocks:
    """The clocks of one transaction. `tips.due_at` is the nearest deadline that is not met."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def start(
        self, tip_id: int, unit_id: int, received: datetime, known: datetime | None = None
    ) -> None:
        """Both clocks of a tip that has come in. `known`: since when it is known here, if that is
        later; what was due until then is missed in silence, for nobody here could be in time.
        """
        await self._begin(tip_id, unit_id, received, EVERY_KIND, known)

    async def start_missing(self, now: datetime) -> int:
        """Clocks of open tips that came in before there were any; how many tips that were."""
        rows = (await self._db.execute(_WITHOUT)).all()
        for row in rows:
            await self.start(row.id, row.unit_id, row.created_at, known=now)
        return len(rows)

    async def of_tip(self, tip_id: int) -> list[Running]:
        """Every clock a tip ever had, oldest first."""
        return [Running(*row) for row in await self._db.execute(_OF_TIP, {"tip": tip_id})]

    async def meet(self, tip_id: int, kinds: Collection[str], now: datetime) -> None:
        """What was to be done is done. Later than the deadline, the clock was missed too."""
        open_ones = (
            clocks.c.tip_id == tip_id,
            clocks.c.kind.in_(list(kinds)),
            clocks.c.met_at.is_(None),
        )
        await self._change(
            *open_ones, clocks.c.due_at <= now, clocks.c.missed_at.is_(None), missed_at=now
        )
        await self._change(*open_ones, met_at=now, next_at=None)
        await self._mark(tip_id)

    async def reopen(self, tip_id: int, now: datetime) -> None:
        """The tip is to be looked into again, from now on."""
        row = (await self._db.execute(select(tips.c.unit_id).where(tips.c.id == tip_id))).first()
        if row is not None:
            await self._begin(tip_id, row.unit_id, now, (ClockKind.VERIFY,))

    async def extend(self, tip_id: int, now: datetime) -> datetime | None:
        """Give more time to look into it, at most twice; the new deadline, or None: there is
        nothing to extend, somebody else just did, or it would not be later.
        """
        for clock in await self.of_tip(tip_id):
            running = clock.kind == ClockKind.VERIFY and clock.met_at is None
            if running and clock.extended < MOST_EXTENSIONS:
                return await self._extended(clock, now)
        return None

    async def move(self, tip_id: int, unit_id: int) -> None:
        """Another unit has it now and is reminded; the deadlines stay."""
        await self._change(clocks.c.tip_id == tip_id, unit_id=unit_id)

    async def due(self, now: datetime, without: Collection[int] = ()) -> list[Running]:
        """Clocks with a reminder that is due, this transaction's alone until it ends, but for
        those `without`.
        """
        wanted = {"now": now, "without": list(without)}
        return [Running(*row) for row in await self._db.execute(_DUE, wanted)]

    async def reminded(self, clock: Running) -> bool:
        """The next reminder of a clock has gone out; False when another process was first."""
        stage = clock.stage + 1
        deadlines = await self._deadlines(clock.unit_id)
        told_at = clock.next_at or clock.due_at
        also: dict[str, Any] = {}
        if stage == MISSED_AT and clock.missed_at is None:
            also["missed_at"] = clock.due_at
        return (
            await self._change(
                clocks.c.id == clock.id,
                clocks.c.stage == clock.stage,
                clocks.c.met_at.is_(None),
                stage=stage,
                next_at=deadlines.reminder(clock.kind, clock.due_at, stage, told_at),
                **also,
            )
            == 1
        )

    async def put_off(self, clock: Running, until: datetime) -> bool:
        """Tell the next reminder later; a deadline that has passed is missed all the same. False
        as above.
        """
        also: dict[str, Any] = {}
        if clock.stage + 1 == MISSED_AT and clock.missed_at is None:
            also["missed_at"] = clock.due_at
        return (
            await self._change(
                clocks.c.id == clock.id,
                clocks.c.stage == clock.stage,
                clocks.c.next_at == clock.next_at,
                clocks.c.met_at.is_(None),
                next_at=until,
                **also,
            )
            == 1
        )

    async def _begin(
        self,
        tip_id: int,
        unit_id: int,
        began: datetime,
        kinds: Collection[ClockKind],
        known: datetime | None = None,
    ) -> None:
        deadlines = await self._deadlines(unit_id)
        rows = []
        for kind in kinds:
            due = deadlines.due(kind, began)
            late = known is not None and due <= known
            stage = stage_at(kind, due, known) if known else 0
            rows.append(
                {
                    "id": new_id(),
                    "tip_id": tip_id,
                    "unit_id": unit_id,
                    "kind": kind,
                    "began_at": began,
                    "due_at": due,
                    "stage": stage,
                    "extended": 0,
                    "next_at": deadlines.reminder(kind, due, stage, known or began),
                    "met_at": None,
                    "missed_at": due if late else None,
                }
            )
        await self._db.execute(_INSERT, rows)
        await self._mark(tip_id)

    async def _extended(self, clock: Running, now: datetime) -> datetime | None:
        deadlines = await self._deadlines(clock.unit_id)
        due = deadlines.due(clock.kind, clock.began_at, clock.extended + 1)
        stage = stage_at(clock.kind, due, now)
        late: dict[str, Any] = {}
        if clock.due_at <= now and clock.missed_at is None:
            late["missed_at"] = now
        if due <= clock.due_at or not await self._change(
            clocks.c.id == clock.id,
            clocks.c.extended == clock.extended,
            clocks.c.met_at.is_(None),
            due_at=due,
            extended=clock.extended + 1,
            stage=stage,
            next_at=deadlines.reminder(clock.kind, due, stage, now),
            **late,
        ):
            return None
        await self._mark(clock.tip_id)
        return due

    async def _deadlines(self, unit_id: int) -> Deadlines:
        return Deadlines.of(await UnitSettings(self._db).of(unit_id))

    async def _mark(self, tip_id: int) -> None:
        await self._db.execute(_MARK, {"tip": tip_id})

    async def _change(self, *which: Any, **values: Any) -> int:
        done = await self._db.execute(update(clocks).where(*which).values(**values))
        return int(done.rowcount)
