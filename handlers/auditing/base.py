"""The flow's name, and the question every one of its steps asks first."""

from __future__ import annotations

from typing import Final

from bot.domain.access import Action, may
from bot.domain.flow import Flow, Turn

AUDITING: Final = Flow("auditing", version=1)


def allowed(turn: Turn, action: Action) -> bool:
    """Whether this turn's person may do `action`; says so when not. Whoever is no member learns
    nothing.
    """
    if turn.who.member_id is None or turn.who.unit_id is None:
        turn.refused.append(action.value)
        turn.say("auditing-nothing")
        return False
    if not may(turn.who.role, action):
        turn.refused.append(action.value)
        turn.say("auditing-not-allowed")
        return False
    return True
