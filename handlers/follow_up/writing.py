"""A reporter writes to an open tip: answers an officer's question, or has more to tell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip, TipStatus
from handlers.draft import Draft
from handlers.follow_up import FOLLOW_UP
from handlers.thread import body_of, pass_on
from handlers.words import say_refusals, stop

if TYPE_CHECKING:
    from storage.members import Members
    from storage.tips import Tips

OPEN_FOR: Final = timedelta(minutes=30)
"""How long further messages go to the same tip unasked; later ones may be about something else.

The draft holds `tip` (id), `reference`, `until` (seconds since 1970) and nothing told."""


@FOLLOW_UP.step("answer", leads_to=["write"], entry=True)
async def answer(turn: Turn, tips: Tips, members: Members) -> Next:
    """At rest, and an officer has asked: the words go straight there."""
    tip = await tips.awaiting_answer(turn.who.contact_id)
    if tip is None:
        return _closed(turn)
    return await _deliver(turn, tip, tips, members)


@FOLLOW_UP.step("reply", leads_to=["write"], entry=True)
async def reply(turn: Turn, tips: Tips) -> Next:
    """The button under an officer's question; its value is the reference."""
    return await _open(turn, tips)


@FOLLOW_UP.step("add", leads_to=["write"], entry=True)
async def add(turn: Turn, tips: Tips) -> Next:
    """The button under a tip of one's own; its value is the reference."""
    return await _open(turn, tips)


@FOLLOW_UP.step("write", leads_to=["intake.offer"])
async def write(turn: Turn, tips: Tips, members: Members) -> Next:
    """Everything goes to the tip until they are done; what comes too late becomes a new one."""
    if turn.value == "done":
        turn.say("follow-up-done")
        return END
    tip = await tips.get(turn.draft.get("tip", 0))
    late = turn.now.timestamp() > turn.draft.get("until", 0)
    if tip is None or tip.status == TipStatus.CLOSED or late:
        draft = Draft()
        if not draft.absorb(turn):
            return _closed(turn)
        say_refusals(turn)
        draft.keep(turn)
        return "intake.offer"
    return await _deliver(turn, tip, tips, members)


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
    if tip is None:
        return _closed(turn)
    _keep(turn, tip)
    return "write"


async def _deliver(turn: Turn, tip: Tip, tips: Tips, members: Members) -> Next:
    say_refusals(turn)
    body = body_of(turn)
    _keep(turn, tip)
    if body:
        await pass_on(turn, tip, body, tips, members)
        turn.step = "write"  # the button answers the step this leads to
        turn.say(
            "follow-up-passed",
            reference=tip.reference,
            buttons=[turn.option("done", "follow-up-finish")],
        )
    return "write"


def _keep(turn: Turn, tip: Tip) -> None:
    turn.draft.clear()
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
