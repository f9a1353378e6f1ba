"""What is due in time: drafts whose day is over, and the hourly sweep. Rows with a due time, no
timers in memory.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.errors import FlowError, SealError, StoreUnavailable
from bot.domain.ports import Clock, FileStore
from bot.engine.alarms import ring_due
from bot.engine.bells import Bells
from bot.engine.digest import Digests, Draw
from bot.engine.notary import sign_due
from bot.engine.retention import RetentionRun
from bot.engine.telling import tell_due
from bot.engine.turn import TurnEngine
from bot.engine.window_news import warn_of_windows
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
OFFERS_KEPT: Final = timedelta(days=14)
LETTERS_KEPT: Final = timedelta(days=30)
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
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
        bells: Bells | None = None,
        *,
        zone: tzinfo = ZONE,
        draw: Draw | None = None,
    ) -> None:
        self._engine = engine
        self._files = files
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells or Bells()
        self._digests = Digests(database, keyring, clock, self._bells, zone, draw)

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
        retention = RetentionRun(self._database, self._files, self._keyring)
        common = (self._database, self._keyring, self._clock)
        await self._part("sessions", self._engine.end_overdue())
        await self._part("telling", tell_due(*common, self._bells))
        await self._part("alarms", ring_due(*common, self._bells))
        await self._part("forgetting", retention.forget_marked(self._clock.now()))
        await self._part("signing", sign_due(*common))
        await self._part("digests", self._digests.send_due())
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            await stores.doors.forget(self._clock.now())
            sweep = await stores.chores.claim("sweep", self._clock.now(), SWEEP_EVERY)
        if sweep:
            await self._part("windows", warn_of_windows(*common, self._bells))
            await self._part("idle chats", retention.forget_idle())
            await self._part("retention", retention.run(self._clock.now()))
            await self._part("sweep", self.sweep())
            await self._part("scrubbing", self._database.scrub())
        await self._part("files", retention.delete_files())

    async def _part(self, name: str, work: Awaitable[object]) -> None:
        """One that fails keeps no other from being done; it is tried again the next time."""
        try:
            await work
        except StoreUnavailable:
            raise
        except Exception as error:
            # Only the type: the message could name a file.
            _log.error("%s failed with %s", name, type(error).__name__)

    async def sweep(self) -> None:
        """Erase what is no longer needed."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            await stores.conversations.forget_events(now - EVENTS_KEPT)
            await stores.outbox.forget_messages_before(now - MESSAGES_KEPT, now - CARDS_KEPT)
            await stores.offers.forget_before(now - OFFERS_KEPT)
            await stores.throttle.forget(now)
            await stores.invites.forget(now)
            await stores.looking.forget(now)
            await stores.public_pictures.forget(now)
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
