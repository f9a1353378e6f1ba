"""A tip has come in, by whichever door: its clocks run, the register has it, the desk is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may, roles_that
from bot.domain.clocks import Deadlines
from bot.domain.flow import Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import Filed, Urgency
from handlers.words import kind_text

if TYPE_CHECKING:
    from storage.filing import Filing, Moving, Passing
    from storage.units import Unit

    Waking = Filing | Passing | Moving

_SHIFTS_LOOKED_AT: Final = 50
LONGEST_WAIT: Final = timedelta(hours=16)
"""A night. Over a weekend, or a hole in the rota, a day's deadline would pass unheard: then
everybody is told at once.
"""


async def arrived(
    turn: Turn,
    filing: Filing,
    unit: Unit,
    filed: Filed,
    *,
    kind: str,
    urgency: str,
    point: str | Text,
    member_id: int | None = None,
) -> None:
    """`member_id`: who keyed it in; None when its reporter sent it."""
    await filing.audit.record(
        "tip-filed" if member_id is None else "tip-keyed-in",
        now=turn.now,
        unit_id=unit.id,
        member_id=member_id,
        subject=filed.reference,
    )
    await filing.clocks.start(filed.id, unit.id, turn.now)
    turn.touched.add(filed.id)
    if filed.side:
        return
    about = Text(
        "triage-notice",
        {
            "reference": filed.reference,
            "point": point,
            "kind": kind_text(kind),
            "urgency": Text(f"urgency-{urgency}"),
        },
    )
    await wake(turn, filing, unit.id, filed.id, urgency, filed.reference, about)


async def wake(
    turn: Turn,
    stores: Waking,
    unit_id: int,
    tip_id: int,
    urgency: str,
    reference: str,
    about: Text,
    *,
    given_back: bool = False,
) -> None:
    """Tell a desk that a tip is there for it to take: at any hour and again when it is urgent,
    else in its hours.

    `given_back`: by whose turn it is. They are not told, and the others not by the tip's card,
    which may lie far up by now and changes without a sound.
    """
    opens = Button(Text("triage-open"), f"triage.open:{reference}")
    card = "" if given_back else f"tip:{reference}"
    reply = Reply(about, buttons=(opens,), card=card, protect=True)
    deadlines = Deadlines.of(await stores.unit_settings.of(unit_id))
    if urgency == Urgency.URGENT:
        turn.notify(unit_id, reply, roles_that(Action.OPEN_TIP), but_me=given_back)
        await stores.alarms.add(unit_id, tip_id, "urgent", turn.now + deadlines.urgent_repeat)
        return
    but = turn.who.member_id if given_back else None
    await _in_their_hours(turn, stores, unit_id, tip_id, reply, deadlines, but)


async def _in_their_hours(
    turn: Turn,
    stores: Waking,
    unit_id: int,
    tip_id: int,
    reply: Reply,
    deadlines: Deadlines,
    but: int | None,
) -> None:
    """Everybody in working hours; else who is on duty; else later, if that is soon. A unit with
    neither hours nor a rota is told at once.
    """
    coming = await stores.shifts.coming(unit_id, turn.now, _SHIFTS_LOOKED_AT)
    others = [shift for shift in coming if shift.member_id != but]
    able = [shift for shift in others if may(shift.role, Action.OPEN_TIP)]
    works_at = deadlines.next_working(turn.now)
    if works_at == turn.now and (deadlines.hours or not able):
        turn.notify(unit_id, reply, roles_that(Action.OPEN_TIP), but_me=but is not None)
        return
    duty = {shift.member_id for shift in able if shift.starts_at <= turn.now}
    for member_id in duty:
        turn.tell_member(unit_id, member_id, reply)
    if duty:
        return
    starts = [works_at] if deadlines.hours else []
    starts += [shift.starts_at for shift in able]
    if min(starts) - turn.now > LONGEST_WAIT:
        turn.notify(unit_id, reply, roles_that(Action.OPEN_TIP), but_me=but is not None)
    else:
        await stores.alarms.add(unit_id, tip_id, "later", min(starts))
