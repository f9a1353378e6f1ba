"""Writing to a reporter, by whichever step: what may go along, and how it is sent.

Nothing here takes a note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.domain.access import Action
from bot.domain.flow import Turn
from bot.domain.message import Button, Media, MediaKind, Reply, StoredFile, Text, Upload
from bot.domain.prepared import asks_who
from bot.domain.tip import Body, Tip
from handlers.at_desk import find_own, open_button
from handlers.tip_views import media_kind
from handlers.words import say_refusals

if TYPE_CHECKING:
    from storage.filing import Asking

LONGEST: Final = 2000
"""Characters of a question: with its heading it stays one message on every platform."""
EVERYBODY: Final = "all"
"""Stands in the draft's `whom` for every reporter of a tip that others were merged into."""
_TAKEN: Final = ("image/", "application/pdf")


def attach(turn: Turn) -> bool:
    """Take along the one picture or PDF that came; a later one takes its place. False, after
    saying why, when something came that cannot go along.
    """
    came = turn.inbound
    fits = [upload for upload in came.uploads if _fits(upload)]
    if fits and fits[0].file:
        file = fits[0].file
        media_type = file.media_type or "image/jpeg"
        turn.draft["file"] = [file.id, file.key.hex(), media_type, file.size]
    if came.refused or came.location or len(came.uploads) > min(len(fits), 1):
        say_refusals(turn)
        held = "yes" if attached(turn) else "no"
        turn.say("talk-takes", attached=held, buttons=_stop(turn), protect=True)
        return False
    return True


def attached(turn: Turn) -> StoredFile | None:
    """What goes along with the question that is being written."""
    raw: list[Any] | None = turn.draft.get("file")
    return StoredFile(raw[0], bytes.fromhex(raw[1]), raw[2], raw[3]) if raw else None


def asked_about(turn: Turn) -> str:
    """The tip whose reporter is asked: one that was merged into the opened one has its own, and
    all together are called by the opened one.
    """
    whom = str(turn.draft.get("whom", EVERYBODY))
    return str(turn.draft.get("reference", "")) if whom == EVERYBODY else whom


async def send_question(turn: Turn, text: str, asking: Asking) -> bool:
    """Send to every chat the reporter uses, and to whoever comes back with the receipt. Who may is
    looked at again. Says what became of it; whether it was sent.
    """
    reference = str(turn.draft.get("reference", ""))
    tip = await find_own(turn, asking.tips, reference, Action.ASK_REPORTER)
    if tip is None or turn.who.member_id is None:
        return False
    whom = str(turn.draft.get("whom", tip.reference))
    together = (tip, *await asking.merging.parts(tip.id))
    asked = [each for each in together if whom in (EVERYBODY, each.reference)]
    if not asked:
        turn.say("triage-ask-gone", reference=whom, buttons=[open_button(tip)], protect=True)
        return False
    sent = [await _ask(turn, text, asking, each) for each in asked]
    if None in sent:  # given away or closed at this very moment
        turn.say(
            "talk-too-late", reference=tip.reference, buttons=[open_button(tip)], protect=True
        )
        return False
    turn.touched.add(tip.id)
    turn.say(
        "triage-asked" if any(sent) else "triage-asked-no-chat",
        reference=", ".join(each.reference for each in asked),
        buttons=[open_button(tip)],
        protect=True,
    )
    return True


async def _ask(turn: Turn, text: str, asking: Asking, tip: Tip) -> int | None:
    """Ask the reporter of one tip; in how many chats. None: it is not this member's any more."""
    file = attached(turn)
    body = Body(text, (file,) if file else ())
    message_id = await asking.tips.ask(tip.id, turn.who.member_id or 0, body, turn.now)
    if message_id is None:
        return None
    await asking.audit.record(
        "tip-asked",
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )
    unit = await asking.units.get(tip.unit_id)
    about = {"reference": tip.reference, "unit": unit.name, "question": text}
    question = Reply(
        Text("triage-question", about),
        buttons=(Button(Text("follow-up-reply"), f"follow_up.reply:{tip.reference}"),),
        media=(Media(media_kind(file.media_type), file),) if file else (),
        protect=True,
    )
    chats = await asking.tips.contacts_of(tip.id)
    await asking.questions.asked(message_id, chats=bool(chats))
    for contact_id in chats:
        turn.tell(contact_id, question, message_id)
    return len(chats)


def usable(turn: Turn, *, most: int = LONGEST) -> bool:
    """Whether the typed words can be sent; says so when not.

    Words that begin with a slash were meant as a command: a mistyped `/ghichu` is never sent.
    """
    if len(turn.text) > most:
        turn.say("triage-too-long", most=most, buttons=_stop(turn), protect=True)
        return False
    if turn.text.startswith(("/", "／")):
        turn.say("talk-slash", buttons=_stop(turn), protect=True)
        return False
    return bool(turn.text)


def harmless(turn: Turn) -> bool:
    """Whether the typed words do not seem to ask who the reporter is; otherwise it is asked once
    more, for a suspect's name may be meant. `meant` has the words when they are.
    """
    if not asks_who(turn.text):
        return True
    turn.draft["doubted"] = turn.text
    anyway = turn.option("anyway", "talk-anyway")
    turn.say("talk-doubt", question=turn.text, buttons=[anyway, *_stop(turn)], protect=True)
    return False


def meant(turn: Turn) -> str:
    """The words that were doubted, when the member presses that they are to go out."""
    return str(turn.draft.pop("doubted", "")) if turn.value == "anyway" else ""


def _stop(turn: Turn) -> list[Button]:
    return [turn.option("stop", "triage-stop")]


def _fits(upload: Upload) -> bool:
    media_type = upload.media_type or (upload.file.media_type if upload.file else "")
    if not media_type:
        return upload.kind is MediaKind.PHOTO
    return media_type.startswith(_TAKEN)
