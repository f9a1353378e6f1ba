"""Writing: a question to the reporter, or a note for colleagues.

They are two steps and two store calls, never one with a switch, so that no slip can send a note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import Reach, Tip
from handlers.triage.base import TRIAGE, find, find_own
from handlers.triage.buttons import open_button

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.tips import Tips
    from storage.units import Units

LONGEST: Final = 2000
"""Characters of a question or a note: with its heading it stays one message on every platform."""


@TRIAGE.step("ask", leads_to=["ask_write"], entry=True)
async def ask(turn: Turn, tips: Tips) -> Next:
    """The owner wants to ask the reporter something."""
    tip = await find_own(turn, tips, turn.value, Action.ASK_REPORTER)
    if tip is not None:
        turn.draft["reach"] = tip.reach
    return _begin(turn, tip, "ask_write")


@TRIAGE.asks("ask_write")
async def ask_ask_write(turn: Turn) -> None:
    """Say that the next message goes to the reporter, or waits for them to come back."""
    reach = turn.draft.get("reach", Reach.HERE)
    if reach != Reach.HERE:
        turn.say(f"triage-reach-{reach}", protect=True)
    _prompt(turn, "triage-ask-write")


@TRIAGE.step("ask_write")
async def ask_write(turn: Turn, tips: Tips, units: Units, audit: Audit) -> Next:
    """The typed question goes out to every chat the reporter uses, and waits for their receipt."""
    tip = await find_own(turn, tips, str(turn.draft.get("reference", "")), Action.ASK_REPORTER)
    if tip is None or turn.who.member_id is None or turn.value == "stop":
        return _stopped(turn)
    if not _usable(turn):
        return "ask_write"
    await tips.ask(tip.id, turn.who.member_id, turn.text, turn.now)
    await _record(turn, audit, "tip-asked", tip)
    unit = await units.get(tip.unit_id)
    question = Reply(
        Text(
            "triage-question",
            {"reference": tip.reference, "unit": unit.name, "question": turn.text},
        ),
        buttons=(Button(Text("follow-up-reply"), f"follow_up.reply:{tip.reference}"),),
        protect=True,
    )
    chats = await tips.contacts_of(tip.id)
    for contact_id in chats:
        turn.tell(contact_id, question)
    turn.say(
        "triage-asked" if chats else "triage-asked-no-chat",
        reference=tip.reference,
        buttons=[open_button(tip)],
        protect=True,
    )
    return END


@TRIAGE.step("note", leads_to=["note_write"], entry=True)
async def note(turn: Turn, tips: Tips) -> Next:
    """Any member of the desk may leave a note, owner or not."""
    tip = await find(turn, tips, turn.value, Action.WRITE_NOTE)
    return _begin(turn, tip, "note_write")


@TRIAGE.asks("note_write")
async def ask_note_write(turn: Turn) -> None:
    """Say that the next message stays inside."""
    _prompt(turn, "triage-note-write")


@TRIAGE.step("note_write")
async def note_write(turn: Turn, tips: Tips, audit: Audit) -> Next:
    """The typed note is kept for the desk alone."""
    tip = await find(turn, tips, str(turn.draft.get("reference", "")), Action.WRITE_NOTE)
    if tip is None or turn.who.member_id is None or turn.value == "stop":
        return _stopped(turn)
    if not _usable(turn):
        return "note_write"
    await tips.write_note(tip.id, turn.who.member_id, turn.text, turn.now)
    await _record(turn, audit, "tip-noted", tip)
    turn.say("triage-note-kept", reference=tip.reference, buttons=[open_button(tip)], protect=True)
    return END


def _begin(turn: Turn, tip: Tip | None, step: str) -> Next:
    if tip is None:
        return END
    turn.draft["reference"] = tip.reference
    return step


def _prompt(turn: Turn, key: str) -> None:
    reference = str(turn.draft.get("reference", ""))
    turn.say(key, reference=reference, buttons=[turn.option("stop", "triage-stop")], protect=True)


def _stopped(turn: Turn) -> Next:
    if turn.value == "stop" and not turn.replies:
        turn.say("triage-stopped")
    return END


def _usable(turn: Turn) -> bool:
    """Whether the message is words of a fair length; says so when not."""
    stop = [turn.option("stop", "triage-stop")]
    if turn.inbound.uploads or turn.inbound.refused or turn.inbound.location:
        turn.say("triage-words-only", buttons=stop)
        return False
    if len(turn.text) > LONGEST:
        turn.say("triage-too-long", most=LONGEST, buttons=stop)
        return False
    return bool(turn.text)


async def _record(turn: Turn, audit: Audit, action: str, tip: Tip) -> None:
    await audit.record(
        action,
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )
