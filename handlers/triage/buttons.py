"""The desk's buttons: each enters a step of this flow from anywhere, its value a reference."""

from __future__ import annotations

from bot.domain.access import Action, may
from bot.domain.flow import Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip, TipStatus


def queue_button(page: int | None = None, label: str = "triage-queue") -> Button:
    """Opens the queue; with a `page` (from 0) it turns to it in place."""
    return Button(Text(label), f"triage.queue:{'' if page is None else page}")


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
    if tip.status == TipStatus.NEW and may(turn.who.role, Action.TAKE_TIP):
        found.append(take_button(tip))
    mine = tip.status == TipStatus.ACKNOWLEDGED and tip.owner_id == turn.who.member_id
    if mine and may(turn.who.role, Action.ASK_REPORTER):
        found.append(button("ask"))
    if may(turn.who.role, Action.WRITE_NOTE):
        found.append(button("note"))
    if mine and may(turn.who.role, Action.CLOSE_TIP):
        found.append(button("close"))
    return [*found, queue_button()]
