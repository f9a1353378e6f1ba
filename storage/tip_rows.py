"""A tip as the queue shows it, read from its row: nothing of its content."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, literal_column, or_, select

from bot.domain.tip import Tip, TipStatus, Urgency
from storage.schema import members, merges, points, tips

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
        tips.c.source,
        tips.c.due_at,
    )
    .outerjoin(points, points.c.id == tips.c.point_id)
    .outerjoin(members, members.c.id == tips.c.owner_id)
)

_target = tips.alias("target")
SELECT_ONE: Final = SELECT.add_columns(
    select(_target.c.reference)
    .join(merges, merges.c.into_id == _target.c.id)
    .where(merges.c.tip_id == tips.c.id)
    .scalar_subquery()
    .label("merged_into")
)
"""The same, with the tip it was merged into: for a few, as it looks once more for each."""


def _word(value: str) -> ColumnElement[str]:
    """Written into the statement: a partial index is used only where its words are seen."""
    return literal_column(f"'{value}'")


OPEN: Final = and_(tips.c.status != _word(TipStatus.CLOSED.value), tips.c.erased_at.is_(None))
ENDED: Final = tips.c.status == _word(TipStatus.CLOSED.value)
URGENT: Final = tips.c.urgency == _word(Urgency.URGENT.value)
ASIDE: Final = tips.c.side
MAIN: Final = or_(tips.c.side.is_(False), URGENT)
"""What the queue shows. Urgent ones never wait aside: somebody muted may be in danger too."""


def tip_of(row: Any) -> Tip:
    """One row of `SELECT` or `SELECT_ONE`."""
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
        row.source,
        row.due_at,
        getattr(row, "merged_into", None) or "",
    )
