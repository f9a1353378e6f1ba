"""A reporter writes to an open tip: answers an officer's question, or has more to tell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.codec import file_from_json, file_to_json
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Body, Tip, TipStatus
from handlers import voice
from handlers.draft import Draft
from handlers.follow_up import FOLLOW_UP
from handlers.thread import body_of, pass_on
from handlers.words import say_refusals, stop

if TYPE_CHECKING:
    from storage.members import Members
    from storage.tips import Tips
    from storage.voices import Voices

OPEN_FOR: Final = timedelta(minutes=30)
"""How long further messages go to the same tip unasked; later ones may be about something else.

The draft holds `tip` (id), `reference`, `until` (seconds since 1970), `visit` when only the
receipt led here, and of what was told only `voices`: recordings for which the person has not said
yet whether the voice may stay."""


@FOLLOW_UP.step("answer", leads_to=["write"], entry=True)
async def answer(turn: Turn, tips: Tips, members: Members, voices: Voices) -> Next:
    """At rest, and an officer has asked: the words go straight there."""
    tip = await tips.awaiting_answer(turn.who.contact_id)
    if tip is None:
        return _closed(turn)
    return await _deliver(turn, tip, tips, members, voices)


@FOLLOW_UP.step("reply", leads_to=["write"], entry=True)
async def reply(turn: Turn, tips: Tips, members: Members, voices: Voices) -> Next:
    """The button under an officer's question; its value is the reference."""
    if await _pass_held(turn, tips, members, voices):
        turn.say("voice-passed-altered")
    return await _open(turn, tips)


@FOLLOW_UP.step("add", leads_to=["write"], entry=True)
async def add(turn: Turn, tips: Tips) -> Next:
    """The button under a tip of one's own; its value is the reference."""
    return await _open(turn, tips)


@FOLLOW_UP.step("write", leads_to=["intake.offer"])
async def write(turn: Turn, tips: Tips, members: Members, voices: Voices) -> Next:
    """Everything goes to the tip until they are done; what comes too late becomes a new one."""
    if await _pass_held(turn, tips, members, voices):
        turn.say("voice-passed-altered")
    if turn.value == "done":
        turn.say("follow-up-done")
        return END
    tip = await tips.get(turn.draft.get("tip", 0))
    late = turn.now.timestamp() > turn.draft.get("until", 0)
    if tip is None or tip.erased or tip.status == TipStatus.CLOSED or late:
        # A recording that waited for a choice when the tip was closed is not dropped.
        held = turn.draft.pop("voices", [])
        draft = Draft(files=held, voices=[file[0] for file in held])
        if not draft.absorb(turn) and not held:
            return _closed(turn)
        say_refusals(turn)
        draft.keep(turn)
        return "intake.offer"
    return await _deliver(turn, tip, tips, members, voices)


@FOLLOW_UP.step("voice", leads_to=["write"], entry=True)
async def recorded(turn: Turn, tips: Tips, members: Members, voices: Voices) -> Next:
    """The answer to the offer under a recording, which goes to the tip only now."""
    keep = turn.value == "keep"
    if await _pass_held(turn, tips, members, voices, alter=not keep):
        turn.say("voice-kept" if keep else "voice-altered")
        turn.step = "write"
        turn.say(
            "follow-up-passed",
            reference=str(turn.draft.get("reference", "")),
            buttons=[turn.option("done", "follow-up-finish")],
        )
    else:
        turn.say("voice-late")
    return "write" if turn.draft.get("tip") else END


@FOLLOW_UP.step("expired")
async def expired(turn: Turn, tips: Tips, members: Members, voices: Voices) -> Next:
    """They never chose: what they recorded still arrives, with the voice changed."""
    if await _pass_held(turn, tips, members, voices):
        turn.say("voice-passed-altered")
    turn.state.aside = None
    return END


@FOLLOW_UP.asks("write")
async def ask_write(turn: Turn) -> None:
    """Invite to write, unless something was just passed on."""
    if not turn.replies:
        turn.say(
            "follow-up-write", reference=str(turn.draft.get("reference", "")), buttons=[stop()]
        )


async def _open(turn: Turn, tips: Tips) -> Next:
    mine = await tips.of_contact(turn.who.contact_id)
    tip = next((tip for tip in mine if tip.reference == turn.value), None)
    if tip is None and turn.draft.get("visit") and turn.draft.get("reference") == turn.value:
        tip = await tips.get(turn.draft.get("tip", 0))
    if tip is None or tip.status == TipStatus.CLOSED:
        return _closed(turn)
    _keep(turn, tip)
    return "write"


async def _deliver(turn: Turn, tip: Tip, tips: Tips, members: Members, voices: Voices) -> Next:
    say_refusals(turn)
    body = body_of(turn, voices=False)
    _keep(turn, tip)
    if body:
        await pass_on(turn, tip, body, tips, members)
        turn.step = "write"  # the button answers the step this leads to
        turn.say(
            "follow-up-passed",
            reference=tip.reference,
            buttons=[turn.option("done", "follow-up-finish")],
        )
    held = [u.file for u in turn.inbound.uploads if u.file and voice.is_voice(u)]
    if held:
        turn.draft["voices"] = [file_to_json(file) for file in held]
        voice.offer(turn, "follow_up.voice")
    return "write"


def visit(turn: Turn, tip: Tip) -> None:
    """Open a tip's thread to whoever showed its receipt, without linking their chat to it."""
    turn.draft["visit"] = True
    _keep(turn, tip)


async def _pass_held(
    turn: Turn, tips: Tips, members: Members, voices: Voices, *, alter: bool = True
) -> bool:
    """Pass the recordings on that waited for a choice; whether there were any."""
    held = [file_from_json(raw) for raw in turn.draft.get("voices", [])]
    tip = await tips.get(turn.draft.get("tip", 0)) if held else None
    if tip is None or tip.status == TipStatus.CLOSED:
        return False
    del turn.draft["voices"]
    if alter:
        held = [await voice.altered(turn, voices, file) for file in held]
    await pass_on(turn, tip, Body(files=tuple(held)), tips, members)
    return True


def _keep(turn: Turn, tip: Tip) -> None:
    visits = bool(turn.draft.get("visit"))
    turn.draft.clear()
    if visits:
        turn.draft["visit"] = True
        turn.hold = OPEN_FOR
    until = int((turn.now + OPEN_FOR).timestamp())
    turn.draft.update(tip=tip.id, reference=tip.reference, until=until)


def _closed(turn: Turn) -> Next:
    turn.say(
        "follow-up-closed",
        buttons=[
            Button(Text("nav-report"), "intake.welcome:"),
            Button(Text("nav-status"), "follow_up.status:"),
        ],
    )
    return END
