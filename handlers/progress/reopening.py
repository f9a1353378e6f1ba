"""A tip that has ended is begun again, with a reason. Its questions reach the reporter as before,
if there still is a way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, may
from bot.domain.clocks import Deadlines
from bot.domain.flow import END, Next, Turn
from bot.domain.tip import TRANSITIONS, Reach, Tip, TipStatus, Urgency
from handlers.at_desk import find, open_button
from handlers.progress.base import (
    PROGRESS,
    about,
    record,
    reference_of,
    say_how_it_is,
    stopped,
    tell_desk,
)
from handlers.reasons import reason_of
from handlers.telling import tell_status

if TYPE_CHECKING:
    from storage.filing import Moving
    from storage.tips import Tips


@PROGRESS.step("reopen", leads_to=["reopen_why"], entry=True)
async def reopen(turn: Turn, tips: Tips) -> Next:
    """Something new has come up, or it was ended by mistake."""
    tip = await _ended(turn, tips, turn.value)
    if tip is None:
        return END
    about(turn, tip)
    return "reopen_why"


@PROGRESS.asks("reopen_why")
async def ask_reopen_why(turn: Turn) -> None:
    """Why?"""
    turn.say(
        "progress-reopen-why",
        reference=reference_of(turn),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@PROGRESS.step("reopen_why")
async def reopen_why(turn: Turn, moving: Moving) -> Next:
    """Reopen it: whoever does, owns it."""
    if stopped(turn):
        return END
    why = reason_of(turn)
    if not why:
        return "reopen_why"
    tip = await _ended(turn, moving.tips, reference_of(turn))
    if tip is None or turn.who.member_id is None:
        return END
    if not await moving.statuses.reopen(
        tip.id, turn.who.member_id, turn.now, from_anybody=_leads(turn)
    ):
        await say_how_it_is(turn, moving, tip)
        return END
    shown = await moving.unit_settings.get(tip.unit_id, "show-outcomes") == "yes"
    if tip.outcome and shown:
        await moving.outcomes.uncount(tip.id, tip.unit_id, tip.outcome)
    for each in (tip, *await moving.merging.parts(tip.id)):
        await record(turn, moving, "tip-reopened", each, why)
        await tell_status(turn, each, TipStatus.REOPENED, moving.tips, moving.prepared)
        if each.urgency == Urgency.URGENT:  # should nobody have it again, the desk hears of it
            deadlines = Deadlines.of(await moving.unit_settings.of(each.unit_id))
            again = turn.now + deadlines.urgent_repeat
            await moving.alarms.add(each.unit_id, each.id, "urgent", again)
    tell_desk(turn, tip, "progress-told-reopened")
    turn.say(
        "progress-reopened", reference=tip.reference, buttons=[open_button(tip)], protect=True
    )
    if tip.reach != Reach.HERE:
        turn.say(f"triage-reach-{tip.reach}", protect=True)
    return END


async def _ended(turn: Turn, tips: Tips, reference: str) -> Tip | None:
    """A tip that this member may begin again. None after saying why not."""
    tip = await find(turn, tips, reference, Action.MOVE_TIP)
    if tip is None:
        return None
    if TipStatus.REOPENED not in TRANSITIONS[TipStatus(tip.status)]:
        turn.say(
            "progress-not-ended",
            reference=tip.reference,
            buttons=[open_button(tip)],
            protect=True,
        )
        return None
    own = tip.owner_id in (None, turn.who.member_id)
    if tip.status != TipStatus.CLOSED and not own and not _leads(turn):
        turn.refused.append(Action.MOVE_TIP.value)
        turn.say("triage-owned-by", reference=tip.reference, owner=tip.owner_name, protect=True)
        return None
    return tip


def _leads(turn: Turn) -> bool:
    return may(turn.who.role, Action.ASSIGN_TIP)
