"""A code that was typed by hand and leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.flow import Next, Turn
from handlers.draft import Draft
from handlers.intake import INTAKE
from handlers.intake.opening import greeted

if TYPE_CHECKING:
    from storage.tips import Tips
    from storage.units import Units


@INTAKE.step("mistyped", leads_to=["unit", "kind"])
async def mistyped(turn: Turn, units: Units, tips: Tips) -> Next:
    """Say so, and keep what was typed: an officer may know which sign was meant."""
    fresh = not turn.draft
    draft = Draft.of(turn)
    draft.mistyped = turn.text
    turn.say("intake-code-wrong")
    if fresh:
        return await greeted(turn, draft, units, tips)
    draft.keep(turn)
    return "kind" if draft.unit_id is not None else "unit"
