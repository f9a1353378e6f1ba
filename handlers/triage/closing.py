"""Ending a tip: its owner names the outcome, with a reason unless it was right, and closes it now
or later. The reporter is told in one sentence when it is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Text
from bot.domain.prepared import purpose_of
from bot.domain.tip import Outcome, Tip, TipStatus
from handlers.at_desk import find_own, open_button, queue_button
from handlers.reasons import reason_of
from handlers.telling import tell_status
from handlers.triage.base import TRIAGE

if TYPE_CHECKING:
    from storage.filing import Closing
    from storage.prepared import Prepared
    from storage.tips import Tips

ENDED = (TipStatus.CONCLUDED, TipStatus.TRANSFERRED)


@TRIAGE.step("close", leads_to=["close_outcome", "close_confirm"], entry=True)
async def close(turn: Turn, tips: Tips) -> Next:
    """The owner wants to end a tip; of one that is concluded nothing more is asked."""
    tip = await find_own(turn, tips, turn.value, Action.CLOSE_TIP)
    if tip is None:
        return END
    turn.draft.clear()
    ended = tip.status in ENDED
    turn.draft.update(reference=tip.reference, outcome=tip.outcome, ended=ended)
    return "close_confirm" if ended else "close_outcome"


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


@TRIAGE.step("close_outcome", leads_to=["close_reason", "close_confirm"])
async def close_outcome(turn: Turn) -> Next:
    """An outcome was chosen; anything else is asked again."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if turn.value not in tuple(Outcome):
        return "close_outcome"
    turn.draft["outcome"] = turn.value
    turn.draft.pop("why", None)
    return "close_reason" if Outcome(turn.value).reasoned else "close_confirm"


@TRIAGE.asks("close_reason")
async def ask_close_reason(turn: Turn) -> None:
    """Why nothing more is done."""
    turn.say(
        "triage-close-why",
        reference=_reference(turn),
        outcome=Text(f"outcome-{turn.draft.get('outcome', '')}"),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRIAGE.step("close_reason", leads_to=["close_confirm"])
async def close_reason(turn: Turn) -> Next:
    """The reason, which the audit keeps."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    why = reason_of(turn)
    if not why:
        return "close_reason"
    turn.draft["why"] = why
    return "close_confirm"


@TRIAGE.asks("close_confirm")
async def ask_close_confirm(turn: Turn) -> None:
    """Nothing is closed by surprise: it is asked once more."""
    outcome = str(turn.draft.get("outcome", ""))
    later = [] if turn.draft.get("ended") else [turn.option("later", "triage-close-later")]
    turn.say(
        "triage-close-confirm" if outcome else "triage-close-confirm-away",
        reference=_reference(turn),
        outcome=Text(f"outcome-{outcome}") if outcome else "",
        buttons=[
            turn.option("yes", "triage-close-yes"),
            *later,
            turn.option("stop", "triage-stop"),
        ],
        protect=True,
    )


@TRIAGE.step("close_confirm")
async def close_confirm(turn: Turn, closing: Closing, prepared: Prepared) -> Next:
    """Do it. Who may is looked at again: a membership may have ended since the question."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if turn.value not in ("yes", "later"):
        return "close_confirm"
    tip = await find_own(turn, closing.tips, _reference(turn), Action.CLOSE_TIP)
    if tip is None or turn.who.member_id is None:
        return END
    if tip.status not in ENDED:
        if not await _conclude(turn, closing, tip):
            turn.say("triage-is-closed", reference=tip.reference, protect=True)
            return END
        # Ended at once, it is told once, unless only the conclusion has a sentence.
        closing_told = await prepared.sentence(tip.unit_id, purpose_of(TipStatus.CLOSED))
        if turn.value == "later" or not closing_told:
            await _tell(turn, closing, prepared, tip, TipStatus.CONCLUDED)
    outcome = str(turn.draft.get("outcome", ""))
    if turn.value == "later":
        turn.say(
            "triage-concluded",
            reference=tip.reference,
            outcome=Text(f"outcome-{outcome}"),
            buttons=[open_button(tip), queue_button()],
            protect=True,
        )
        return END
    if not await closing.statuses.close(tip.id, turn.who.member_id, turn.now):
        turn.say("triage-is-closed", reference=tip.reference, protect=True)
        return END
    await _tell(turn, closing, prepared, tip, TipStatus.CLOSED)
    await _closed(turn, closing, tip, outcome)
    return END


async def _conclude(turn: Turn, closing: Closing, tip: Tip) -> bool:
    outcome = str(turn.draft.get("outcome", ""))
    member = turn.who.member_id or 0
    if not await closing.statuses.conclude(tip.id, member, outcome, turn.now):
        return False
    turn.touched.add(tip.id)
    if await closing.unit_settings.get(tip.unit_id, "show-outcomes") == "yes":
        await closing.outcomes.count(tip.id, tip.unit_id, outcome)
    for ended in (tip, *await closing.merging.parts(tip.id)):
        await closing.audit.record(
            f"tip-concluded-{outcome}",
            now=turn.now,
            unit_id=tip.unit_id,
            member_id=member,
            subject=ended.reference,
            why=str(turn.draft.get("why", "")),
        )
        turn.touched.add(ended.id)
    return True


async def _closed(turn: Turn, closing: Closing, tip: Tip, outcome: str) -> None:
    for ended in (tip, *await closing.merging.parts(tip.id)):
        await closing.audit.record(
            "tip-closed",
            now=turn.now,
            unit_id=tip.unit_id,
            member_id=turn.who.member_id,
            subject=ended.reference,
        )
        turn.touched.add(ended.id)
    turn.say(
        "triage-closed" if outcome else "triage-closed-away",
        reference=tip.reference,
        outcome=Text(f"outcome-{outcome}") if outcome else "",
        buttons=[queue_button()],
        protect=True,
    )


async def _tell(
    turn: Turn, closing: Closing, prepared: Prepared, tip: Tip, status: TipStatus
) -> None:
    """Each reporter is told of their own tip, though it was merged into another."""
    for each in (tip, *await closing.merging.parts(tip.id)):
        await tell_status(turn, each, status, closing.tips, prepared)


def _reference(turn: Turn) -> str:
    return str(turn.draft.get("reference", ""))
