"""The flow's name, and what its parts share."""

from __future__ import annotations

from bot.domain.access import Action, may
from bot.domain.flow import Flow, Turn

SAFETY = Flow("safety", version=1)


def allowed(turn: Turn) -> bool:
    """Whether this person may end the sessions of others. Whoever is no member learns nothing."""
    if turn.who.member_id is None or turn.who.unit_id is None:
        turn.refused.append(Action.END_SESSIONS.value)
        turn.say("safety-old-button")
        return False
    if not may(turn.who.role, Action.END_SESSIONS):
        turn.refused.append(Action.END_SESSIONS.value)
        turn.say("safety-not-allowed")
        return False
    return True


def number(value: str) -> int:
    """A row's id out of a button; 0 for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0
