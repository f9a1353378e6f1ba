"""Where a tip belongs: the place of the scanned code, and the unit that will read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.channels import ZALO_OA, shows
from bot.domain.flow import Turn
from bot.domain.message import Text
from bot.domain.words import fold
from handlers.draft import Draft
from handlers.offices import reader_text

if TYPE_CHECKING:
    from storage.points import Points
    from storage.tips import Tips
    from storage.units import Unit, Units


async def arrive(turn: Turn, draft: Draft, code: str, points: Points) -> None:
    """Note the place of a code. One unknown or revoked is said kindly; nothing is refused."""
    point = await points.by_code(code)
    turn.sign = (point.sticker_id, point.unit_id) if point else None
    if point is None:
        turn.say("intake-code-unknown")
    elif point.revoked:
        turn.say("intake-code-revoked", unit=point.unit_name)
        draft.unit_id, draft.point_id, draft.point, draft.code = point.unit_id, None, "", ""
    else:
        draft.unit_id, draft.point_id, draft.point, draft.code = (
            point.unit_id,
            point.id,
            point.name,
            point.code,
        )
        draft.mistyped = ""


async def settle(turn: Turn, draft: Draft, units: Units, tips: Tips) -> bool:
    """Find the unit without asking: the only one, or that of this chat's newest open tip."""
    if draft.unit_id is None:
        choice = await communes(units)
        if len(choice) == 1:
            draft.unit_id = choice[0].id
        else:
            earlier = await tips.of_contact(turn.who.contact_id)
            wanted = {tip.unit_id for tip in earlier[:1]} & {unit.id for unit in choice}
            draft.unit_id = wanted.pop() if wanted else None
    return draft.unit_id is not None


async def communes(units: Units) -> list[Unit]:
    """The units residents may choose: those without units below them, by name."""
    every = await units.all()
    above = {unit.parent_id for unit in every}
    return sorted(
        (unit for unit in every if unit.id not in above), key=lambda unit: fold(unit.name)
    )


def privacy_text(turn: Turn, unit: Unit | None) -> Text:
    """Who reads this, and what the platform can see: two sentences."""
    channel = turn.inbound.address.channel
    # Whoever administers an official account sees its chats, names included.
    platform = "zalo-oa" if channel == ZALO_OA else shows(channel).name
    return Text(f"intake-privacy-{platform}", {"reader": reader_text(unit)})
