"""Brings in what residents sent through a platform: fetched at once after the commit, sealed as
it streams.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Final

from bot.domain.channels import shows
from bot.domain.errors import FileRefused, SealError, SendError, StoreUnavailable
from bot.domain.flow import Outgoing
from bot.domain.message import Refusal, Reply, Text
from bot.domain.ports import Channel, Clock, FileStore
from bot.engine.bells import Bells, fetch_bell
from bot.engine.delivery import Delivery
from bot.engine.together import together
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.parcels import Fetch
from storage.stores import Stores

LARGEST: Final = 20 * 1024 * 1024
"""Bytes. What the Telegram Bot API hands out at most, and what the web page accepts."""
GIVE_UP_AFTER: Final = 1000
"""Attempts: with the back-off about a week; a platform keeps files at least as long."""
LONGEST_BACKOFF: Final = 600.0
POLL_SECONDS: Final = 2.0
_SHORT_OF: Final[dict[str, str]] = {Refusal.STORE_FULL: "full", Refusal.BUSY: "busy"}
_log = logging.getLogger(__name__)


class Fetcher:
    """Fetches the files of one channel for as long as `run` runs."""

    def __init__(
        self,
        channel: Channel,
        files: FileStore,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        bells: Bells,
    ) -> None:
        self._channel = channel
        self._files = files
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            try:
                if not await self.fetch_due():
                    await self._bells.wait(fetch_bell(self._channel.name), POLL_SECONDS)
            except (StoreUnavailable, SealError) as error:
                _log.error("files of %s stand still: %s", self._channel.name, error)
                await asyncio.sleep(POLL_SECONDS)

    async def fetch_due(self) -> bool:
        """Fetch what is due now; False when nothing was."""
        async with self._database.transaction() as connection:
            claimed = await Stores(connection, self._keyring).parcels.claim(
                self._channel.name, self._clock.now()
            )
        await together(self._one(fetch) for fetch in claimed)
        return bool(claimed)

    async def _one(self, fetch: Fetch) -> None:
        if not await self._wanted(fetch):
            return
        try:
            chunks = self._channel.fetch(fetch.platform_ref, LARGEST)
            await self._files.put(chunks, LARGEST, into=fetch.file)
        except FileRefused as refused:
            if refused.reason in (Refusal.STORE_FULL, Refusal.BUSY):
                await self._again(fetch, f"the machine is {_SHORT_OF[refused.reason]}")
            else:
                await self._lost(fetch, refused.reason)
        except SendError as error:
            if fetch.attempts >= GIVE_UP_AFTER:
                await self._lost(fetch, "expired")
                return
            await self._again(fetch, type(error).__name__)
        else:
            async with self._database.transaction() as connection:
                await Stores(connection, self._keyring).parcels.fetched(fetch.id)
            await self._wanted(fetch)

    async def _wanted(self, fetch: Fetch) -> bool:
        """Whether the file's draft or tip is still there; if not, nothing of it stays."""
        async with self._database.reading() as connection:
            if await Stores(connection, self._keyring).parcels.known([fetch.file.id]):
                return True
        await self._files.delete(fetch.file.id)
        async with self._database.transaction() as connection:
            await Stores(connection, self._keyring).parcels.fetched(fetch.id)
        return False

    async def _again(self, fetch: Fetch, why: str) -> None:
        wait = min(LONGEST_BACKOFF, 2.0 ** min(fetch.attempts, 12))
        _log.warning("a file of %s could not be fetched yet: %s", self._channel.name, why)
        async with self._database.transaction() as connection:
            await Stores(connection, self._keyring).parcels.fetch_again(
                fetch.id, self._clock.now() + timedelta(seconds=wait)
            )

    async def _lost(self, fetch: Fetch, reason: str) -> None:
        """Tell whoever sent it; the rest of what they wrote is kept."""
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            await stores.parcels.fetched(fetch.id)
            await stores.parcels.unregister(fetch.file.id)
            delivery = Delivery(stores, self._clock.now())
            contact = fetch.contact_id and await stores.contacts.get(fetch.contact_id)
            if contact:
                few = shows(contact.channel).numbers
                key = "common-file-lost-chat" if few else "common-file-lost"
                reply = Reply(Text(key, {"reason": Text(f"refusal-{reason}")}))
                await delivery.post(Outgoing(reply, contact_id=contact.id))
        self._bells.ring(*delivery.bells)
