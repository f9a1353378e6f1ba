"""Changes voices where somebody asked for it, and destroys the originals."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Final, Protocol

from bot.domain.errors import FileRefused, SealError, StoreUnavailable
from bot.domain.flow import Outgoing
from bot.domain.message import Refusal, Reply, StoredFile, Text
from bot.domain.ports import Clock, FileStore
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from bot.engine.fetcher import LARGEST
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores
from storage.voices import Alteration

POLL_SECONDS: Final = 1.0
LONGEST_BACKOFF: Final = 600.0
GIVE_UP_AFTER: Final = 1000
"""Attempts, as for fetching: the recording may still be on its way from the platform."""
_log = logging.getLogger(__name__)


class Altering(FileStore, Protocol):
    """A file store that can change a voice."""

    async def alter(self, file: StoredFile, limit: int, into: StoredFile) -> StoredFile:
        """Store the voice of `file` altered as `into`. Raises `FileRefused` or `SealError`."""
        ...


class Voices:
    """Works for as long as `run` runs."""

    def __init__(
        self, files: Altering, database: Database, keyring: Keyring, clock: Clock, bells: Bells
    ) -> None:
        self._files = files
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells

    async def run(self) -> None:
        """Alter until cancelled."""
        while True:
            try:
                if not await self.alter_due():
                    await asyncio.sleep(POLL_SECONDS)
            except StoreUnavailable as error:
                _log.error("voices stand still: %s", error)
                await asyncio.sleep(POLL_SECONDS)

    async def alter_due(self) -> bool:
        """Alter what is due now; False when nothing was."""
        async with self._database.transaction() as connection:
            claimed = await Stores(connection, self._keyring).voices.claim(self._clock.now())
        for alteration in claimed:
            await self._one(alteration)
        return bool(claimed)

    async def _one(self, alteration: Alteration) -> None:
        original = alteration.original
        if not await self._wanted(alteration):
            await self._end(alteration)
            return
        try:
            if not await self._files.exists(alteration.altered.id):
                if not await self._files.exists(original.id):
                    await self._not_here(alteration)
                    return
                await self._files.alter(original, LARGEST, into=alteration.altered)
        except FileRefused as refused:
            if refused.reason in (Refusal.STORE_FULL, Refusal.BUSY):
                await self._again(alteration)
            else:
                await self._lost(alteration)
        except SealError:
            await self._lost(alteration)
        else:
            await self._end(alteration)

    async def _wanted(self, alteration: Alteration) -> bool:
        """Whether anybody still waits for it: its draft may have been wiped."""
        async with self._database.reading() as connection:
            parcels = Stores(connection, self._keyring).parcels
            return bool(await parcels.known([alteration.altered.id]))

    async def _not_here(self, alteration: Alteration) -> None:
        """Still on its way, or never to come: then it is registered no more."""
        async with self._database.reading() as connection:
            parcels = Stores(connection, self._keyring).parcels
            coming = await parcels.known([alteration.original.id])
        if coming and alteration.attempts < GIVE_UP_AFTER:
            await self._again(alteration)
        else:
            await self._lost(alteration)

    async def _again(self, alteration: Alteration) -> None:
        wait = min(LONGEST_BACKOFF, 2.0 ** min(alteration.attempts - 1, 12))
        async with self._database.transaction() as connection:
            await Stores(connection, self._keyring).voices.again(
                alteration.id, self._clock.now() + timedelta(seconds=wait)
            )

    async def _lost(self, alteration: Alteration) -> None:
        """The original goes all the same: that was promised."""
        _log.warning("a voice could not be altered; the recording is destroyed")
        await self._end(alteration, Reply(Text("voice-lost")))

    async def _end(self, alteration: Alteration, reply: Reply | None = None) -> None:
        await self._files.delete(alteration.original.id)
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            await stores.voices.done(alteration.id)
            await stores.parcels.unregister(alteration.original.id)
            delivery = Delivery(stores, self._clock.now())
            if reply:
                await stores.parcels.unregister(alteration.altered.id)
                if alteration.contact_id is not None:
                    await delivery.post(Outgoing(reply, contact_id=alteration.contact_id))
        self._bells.ring(*delivery.bells)
