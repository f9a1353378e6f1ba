"""The duty book: what came, went and is left, counted from tips and the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    select,
)

from bot.domain.duty import Listed, Shift
from bot.domain.tip import TipStatus, Urgency
from storage.connection import Db
from storage.schema import merges, register, tips

LISTED: Final = 10
"""References that a line names."""
SOON: Final = timedelta(hours=24)

_UNIT: Final[BindParameter[int]] = bindparam("unit")
_SINCE: Final[BindParameter[datetime]] = bindparam("since")
_UNTIL: Final[BindParameter[datetime]] = bindparam("until")
_ENDED: Final = (TipStatus.TRANSFERRED, TipStatus.CONCLUDED)
_NOT_CLOSED: Final = [status for status in TipStatus if status is not TipStatus.CLOSED]
_OPEN: Final = and_(
    tips.c.unit_id == _UNIT,
    tips.c.status.in_(_NOT_CLOSED),
    tips.c.erased_at.is_(None),
    not_(exists().where(merges.c.tip_id == tips.c.id)),
)
_ASIDE: Final = and_(tips.c.side, tips.c.urgency != Urgency.URGENT)


def _within(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(column >= _SINCE, column < _UNTIL)


_CAME: Final = select(func.count()).select_from(
    # A tip that came, went and came back is one.
    select(tips.c.id)
    .where(tips.c.unit_id == _UNIT, _within(tips.c.created_at))
    .union(
        select(register.c.tip_id).where(
            register.c.unit_id == _UNIT,
            register.c.moved_at >= _SINCE,
            _within(register.c.received_at),
        ),
        select(register.c.tip_id).where(
            register.c.to_unit_id == _UNIT, _within(register.c.moved_at)
        ),
    )
    .subquery()
)
_WENT: Final = select(func.count()).select_from(
    select(register.c.tip_id)
    .where(register.c.unit_id == _UNIT, _within(register.c.moved_at))
    .union(
        select(tips.c.id).where(
            tips.c.unit_id == _UNIT, _within(tips.c.concluded_at), tips.c.outcome == ""
        )
    )
    .subquery()
)
_TAKEN: Final = select(func.count()).where(tips.c.unit_id == _UNIT, _within(tips.c.taken_at))
_CLOSED: Final = select(func.count()).where(tips.c.unit_id == _UNIT, _within(tips.c.closed_at))
_CONCLUDED: Final = (
    select(tips.c.outcome, func.count().label("n"))
    .where(tips.c.unit_id == _UNIT, _within(tips.c.concluded_at), tips.c.outcome != "")
    .group_by(tips.c.outcome)
)
_LEFT: Final = (
    select(
        tips.c.status,
        func.count().label("n"),
        func.sum(case((_ASIDE, 1), else_=0)).label("aside"),
    )
    .where(_OPEN)
    .group_by(tips.c.status)
)


def _listed(*where: ColumnElement[bool], first: ColumnElement[Any]) -> Select[Any]:
    return (
        select(tips.c.reference, func.count().over().label("n"))
        .where(_OPEN, *where)
        .order_by(first, tips.c.id)
        .limit(LISTED)
    )


_URGENT: Final = _listed(
    tips.c.urgency == Urgency.URGENT,
    tips.c.owner_id.is_(None),
    tips.c.status.not_in(_ENDED),
    first=tips.c.created_at,
)
_WAITING: Final = _listed(tips.c.answer_waiting, not_(_ASIDE), first=tips.c.created_at)
_DUE: Final = _listed(tips.c.due_at >= _SINCE, tips.c.due_at < _UNTIL, first=tips.c.due_at)
_MISSED: Final = _listed(tips.c.due_at < _UNTIL, first=tips.c.due_at)
_OF_MEMBER: Final = (
    # By their owner alone: a unit has many tips, an owner few.
    select(tips.c.id, tips.c.reference, tips.c.unit_id)
    .where(tips.c.owner_id == bindparam("owner"), tips.c.status.in_(_NOT_CLOSED))
    .order_by(tips.c.created_at, tips.c.id)
)


class DutyBook:
    """The duty book of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def shift(self, unit_id: int, since: datetime, now: datetime) -> Shift:
        """What happened in a unit since then, and what is left now."""
        shift = {"unit": unit_id, "since": since, "until": now}
        day = {"unit": unit_id, "since": now, "until": now + SOON}
        concluded = await self._db.execute(_CONCLUDED, shift)
        left = (await self._db.execute(_LEFT, {"unit": unit_id})).all()
        return Shift(
            since,
            now,
            came=await self._count(_CAME, shift),
            taken=await self._count(_TAKEN, shift),
            transferred=await self._count(_WENT, shift),
            closed=await self._count(_CLOSED, shift),
            concluded={row.outcome: int(row.n) for row in concluded},
            open={row.status: int(row.n) for row in left},
            aside=sum(int(row.aside) for row in left),
            urgent=await self._list(_URGENT, {"unit": unit_id}),
            waiting=await self._list(_WAITING, {"unit": unit_id}),
            due=await self._list(_DUE, day),
            missed=await self._list(_MISSED, {"unit": unit_id, "until": now}),
        )

    async def came(self, unit_id: int, bounds: Sequence[datetime]) -> list[int]:
        """How many came in between each two neighbours of `bounds`."""
        return [
            await self._count(_CAME, {"unit": unit_id, "since": since, "until": until})
            for since, until in pairwise(bounds)
        ]

    async def open_of(self, unit_id: int, member_id: int) -> list[tuple[int, str]]:
        """The ids and references of a member's tips that are not closed, oldest first."""
        rows = await self._db.execute(_OF_MEMBER, {"owner": member_id})
        return [(row.id, row.reference) for row in rows if row.unit_id == unit_id]

    async def _count(self, statement: Select[Any], values: dict[str, Any]) -> int:
        return int((await self._db.execute(statement, values)).scalar_one())

    async def _list(self, statement: Select[Any], values: dict[str, Any]) -> Listed:
        rows = (await self._db.execute(statement, values)).all()
        return Listed(int(rows[0].n), tuple(row.reference for row in rows)) if rows else Listed()
