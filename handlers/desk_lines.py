"""A tip and a view of the queue, as the web desk shows them beside the conversation. Pure."""

from __future__ import annotations

from datetime import datetime

from bot.domain.desk_queue import QueueLine
from bot.domain.message import Text, verbatim
from bot.domain.queue import View
from bot.domain.tip import Tip, TipStatus, Urgency
from handlers import tip_views as views
from handlers.words import kind_text


def line(tip: Tip, now: datetime) -> QueueLine:
    """One tip."""
    due = tip.due_at if tip.status != TipStatus.CLOSED else None
    return QueueLine(
        tip.reference,
        kind_text(tip.kind),
        _text(views.point(tip)),
        views.age(tip.created_at, now),
        _text(views.owner(tip)),
        _stands(tip),
        views.left(due, now) if due else None,
        late=due is not None and due <= now,
        urgent=tip.urgency == Urgency.URGENT,
        waiting=tip.answer_waiting,
        free=tip.owner_id is None,
    )


def tab(view: View, aside: int) -> Text:
    """What a view is called; `aside`: how many tips wait aside."""
    if view is View.SIDE and aside:
        return Text("queue-side", {"n": aside})
    return Text(f"queue-view-{view}")


def _stands(tip: Tip) -> Text | None:
    if tip.status == TipStatus.CLOSED:
        return Text(f"outcome-{tip.outcome}") if tip.outcome else None
    plain = tip.status in (TipStatus.NEW, TipStatus.ACKNOWLEDGED)
    return None if plain else Text(f"triage-is-{tip.status}")


def _text(said: Text | str) -> Text:
    return verbatim(said) if isinstance(said, str) else said
