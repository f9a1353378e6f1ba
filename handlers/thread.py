"""A reporter's further words, on their way to whoever works on the tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.flow import Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import Body, Tip

if TYPE_CHECKING:
    from storage.members import Members
    from storage.tips import Tips


def body_of(turn: Turn) -> Body | None:
    """What an event says: words, files, a place. None when it says nothing."""
    came = turn.inbound
    files = tuple(upload.file for upload in came.uploads if upload.file)
    if not (turn.text or files or came.location):
        return None
    return Body(turn.text, files, came.location)


async def pass_on(turn: Turn, tip: Tip, body: Body, tips: Tips, members: Members) -> None:
    """Add to an open tip and tell its owner, or while it has none all who may open it."""
    await tips.add(tip.id, body, turn.now)
    notice = Reply(
        Text("triage-more", {"reference": tip.reference}),
        buttons=(Button(Text("triage-open"), f"triage.open:{tip.reference}"),),
        card=f"tip-more:{tip.reference}",
        protect=True,
    )
    owner = await members.get(tip.owner_id) if tip.owner_id else None
    if owner:
        turn.tell(owner.contact_id, notice)
    else:
        turn.notify(tip.unit_id, notice, roles_that(Action.OPEN_TIP))
