"""The duty book: what happened in a shift and what is left, for whoever comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from handlers.at_desk import allowed, queue_button
from handlers.duty.base import DUTY, summary
from handlers.tip_views import joined
from handlers.words import day_text

if TYPE_CHECKING:
    from storage.duty import DutyBook

HOURS: Final = (8, 12, 24)
"""How long shifts are; the second when nothing is said."""


@DUTY.step("book", entry=True)
async def book(turn: Turn, duty_book: DutyBook) -> Next:
    """The shift that ends now. The value is how many hours it had."""
    if not allowed(turn, Action.READ_DUTY_BOOK) or turn.who.unit_id is None:
        return END
    hours = next((h for h in HOURS if str(h) == turn.value), HOURS[1])
    since = turn.now - timedelta(hours=hours)
    shift = await duty_book.shift(turn.who.unit_id, since, turn.now)
    head = Text(
        "duty-book", {"hours": hours, "since": day_text(since), "until": day_text(turn.now)}
    )
    others = [
        Button(Text("duty-hours", {"n": other}), f"duty.book:{other}")
        for other in HOURS
        if other != hours
    ]
    mine = [Button(Text("duty-hand-mine"), "duty.mine:")]
    turn.say(
        joined([head, *summary(shift)]),
        buttons=[
            *others,
            *(mine if may(turn.who.role, Action.HAND_OVER) else []),
            queue_button(),
        ],
        edit=bool(turn.value),
        protect=True,
    )
    return END
