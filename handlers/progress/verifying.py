"""The owner begins to verify a tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.tip import TipStatus
from handlers.at_desk import find_own, open_button
from handlers.progress.base import PROGRESS, record, say_how_it_is, tell_desk
from handlers.telling import tell_status

if TYPE_CHECKING:
    from storage.filing import Moving


@PROGRESS.step("verify", entry=True)
async def verify(turn: Turn, moving: Moving) -> Next:
    """From now on it is being looked into."""
    tip = await find_own(turn, moving.tips, turn.value, Action.MOVE_TIP)
    if tip is None or turn.who.member_id is None:
        return END
    if not await moving.statuses.verify(tip.id, turn.who.member_id):
        await say_how_it_is(turn, moving, tip)
        return END
    await record(turn, moving, "tip-verifying", tip)
    for each in (tip, *await moving.merging.parts(tip.id)):
        await tell_status(turn, each, TipStatus.VERIFYING, moving.tips, moving.prepared)
    tell_desk(turn, tip, "progress-told-verifying")
    turn.say(
        "progress-verifying", reference=tip.reference, buttons=[open_button(tip)], protect=True
    )
    return END
