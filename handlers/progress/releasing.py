"""The owner gives a tip back to the queue. It is asked once: nobody has it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Text
from bot.domain.tip import WORKING, Tip, Urgency
from handlers.arrival import wake
from handlers.at_desk import find_own, queue_button
from handlers.progress.base import (
    PROGRESS,
    about,
    record,
    reference_of,
    say_how_it_is,
    stopped,
)

if TYPE_CHECKING:
    from storage.filing import Moving
    from storage.tips import Tips


@PROGRESS.step("release", leads_to=["release_confirm"], entry=True)
async def release(turn: Turn, tips: Tips) -> Next:
    """The owner cannot go on with it."""
    tip = await find_own(turn, tips, turn.value, Action.HAND_OVER)
    if tip is None:
        return END
    about(turn, tip)
    return "release_confirm"


@PROGRESS.asks("release_confirm")
async def ask_release_confirm(turn: Turn) -> None:
    """Really?"""
    turn.say(
        "progress-release-confirm",
        reference=reference_of(turn),
        buttons=[turn.option("yes", "progress-release-yes"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@PROGRESS.step("release_confirm")
async def release_confirm(turn: Turn, moving: Moving) -> Next:
    """Give it back, and tell whoever is at work, or everybody when it is urgent."""
    if stopped(turn):
        return END
    if turn.value != "yes":
        return "release_confirm"
    tip = await find_own(turn, moving.tips, reference_of(turn), Action.HAND_OVER)
    if tip is None or turn.who.member_id is None:
        return END
    if not await moving.statuses.release(tip.id, turn.who.member_id):
        await say_how_it_is(turn, moving, tip)
        return END
    await record(turn, moving, "tip-released", tip)
    if tip.status in WORKING:  # one that has ended is nobody's to take: it wakes nobody
        await _tell(turn, moving, tip)
    turn.say("progress-released", reference=tip.reference, buttons=[queue_button()], protect=True)
    return END


async def _tell(turn: Turn, moving: Moving, tip: Tip) -> None:
    told = Text("progress-told-released", {"reference": tip.reference, "name": turn.who.name})
    every = (tip, *await moving.merging.parts(tip.id))
    urgent = any(each.urgency == Urgency.URGENT for each in every)
    urgency = Urgency.URGENT if urgent else tip.urgency
    await wake(turn, moving, tip.unit_id, tip.id, urgency, tip.reference, told, given_back=True)
