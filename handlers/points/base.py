"""The flow's name, and the sign that a step is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.flow import Flow, Turn
from bot.domain.message import Button, Text

if TYPE_CHECKING:
    from storage.points import Point, Points
    from storage.stickers import Sticker, Stickers

POINTS: Final = Flow("points", version=1)


async def own(
    turn: Turn, points: Points, stickers: Stickers, code: str, *, held: bool = False
) -> tuple[Point, Sticker] | None:
    """A sign of the member's own unit and its place, by a code of either length. None after saying
    whose it is, or that nobody knows it; a resident's way on is offered either way. `held`: nobody
    else changes the sign until the turn ends.
    """
    point = await points.by_code(code) if code else None
    if point is None:
        turn.say("points-unknown", buttons=[as_resident("")], protect=True)
        return None
    if point.unit_id != turn.who.unit_id:
        turn.say("points-of-another", unit=point.unit_name, buttons=[as_resident(code)])
        return None
    sign = await stickers.get(point.sticker_id, held=held)
    if sign is None:
        turn.say("points-unknown", buttons=[as_resident("")], protect=True)
        return None
    return point, sign


def as_resident(code: str) -> Button:
    """Go on as a resident who scanned the code would."""
    return Button(Text("points-as-resident"), f"intake.welcome:{code}")


def coverage_button(value: str = "all", label: str = "points-to-all") -> Button:
    """A view of how much of 100% hangs."""
    return Button(Text(label), f"points.coverage:{value}")
