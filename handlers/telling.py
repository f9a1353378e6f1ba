"""What a reporter is told when the status of their tip changes: a sentence that the unit chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.flow import Turn
from bot.domain.message import Reply, Text
from bot.domain.prepared import purpose_of
from bot.domain.tip import Tip, TipStatus

if TYPE_CHECKING:
    from storage.prepared import Prepared
    from storage.tips import Tips


async def tell_status(
    turn: Turn, tip: Tip, status: TipStatus, tips: Tips, prepared: Prepared
) -> None:
    """Tell every chat of the reporter, once. Call it after the change was made.

    Without a sentence of the unit's own only the end of a tip is told.
    """
    sentence = await prepared.sentence(tip.unit_id, purpose_of(status))
    if sentence:
        text = Text("talk-told-status", {"reference": tip.reference, "sentence": sentence})
    elif status is TipStatus.CLOSED:
        text = Text("triage-told-closed", {"reference": tip.reference})
    else:
        return
    for contact_id in await tips.contacts_of(tip.id):
        turn.tell(contact_id, Reply(text, protect=True))
