"""A reporter's further words, on their way to whoever works on the tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.flow import Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import Body, Tip, Urgency
from handlers.voice import is_voice

if TYPE_CHECKING:
    from storage.members import Members
    from storage.tips import Tips


def body_of(turn: Turn, *, voices: bool = True) -> Body | None:
    """What an event says: words, files (recordings only if `voices`), a place. None when it
    says nothing.
    """
    came = turn.inbound
    files = tuple(u.file for u in came.uploads if u.file and (voices or not is_voice(u)))
    if not (turn.text or files or came.location):
        return None
    return Body(turn.text, files, came.location)


async def pass_on(turn: Turn, tip: Tip, body: Body, tips: Tips, members: Members) -> None:
    """Add to an open tip and tell its owner, or while it has none all who may open it.

    One that was merged into another is read there.
    """
    await tips.add(tip.id, body, turn.now)
    part, tip = tip, await tips.worked_as(tip)
    about = Text("triage-more", {"reference": tip.reference})
    if part is not tip:
        await tips.answer_waits(tip.id)
        about = Text("triage-more-part", {"reference": tip.reference, "part": part.reference})
    turn.touched.add(tip.id)
    notice = Reply(
        about,
        buttons=(Button(Text("triage-open"), f"triage.open:{tip.reference}"),),
        card=f"tip-more:{tip.reference}",
        protect=True,
    )
    if part.side and tip.side and tip.urgency != Urgency.URGENT:
        return  # its reporter is muted: it waits where the desk looks by itself
    owner = await members.get(tip.owner_id) if tip.owner_id else None
    if owner:
        turn.tell_member(owner.unit_id, owner.id, notice)
    else:
        turn.notify(tip.unit_id, notice, roles_that(Action.OPEN_TIP))
