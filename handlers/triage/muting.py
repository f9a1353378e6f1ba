"""Putting a reporter aside without learning who it is, and looking at what waits there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip, TipStatus
from handlers.triage import views
from handlers.triage.base import TRIAGE, allowed, find
from handlers.triage.buttons import queue_button

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.mutes import Mutes
    from storage.outcomes import Outcomes
    from storage.tips import Tips
    from storage.unit_settings import UnitSettings

SHOWN: Final = 10
"""Tips of the side queue shown at once, the oldest first."""
REASON_LENGTH: Final = 500


def mute_buttons(turn: Turn, tip: Tip, *, spoken: bool) -> list[Button]:
    """Put aside, or take back: whichever this tip allows without telling of any other."""
    if not may(turn.who.role, Action.MUTE_REPORTER):
        return []
    name = "unmute" if spoken or tip.side else "mute"
    return [Button(Text(f"triage-{name}"), f"triage.{name}:{tip.reference}")]


async def side_button(turn: Turn, tips: Tips) -> list[Button]:
    """Leads to the side queue while something waits there."""
    if turn.who.unit_id is None:
        return []
    count = await tips.count_open(turn.who.unit_id, side=True)
    return [Button(Text("triage-side", {"n": count}), "triage.side:")] if count else []


async def track_record(tip: Tip, settings: UnitSettings, outcomes: Outcomes) -> list[Text]:
    """How earlier tips of the same contact ended, as counts; nothing unless the unit wants it."""
    if tip.status == TipStatus.CLOSED or await settings.get(tip.unit_id, "show-outcomes") != "yes":
        return []
    counts = await outcomes.of_tip(tip.id, tip.unit_id)
    if not counts:
        return []
    right, wrong = counts.get("right", 0), counts.get("wrong", 0)
    other = sum(counts.values()) - right - wrong
    return [Text("triage-before", {"right": right, "wrong": wrong, "other": other})]


@TRIAGE.step("side", entry=True)
async def side(turn: Turn, tips: Tips) -> Next:
    """The tips of muted reporters: normal tips, only quiet ones."""
    if not allowed(turn, Action.SEE_QUEUE) or turn.who.unit_id is None:
        return END
    shown = await tips.queue(turn.who.unit_id, limit=SHOWN, side=True)
    if not shown:
        turn.say("triage-side-empty", buttons=[queue_button()], protect=True)
        return END
    buttons = [
        Button(
            Text("triage-open-one", {"reference": tip.reference}), f"triage.open:{tip.reference}"
        )
        for tip in shown
    ]
    turn.say(
        "triage-side-list",
        count=await tips.count_open(turn.who.unit_id, side=True),
        lines=views.joined([views.line(tip, turn.now) for tip in shown]),
        buttons=[*buttons, queue_button()],
        protect=True,
    )
    return END


@TRIAGE.step("mute", leads_to=["mute_why"], entry=True)
async def mute(turn: Turn, tips: Tips) -> Next:
    """Whose tips are a burden is put aside, after a reason."""
    tip = await find(turn, tips, turn.value, Action.MUTE_REPORTER)
    if tip is None:
        return END
    if not await tips.contacts_of(tip.id):
        turn.say("triage-mute-nobody", reference=tip.reference, protect=True)
        return END
    turn.draft["reference"] = tip.reference
    return "mute_why"


@TRIAGE.asks("mute_why")
async def ask_mute_why(turn: Turn) -> None:
    """Why?"""
    turn.say(
        "triage-mute-why",
        reference=str(turn.draft.get("reference", "")),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRIAGE.step("mute_why")
async def mute_why(turn: Turn, tips: Tips, mutes: Mutes, audit: Audit) -> Next:
    """Mute. Who may is looked at again: a membership may have ended since the question."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    turn.hushed = bool(turn.text)
    if not turn.text:
        return "mute_why"
    if len(turn.text) > REASON_LENGTH:
        turn.say("triage-too-long", most=REASON_LENGTH)
        return "mute_why"
    tip = await find(turn, tips, str(turn.draft.get("reference", "")), Action.MUTE_REPORTER)
    if tip is None or turn.who.member_id is None:
        return END
    if not await mutes.mute(tip.unit_id, tip.id, turn.who.member_id, turn.now):
        turn.say("triage-mute-nobody", reference=tip.reference, protect=True)
        return END
    await _note(turn, audit, "reporter-muted", tip, why=turn.text)
    turn.say("triage-muted", reference=tip.reference, buttons=[queue_button()], protect=True)
    return END


@TRIAGE.step("unmute", entry=True)
async def unmute(turn: Turn, tips: Tips, mutes: Mutes, audit: Audit) -> Next:
    """Take it back: what comes from now on is in the queue again."""
    tip = await find(turn, tips, turn.value, Action.MUTE_REPORTER)
    if tip is None:
        return END
    await mutes.unmute(tip.unit_id, tip.id, side=tip.side)
    await _note(turn, audit, "reporter-unmuted", tip)
    turn.say("triage-unmuted", reference=tip.reference, buttons=[queue_button()], protect=True)
    return END


async def _note(turn: Turn, audit: Audit, deed: str, tip: Tip, why: str = "") -> None:
    await audit.record(
        deed,
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
        why=why,
    )
