"""The one way out: claim, pace, send, record. One `Sender` per channel account; replies to
people go first.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import defaultdict
from datetime import timedelta
from typing import Final

from bot.domain.errors import Gone, Permanent, RetryAfter, SealError, SendError, StoreUnavailable
from bot.domain.message import Reply, Sent
from bot.domain.pacing import Pacer
from bot.domain.ports import Channel, Clock
from bot.engine.bells import Bells
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.outbox import WIPE, Row
from storage.stores import Stores

BATCH: Final = 64
AT_ONCE: Final = 16
POLL_SECONDS: Final = 2.0
LONGEST_BACKOFF: Final = 600.0
GIVE_UP_AFTER: Final = 40
"""Attempts: with the back-off about six hours of an unreachable platform; then the row is kept
as failed.
"""
STOP: Final = float("inf")
"""In place of seconds to wait: the chat is gone, and its rows with it."""
_log = logging.getLogger(__name__)


class Sender:
    """Empties one channel's outbox for as long as `run` runs."""

    def __init__(
        self, channel: Channel, database: Database, keyring: Keyring, clock: Clock, bells: Bells
    ) -> None:
        self.name = channel.name
        self._channel = channel
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells
        self._pacer = Pacer(channel.limits)
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self.sent = 0
        self.problems: defaultdict[str, int] = defaultdict(int)

    async def run(self) -> None:
        """Send until cancelled. On PostgreSQL one process at a time leads for an account;
        others stand by.
        """
        lock = int.from_bytes(f"send:{self._channel.name}".encode()[:7].ljust(7), "big")
        while True:
            try:
                async with self._database.leading(lock) as leads:
                    while leads:
                        if not await self.send_due():
                            await self._bells.wait(self._channel.name, POLL_SECONDS)
            except (StoreUnavailable, SealError) as error:
                _log.error("the outbox of %s stands still: %s", self._channel.name, error)
            await asyncio.sleep(POLL_SECONDS)

    async def send_due(self) -> bool:
        """Send what is due now; False when nothing was."""
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            rows = await stores.outbox.claim(self._channel.name, self._clock.now(), BATCH)
        chats: defaultdict[int | None, list[Row]] = defaultdict(list)
        for row in rows:
            chats[row.contact_id].append(row)
        async with asyncio.TaskGroup() as group:
            for contact_id, waiting in chats.items():
                group.create_task(self._chat(contact_id, waiting))
        return bool(rows)

    async def _chat(self, contact_id: int | None, rows: list[Row]) -> None:
        """The rows of one chat, in order; one that must wait holds the rest back."""
        async with self._at_once:
            for index, row in enumerate(rows):
                wait = await self._one(contact_id, row)
                if wait == STOP:
                    return
                if wait is not None:
                    due = self._clock.now() + timedelta(seconds=wait)
                    async with self._database.transaction() as connection:
                        for rest in rows[index:]:
                            await Stores(connection, self._keyring).outbox.later(rest.id, due)
                    return

    async def _one(self, contact_id: int | None, row: Row) -> float | None:
        """Send one row and record it. Seconds to wait when it has to be tried again."""
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            where = await stores.contacts.address(contact_id) if contact_id else None
            reply = stores.outbox.open(row)
            card = (
                await stores.outbox.card_message(contact_id, reply.card)
                if contact_id and reply.card
                else ""
            )
            wiped = (
                await stores.outbox.take_messages(contact_id)
                if contact_id and row.action == WIPE
                else []
            )
        if where is None:
            await self._give_up(row, "no address")
            return None
        address, locale = where
        try:
            await self._pace(str(contact_id))
            if row.action == WIPE:
                await self._channel.delete(address, wiped)
                sent = Sent()
            else:
                sent = await self._channel.send(address, reply, locale, card or reply.replaces)
        except SendError as error:
            return await self._problem(error, contact_id, row)
        await self._record(contact_id, row, reply, sent, card)
        return None

    async def _pace(self, chat: str) -> None:
        while (delay := self._pacer.delay(chat, time.monotonic())) > 0:
            await asyncio.sleep(delay)
        self._pacer.took(chat, time.monotonic())

    async def _problem(self, error: SendError, contact_id: int | None, row: Row) -> float | None:
        self.problems[type(error).__name__] += 1
        if isinstance(error, RetryAfter):
            self._pacer.blocked_until(str(contact_id), time.monotonic() + error.seconds)
            return error.seconds
        if isinstance(error, Gone):
            async with self._database.transaction() as connection:
                await Stores(connection, self._keyring).contacts.gone(
                    contact_id or 0, self._clock.now()
                )
            return STOP
        if isinstance(error, Permanent) or row.attempts >= GIVE_UP_AFTER:
            await self._give_up(row, type(error).__name__)
            return None
        return min(LONGEST_BACKOFF, 2.0 ** min(row.attempts, 12)) * random.uniform(0.5, 1.0)  # noqa: S311

    async def _give_up(self, row: Row, problem: str) -> None:
        _log.warning("a message on %s was given up: %s", self._channel.name, problem)
        async with self._database.transaction() as connection:
            await Stores(connection, self._keyring).outbox.failed(row.id, problem)

    async def _record(
        self, contact_id: int | None, row: Row, reply: Reply, sent: Sent, card: str
    ) -> None:
        async with self._database.transaction() as connection:
            outbox = Stores(connection, self._keyring).outbox
            await outbox.done(row.id)
            if contact_id is not None and row.action == WIPE:
                await outbox.forget_messages(contact_id)
            elif contact_id is not None:
                now = self._clock.now()
                for message_id in sent.message_ids:
                    if message_id not in (card, reply.replaces):
                        await outbox.remember(contact_id, message_id, reply.card, now)
        self.sent += 1
