"""The legal deadlines of an opened tip, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.clocks import Deadlines
from bot.domain.flow import Turn
from bot.domain.message import Text
from bot.domain.tip import Tip

if TYPE_CHECKING:
    from storage.filing import Dossiers

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


async def clock_lines(turn: Turn, tip: Tip, dossiers: Dossiers) -> list[Text]:
    """Each clock: when it ends on the unit's wall, and how it stands. Missed stays missed."""
    clocks = await dossiers.clocks.of_tip(tip.id)
    if not clocks:
        return []
    zone = Deadlines.of(await dossiers.unit_settings.of(tip.unit_id)).calendar.zone
    found = []
    for clock in clocks:
        state = "met" if clock.met_at else "running"
        if clock.missed_at or (clock.met_at is None and clock.due_at <= turn.now):
            state = "missed"
        local = clock.due_at.astimezone(zone)
        about: dict[str, str | int | Text] = {
            "what": Text(f"common-clock-{clock.kind}"),
            "due": f"{local:%H:%M %d/%m/%Y}",
        }
        if state == "running":
            left = clock.due_at - turn.now
            state = "days" if left >= _DAY else "running"
            about["n"] = left // (_DAY if left >= _DAY else _HOUR)
        found.append(Text(f"triage-clock-{state}", about))
    return found
