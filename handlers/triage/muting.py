"""Putting a reporter aside without learning who it is. What waits there: `handlers.queue`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip, TipStatus
from handlers.at_desk import find, queue_button
from handlers.triage.base import TRIAGE

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.mutes import Mutes
    from storage.outcomes import Outcomes
    from storage.tips import Tips
    from storage.unit_settings import UnitSettings

REASON_LENGTH: Final = 500


def mute_buttons(turn: Turn, tip: Tip, *, spoken: bool) -> list[Button]:
    """Put aside, or take back: whichever this tip allows without telling of any other."""
    if not may(turn.who.role, Action.MUTE_REPORTER):
        return []
    name = "unmute" if spoken or tip.side else "mute"
    return [Button(Text(f"triage-{name}"), f"triage.{name}:{tip.reference}")]


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
    turn.touched.add(tip.id)
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
