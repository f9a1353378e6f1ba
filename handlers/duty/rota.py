"""The rota: who is on duty when. Everybody at the desk may look; a lead writes it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.domain import rota
from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text, verbatim
from bot.domain.words import squash
from handlers.at_desk import allowed
from handlers.colleagues import buttons, chosen, takers, turns_page
from handlers.duty.base import DUTY
from handlers.tip_views import joined
from handlers.words import number_of

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.members import Member, Members
    from storage.shifts import Shift, Shifts
    from storage.unit_settings import UnitSettings

SHOWN: Final = 12
"""Turns of duty shown at once, those of now and the next."""


@DUTY.step("rota", leads_to=["rota_when", "rota_who"], entry=True)
async def show(
    turn: Turn, shifts: Shifts, members: Members, unit_settings: UnitSettings, audit: Audit
) -> Next:
    """The rota. What is typed after the command is a turn of duty to be written down; of others
    than leads it is only refused when it is one.
    """
    zone = await _zone(turn, unit_settings)
    vain = not may(turn.who.role, Action.SET_ROTA) and not rota.parse(turn.value, turn.now, zone)
    if turn.value and not vain:
        if not allowed(turn, Action.SET_ROTA):
            return END
        turn.draft.clear()
        return await _typed(turn, turn.value, shifts, members, unit_settings, audit)
    if not allowed(turn, Action.SEE_QUEUE):
        return END
    if turn.value:
        turn.say("helping-extra", use=Text("helping-use-rota"), protect=True)
    await _list(turn, shifts, zone)
    return END


@DUTY.step("rota_add", leads_to=["rota_when"], entry=True)
async def add(turn: Turn) -> Next:
    """A lead wants to write one down."""
    if not allowed(turn, Action.SET_ROTA):
        return END
    turn.draft.clear()
    return "rota_when"


@DUTY.asks("rota_when")
async def ask_when(turn: Turn) -> None:
    """From when to when, and whose it is."""
    if not turn.replies:
        turn.say("duty-rota-when", buttons=[turn.option("stop", "triage-stop")], protect=True)


@DUTY.step("rota_when", leads_to=["rota_who"])
async def when(
    turn: Turn, shifts: Shifts, members: Members, unit_settings: UnitSettings, audit: Audit
) -> Next:
    """A turn of duty as it was typed."""
    if turn.value == "stop" or not allowed(turn, Action.SET_ROTA):
        return _stopped(turn)
    return await _typed(turn, turn.text, shifts, members, unit_settings, audit)


@DUTY.asks("rota_who")
async def ask_who(turn: Turn, members: Members) -> None:
    """Whose turn is it?"""
    people = await takers(turn, members, None)
    turn.say("duty-rota-who", buttons=buttons(turn, people), protect=True)


@DUTY.step("rota_who")
async def who(
    turn: Turn, shifts: Shifts, members: Members, unit_settings: UnitSettings, audit: Audit
) -> Next:
    """The colleague whose button was pressed."""
    if turn.value == "stop" or not allowed(turn, Action.SET_ROTA):
        return _stopped(turn)
    if turns_page(turn):
        return "rota_who"
    people = await takers(turn, members, None)
    member = chosen(turn, people, turn.value) or _named(turn.text, people)
    if member is None:
        return "rota_who"
    span = [datetime.fromisoformat(str(at)) for at in turn.draft.get("span", ())]
    if len(span) != 2:
        return END
    await _put(turn, member, span[0], span[1], shifts, audit)
    await _list(turn, shifts, await _zone(turn, unit_settings))
    return END


@DUTY.step("rota_drop", entry=True)
async def drop(turn: Turn, shifts: Shifts, unit_settings: UnitSettings, audit: Audit) -> Next:
    """A lead takes one out. The value is its number."""
    if not allowed(turn, Action.SET_ROTA) or turn.who.unit_id is None:
        return END
    if await shifts.remove(turn.who.unit_id, number_of(turn.value)):
        await _record(turn, audit, "shift-removed")
    else:
        turn.say("duty-rota-gone", protect=True)
    await _list(turn, shifts, await _zone(turn, unit_settings))
    return END


async def _typed(
    turn: Turn,
    text: str,
    shifts: Shifts,
    members: Members,
    unit_settings: UnitSettings,
    audit: Audit,
) -> Next:
    zone = await _zone(turn, unit_settings)
    found = rota.parse(text, turn.now, zone)
    if found is None:
        stop = [turn.option("stop", "triage-stop")] if turn.step == "rota_when" else []
        turn.say("duty-rota-unclear", buttons=stop, protect=True)
        return "rota_when"
    turn.draft["span"] = [found.starts_at.isoformat(), found.ends_at.isoformat()]
    member = _named(found.who, await takers(turn, members, None))
    if member is None:
        return "rota_who"
    await _put(turn, member, found.starts_at, found.ends_at, shifts, audit)
    await _list(turn, shifts, zone)
    return END


async def _put(
    turn: Turn,
    member: Member,
    starts_at: datetime,
    ends_at: datetime,
    shifts: Shifts,
    audit: Audit,
) -> None:
    if await shifts.add(member.unit_id, member.id, starts_at, ends_at):
        await _record(turn, audit, "shift-added")
        turn.say("duty-rota-added", name=member.name, protect=True)
    else:
        turn.say("duty-rota-overlaps", name=member.name, protect=True)


async def _list(turn: Turn, shifts: Shifts, zone: ZoneInfo) -> None:
    coming = await shifts.coming(turn.who.unit_id or 0, turn.now, SHOWN)
    writes = may(turn.who.role, Action.SET_ROTA)
    more = [Button(Text("duty-rota-do-add"), "duty.rota_add:")] if writes else []
    if not coming:
        turn.say("duty-rota-empty", buttons=more, protect=True)
        return
    lines = [_line(shift, turn.now, zone, n) for n, shift in enumerate(coming, start=1)]
    out = [
        Button(Text("duty-rota-do-drop", {"n": n}), f"duty.rota_drop:{shift.id}")
        for n, shift in enumerate(coming, start=1)
    ]
    turn.say(
        "duty-rota-list",
        lines=joined(lines),
        buttons=[*more, *(out if writes else [])],
        protect=True,
    )


def _line(shift: Shift, now: datetime, zone: ZoneInfo, n: int) -> Text:
    starts, ends = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    until = ends.strftime("%H:%M" if ends.date() == starts.date() else "%H:%M %d/%m")
    key = "duty-rota-now" if shift.starts_at <= now else "duty-rota-line"
    span = verbatim(f"{starts:%d/%m %H:%M} - {until}")
    return Text(key, {"n": n, "span": span, "name": shift.name})


def _named(typed: str, people: list[Member]) -> Member | None:
    """Whose name was typed, with or without tone marks; None when nobody's or several people's."""
    wanted = squash(typed)
    found = [member for member in people if wanted and squash(member.name).endswith(wanted)]
    return found[0] if len(found) == 1 else None


async def _zone(turn: Turn, unit_settings: UnitSettings) -> ZoneInfo:
    return ZoneInfo(await unit_settings.get(turn.who.unit_id or 0, "timezone"))


async def _record(turn: Turn, audit: Audit, action: str) -> None:
    await audit.record(
        action, now=turn.now, unit_id=turn.who.unit_id, member_id=turn.who.member_id
    )


def _stopped(turn: Turn) -> Next:
    if turn.value == "stop" and not turn.replies:
        turn.say("triage-stopped")
    return END
