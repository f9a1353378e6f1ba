"""The flow's name, and where its command leads."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow, Go, Turn
from handlers.guard import REFERENCE

FIND: Final = Flow("find", version=1)


def to_find(turn: Turn) -> Go:
    """A reference opens its tip; words are looked for; without any it is asked for them."""
    if REFERENCE.fullmatch(turn.value):
        turn.value = turn.value.strip().upper()
        return Go("triage", "open")
    return Go("find", "search" if turn.value else "begin")
