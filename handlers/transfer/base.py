"""The flow's name, and what its steps share."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import END, Flow, Next, Turn

TRANSFER: Final = Flow("transfer", version=1)


def reference_of(turn: Turn) -> str:
    """The tip this is about."""
    return str(turn.draft.get("reference", ""))


def stopped(turn: Turn) -> Next:
    """They thought better of it."""
    turn.say("triage-stopped")
    return END
