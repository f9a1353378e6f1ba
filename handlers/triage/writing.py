"""Writing: a question to the reporter, or a note for colleagues.

They are two steps and two store calls, never one with a switch, so that no slip can send a note.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.errors import KeyNotHere
from bot.domain.flow import END, Next, Turn
from bot.domain.tip import Reach, Tip
from handlers.asking import (
    EVERYBODY,
    LONGEST,
    asked_about,
    attach,
    attached,
    harmless,
    meant,
    send_question,
    usable,
)
from handlers.at_desk import allowed, find, find_own, open_button
from handlers.guard import REFERENCE
from handlers.triage.base import TRIAGE
from handlers.windows import window_text

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.filing import Asking
    from storage.merging import Merging
    from storage.tips import Tips
    from storage.windows import Windows


@TRIAGE.step("ask", leads_to=["ask_whom", "ask_write"], entry=True)
async def ask(turn: Turn, tips: Tips, merging: Merging) -> Next:
    """The owner wants to ask the reporter something; of several it is asked whom."""
    tip = await find_own(turn, tips, turn.value, Action.ASK_REPORTER)
    parts = await merging.parts(tip.id) if tip else []
    if tip is not None:
        turn.draft.clear()
        turn.draft.update(reach=tip.reach, whom=tip.reference)
    if tip is not None and parts:
        turn.draft["reporters"] = {each.reference: each.reach for each in (tip, *parts)}
        return _begin(turn, tip, "ask_whom")
    return _begin(turn, tip, "ask_write")


@TRIAGE.asks("ask_whom")
async def ask_ask_whom(turn: Turn) -> None:
    """Which reporter?"""
    reporters: dict[str, str] = turn.draft.get("reporters", {})
    turn.say(
        "triage-ask-whom",
        reference=str(turn.draft.get("reference", "")),
        buttons=[
            turn.option(EVERYBODY, "triage-ask-all", n=len(reporters)),
            *(turn.option(name, "triage-ask-one", reference=name) for name in reporters),
            turn.option("stop", "triage-stop"),
        ],
        protect=True,
    )


@TRIAGE.step("ask_whom", leads_to=["ask_write"])
async def ask_whom(turn: Turn) -> Next:
    """All of them, or one."""
    if turn.value == "stop":
        return _stopped(turn)
    reporters: dict[str, str] = turn.draft.get("reporters", {})
    if turn.value != EVERYBODY and turn.value not in reporters:
        return "ask_whom"
    reaches = list(reporters.values()) if turn.value == EVERYBODY else [reporters[turn.value]]
    reach = Reach.HERE if Reach.HERE in reaches else reaches[0]
    turn.draft.update(whom=turn.value, reach=reach)
    return "ask_write"


@TRIAGE.asks("ask_write")
async def ask_ask_write(turn: Turn, tips: Tips, windows: Windows) -> None:
    """Say that the next message goes to the reporter, or waits for them to come back."""
    reach = turn.draft.get("reach", Reach.HERE)
    tip = await tips.by_reference(turn.who.unit_id or 0, asked_about(turn))
    with suppress(KeyNotHere):
        thread = await tips.open(tip.id) if tip else []
        window = await window_text(tip.id, thread, turn.now, windows) if tip else None
        if window:
            turn.say(window, protect=True)
    if reach != Reach.HERE:
        turn.say(f"triage-reach-{reach}", protect=True)
    turn.say(
        "triage-ask-attached" if attached(turn) else "triage-ask-write",
        reference=asked_about(turn),
        buttons=[turn.option("ready", "talk-ready"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRIAGE.step("ask_write", leads_to=["talk.choose"])
async def ask_write(turn: Turn, tips: Tips, asking: Asking) -> Next:
    """The typed question goes out, with the picture that came along; or a prepared one is to be
    chosen.
    """
    tip = await find_own(turn, tips, _reference(turn), Action.ASK_REPORTER)
    if tip is None or turn.who.member_id is None or turn.value == "stop":
        return _stopped(turn)
    if turn.value == "ready":
        return "talk.choose"
    question = meant(turn)
    if not question:
        if not attach(turn) or not usable(turn) or not harmless(turn):
            return "ask_write"
        question = turn.text
    await send_question(turn, question, asking)
    return END


@TRIAGE.step("note", leads_to=["note_write"], entry=True)
async def note(turn: Turn, tips: Tips, audit: Audit) -> Next:
    """Any member of the desk may leave a note, owner or not. After the command the value may go
    on with the note itself.
    """
    reference, text = (*turn.value.split(maxsplit=1), "", "")[:2]
    if not REFERENCE.fullmatch(reference):
        if allowed(turn, Action.WRITE_NOTE):
            turn.say("triage-note-which")
        return END
    tip = await find(turn, tips, reference, Action.WRITE_NOTE)
    if tip is not None and len(text) > LONGEST:
        turn.say("triage-too-long", most=LONGEST, protect=True)
        return END
    if tip is not None and text:
        await _keep_note(turn, tips, audit, tip, text)
        return END
    return _begin(turn, tip, "note_write")


@TRIAGE.asks("note_write")
async def ask_note_write(turn: Turn) -> None:
    """Say that the next message stays inside."""
    stop = [turn.option("stop", "triage-stop")]
    turn.say("triage-note-write", reference=_reference(turn), buttons=stop, protect=True)


@TRIAGE.step("note_write")
async def note_write(turn: Turn, tips: Tips, audit: Audit) -> Next:
    """The typed note is kept for the desk alone."""
    tip = await find(turn, tips, str(turn.draft.get("reference", "")), Action.WRITE_NOTE)
    if tip is None or turn.who.member_id is None or turn.value == "stop":
        return _stopped(turn)
    if not _usable(turn):
        return "note_write"
    await _keep_note(turn, tips, audit, tip, turn.text)
    return END


async def _keep_note(turn: Turn, tips: Tips, audit: Audit, tip: Tip, text: str) -> None:
    await tips.write_note(tip.id, turn.who.member_id or 0, text, turn.now)
    await audit.record(
        "tip-noted",
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )
    turn.say("triage-note-kept", reference=tip.reference, buttons=[open_button(tip)], protect=True)


def _reference(turn: Turn) -> str:
    return str(turn.draft.get("reference", ""))


def _begin(turn: Turn, tip: Tip | None, step: str) -> Next:
    if tip is None:
        return END
    turn.draft["reference"] = tip.reference
    return step


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
