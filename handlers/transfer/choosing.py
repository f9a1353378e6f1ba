"""To which unit a tip goes: up, to a neighbour, or one named by hand; then why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, Role, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, verbatim
from bot.domain.tip import WORKING, Tip, TipKind
from handlers.at_desk import find_own, open_button
from handlers.offices import above, named
from handlers.reasons import reason_of
from handlers.transfer.base import TRANSFER, reference_of, stopped

if TYPE_CHECKING:
    from storage.members import Members
    from storage.tips import Tips
    from storage.transfers import Transfers
    from storage.units import Unit, Units

SHOWN: Final = 8
"""Units offered at once; any other is typed."""


@TRANSFER.step("to", leads_to=["choose"], entry=True)
async def to(turn: Turn, tips: Tips, transfers: Transfers) -> Next:
    """The owner wants another unit to have a tip. The value is its reference."""
    tip = await movable(turn, tips, transfers, turn.value)
    if tip is None:
        return END
    turn.draft.clear()
    turn.draft.update(reference=tip.reference, kind=tip.kind)
    return "choose"


@TRANSFER.asks("choose")
async def ask_choose(turn: Turn, units: Units) -> None:
    """The unit above first, then the neighbours."""
    if turn.replies:
        return
    near = await _near(turn, units)
    turn.say(
        "transfer-choose",
        reference=reference_of(turn),
        buttons=[*_options(turn, near), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRANSFER.step("choose", leads_to=["why"])
async def choose(turn: Turn, units: Units, members: Members) -> Next:
    """Pressed, or typed with or without tone marks."""
    if turn.value == "stop":
        return stopped(turn)
    others = [unit for unit in await units.all() if unit.id != turn.who.unit_id]
    if turn.payload:
        meant = [unit for unit in others if str(unit.id) == turn.value]
    else:
        meant = named(turn.text, others)
    if len(meant) != 1:
        key = "transfer-which" if meant else "transfer-unknown"
        stop = turn.option("stop", "triage-stop")
        turn.say(key, buttons=[*_options(turn, meant[:SHOWN]), stop], protect=True)
        return "choose"
    if not await may_go(turn, str(turn.draft.get("kind", "")), meant[0], units):
        return END
    turn.draft.update(unit=meant[0].id, name=meant[0].name)
    up = await above(turn.who.unit_id or 0, units)
    turn.draft["exposed"] = turn.draft.get("kind") == TipKind.OFFICIAL and meant[0].id not in up
    there = await members.of_unit(meant[0].id)
    turn.draft["empty"] = not any(may(member.role, Action.TAKE_TIP) for member in there)
    return "why"


@TRANSFER.asks("why")
async def ask_why(turn: Turn) -> None:
    """Why it goes there."""
    turn.say(
        "transfer-why",
        reference=reference_of(turn),
        office=str(turn.draft.get("name", "")),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRANSFER.step("why", leads_to=["note"])
async def why(turn: Turn) -> Next:
    """The reason, which the audit keeps sealed."""
    if turn.value == "stop":
        return stopped(turn)
    reason = reason_of(turn)
    if not reason:
        return "why"
    turn.draft["why"] = reason
    return "note"


async def movable(
    turn: Turn, tips: Tips, transfers: Transfers, reference: str, *, outside: bool = False
) -> Tip | None:
    """A tip of one's own that can be handed on. None after saying why not."""
    tip = await find_own(turn, tips, reference, Action.TRANSFER_TIP)
    if tip is None:
        return None
    if tip.status not in WORKING:
        turn.say(
            "transfer-too-late",
            reference=tip.reference,
            buttons=[open_button(tip)],
            protect=True,
        )
        return None
    joined = await transfers.joined(tip.id)
    if not outside and (joined.is_part or joined.parts):
        turn.say(
            "transfer-is-part" if joined.is_part else "transfer-has-parts",
            reference=tip.reference,
            buttons=[open_button(tip)],
            protect=True,
        )
        return None
    return tip


async def may_go(turn: Turn, kind: str, to: Unit, units: Units) -> bool:
    """Whether a tip may go there. One about an official goes up freely; anywhere else it could
    reach those it is about, so a lead has to answer for it.
    """
    if kind != TipKind.OFFICIAL or turn.who.role == Role.LEAD or turn.who.unit_id is None:
        return True
    if to.id in await above(turn.who.unit_id, units):
        return True
    turn.refused.append(Action.TRANSFER_TIP.value)
    turn.say("transfer-official", reference=reference_of(turn), office=to.name, protect=True)
    return False


async def _near(turn: Turn, units: Units) -> list[Unit]:
    every = await units.all()
    mine = next((unit for unit in every if unit.id == turn.who.unit_id), None)
    if mine is None:
        return []
    up = [unit for unit in every if unit.id == mine.parent_id]
    beside = [u for u in every if u.parent_id == mine.parent_id is not None and u.id != mine.id]
    return [*up, *beside][:SHOWN]


def _options(turn: Turn, near: list[Unit]) -> list[Button]:
    return [turn.option(str(unit.id), verbatim(unit.name)) for unit in near]
