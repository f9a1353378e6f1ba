"""How a page of the queue and its filters are put into words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain import queue_code
from bot.domain.message import Button, Text, verbatim
from bot.domain.queue import View
from bot.domain.queue_code import PERIODS, Wanted
from bot.domain.tip import Tip
from handlers import tip_views as views
from handlers.words import kind_text


def to(wanted: Wanted, label: Text) -> Button:
    """Shows this part of the queue in place."""
    return Button(label, f"queue.list:{queue_code.write(wanted)}")


def view_text(view: View) -> Text:
    """What a view is called."""
    return Text(f"queue-view-{view}")


def period_text(period: str) -> Text:
    """A period of days, a month, or a day."""
    if period in PERIODS:
        return Text(f"queue-period-{period}")
    if len(period) == 6:
        return Text("queue-month", {"month": f"{period[4:]}/{period[:4]}"})
    return verbatim(f"{period[6:]}/{period[4:6]}/{period[:4]}")


def filters(wanted: Wanted, point: str, label: str) -> list[tuple[str, Text]]:
    """The filters that are set: the field of `Wanted`, and what it is narrowed to."""
    said = {
        "point_id": verbatim(point),
        "kind": kind_text(wanted.kind),
        "status": Text(f"status-{wanted.status}"),
        "label": Text("queue-label", {"name": label}),
        "period": period_text(wanted.period),
    }
    return [(name, said[name]) for name in wanted.narrowed]


def without(wanted: Wanted, name: str) -> Wanted:
    """The same with one filter less."""
    return wanted.but(**{name: None if name == "point_id" else ""})


def lines(
    tips: Sequence[Tip],
    labels: Mapping[int, tuple[str, ...]],
    looking: Mapping[int, tuple[str, ...]],
    now: datetime,
) -> Text:
    """A line for each tip, with its labels and who has it open; takes one or more."""
    return views.joined(
        [views.line(tip, now, labels.get(tip.id, ()), looking.get(tip.id, ())) for tip in tips]
    )


def heading(wanted: Wanted, narrowed: Sequence[tuple[str, Text]]) -> Text:
    """The view and what it is narrowed to."""
    found = view_text(wanted.view)
    for _, said in narrowed:
        found = Text("queue-and", {"first": found, "rest": said})
    return found
