"""What every step at the desk asks before it does anything, and the desk's buttons: each enters a
step from anywhere, its value a reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip, TipStatus
from handlers.words import day_text

if TYPE_CHECKING:
    from storage.register import Moved
    from storage.tips import Tips
    from storage.unit_settings import UnitSettings

_BY_ITSELF: Final = frozenset(
    {
        *(Action.TAKE_TIP, Action.ASK_REPORTER, Action.CLOSE_TIP, Action.MOVE_TIP),
        *(Action.HAND_OVER, Action.ASSIGN_TIP, Action.EXTEND_CLOCK, Action.TRANSFER_TIP),
    }
)
"""What is done to a tip only while it is worked on by itself."""


def allowed(turn: Turn, action: Action) -> bool:
    """Whether this turn's person may do `action`; says so when not.

    Whoever is not (or no longer) a member learns nothing: the answer is the same for every button.
    """
    if turn.who.member_id is None or turn.who.unit_id is None:
        turn.refused.append(action.value)
        turn.say("triage-nothing")
        return False
    if not may(turn.who.role, action):
        turn.refused.append(action.value)
        turn.say("triage-not-allowed")
        return False
    return True


async def find(turn: Turn, tips: Tips, reference: str, action: Action) -> Tip | None:
    """A tip of the member's own unit. None after saying why: not allowed, or no such tip here."""
    if not allowed(turn, action) or turn.who.unit_id is None:
        return None
    tip = await tips.by_reference(turn.who.unit_id, reference)
    if tip is None:
        moved = await missing(turn, tips, turn.who.unit_id, reference, action)
        if moved is None:
            turn.say("triage-not-found")
        else:
            turn.say(moved_text(moved), protect=True)
    elif tip.erased and action is not Action.OPEN_TIP:
        turn.say("triage-is-erased", reference=tip.reference, protect=True)
        return None
    elif tip.merged_into and action in _BY_ITSELF:
        say_merged(turn, tip)
        return None
    return tip


async def missing(
    turn: Turn, tips: Tips, unit_id: int, reference: str, action: Action
) -> Moved | None:
    """Where a tip went that is not here, if it was. One that another unit has is refused: the
    auditor sees that it was tried, whoever tried hears the same as of a tip that is nowhere.
    """
    moved = await tips.moved(unit_id, reference)
    if moved is None and await tips.exists(reference):
        turn.refused.append(action.value)
    return moved


def moved_text(moved: Moved) -> Text:
    """Which unit has a tip that was here once, and since when."""
    at = day_text(moved.moved_at)
    return Text("triage-moved", {"reference": moved.reference, "office": moved.to_name, "at": at})


def say_merged(turn: Turn, tip: Tip) -> None:
    """A tip that was merged into another is worked on there."""
    opens = Button(
        Text("triage-open-one", {"reference": tip.merged_into}), f"triage.open:{tip.merged_into}"
    )
    turn.say(
        "triage-is-merged",
        reference=tip.reference,
        into=tip.merged_into,
        buttons=[opens],
        protect=True,
    )


async def find_own(turn: Turn, tips: Tips, reference: str, action: Action) -> Tip | None:
    """An open tip this member owns. None after saying who owns it, or that it is closed."""
    tip = await find(turn, tips, reference, action)
    if tip is None:
        return None
    if tip.status == TipStatus.CLOSED:
        turn.say("triage-is-closed", reference=tip.reference, protect=True)
        return None
    if tip.owner_id is None:
        turn.say(
            "triage-take-first", buttons=[take_button(tip)], reference=tip.reference, protect=True
        )
        return None
    if tip.owner_id != turn.who.member_id:
        turn.refused.append(action.value)
        turn.say("triage-owned-by", reference=tip.reference, owner=tip.owner_name, protect=True)
        return None
    return tip


def queue_button() -> Button:
    """Opens the queue, below what is said."""
    return Button(Text("triage-queue"), "queue.list:")


async def content_here(turn: Turn, unit_id: int, settings: UnitSettings) -> bool:
    """Whether what a reporter wrote may be shown in this chat; on the web desk it always may."""
    if turn.inbound.address.channel == "web":
        return True
    return await settings.get(unit_id, "content-in-chat") == "yes"


def open_button(tip: Tip) -> Button:
    """Opens a tip."""
    return Button(Text("triage-open"), f"triage.open:{tip.reference}")


def take_button(tip: Tip) -> Button:
    """Makes whoever presses it first the owner."""
    return Button(Text("triage-take"), f"triage.take:{tip.reference}")


def actions(turn: Turn, tip: Tip) -> list[Button]:
    """What this member can do with a tip as it stands."""

    def button(name: str) -> Button:
        return Button(Text(f"triage-{name}"), f"triage.{name}:{tip.reference}")

    found: list[Button] = []
    if tip.erased:
        return [queue_button()]
    alone = not tip.merged_into
    free = alone and tip.owner_id is None and tip.status != TipStatus.CLOSED
    if free and may(turn.who.role, Action.TAKE_TIP):
        found.append(take_button(tip))
    open_still = alone and tip.status != TipStatus.CLOSED
    mine = open_still and tip.owner_id == turn.who.member_id
    if mine and may(turn.who.role, Action.ASK_REPORTER):
        found.append(button("ask"))
    if may(turn.who.role, Action.WRITE_NOTE):
        found.append(button("note"))
    if mine and may(turn.who.role, Action.CLOSE_TIP):
        found.append(button("close"))
    if alone and may(turn.who.role, Action.TAKE_TIP):
        found.append(Button(Text("triage-deeds"), f"triage.more:{tip.reference}"))
    return [*found, queue_button()]
