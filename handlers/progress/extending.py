"""A lead puts a legal deadline off, with a reason, as often as the law allows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.access import Action
from bot.domain.clocks import on_the_wall
from bot.domain.flow import END, Next, Turn
from bot.domain.tip import WORKING, Tip
from handlers.at_desk import find, open_button
from handlers.progress.base import PROGRESS, about, record, reference_of, stopped
from handlers.reasons import reason_of

if TYPE_CHECKING:
    from storage.filing import Moving
    from storage.tips import Tips


@PROGRESS.step("extend", leads_to=["extend_why"], entry=True)
async def extend(turn: Turn, tips: Tips) -> Next:
    """The time will not do."""
    tip = await _worked_on(turn, tips, turn.value)
    if tip is None:
        return END
    about(turn, tip)
    return "extend_why"


@PROGRESS.asks("extend_why")
async def ask_extend_why(turn: Turn) -> None:
    """Why?"""
    turn.say(
        "progress-extend-why",
        reference=reference_of(turn),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@PROGRESS.step("extend_why")
async def extend_why(turn: Turn, moving: Moving) -> Next:
    """Put it off, or say that it was put off as far as can be."""
    if stopped(turn):
        return END
    why = reason_of(turn)
    if not why:
        return "extend_why"
    tip = await _worked_on(turn, moving.tips, reference_of(turn))
    if tip is None:
        return END
    until = await moving.clocks.extend(tip.id, turn.now)
    zone = await moving.unit_settings.get(tip.unit_id, "timezone")
    if until is None:
        turn.say(
            "progress-not-extended",
            reference=tip.reference,
            buttons=[open_button(tip)],
            protect=True,
        )
        return END
    await record(turn, moving, "clock-extended", tip, why)
    turn.say(
        "progress-extended",
        reference=tip.reference,
        until=on_the_wall(until, ZoneInfo(zone)),
        buttons=[open_button(tip)],
        protect=True,
    )
    return END


async def _worked_on(turn: Turn, tips: Tips, reference: str) -> Tip | None:
    """A tip whose clocks run. None after saying why not."""
    tip = await find(turn, tips, reference, Action.EXTEND_CLOCK)
    if tip is not None and tip.status not in WORKING:
        turn.say("progress-no-clock", reference=tip.reference, protect=True)
        return None
    return tip
