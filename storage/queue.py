"""The queue of a unit, by the page: views and filters over what a row shows in clear.

`OPEN`, `ASIDE` and `ENDED` are written as the partial indexes `ix_tips_open`, `ix_tips_aside` and
`ix_tips_ended` say them, word for word, so that both databases read a page off an index in its
order however many tips there are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, not_, select

from bot.domain.queue import Filter, View
from bot.domain.tip import Tip
from storage.connection import Db
from storage.schema import merges, tip_labels, tips
from storage.tip_rows import ASIDE, ENDED, MAIN, OPEN, SELECT, URGENT, tip_of

MOST: Final = 1000
"""Tips that are counted one by one; of more it is only said that there are more."""

_NOT_MERGED: Final = ~exists().where(merges.c.tip_id == tips.c.id)
_OLDEST: Final = (tips.c.urgency.desc(), tips.c.created_at, tips.c.id)
"""Urgent first: the two words happen to be in that order."""
_ORDERS: Final[dict[View, tuple[Any, ...]]] = {
    View.ENDED: (tips.c.created_at.desc(), tips.c.id.desc()),
    View.OVERDUE: (tips.c.due_at, tips.c.id),
    View.SIDE: (tips.c.created_at, tips.c.id),
}


class Queue:
    """The queues of one transaction. A tip that was merged into another is not in any."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def page(
        self, unit_id: int, wanted: Filter, now: datetime, *, limit: int, offset: int = 0
    ) -> list[Tip]:
        """Urgent first, then the oldest; ended ones newest first, overdue ones longest first."""
        rows = await self._db.execute(
            SELECT.where(*_where(unit_id, wanted, now))
            .order_by(*_ORDERS.get(wanted.view, _OLDEST))
            .limit(limit)
            .offset(offset)
        )
        return [tip_of(row) for row in rows]

    async def count(self, unit_id: int, wanted: Filter, now: datetime) -> int:
        """How many there are; `MOST` + 1 when there are more than `MOST`."""
        some = select(tips.c.id).where(*_where(unit_id, wanted, now)).limit(MOST + 1)
        found = some.subquery()
        return int((await self._db.execute(select(func.count()).select_from(found))).scalar_one())


def _where(unit_id: int, wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    where = [tips.c.unit_id == unit_id, *_of_view(wanted, now), _NOT_MERGED]
    if wanted.point_id is not None:
        where.append(tips.c.point_id == wanted.point_id)
    if wanted.kind:
        where.append(tips.c.kind == wanted.kind)
    if wanted.status:
        where.append(tips.c.status == wanted.status)
    if wanted.label:
        labelled = select(tip_labels.c.tip_id).where(tip_labels.c.name == wanted.label)
        where.append(tips.c.id.in_(labelled))
    if wanted.since is not None:
        where.append(tips.c.created_at >= wanted.since)
    if wanted.until is not None:
        where.append(tips.c.created_at < wanted.until)
    return where


def _of_view(wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    match wanted.view:
        case View.ENDED:
            return [ENDED]
        case View.MINE:
            return [OPEN, tips.c.owner_id == wanted.member_id]
        case View.FREE:
            return [OPEN, MAIN, tips.c.owner_id.is_(None)]
        case View.URGENT:
            return [OPEN, URGENT]
        case View.OVERDUE:
            return [OPEN, tips.c.due_at < now]
        case View.SIDE:
            return [ASIDE, OPEN, not_(URGENT)]
        case View.UNIT:
            return [OPEN, MAIN]
