"""The PIN of a chat account: asked for before the content of a tip is shown, so that a phone that
was left lying shows none.

The draft holds `wanted` (the button that was pressed) and, between the two times a new PIN is
typed, `check` (what is kept of it, in hex). What is typed leaves the chat where it can.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, roles_that
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Reply, Text
from handlers.safety.base import SAFETY, allowed, number

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.members import Members
    from storage.pins import Pins, Tried
    from storage.sessions import Sessions

SHORTEST: Final = 6
LONGEST: Final = 12


@SAFETY.step("pin_begin", leads_to=["pin", "pin_new"])
async def pin_begin(turn: Turn, pins: Pins) -> Next:
    """Reached from the router alone. The value is the button that is wanted."""
    if turn.who.member_id is None:
        turn.say("safety-old-button")
        return END
    turn.draft.clear()
    turn.draft["wanted"] = turn.value
    if turn.hushed:
        turn.say("safety-pin-typed", protect=True)
    return "pin" if await pins.exists(turn.who.member_id) else "pin_new"


@SAFETY.asks("pin")
async def ask_pin(turn: Turn) -> None:
    """Ask for it."""
    turn.say("safety-pin", buttons=[_stop(turn)], protect=True)


@SAFETY.step("pin", leads_to=["pin_new"])
async def pin(turn: Turn, pins: Pins, sessions: Sessions, audit: Audit) -> Next:
    """The PIN was typed."""
    member_id = turn.who.member_id
    if turn.value == "stop" or member_id is None:
        turn.say("safety-pin-stopped")
        return END
    if not _typed(turn):
        return "pin"
    if not await pins.exists(member_id):  # a lead has reset it meanwhile
        return "pin_new"
    tried = await pins.attempt(member_id, turn.text, turn.now)
    if tried.right:
        return await _right(turn, sessions)
    if tried.until is None:
        turn.say("safety-pin-wrong", left=tried.left, buttons=[_stop(turn)], protect=True)
        return "pin"
    await _locked(turn, tried, audit)
    return "pin"  # where what is typed leaves the chat, right or wrong


@SAFETY.asks("pin_new")
async def ask_pin_new(turn: Turn) -> None:
    """Choose one."""
    turn.say("safety-pin-new", least=SHORTEST, most=LONGEST, buttons=[_stop(turn)], protect=True)


@SAFETY.step("pin_new", leads_to=["pin_again"])
async def pin_new(turn: Turn, pins: Pins) -> Next:
    """The first time."""
    if turn.value == "stop" or turn.who.member_id is None:
        turn.say("safety-pin-stopped")
        return END
    if not _typed(turn):
        return "pin_new"
    if not _is_good(turn.text):
        turn.say("safety-pin-easy", least=SHORTEST, most=LONGEST, buttons=[_stop(turn)])
        return "pin_new"
    turn.draft["check"] = pins.hashed(turn.who.member_id, turn.text).hex()
    return "pin_again"


@SAFETY.asks("pin_again")
async def ask_pin_again(turn: Turn) -> None:
    """Once more."""
    turn.say("safety-pin-again", buttons=[_stop(turn)], protect=True)


@SAFETY.step("pin_again", leads_to=["pin_new"])
async def pin_again(turn: Turn, pins: Pins, sessions: Sessions) -> Next:
    """The second time; only when both are alike it is kept."""
    member_id = turn.who.member_id
    if turn.value == "stop" or member_id is None:
        turn.say("safety-pin-stopped")
        return END
    if not _typed(turn):
        return "pin_again"
    check = bytes.fromhex(str(turn.draft.get("check", "")))
    if not check or not pins.same(member_id, turn.text, check):
        turn.say("safety-pin-differs")
        return "pin_new"
    await pins.set(member_id, check)
    return await _right(turn, sessions)


@SAFETY.step("reset_pin", entry=True)
async def reset_pin(turn: Turn, members: Members, pins: Pins, audit: Audit) -> Next:
    """A colleague forgot theirs. The value is a member's id."""
    if not allowed(turn):
        return END
    member = await members.get(number(turn.value))
    if member is None or member.unit_id != turn.who.unit_id:
        turn.say("safety-gone")
        return END
    if member.id == turn.who.member_id:
        # Whoever holds this phone could otherwise choose a new one without knowing the old.
        turn.say("safety-pin-not-own", protect=True)
        return END
    await pins.reset(member.id)
    await audit.record(
        "factors-reset",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=str(member.id),
    )
    turn.say("safety-pin-reset", name=member.name, protect=True)
    return END


async def _right(turn: Turn, sessions: Sessions) -> Next:
    for session in await sessions.of_member(turn.who.member_id or 0):
        if session.contact_id == turn.who.contact_id:
            await sessions.prove(session.id, turn.now)
    wanted = str(turn.draft.get("wanted", ""))
    go_on = [Button(Text("safety-pin-go-on"), wanted)] if wanted else []
    turn.say("safety-pin-right", buttons=go_on, protect=True)
    return END


async def _locked(turn: Turn, tried: Tried, audit: Audit) -> None:
    minutes = 15
    if tried.until is not None:
        minutes = max(1, round((tried.until - turn.now).total_seconds() / 60))
    turn.say("safety-pin-locked", minutes=minutes, buttons=[_stop(turn)], protect=True)
    if not tried.just_locked or turn.who.unit_id is None:
        return
    await audit.record(
        "sign-in-failed",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject="pin",
    )
    told = Reply(Text("safety-pin-locked-of", {"name": turn.who.name}))
    turn.notify(turn.who.unit_id, told, roles_that(Action.END_SESSIONS), but_me=True)


def _typed(turn: Turn) -> bool:
    """Whether words came, which then are hushed, whatever they are."""
    turn.hushed = bool(turn.inbound.text)
    if turn.inbound.uploads or turn.inbound.location or turn.inbound.refused:
        turn.say("safety-pin-words")
        return False
    return bool(turn.text)


def _is_good(pin: str) -> bool:
    """Digits enough, and not the ones that are tried first: runs, repeats, pairs."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return False
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    halves = len(pin) % 2 == 0 and pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    pairs = len(pin) % 2 == 0 and all(a == b for a, b in zip(pin[::2], pin[1::2], strict=True))
    return len(steps) > 1 and not halves and not pairs and len(set(pin)) > 2


def _stop(turn: Turn) -> Button:
    return turn.option("stop", "safety-pin-stop")
