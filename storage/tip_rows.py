"""A tip as the queue shows it, read from its row: nothing of its content."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select

from bot.domain.tip import Tip
from storage.schema import members, points, tips

SELECT: Final = (
    select(
        tips.c.id,
        tips.c.reference,
        tips.c.unit_id,
        tips.c.kind,
        tips.c.urgency,
        tips.c.status,
        tips.c.outcome,
        points.c.name.label("point"),
        tips.c.owner_id,
        members.c.name.label("owner_name"),
        tips.c.created_at,
        tips.c.answer_waiting,
        tips.c.reach,
        tips.c.erased_at,
        tips.c.side,
    )
    .outerjoin(points, points.c.id == tips.c.point_id)
    .outerjoin(members, members.c.id == tips.c.owner_id)
)


def tip_of(row: Any) -> Tip:
    """One row of `SELECT`."""
    return Tip(
        row.id,
        row.reference,
        row.unit_id,
        row.kind,
        row.urgency,
        row.status,
        row.outcome,
        row.point or "",
        row.owner_id,
        row.owner_name or "",
        row.created_at,
        row.answer_waiting,
        row.reach,
        row.erased_at is not None,
        row.side,
    )
