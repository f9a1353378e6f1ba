"""Works off what machines without the desk's keys have received: in order for each contact, each
event once. The other end is `bot.engine.handing`.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Final

from bot.domain.errors import Collision, KeyNotHere, OperatorError, SealError, StoreUnavailable
from bot.domain.message import Inbound, Reply, Text
from bot.domain.ports import Clock
from bot.engine.apology import apologise
from bot.engine.bells import HANDOFF, Bells
from bot.engine.delivery import Delivery
from bot.engine.together import together
from bot.engine.turn import TRIES, TurnEngine
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.handoffs import Handoff
from storage.stores import Stores

POLL_SECONDS: Final = 1.0
"""Only for when a ring got lost: the line between the machines brings them."""
AT_ONCE: Final = 8
AGAIN: Final = timedelta(seconds=5)
GIVE_UP_AFTER: Final = 5
"""Attempts that ended in nothing at all, as when the process died of them."""
_log = logging.getLogger(__name__)


class Desk:
    """Takes over events for as long as `run` runs."""

    def __init__(
        self,
        engine: TurnEngine,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        bells: Bells,
    ) -> None:
        self._engine = engine
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells

    async def run(self) -> None:
        """Take over until cancelled."""
        while True:
            try:
                if not await self.do_due():
                    await self._bells.wait(HANDOFF, POLL_SECONDS)
            except StoreUnavailable as error:
                _log.error("what staff do stands still: %s", error)
                await asyncio.sleep(POLL_SECONDS)

    async def do_due(self) -> bool:
        """Work off what is due now, the oldest of each contact; False when nothing was."""
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            claimed = await stores.handoffs.claim(self._clock.now(), AT_ONCE)
        await together(self._one(handoff) for handoff in claimed)
        return bool(claimed)

    async def _one(self, handoff: Handoff) -> None:
        try:
            await self._to_its_end(handoff)
        except (StoreUnavailable, KeyNotHere, OperatorError) as error:
            # A key that was not copied to this machine yet: the event waits for it.
            _log.error("what a member of staff did has to wait: %s", error)
            async with self._database.transaction() as connection:
                await Stores(connection, self._keyring).handoffs.put_off(
                    handoff.id, self._clock.now() + AGAIN
                )

    async def _to_its_end(self, handoff: Handoff) -> None:
        """Raises `StoreUnavailable`, `KeyNotHere` or `OperatorError` when it must wait."""
        inbound, member_id = await self._read(handoff)
        if inbound is None or handoff.attempts > GIVE_UP_AFTER:
            await self._once(handoff, inbound, member_id, failed=True)
            return
        refreshed = False
        for _ in range(TRIES):
            try:
                await self._once(handoff, inbound, member_id)
            except Collision:
                continue
            except (StoreUnavailable, OperatorError):
                raise
            except KeyNotHere:
                if refreshed:
                    raise
                await self._engine.refresh()
                refreshed = True
            except Exception as error:
                # Only the type: the message could quote what somebody wrote.
                _log.error("a turn failed with %s and was undone", type(error).__name__)
                self._engine.failed += 1
                await self._once(handoff, inbound, member_id, failed=True)
                return
            else:
                return
        raise StoreUnavailable("the database kept colliding")

    async def _read(self, handoff: Handoff) -> tuple[Inbound | None, int | None]:
        """The event and whose it is. None for what nobody will ever read. Raises `KeyNotHere`."""
        async with self._database.reading() as connection:
            handoffs = Stores(connection, self._keyring).handoffs
            try:
                return handoffs.open(handoff)
            except KeyNotHere:
                await self._engine.refresh()
                return handoffs.open(handoff)
            except (SealError, ValueError, KeyError, TypeError) as error:
                _log.error("what was handed over cannot be read: %s", type(error).__name__)
                return None, None

    async def _once(
        self,
        handoff: Handoff,
        inbound: Inbound | None,
        member_id: int | None,
        *,
        failed: bool = False,
    ) -> None:
        """One transaction: the row goes with the work. Another process may have done both."""
        async with self._database.reading() as connection:
            contacts = Stores(connection, self._keyring).contacts
            lock = await contacts.lock_number(handoff.contact_id)
        async with self._database.transaction(lock) as connection:
            stores = Stores(connection, self._keyring)
            found = await stores.conversations.by_contact(handoff.contact_id)
            if found is None or not await stores.handoffs.take(handoff.id):
                return
            now = self._clock.now()
            delivery = Delivery(stores, now)
            if member_id is not None and member_id != found.who.member_id:
                # Their access ended meanwhile: words meant for the desk are no resident's report.
                await stores.parcels.park(handoff.channel, handoff.sealed, now)
                await delivery.answer(found.contact, [Reply(Text("access-over"))], None, None)
            elif inbound is None:
                await stores.parcels.park(handoff.channel, handoff.sealed, now)
                sorry = Reply(Text("common-trouble"))
                await delivery.answer(found.contact, [sorry], None, None)
            else:
                work = apologise if failed else self._engine.run
                await work(stores, delivery, inbound, found, now)
        self._engine.handled += 1
        delivery.committed()
        # Also for a page that waits for this, whatever came of it.
        self._bells.ring(handoff.contact_id, *delivery.bells)
