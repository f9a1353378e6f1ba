"""Reminds the desk of legal deadlines, and of tips that wait to be told or taken. Needs no
private key: what it says is a reference, a unit and a time.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.access import Action, may, roles_that
from bot.domain.clocks import MISSED_AT, ClockKind, Deadlines, on_the_wall
from bot.domain.flow import Outgoing
from bot.domain.message import Button, Reply, Text
from bot.domain.ports import Clock
from bot.domain.tip import WORKING, Tip, Urgency
from bot.engine.at_work import LEADS, put_off_until
from bot.engine.bells import Bells
from bot.engine.boards import redraw
from bot.engine.delivery import Delivery
from storage.alarms import LATER, MOST_REPEATS, Alarm
from storage.clocks import Running
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

_HOUR: Final = timedelta(hours=1)
_log = logging.getLogger(__name__)
Round = Callable[["Bell"], Awaitable[int]]


async def ring_due(database: Database, keyring: Keyring, clock: Clock, bells: Bells) -> int:
    """Tell everything that is due now, each stage once and in order; how much that was.

    One transaction claims some rows, tells them and sets their next time: a process that dies in
    between leaves no trace, and no other process takes the same rows.
    """
    done = 0
    rounds: tuple[Round, ...] = (Bell.remind, Bell.wake)
    for one in rounds:
        more, stuck = 1, set[int]()
        while more:
            try:
                async with database.transaction() as connection:
                    bell = Bell(Stores(connection, keyring), clock, stuck)
                    more = await one(bell)
            except _Stuck as error:
                # It is tried again the next time; the others are not to wait for that.
                stuck.add(error.row_id)
                _log.error("a bell failed with %s", type(error.__cause__).__name__)
                continue
            bells.ring(*bell.delivery.bells)
            done += more
    return done


class _Stuck(Exception):
    """One row cannot be told, for a reason of its own."""

    def __init__(self, row_id: int) -> None:
        super().__init__(row_id)
        self.row_id = row_id


@contextmanager
def _by_itself(row_id: int) -> Iterator[None]:
    try:
        yield
    except (LookupError, TypeError, ValueError) as error:
        raise _Stuck(row_id) from error


class Bell:
    """What is told in one transaction."""

    def __init__(self, stores: Stores, clock: Clock, without: Collection[int] = ()) -> None:
        self._stores = stores
        self._without = without
        self._now = clock.now()
        self.delivery = Delivery(stores, self._now)

    async def remind(self) -> int:
        """The next reminder of every clock that has one due."""
        due = await self._stores.clocks.due(self._now, self._without)
        for clock in due:
            with _by_itself(clock.id):
                await self._remind(clock)
        return len(due)

    async def _remind(self, clock: Running) -> None:
        tip = await self._stores.tips.get(clock.tip_id)
        if tip is None or tip.erased or tip.status not in WORKING:
            await self._stores.clocks.meet(clock.tip_id, [clock.kind], self._now)
            return
        # What was merged into another keeps its deadlines: whoever has the other is told.
        tip, stage = await self._stores.tips.worked_as(tip), clock.stage + 1
        later = await put_off_until(self._stores, clock, tip, self._now)
        if later is None:
            if await self._stores.clocks.reminded(clock):
                await self._tell(clock, tip, stage)
        elif await self._stores.clocks.put_off(clock, later) and stage == MISSED_AT:
            await self._missed(clock, tip)

    async def _missed(self, clock: Running, tip: Tip) -> None:
        await self._stores.audit.record(
            f"clock-missed-{clock.kind}",
            now=self._now,
            unit_id=clock.unit_id,
            subject=tip.reference,
        )
        await redraw(self._stores, self.delivery, [tip.id])

    async def _tell(self, clock: Running, tip: Tip, stage: int) -> None:
        if stage > MISSED_AT:
            await self._tell_parent(clock, tip)
            return
        missed = stage == MISSED_AT
        lapsed = await self._lapsed(clock, tip, missed=missed)
        if lapsed:
            tip = replace(tip, owner_id=None, owner_name="")
        if missed and not clock.put_off:
            await self._missed(clock, tip)
        reply = await self._about(clock, tip, missed=missed)
        # Everybody who may take it hears of what is nobody's, the leads among them.
        leads = stage != 1 and not lapsed and (tip.owner_id is not None or not missed)
        if (lapsed or stage != 2) and not (leads and await self._owned_by_lead(tip)):
            await self._tell_owner(tip, reply)
        if leads:
            await self._post(tip.unit_id, reply, LEADS)

    async def _about(self, clock: Running, tip: Tip, *, missed: bool) -> Reply:
        deadlines = Deadlines.of(await self._stores.unit_settings.of(tip.unit_id))
        text = Text(
            "common-clock-missed" if missed else "common-clock-near",
            {
                "reference": tip.reference,
                "what": Text(f"common-clock-{clock.kind}"),
                "due": on_the_wall(clock.due_at, deadlines.calendar.zone),
            },
        )
        return _opening(tip, text)

    async def _tell_owner(self, tip: Tip, reply: Reply) -> None:
        """Whoever has it, or everybody who may take it."""
        if tip.owner_id is None:
            await self._post(tip.unit_id, reply, roles_that(Action.TAKE_TIP))
            return
        await self.delivery.post(Outgoing(reply, unit_id=tip.unit_id, member_id=tip.owner_id))

    async def _owned_by_lead(self, tip: Tip) -> bool:
        """Whether its owner hears of it with the leads."""
        owner = await self._stores.members.get(tip.owner_id) if tip.owner_id else None
        return owner is not None and owner.unit_id == tip.unit_id and owner.role in LEADS

    async def _lapsed(self, clock: Running, tip: Tip, *, missed: bool) -> bool:
        """Give a tip back whose owner is off duty, where there is a rota and it is not the hour
        at which everybody works. Of a clock of days a turn before its end is soon enough.
        """
        if tip.owner_id is None or not await self._stores.shifts.any(tip.unit_id, self._now):
            return False
        deadlines = Deadlines.of(await self._stores.unit_settings.of(tip.unit_id))
        everybody = deadlines.hours and deadlines.next_working(self._now) == self._now
        until = max(self._now, clock.due_at) if clock.kind == ClockKind.VERIFY else self._now
        mine = await self._stores.shifts.next_of(tip.unit_id, tip.owner_id, self._now)
        if everybody or (mine and mine.starts_at <= until):
            return False
        if not await self._stores.statuses.release(tip.id, tip.owner_id):
            return False
        await self._stores.audit.record(
            "tip-released", now=self._now, unit_id=tip.unit_id, subject=tip.reference
        )
        about = {"reference": tip.reference, "name": tip.owner_name}
        text = Text("common-clock-lapsed-late" if missed else "common-clock-lapsed", about)
        await self._post(tip.unit_id, _opening(tip, text), roles_that(Action.TAKE_TIP))
        await redraw(self._stores, self.delivery, [tip.id])
        return True

    async def _tell_parent(self, clock: Running, tip: Tip) -> None:
        unit = await self._stores.units.get(tip.unit_id)
        if unit.parent_id is None:
            return
        late = max((self._now - clock.due_at) // _HOUR, 1)
        text = Text(
            "common-clock-parent",
            {
                "reference": tip.reference,
                "unit": unit.name,
                "what": Text(f"common-clock-{clock.kind}"),
                "n": late,
            },
        )
        await self._post(unit.parent_id, Reply(text, protect=True), LEADS)

    async def wake(self) -> int:
        """Tips that wait to be told, or to be taken."""
        due = await self._stores.alarms.due(self._now, self._without)
        for alarm in due:
            with _by_itself(alarm.id):
                await self._wake(alarm)
        return len(due)

    async def _wake(self, alarm: Alarm) -> None:
        found = await self._stores.tips.get(alarm.tip_id)
        tip = await self._stores.tips.worked_as(found) if found else None
        if tip is None or tip.erased or tip.status not in WORKING:
            await self._stores.alarms.done(alarm)
        elif tip.owner_id is not None or (
            tip.id != alarm.tip_id and tip.urgency == Urgency.URGENT
        ):
            # In somebody's hands; or part of a tip that rings itself.
            await self._rest(alarm, tip)
        elif alarm.kind == LATER:
            await self._tell_later(alarm, tip)
        else:
            await self._repeat(alarm, tip)

    async def _tell_later(self, alarm: Alarm, tip: Tip) -> None:
        if not await self._stores.alarms.done(alarm):
            return
        waited = Text("common-alarm-later", {"reference": tip.reference})
        duty = await self._stores.shifts.on_duty(tip.unit_id, self._now)
        able = [shift for shift in duty if may(shift.role, Action.OPEN_TIP)]
        for shift in able:
            await self.delivery.post(
                Outgoing(_opening(tip, waited), unit_id=tip.unit_id, member_id=shift.member_id)
            )
        if not able:
            await self._post(tip.unit_id, _opening(tip, waited), roles_that(Action.OPEN_TIP))

    async def _rest(self, alarm: Alarm, tip: Tip) -> None:
        """Not now. Of an urgent one it is heard again as soon as that is over, however it
        comes to be: given back, lapsed, or its owner removed.
        """
        if alarm.kind == LATER:
            await self._stores.alarms.done(alarm)
        else:
            await self._stores.alarms.rest(alarm, self._now + await self._every(tip))

    async def _repeat(self, alarm: Alarm, tip: Tip) -> None:
        """Often at first; then the unit above hears of it, once, and the desk every hour."""
        often = alarm.stage < MOST_REPEATS
        every = await self._every(tip)
        due_at = self._now + (every if often else max(every, _HOUR))
        if not await self._stores.alarms.again(alarm, due_at):
            return
        again = Text("common-alarm-urgent", {"reference": tip.reference})
        told = Outgoing(
            _opening(tip, again), unit_id=tip.unit_id, roles=roles_that(Action.OPEN_TIP)
        )
        await self.delivery.ring(told, alarm.tip_id)
        unit = await self._stores.units.get(tip.unit_id)
        if alarm.stage == MOST_REPEATS and unit.parent_id is not None:
            about = {"reference": tip.reference, "unit": unit.name}
            reply = Reply(Text("common-alarm-parent", about), protect=True)
            await self._post(unit.parent_id, reply, LEADS)

    async def _every(self, tip: Tip) -> timedelta:
        return Deadlines.of(await self._stores.unit_settings.of(tip.unit_id)).urgent_repeat

    async def _post(self, unit_id: int, reply: Reply, roles: tuple[str, ...]) -> None:
        await self.delivery.post(Outgoing(reply, unit_id=unit_id, roles=roles))


def _opening(tip: Tip, text: Text) -> Reply:
    opens = Button(Text("triage-open"), f"triage.open:{tip.reference}")
    return Reply(text, buttons=(opens,), protect=True)
