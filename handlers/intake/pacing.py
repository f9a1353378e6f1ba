"""When a tip has to wait before it is sent. It stays where it is: in the draft, sealed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from bot.domain.flow import Turn
from bot.domain.limits import WEB_WAIT
from bot.domain.tip import Urgency
from handlers.draft import Draft

if TYPE_CHECKING:
    from storage.limits import Limits
    from storage.units import Unit

WEB: Final = "web"


async def must_wait(turn: Turn, draft: Draft, unit: Unit, limits: Limits) -> bool:
    """Whether this tip is held back for now; notes in the draft until when.

    Urgent ones and what staff key in never are. Who has waited as long as they were told is never
    told to wait again, however many others came meanwhile.
    """
    if draft.urgency is Urgency.URGENT or turn.who.member_id is not None or turn.inbound.proved:
        return False
    now = ceil(turn.now.timestamp())
    if draft.held:
        return now < draft.held
    wait = ceil(await limits.of_tip(turn.who.contact_id, unit.id, draft.point_id, turn.now))
    if wait == 0:
        return False
    # A page computes a proof; without scripts it waits. Its visitor could be new at any moment,
    # so that waiting longer would only burden honest people.
    draft.held = now + (min(wait, WEB_WAIT) if turn.inbound.address.channel == WEB else wait)
    draft.keep(turn)
    return True
