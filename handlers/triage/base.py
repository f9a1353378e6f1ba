"""The flow's name, and the questions every one of its steps asks before it does anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import Flow, Turn
from bot.domain.tip import Tip, TipStatus
from handlers.triage.buttons import take_button

if TYPE_CHECKING:
    from storage.tips import Tips

TRIAGE: Final = Flow("triage", version=1)


def allowed(turn: Turn, action: Action) -> bool:
    """Whether this turn's person may do `action`; says so when not.

    Whoever is not (or no longer) a member learns nothing: the answer is the same for every button.
    """
    if turn.who.member_id is None or turn.who.unit_id is None:
        turn.refused.append(action.value)
        turn.say("triage-nothing")
        return False
    if not may(turn.who.role, action):
        turn.refused.append(action.value)
        turn.say("triage-not-allowed")
        return False
    return True


async def find(turn: Turn, tips: Tips, reference: str, action: Action) -> Tip | None:
    """A tip of the member's own unit. None after saying why: not allowed, or no such tip here."""
    if not allowed(turn, action) or turn.who.unit_id is None:
        return None
    tip = await tips.by_reference(turn.who.unit_id, reference)
    if tip is None:
        turn.say("triage-not-found")
    elif tip.erased and action is not Action.OPEN_TIP:
        turn.say("triage-is-erased", reference=tip.reference, protect=True)
        return None
    return tip


async def find_own(turn: Turn, tips: Tips, reference: str, action: Action) -> Tip | None:
    """An open tip this member owns. None after saying who owns it, or that it is closed."""
    tip = await find(turn, tips, reference, action)
    if tip is None:
        return None
    if tip.status == TipStatus.CLOSED:
        turn.say("triage-is-closed", reference=tip.reference, protect=True)
        return None
    if tip.owner_id is None:
        turn.say(
            "triage-take-first", buttons=[take_button(tip)], reference=tip.reference, protect=True
        )
        return None
    if tip.owner_id != turn.who.member_id:
        turn.refused.append(action.value)
        turn.say("triage-owned-by", reference=tip.reference, owner=tip.owner_name, protect=True)
        return None
    return tip
