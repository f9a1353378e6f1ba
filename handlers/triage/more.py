"""What else can be done with a tip: one table, so that a new deed is one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import TRANSITIONS, WORKING, Tip, TipStatus
from handlers.at_desk import find, open_button
from handlers.triage.base import TRIAGE

if TYPE_CHECKING:
    from storage.tips import Tips


@dataclass(frozen=True, slots=True)
class Deed:
    """`payload` is the step that does it; the tip's reference is put after it."""

    payload: str
    action: Action
    fits: Callable[[Turn, Tip], bool]

    @property
    def label(self) -> str:
        """Its button, by the catalogue key `<flow>-do-<step>`."""
        flow, _, step = self.payload.partition(".")
        return f"{flow}-do-{step.replace('_', '-')}"


def _mine(turn: Turn, tip: Tip) -> bool:
    return tip.owner_id == turn.who.member_id and tip.status != TipStatus.CLOSED


def _may_become(to: TipStatus) -> Callable[[Turn, Tip], bool]:
    return lambda turn, tip: _mine(turn, tip) and to in TRANSITIONS[TipStatus(tip.status)]


def _any(turn: Turn, tip: Tip) -> bool:
    return True


def _under_way(turn: Turn, tip: Tip) -> bool:
    return _mine(turn, tip) and tip.status in WORKING


def _open(turn: Turn, tip: Tip) -> bool:
    return tip.status != TipStatus.CLOSED


def _worked_on(turn: Turn, tip: Tip) -> bool:
    return tip.status in WORKING


def _may_begin_again(turn: Turn, tip: Tip) -> bool:
    ended = TipStatus.REOPENED in TRANSITIONS[TipStatus(tip.status)]
    mine = tip.owner_id in (None, turn.who.member_id) or may(turn.who.role, Action.ASSIGN_TIP)
    return ended and (mine or tip.status == TipStatus.CLOSED)


MORE: Final[tuple[Deed, ...]] = (
    Deed("progress.verify", Action.MOVE_TIP, _may_become(TipStatus.VERIFYING)),
    Deed("progress.hand", Action.HAND_OVER, _mine),
    Deed("progress.release", Action.HAND_OVER, _mine),
    Deed("progress.assign", Action.ASSIGN_TIP, _open),
    Deed("progress.extend", Action.EXTEND_CLOCK, _worked_on),
    Deed("queue.labels", Action.LABEL_TIP, _any),
    Deed("progress.reopen", Action.MOVE_TIP, _may_begin_again),
    Deed("links.merge", Action.LINK_TIPS, _worked_on),
    Deed("links.relate", Action.LINK_TIPS, _any),
    Deed("transfer.to", Action.TRANSFER_TIP, _under_way),
    Deed("transfer.away", Action.TRANSFER_TIP, _may_become(TipStatus.TRANSFERRED)),
)
"""In the order of their buttons."""


@TRIAGE.step("more", entry=True)
async def more(turn: Turn, tips: Tips) -> Next:
    """The deeds that this member may do with this tip as it stands."""
    tip = await find(turn, tips, turn.value, Action.TAKE_TIP)
    if tip is None:
        return END
    buttons = [
        Button(Text(deed.label), f"{deed.payload}:{tip.reference}")
        for deed in MORE
        if may(turn.who.role, deed.action) and deed.fits(turn, tip)
    ]
    turn.say(
        "triage-more-deeds",
        reference=tip.reference,
        buttons=[*buttons, open_button(tip)],
        edit=True,
        protect=True,
    )
    return END
