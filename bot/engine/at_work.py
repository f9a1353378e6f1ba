"""When a reminder can be told to somebody who is at work, so that nobody is woken for days of
time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.access import Action, Role, roles_that
from bot.domain.clocks import MISSED_AT, ClockKind, Deadlines, next_reminder
from bot.domain.tip import Tip
from storage.clocks import Running
from storage.stores import Stores

LEADS: Final = (Role.LEAD.value,)
LONGEST_HOLE: Final = timedelta(days=3)
"""Of a rota without working hours: nobody knows when they work, and it is told at once."""


async def put_off_until(
    stores: Stores, clock: Running, tip: Tip, now: datetime
) -> datetime | None:
    """When the next reminder of a clock is better told; None: now.

    Once only, and only of a clock that runs for days: one of hours goes on through the night,
    which may be all that is left. What is told before a deadline is never put off beyond it.
    """
    if clock.kind != ClockKind.VERIFY or clock.put_off:
        return None
    stage = clock.stage + 1
    if stage > MISSED_AT:
        parent = (await stores.units.get(tip.unit_id)).parent_id
        at = await _at_work(stores, parent, now, leads=True) if parent is not None else now
    else:
        # First its owner, then the leads, at the deadline both: as `REMINDERS` says.
        at = now
        if stage in (1, MISSED_AT):
            at = await _at_work(stores, tip.unit_id, now, owner_id=tip.owner_id)
        if stage == 2 or (stage == MISSED_AT and tip.owner_id is not None):
            at = max(at, await _at_work(stores, tip.unit_id, now, leads=True))
    too_late = stage < MISSED_AT and at >= await _latest(stores, clock, tip)
    return None if at <= now or too_late else at


async def _latest(stores: Stores, clock: Running, tip: Tip) -> datetime:
    """Until when a reminder before the deadline may wait. Where only a rota says who works, not
    beyond the next one: the leads would hear of it as late as its owner.
    """
    hours = Deadlines.of(await stores.unit_settings.of(tip.unit_id)).hours
    following = next_reminder(clock.kind, clock.due_at, clock.stage + 1)
    return following if following and not hours else clock.due_at


async def _at_work(
    stores: Stores,
    unit_id: int,
    now: datetime,
    *,
    owner_id: int | None = None,
    leads: bool = False,
) -> datetime:
    """When one of a unit's leads, or else a tip's owner, is at work; without an owner, or when
    the rota does not have them any more, anybody who may take the tip.
    """
    deadlines = Deadlines.of(await stores.unit_settings.of(unit_id))
    shifts, meant = stores.shifts, None
    if leads:
        meant = await shifts.next_with(unit_id, LEADS, now)
    elif owner_id is not None:
        meant = await shifts.next_of(unit_id, owner_id, now)
    if meant is None and not leads and not deadlines.hours:
        meant = await shifts.next_with(unit_id, roles_that(Action.TAKE_TIP), now)
    starts = [deadlines.next_working(now)] if deadlines.hours else []
    starts += [meant.starts_at] if meant else []
    at = max(min(starts, default=now), now)
    return at if deadlines.hours or at - now <= LONGEST_HOLE else now
