"""Spreads a unit's notices over the members it has at that moment: one outbox row or letter
each.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final

from bot.domain.channels import shows
from bot.domain.errors import KeyNotHere, SealError, StoreUnavailable
from bot.domain.flow import Outgoing
from bot.domain.message import Reply
from bot.domain.ports import Clock
from bot.domain.tip import WORKING
from bot.engine.at_work import LEADS
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from bot.engine.held import out_of_reach
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.members import Member
from storage.notices import ALARM, tip_of_alarm
from storage.outbox_rows import UNIT, Row
from storage.sessions import Session, TimeOuts
from storage.stores import Stores

POLL_SECONDS: Final = 2.0
GATHER_SECONDS: Final = 0.02
BATCH: Final = 20
"""Notices of one moment are spread in one transaction, so many at the most: others wait for it."""
AGAIN: Final = timedelta(seconds=30)
"""Until a notice is tried again that nobody was there for: every page's session was over."""
GIVE_UP_AFTER: Final = 20_000
"""Attempts: a week of nobody there."""
_log = logging.getLogger(__name__)


class Notices:
    """Turns rows addressed to a unit into rows addressed to people."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        bells: Bells,
        time_outs: TimeOuts | None = None,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells
        self._time_outs = time_outs

    async def run(self) -> None:
        """Spread until cancelled."""
        while True:
            try:
                await asyncio.sleep(GATHER_SECONDS)
                if not await self.spread_due():
                    await self._bells.wait(UNIT, POLL_SECONDS)
            except (StoreUnavailable, SealError) as error:
                _log.error("notices stand still: %s", error)
                await asyncio.sleep(POLL_SECONDS)

    async def spread_due(self) -> bool:
        """Spread what is due now; False when nothing was. Claim and copies are one transaction:
        exactly once.
        """
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            delivery = Delivery(stores, self._clock.now())
            rows = await stores.outbox.claim(UNIT, self._clock.now(), BATCH)
            staff = _Staff(stores, self._time_outs, self._clock.now())
            for row in rows:
                await self._spread(stores, delivery, row, staff)
        self._bells.ring(*delivery.bells)
        return bool(rows)

    async def _spread(self, stores: Stores, delivery: Delivery, row: Row, staff: _Staff) -> None:
        now = self._clock.now()
        if row.action == ALARM and await _is_answered(stores, row):
            await stores.outbox.done(row.id)
            return
        try:
            reply = stores.outbox.open(row)
        except KeyNotHere:
            await stores.outbox.put_off(row.id, now + AGAIN)
            return
        except (SealError, ValueError, KeyError, TypeError) as error:
            # One that nobody can read must not hold the others up.
            _log.error("a notice cannot be read: %s", type(error).__name__)
            await stores.outbox.failed(row.id, "unreadable")
            return
        contacts, held, others = await staff.wanted(row)
        if held and not contacts and _is_of_a_tip(reply):
            contacts = await staff.leads(row)  # no alarm stays unheard for one quiet telephone
        # Once: a notice that is tried again found nobody but those, and waits in their chats.
        for contact_id in contacts + (held if row.attempts == 1 else []):
            await delivery.post(Outgoing(reply, contact_id=contact_id))
        if contacts or not others:
            await stores.outbox.done(row.id)
        elif row.attempts >= GIVE_UP_AFTER:
            await stores.outbox.failed(row.id, "nobody there")
        else:
            await stores.outbox.later(row.id, now + AGAIN)


async def _is_answered(stores: Stores, row: Row) -> bool:
    """Whether the tip of an alarm that waited is somebody's by now, or has ended."""
    found = await stores.tips.get(tip_of_alarm(row.card))
    tip = await stores.tips.worked_as(found) if found else None
    return tip is None or tip.owner_id is not None or tip.status not in WORKING


def _is_of_a_tip(reply: Reply) -> bool:
    """Whether a notice asks for work that a lead may do as well, and is nothing personal."""
    return any(button.payload.startswith("triage.") for button in reply.buttons)


class _Staff:
    """Where those work now who are told things: of each unit looked up once for a batch."""

    def __init__(self, stores: Stores, time_outs: TimeOuts | None, now: datetime) -> None:
        self._stores = stores
        self._times = time_outs.at(now) if time_outs else None
        self._now = now
        self._units: dict[int, list[tuple[Member, list[Session]]]] = {}

    async def wanted(self, row: Row) -> tuple[list[int], list[int], bool]:
        """The contacts that a notice is for; those among which a platform takes no notice any
        more, apart; and whether there may be others later: not where the only one it concerns is
        who caused it.
        """
        found: list[Session] = []
        others = row.except_contact is None
        for member, sessions in await self._of(row.unit_id or 0):
            if row.member_id is not None:
                wanted = member.id == row.member_id
            else:
                wanted = not row.roles or member.role in row.roles
            if wanted and all(each.contact_id != row.except_contact for each in sessions):
                found += sessions
                others = True
        there, held = self._within_reach(found, tried=row.attempts > 1)
        return there, held, others

    async def leads(self, row: Row) -> list[int]:
        """The contacts at which a unit's leads can be told something now."""
        found: list[Session] = []
        for member, sessions in await self._of(row.unit_id or 0):
            if member.role in LEADS and all(s.contact_id != row.except_contact for s in sessions):
                found += sessions
        return self._within_reach(found)[0]

    def _within_reach(
        self, sessions: list[Session], *, tried: bool = False
    ) -> tuple[list[int], list[int]]:
        """Contacts to be told, and those to be told once they are heard of. `tried`: the notice
        has been left for all whose platform ever closes.
        """
        there: list[int] = []
        held: list[int] = []
        for each in sessions:
            closes = shows(each.channel).answers is not None
            closed = closes and (tried or out_of_reach(each.channel, each.last_seen, self._now))
            (held if closed else there).append(each.contact_id)
        return there, held

    async def _of(self, unit_id: int) -> list[tuple[Member, list[Session]]]:
        if unit_id not in self._units:
            live = await self._stores.sessions.told(unit_id, self._times)
            members = await self._stores.members.of_unit(unit_id)
            self._units[unit_id] = [(member, live.get(member.id, [])) for member in members]
        return self._units[unit_id]
