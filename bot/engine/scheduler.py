"""What is due in time: drafts whose day is over, and the hourly sweep. Rows with a due time, no
timers in memory.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Final

from bot.domain.errors import FlowError, SealError, StoreUnavailable
from bot.domain.ports import Clock, FileStore
from bot.engine.turn import TurnEngine
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

EVERY_SECONDS: Final = 20.0
SWEEP_EVERY: Final = timedelta(hours=1)
EVENTS_KEPT: Final = timedelta(days=7)
MESSAGES_KEPT: Final = timedelta(hours=48)
CARDS_KEPT: Final = timedelta(days=90)
ORPHANS_KEPT: Final = timedelta(days=60)
"""Well above the life of any draft that is still written on. The key is gone with the draft."""
LETTERS_KEPT: Final = timedelta(days=30)
_log = logging.getLogger(__name__)


class Scheduler:
    """Expires drafts and sweeps."""

    def __init__(
        self,
        engine: TurnEngine,
        files: FileStore,
        database: Database,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._files = files
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def run(self) -> None:
        """Look for what is due until cancelled."""
        while True:
            try:
                await self.do_due()
            except StoreUnavailable as error:
                _log.error("the scheduler stands still: %s", error)
            await asyncio.sleep(EVERY_SECONDS)

    async def do_due(self) -> None:
        """Everything that is due now."""
        async with self._database.reading() as connection:
            expired = await Stores(connection, self._keyring).conversations.expired(
                self._clock.now()
            )
        for contact_id in expired:
            try:
                await self._engine.expire(contact_id)
            except (SealError, FlowError, KeyError, TypeError) as error:
                # One that cannot be read must not keep the others' drafts alive.
                _log.error("a draft could not be expired (%s): erased", type(error).__name__)
                async with self._database.transaction() as connection:
                    await Stores(connection, self._keyring).conversations.rest(contact_id)
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            sweep = await stores.chores.claim("sweep", self._clock.now(), SWEEP_EVERY)
        if sweep:
            await self.sweep()

    async def sweep(self) -> None:
        """Erase what is no longer needed."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            await stores.conversations.forget_events(now - EVENTS_KEPT)
            await stores.outbox.forget_messages_before(now - MESSAGES_KEPT, now - CARDS_KEPT)
            await stores.throttle.forget(now)
            await stores.invites.forget(now)
            await stores.letters.forget_before(now - LETTERS_KEPT)
            orphans = await stores.parcels.orphans(now - ORPHANS_KEPT)
        async for file_id in self._files.ids(now - ORPHANS_KEPT):
            async with self._database.reading() as connection:
                if not await Stores(connection, self._keyring).parcels.known([file_id]):
                    await self._files.delete(file_id)
        for file_id in orphans:
            await self._files.delete(file_id)
            async with self._database.transaction() as connection:
                await Stores(connection, self._keyring).parcels.unregister(file_id)
