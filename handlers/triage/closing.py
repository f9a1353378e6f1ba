"""Closing a tip: its owner names the outcome; the reporter is told in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Reply, Text
from bot.domain.tip import Outcome
from handlers.triage.base import TRIAGE, find_own
from handlers.triage.buttons import queue_button

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.outcomes import Outcomes
    from storage.tips import Tips
    from storage.unit_settings import UnitSettings


@TRIAGE.step("close", leads_to=["close_outcome"], entry=True)
async def close(turn: Turn, tips: Tips) -> Next:
    """The owner wants to close a tip."""
    tip = await find_own(turn, tips, turn.value, Action.CLOSE_TIP)
    if tip is None:
        return END
    turn.draft["reference"] = tip.reference
    return "close_outcome"


@TRIAGE.asks("close_outcome")
async def ask_close_outcome(turn: Turn) -> None:
    """What came of it?"""
    turn.say(
        "triage-close-outcome",
        reference=_reference(turn),
        buttons=[
            *(turn.option(outcome.value, f"outcome-{outcome.value}") for outcome in Outcome),
            turn.option("stop", "triage-stop"),
        ],
        protect=True,
    )


@TRIAGE.step("close_outcome", leads_to=["close_confirm"])
async def close_outcome(turn: Turn) -> Next:
    """An outcome was chosen; anything else is asked again."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if turn.value not in tuple(Outcome):
        return "close_outcome"
    turn.draft["outcome"] = turn.value
    return "close_confirm"


@TRIAGE.asks("close_confirm")
async def ask_close_confirm(turn: Turn) -> None:
    """Closing cannot be undone, so it is asked twice."""
    turn.say(
        "triage-close-confirm",
        reference=_reference(turn),
        outcome=Text(f"outcome-{turn.draft.get('outcome', '')}"),
        buttons=[turn.option("yes", "triage-close-yes"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRIAGE.step("close_confirm")
async def close_confirm(
    turn: Turn, tips: Tips, audit: Audit, unit_settings: UnitSettings, outcomes: Outcomes
) -> Next:
    """Close it. Who may is looked at again: a membership may have ended since the question."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if turn.value != "yes":
        return "close_confirm"
    tip = await find_own(turn, tips, _reference(turn), Action.CLOSE_TIP)
    outcome = str(turn.draft.get("outcome", ""))
    if tip is None or turn.who.member_id is None:
        return END
    if not await tips.close(tip.id, turn.who.member_id, outcome, turn.now):
        turn.say("triage-is-closed", reference=tip.reference, protect=True)
        return END
    if await unit_settings.get(tip.unit_id, "show-outcomes") == "yes":
        await outcomes.count(tip.id, tip.unit_id, outcome)
    await audit.record(
        "tip-closed",
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )
    told = Reply(Text("triage-told-closed", {"reference": tip.reference}), protect=True)
    for contact_id in await tips.contacts_of(tip.id):
        turn.tell(contact_id, told)
    turn.say(
        "triage-closed",
        reference=tip.reference,
        outcome=Text(f"outcome-{outcome}"),
        buttons=[queue_button()],
        protect=True,
    )
    return END


def _reference(turn: Turn) -> str:
    return str(turn.draft.get("reference", ""))
