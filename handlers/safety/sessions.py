"""Staff's own safety: from where they work, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.channels import shows
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from handlers.safety.base import SAFETY, allowed, number

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.members import Members
    from storage.pins import Pins
    from storage.sessions import Session, Sessions

MOST: Final = 8
"""Shown at once; whoever has more ends all the others."""


@SAFETY.step("sessions", entry=True)
async def sessions_list(turn: Turn, sessions: Sessions) -> Next:
    """A member's own sessions, the newest first."""
    if turn.who.member_id is None:
        turn.say("safety-nothing")
        return END
    found = list(reversed(await sessions.of_member(turn.who.member_id)))
    lines, buttons = Text("safety-none"), []
    for index, session in enumerate(found[:MOST]):
        here = session.contact_id == turn.who.contact_id
        line = Text("safety-session", _about(session, turn, here=here, number=index + 1))
        lines = Text("safety-lines", {"first": lines, "rest": line}) if index else line
        if not here:
            label = Text("safety-end", {"number": index + 1})
            buttons.append(Button(label, f"safety.end_one:{session.id}"))
    if len(found) > 1:
        buttons.append(Button(Text("safety-end-others"), "safety.end_others:"))
    if may(turn.who.role, Action.END_SESSIONS):
        buttons.append(Button(Text("safety-colleagues"), "safety.colleagues:"))
    turn.say("safety-sessions", count=len(found), lines=lines, buttons=buttons, protect=True)
    return END


@SAFETY.step("end_one", entry=True)
async def end_one(turn: Turn, sessions: Sessions, audit: Audit) -> Next:
    """End one of the member's own sessions. The value is its id."""
    if turn.who.member_id is None:
        turn.say("safety-old-button")
        return END
    session_id = number(turn.value)
    contact_id = await sessions.end(session_id, turn.who.member_id, turn.now)
    if contact_id is None:
        turn.say("safety-gone")
        return END
    turn.wipes.append(contact_id)
    await _record(turn, audit, str(session_id))
    turn.say("safety-ended", count=1)
    return END


@SAFETY.step("end_others", entry=True)
async def end_others(turn: Turn, sessions: Sessions, audit: Audit) -> Next:
    """End all of the member's own sessions but this one."""
    if turn.who.member_id is None:
        turn.say("safety-old-button")
        return END
    ended = await sessions.end_all(turn.who.member_id, turn.now, but=turn.who.contact_id)
    await _ended(turn, audit, ended, turn.who.member_id)
    return END


@SAFETY.step("colleagues", entry=True)
async def colleagues(turn: Turn, members: Members, sessions: Sessions, pins: Pins) -> Next:
    """Whose sessions a lead or an administrator may end."""
    if not allowed(turn) or turn.who.unit_id is None:
        return END
    live = await sessions.of_unit(turn.who.unit_id)
    buttons = [
        Button(
            Text("safety-end-of", {"name": member.name, "count": len(live[member.id])}),
            f"safety.end_of:{member.id}",
        )
        for member in await members.of_unit(turn.who.unit_id)
        if member.id != turn.who.member_id and member.id in live
    ]
    buttons += [
        Button(Text("safety-pin-reset-of", {"name": m.name}), f"safety.reset_pin:{m.id}")
        for m in await members.of_unit(turn.who.unit_id)
        if m.id != turn.who.member_id and await pins.exists(m.id)
    ]
    turn.say("safety-whose" if buttons else "safety-nobody", buttons=buttons, protect=True)
    return END


@SAFETY.step("end_of", entry=True)
async def end_of(turn: Turn, members: Members, sessions: Sessions, audit: Audit) -> Next:
    """End all sessions of a colleague. The value is a member's id."""
    if not allowed(turn):
        return END
    member = await members.get(number(turn.value))
    if member is None or member.unit_id != turn.who.unit_id:
        turn.say("safety-gone")
        return END
    ended = await sessions.end_all(member.id, turn.now, but=turn.who.contact_id)
    await _ended(turn, audit, ended, member.id)
    return END


async def _ended(turn: Turn, audit: Audit, ended: list[int], member_id: int) -> None:
    if not ended:
        turn.say("safety-gone")
        return
    turn.wipes.extend(ended)
    await _record(turn, audit, str(member_id))
    turn.say("safety-ended", count=len(ended))


async def _record(turn: Turn, audit: Audit, subject: str) -> None:
    await audit.record(
        "session-ended",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=subject,
    )


def _about(
    session: Session, turn: Turn, *, here: bool, number: int
) -> dict[str, str | int | Text]:
    known = shows(session.channel).name
    return {
        "number": number,
        "channel": Text(f"safety-channel-{known}"),
        "days": (turn.now - session.since).days,
        # It is kept rounded up: the last use may seem to lie ahead.
        "minutes": max(0, int((turn.now - session.last_seen).total_seconds() // 60)),
        "here": Text("safety-here" if here else "safety-elsewhere"),
    }
