"""The one way out: claim, pace, send, record. One `Sender` per channel account; replies to
people go first.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.domain.errors import (
    Collision,
    Gone,
    KeyNotHere,
    Permanent,
    RetryAfter,
    SealError,
    SendError,
    StoreUnavailable,
    WindowClosed,
)
from bot.domain.message import Address, Reply, Sent, absolute
from bot.domain.pacing import Pacer
from bot.domain.ports import Channel, Clock, FileStore
from bot.engine.bells import Bells
from bot.engine.held import REOPEN_SECONDS, reopen, too_late
from bot.engine.leaving import unreachable
from bot.engine.retention import forget
from bot.engine.together import together
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.outbox_rows import LOCALE, UNSAY, WIPE, Row
from storage.stores import Stores

BATCH: Final = 64
AT_ONCE: Final = 16
POLL_SECONDS: Final = 2.0
LONGEST_BACKOFF: Final = 600.0
GIVE_UP_AFTER: Final = 4000
"""Attempts: with the back-off weeks of an unreachable platform; then the row is kept as failed."""
FILE_TRIES: Final = 5
"""How often a message waits for its files, a minute in all; then it goes without."""
KEY_SECONDS: Final = 60.0
"""Until a message is tried again whose key this machine has not been given."""
STOP: Final = float("inf")
"""In place of seconds to wait: the chat is gone, and its rows with it."""
GROUP_SECONDS: Final = 1.0
"""A card of a board that would have to wait longer goes back into the outbox for so long."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """A row made ready. `shown`: the messages of the same card, or those to wipe. `late`: the
    platform would not take it.
    """

    contact_id: int
    address: Address
    locale: str
    reply: Reply
    shown: list[str] = field(repr=False)
    late: bool = False

    @property
    def edit(self) -> str:
        return self.shown[-1] if self.shown else self.reply.replaces


class Sender:
    """Empties one channel's outbox for as long as `run` runs."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        bells: Bells,
        public_url: str = "",
        files: FileStore | None = None,
    ) -> None:
        self._public_url = public_url
        self._files = files
        self.name = channel.name
        self._channel = channel
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells
        self._pacer = Pacer(channel.limits)
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._reopens = 0.0
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
                        if time.monotonic() >= self._reopens:
                            self._reopens = time.monotonic() + REOPEN_SECONDS
                            await reopen(self._database, self._keyring, self._channel, self._clock)
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
        await together(self._chat(contact_id, waiting) for contact_id, waiting in chats.items())
        return bool(rows)

    async def _chat(self, contact_id: int | None, rows: list[Row]) -> None:
        """The rows of one chat, in order; one that must wait holds the rest back."""
        async with self._at_once:
            for index, row in enumerate(rows):
                wait = self._pacer.delay(_key(row), time.monotonic(), group=True)
                if row.card and wait > GROUP_SECONDS:
                    # Nobody else's messages wait for a group's slow pace.
                    await self._put_off(wait, rows[index:])
                    return
                again = await self._one(contact_id, row)
                if again == STOP:
                    return
                if again is not None:
                    await self._put_off(again, rows[index + 1 :], row)
                    return

    async def _put_off(self, seconds: float, untried: list[Row], tried: Row | None = None) -> None:
        due = self._clock.now() + timedelta(seconds=seconds)
        async with self._database.transaction() as connection:
            outbox = Stores(connection, self._keyring).outbox
            if tried:
                await outbox.later(tried.id, due)
            for row in untried:
                await outbox.put_off(row.id, due)

    async def _one(self, contact_id: int | None, row: Row) -> float | None:
        """Send one row and record it. Seconds to wait when it has to be tried again."""
        try:
            job = await self._prepare(contact_id, row)
        except KeyNotHere as error:
            _log.error("a message on %s has to wait: %s", self._channel.name, error)
            return KEY_SECONDS
        except (SealError, ValueError, KeyError, TypeError):
            await self._give_up(row, "unreadable")  # one of many: the others are sent
            return None
        if job is None:
            await self._give_up(row, "no address")
            return None
        if row.action == LOCALE:
            await self._remember_locale(row, job)
            return None
        if row.attempts <= FILE_TRIES and not await self._files_are_here(job.reply):
            return 2.0**row.attempts
        try:
            await self._pace(row)
            if row.action in (WIPE, UNSAY):
                await self._channel.delete(job.address, job.shown)
                sent = Sent()
            else:
                if job.late:
                    raise WindowClosed("nobody has written from this chat for too long")
                sent = await self._channel.send(job.address, job.reply, job.locale, job.edit)
                # A card may have had pictures; what replaces it must not leave them standing.
                if job.shown[:-1] and not job.reply.media:
                    await self._channel.delete(job.address, job.shown[:-1])
        except SendError as error:
            return await self._problem(error, contact_id, row)
        self._pacer.took(_key(row), time.monotonic(), count=max(0, len(sent.message_ids) - 1))
        await self._record(row, job, sent)
        return None

    async def _prepare(self, contact_id: int | None, row: Row) -> _Job | None:
        if contact_id is None:
            return None
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            where = await stores.contacts.address(contact_id)
            if where is None:
                return None
            reply = absolute(stores.outbox.open(row), self._public_url)
            shown: list[str] = []
            if row.action == WIPE:
                shown = await stores.outbox.take_messages(contact_id)
            elif row.action == UNSAY:
                shown = [reply.replaces]
            elif reply.card:
                shown = await stores.outbox.card_messages(contact_id, reply.card)
            late = await too_late(stores, contact_id, self._channel, self._clock.now())
        return _Job(contact_id, *where, reply, shown, late)

    async def _files_are_here(self, reply: Reply) -> bool:
        """A card may be opened while what the reporter sent is still being fetched."""
        if self._files is None:
            return True
        wanted = [media.file.id for media in reply.media if media.file]
        missing = [file_id for file_id in wanted if not await self._files.exists(file_id)]
        if not missing:
            return True
        async with self._database.reading() as connection:
            # What could not be fetched is registered no more: nothing to wait for.
            return not await Stores(connection, self._keyring).parcels.known(missing)

    async def _pace(self, row: Row) -> None:
        chat, group = _key(row), bool(row.card)
        delay = self._pacer.delay(chat, time.monotonic(), group)
        while delay > 0:
            await asyncio.sleep(delay)
            delay = self._pacer.delay(chat, time.monotonic(), group)
        self._pacer.took(chat, time.monotonic(), group)

    async def _problem(self, error: SendError, contact_id: int | None, row: Row) -> float | None:
        self.problems[type(error).__name__] += 1
        if isinstance(error, RetryAfter):
            self._pacer.blocked_until(_key(row), time.monotonic() + error.seconds)
            return error.seconds
        if isinstance(error, WindowClosed):
            async with self._database.transaction() as connection:
                await Stores(connection, self._keyring).outbox.hold(row.id)
            return None
        if isinstance(error, Gone):
            async with self._database.transaction() as connection:
                stores = Stores(connection, self._keyring)
                await unreachable(stores, contact_id or 0, self._clock.now())
            await self._forget(contact_id)
            return STOP
        if isinstance(error, Permanent) or row.attempts >= GIVE_UP_AFTER:
            await self._give_up(row, type(error).__name__)
            return None
        return min(LONGEST_BACKOFF, 2.0 ** min(row.attempts, 12)) * random.uniform(0.5, 1.0)  # noqa: S311

    async def _give_up(self, row: Row, problem: str) -> None:
        _log.warning("a message on %s was given up: %s", self._channel.name, problem)
        async with self._database.transaction() as connection:
            await Stores(connection, self._keyring).outbox.failed(row.id, problem)
        await self._forget(row.contact_id)

    async def _forget(self, contact_id: int | None) -> None:
        """Whoever is on their way out leaves with their last message; else the scheduler looks."""
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            if contact_id is None or not await stores.forgetting.marked(contact_id):
                return
        await forget(self._database, self._keyring, contact_id, self._clock.now())

    async def _remember_locale(self, row: Row, job: _Job) -> None:
        """For a turn on a machine that does not know the address: here it is open."""
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            await stores.contacts.set_locale(job.contact_id, job.address, job.reply.text.key)
            await stores.outbox.done(row.id)

    async def _record(self, row: Row, job: _Job, sent: Sent) -> None:
        # The chat may have been forgotten while the message was on its way: nothing to remember.
        with suppress(Collision):
            await self._remember(row, job, sent)
        self.sent += 1
        await self._forget(job.contact_id)

    async def _remember(self, row: Row, job: _Job, sent: Sent) -> None:
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            outbox = stores.outbox
            await outbox.done(row.id)
            if row.message_id is not None:
                await stores.questions.arrived([row.message_id])
            if row.action == WIPE:
                await outbox.forget_messages(job.contact_id)
            else:
                if job.reply.card:
                    await outbox.forget_messages(job.contact_id, job.reply.card)
                for message_id in sent.message_ids:
                    await outbox.remember(
                        job.contact_id, message_id, job.reply.card, self._clock.now()
                    )


def _key(row: Row) -> str:
    """What is paced by itself: a chat, or the cards of a board, which keep to a group's pace."""
    return f"board {row.contact_id}" if row.card else str(row.contact_id)
