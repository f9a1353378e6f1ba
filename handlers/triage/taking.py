"""Taking a tip: of several who press at once, one becomes its owner and everybody learns who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import Tip, TipStatus
from handlers.at_desk import actions, find, open_button
from handlers.triage.base import TRIAGE

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.statuses import Statuses
    from storage.tips import Tips


@TRIAGE.step("take", entry=True)
async def take(turn: Turn, tips: Tips, statuses: Statuses, audit: Audit) -> Next:
    """Become the owner, or learn who is."""
    tip = await find(turn, tips, turn.value, Action.TAKE_TIP)
    if tip is None or turn.who.member_id is None:
        return END
    won = await statuses.take(tip.id, turn.who.member_id, turn.now)
    now_is = await tips.get(tip.id) or tip
    if won:
        turn.touched.add(tip.id)
        await _tell_all(turn, audit, now_is)
    elif now_is.status == TipStatus.CLOSED:
        turn.say("triage-is-closed", reference=tip.reference, protect=True)
    elif now_is.owner_id == turn.who.member_id:
        turn.say(
            "triage-is-yours",
            reference=tip.reference,
            buttons=_buttons(turn, now_is),
            protect=True,
        )
    else:
        turn.say("triage-owned-by", reference=tip.reference, owner=now_is.owner_name, protect=True)
    return END


async def _tell_all(turn: Turn, audit: Audit, tip: Tip) -> None:
    await audit.record(
        "tip-taken",
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )
    turn.say("triage-you-took", reference=tip.reference, buttons=_buttons(turn, tip), protect=True)
    notice = Reply(
        Text("triage-taken", {"reference": tip.reference, "name": turn.who.name}),
        buttons=(open_button(tip),),
        card=f"tip:{tip.reference}",
    )
    turn.notify(tip.unit_id, notice, roles_that(Action.OPEN_TIP), but_me=True)


def _buttons(turn: Turn, tip: Tip) -> list[Button]:
    return [open_button(tip), *actions(turn, tip)]
