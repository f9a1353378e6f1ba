"""From a chat to the web page: what comes along, what is said of it, and where it goes on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from bot.domain.channels import WEB
from bot.domain.doorway import Doorway, Shut
from bot.domain.flow import Go, State, Turn
from bot.domain.message import DOOR, Button, Text
from handlers.draft import Draft
from handlers.words import stop

MOVES: Final = ("intake", "follow_up", "identity")
"""What a resident tells. What is at a sign, or an invitation being taken up, stays where it is."""
_JOINS: Final = "enrol"


def cross(turn: Turn) -> None:
    """Take up what is behind `turn.door`, before anything that was put aside here. Nothing that
    somebody has told is dropped: where both sides have told in the same conversation, it is shut.
    """
    door = turn.door
    if door is None:
        return
    here = {state.flow: state for state in turn.state.line() if state.flow}
    there = [state for state in door.state.line() if state.flow]
    may = [state for state in there if state.flow in MOVES and not state.draft.get("visit")]
    if _JOINS in here:
        door.shut = Shut.STAFF
        return
    if any(_told(state) and state.flow in here and _told(here[state.flow]) for state in may):
        door.shut = Shut.BUSY
        return
    moving = [state for state in may if state.flow not in here or not _told(here[state.flow])]
    gone = {state.flow for state in moving}
    if not moving:
        return
    door.state = _line([state for state in there if state.flow not in gone])
    kept = [state for name, state in here.items() if name not in gone and state.draft]
    turn.state = _line([*moving, *kept])
    for state in moving:
        state.via, state.offered, state.earlier = door.contact_id, (), ()


def onward(turn: Turn, *, active: bool) -> Go:
    """Say what came of it, and ask again where the conversation stands. `active`: it stands
    somewhere.
    """
    door = turn.door or Doorway(Shut.UNKNOWN)
    if door.shut:
        report = Button(Text("nav-report"), "intake.welcome:")
        _say_shut(turn, door, [] if active else [report])
    else:
        _say_crossed(turn, door)
    if active:
        return Go(turn.state.flow, turn.state.step, ask_only=True)
    if door.shut or door.tips:
        return Go("follow_up", "door")
    return Go("intake", "welcome")


def say_page(turn: Turn) -> None:
    """The link to the web page: for residents in a chat one that takes along what they tell."""
    if turn.inbound.address.channel == WEB:
        turn.say("follow-up-page-here")
    elif turn.who.named:
        url = "/desk" if turn.who.member_id is not None else "/chat"
        turn.say("follow-up-page-staff", buttons=[Button(Text("follow-up-page-open"), url=url)])
    else:
        turn.say(
            "follow-up-page",
            code=DOOR,
            buttons=[Button(Text("follow-up-page-open"), url=DOOR)],
        )


def app_text(door: Doorway) -> Text:
    """Where it was begun, as people call it."""
    return Text(f"follow-up-app-{door.app}" if door.app else "follow-up-app-platform")


def _say_shut(turn: Turn, door: Doorway, buttons: Iterable[Button]) -> None:
    if door.shut is Shut.SLOW:
        turn.say("follow-up-slowly", minutes=math.ceil(door.wait / 60), buttons=buttons)
    else:
        turn.say(f"follow-up-door-{door.shut}", app=app_text(door), buttons=buttons)


def _say_crossed(turn: Turn, door: Doorway) -> None:
    state = turn.state
    moved = state.via == door.contact_id
    draft = Draft.of(turn) if moved and state.flow == "intake" else Draft()
    if draft.told:
        words, files = len(draft.story), len(draft.files)
        turn.say("follow-up-door-told", app=app_text(door), words=words, files=files)
    elif moved:
        turn.say("follow-up-door-on")
    if door.tips:
        turn.say("follow-up-door-tips", references=", ".join(door.tips))
    if moved and (state.flow, state.step) == ("follow_up", "write"):
        # It asks by itself only where nothing has been said.
        turn.say("follow-up-write", reference=str(turn.draft["reference"]), buttons=[stop()])


def _told(state: State) -> bool:
    """Whether something is in it that could not be had again by pressing a button."""
    if state.flow == "intake":
        draft = Draft.from_json(state.draft)
        said = (draft.when, draft.where, draft.identity, draft.mistyped)
        return draft.told or any(said)
    if state.flow == "follow_up":
        return bool(state.draft.get("voices"))
    return bool(state.draft)


def _line(states: Iterable[State]) -> State:
    """The first, with the others behind it."""
    line = list(states)
    for state, behind in zip(line, [*line[1:], None], strict=False):
        state.aside = behind
    return line[0] if line else State()
