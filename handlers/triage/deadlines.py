"""The legal deadlines of an opened tip, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.calendar import DAY
from bot.domain.clocks import Deadlines, on_the_wall
from bot.domain.flow import Turn
from bot.domain.message import Text
from bot.domain.tip import Tip

if TYPE_CHECKING:
    from storage.filing import Dossiers

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
        about: dict[str, str | int | Text] = {
            "what": Text(f"common-clock-{clock.kind}"),
            "due": on_the_wall(clock.due_at, zone),
        }
        if state == "running":
            remaining = clock.due_at - turn.now
            state = "days" if remaining >= 2 * DAY else "running"
            about["n"] = remaining // (DAY if state == "days" else _HOUR)
        found.append(Text(f"triage-clock-{state}", about))
    return found
