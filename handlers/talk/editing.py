"""`/cau-hoi`: a lead lists, adds, changes and removes the unit's own prepared questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.prepared import LENGTHS, QUESTION, asks_who, purposes, sound
from handlers.at_desk import allowed
from handlers.talk.base import TALK
from handlers.talk.starters import STARTERS
from handlers.tip_views import joined
from handlers.words import number_of

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.prepared import Prepared, Sentence

PAGE: Final = 8


@TALK.step("questions", entry=True)
async def questions(turn: Turn, prepared: Prepared) -> Next:
    """The unit's own questions by the page; the value is the page (from 0)."""
    if not allowed(turn, Action.EDIT_WORDS) or turn.who.unit_id is None:
        return END
    own = await prepared.of(turn.who.unit_id, QUESTION)
    pages = max(-(-len(own) // PAGE), 1)
    page = min(number_of(turn.value), pages - 1)
    shown = own[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(Text("talk-open-one", {"n": page * PAGE + n}), f"talk.one:{one.id}")
        for n, one in enumerate(shown, 1)
    ]
    if page > 0:
        buttons.append(Button(Text("queue-page-back"), f"talk.questions:{page - 1}"))
    if page < pages - 1:
        buttons.append(Button(Text("queue-page-on"), f"talk.questions:{page + 1}"))
    buttons.append(Button(Text("talk-add"), f"talk.add:{QUESTION}"))
    buttons.append(Button(Text("talk-statuses"), "talk.statuses:"))
    lines = [
        Text("talk-numbered", {"n": page * PAGE + n, "text": one.text})
        for n, one in enumerate(shown, 1)
    ]
    turn.say(
        "talk-questions",
        count=len(own),
        starters=len(STARTERS),
        lines=joined(lines) if lines else Text("talk-none"),
        buttons=buttons,
        edit=bool(turn.value),
        protect=True,
    )
    return END


@TALK.step("one", entry=True)
async def one(turn: Turn, prepared: Prepared) -> Next:
    """One of them, and what can be done with it; the value is its id."""
    found = await find_one(turn, prepared, turn.value)
    if found:
        turn.say(
            "talk-one",
            text=found.text,
            buttons=[
                Button(Text("talk-change"), f"talk.change:{found.id}"),
                Button(Text("talk-remove"), f"talk.remove:{found.id}"),
                list_button(),
            ],
            protect=True,
        )
    return END


@TALK.step("add", leads_to=["write"], entry=True)
async def add(turn: Turn) -> Next:
    """A new sentence; the value is its purpose."""
    if not allowed(turn, Action.EDIT_WORDS) or turn.value not in purposes():
        return _unknown(turn)
    turn.draft.clear()
    turn.draft["purpose"] = turn.value
    return "write"


@TALK.step("change", leads_to=["write"], entry=True)
async def change(turn: Turn, prepared: Prepared) -> Next:
    """Other words for a question; the value is its id."""
    found = await find_one(turn, prepared, turn.value)
    if found is None:
        return END
    turn.draft.clear()
    turn.draft.update(purpose=QUESTION, id=found.id)
    return "write"


@TALK.asks("write")
async def ask_write(turn: Turn) -> None:
    """Say what is to be typed."""
    purpose = str(turn.draft.get("purpose", QUESTION))
    turn.say(
        "talk-write" if purpose == QUESTION else "talk-write-status",
        status=Text(f"status-{purpose.partition(':')[2] or 'new'}"),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@TALK.step("write")
async def write(turn: Turn, prepared: Prepared, audit: Audit) -> Next:
    """The words. Nothing is kept of a question that would ask who the reporter is."""
    if turn.value == "stop" or not allowed(turn, Action.EDIT_WORDS) or turn.who.unit_id is None:
        if not turn.replies:
            turn.say("triage-stopped")
        return END
    purpose, text = str(turn.draft.get("purpose", QUESTION)), turn.text
    wrong = _wrong(turn, purpose)
    if wrong:
        stop = [turn.option("stop", "triage-stop")]
        least, most = LENGTHS
        turn.say(Text(wrong, {"least": least, "most": most}), buttons=stop, protect=True)
        return "write"
    if "id" in turn.draft:
        done = await prepared.change(turn.who.unit_id, int(turn.draft["id"]), text)
        said = "talk-changed" if done else "talk-gone"
    elif purpose == QUESTION:
        done = await prepared.add(turn.who.unit_id, purpose, text, turn.now)
        said = "talk-added" if done else "talk-full"
    else:
        await prepared.set(turn.who.unit_id, purpose, text, turn.now)
        done, said = True, "talk-added"
    if done:
        await note_change(turn, audit, purpose)
    turn.say(Text(said), buttons=[list_button()], protect=True)
    return END


@TALK.step("remove", leads_to=["removing"], entry=True)
async def remove(turn: Turn, prepared: Prepared) -> Next:
    """Take one away; the value is its id. It is asked once more."""
    found = await find_one(turn, prepared, turn.value)
    if found is None:
        return END
    turn.draft.clear()
    turn.draft.update(id=found.id, text=found.text)
    return "removing"


@TALK.asks("removing")
async def ask_removing(turn: Turn) -> None:
    """Really?"""
    turn.say(
        "talk-removing",
        text=str(turn.draft.get("text", "")),
        buttons=[turn.option("yes", "talk-remove"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TALK.step("removing")
async def removing(turn: Turn, prepared: Prepared, audit: Audit) -> Next:
    """Do it; anything but yes or no is asked again."""
    if turn.value == "stop" or not allowed(turn, Action.EDIT_WORDS) or turn.who.unit_id is None:
        if not turn.replies:
            turn.say("triage-stopped")
        return END
    if turn.value != "yes":
        return "removing"
    done = await prepared.remove(turn.who.unit_id, int(turn.draft.get("id", 0)))
    if done:
        await note_change(turn, audit, QUESTION)
    said = Text("talk-removed" if done else "talk-gone")
    turn.say(said, buttons=[list_button()], protect=True)
    return END


async def find_one(turn: Turn, prepared: Prepared, value: str) -> Sentence | None:
    """A question of the member's own unit; None after saying why."""
    if not allowed(turn, Action.EDIT_WORDS) or turn.who.unit_id is None:
        return None
    found = await prepared.one(turn.who.unit_id, number_of(value))
    if found is None or found.purpose != QUESTION:
        turn.say("talk-gone", buttons=[list_button()], protect=True)
        return None
    return found


async def note_change(turn: Turn, audit: Audit, purpose: str) -> None:
    """The audit has that, and of which purpose; not the words."""
    await audit.record(
        "sentences-changed",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=purpose,
    )


def list_button() -> Button:
    """Back to the list."""
    return Button(Text("talk-list"), "talk.questions:0")


def _wrong(turn: Turn, purpose: str) -> str:
    """The key of what is wrong with the words; empty when nothing is."""
    least, most = LENGTHS
    if turn.inbound.uploads or turn.inbound.refused or turn.inbound.location:
        return "triage-words-only"
    if not least <= len(turn.text) <= most:
        return "talk-length"
    if turn.text.startswith(("/", "／")):
        return "talk-slash-kept"
    if purpose == QUESTION and not sound(turn.text):
        return "talk-brackets"
    return "talk-asks-who" if asks_who(turn.text) else ""


def _unknown(turn: Turn) -> Next:
    if not turn.replies:
        turn.say("talk-gone", buttons=[list_button()], protect=True)
    return END
