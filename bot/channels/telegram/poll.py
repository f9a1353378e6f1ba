"""Long polling, for machines that Telegram cannot reach. An update is confirmed after its turn is
committed.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from itertools import count
from typing import Any, Final

from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.failures import Refused
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.parse import conversation
from bot.domain.errors import RetryAfter, SendError
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
PARALLEL: Final = 8
WAIT_S: Final = 50
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0
AGAIN_S: Final = 0.25
"""Between two looks at updates that failed; each of them waits twice as long every time, up to 30
s.
"""


async def poll(channel: TelegramChannel, engine: Engine, *, wait: int = WAIT_S) -> None:
    """Fetch and handle updates until cancelled. `wait` is the length of a long poll in seconds."""
    poller = Poller(channel, engine, wait=wait)
    await poller.until_done(channel.delete_webhook)
    while True:
        await poller.once()


class Poller:
    """Where the polling stands. Nothing of it needs to survive a restart: Telegram keeps what is
    unconfirmed.
    """

    def __init__(self, channel: TelegramChannel, engine: Engine, *, wait: int = WAIT_S) -> None:
        self._channel, self._wait = channel, wait
        self._intake = Intake(channel, engine)
        self._gate = asyncio.Semaphore(PARALLEL)
        self._offset = 0
        self._done: set[int | str] = set()
        self._not_before: dict[int | str, tuple[float, float]] = {}
        self._complained = ""

    async def once(self) -> None:
        """One long poll and all that came with it."""
        batch: list[Any] = []

        async def fetch() -> None:
            batch[:] = await self._channel.updates(self._offset, self._wait)

        await self.until_done(fetch)
        if not batch:
            return
        await self._handle(batch)
        if not self._advance(batch):
            await asyncio.sleep(AGAIN_S)

    async def until_done(self, call: Callable[[], Awaitable[None]]) -> None:
        """Repeat a call until it gets through, with growing pauses."""
        for attempt in count():
            try:
                await call()
            except RetryAfter as error:
                pause = error.seconds
            except SendError as error:
                self._complain(error)
                longest = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(attempt, 10))
                pause = longest * random.uniform(0.5, 1.0)  # noqa: S311 - to spread load, not to hide
            else:
                self._complained = ""
                return
            await asyncio.sleep(pause)

    def _complain(self, error: SendError) -> None:
        """Once for each kind of trouble: an operator's line when there is something to do about
        it.
        """
        line = str(error)
        if line == self._complained:
            return
        self._complained = line
        if isinstance(error, Refused):
            LOG.error("telegram: %s", line)
        else:
            LOG.warning("telegram cannot be reached (%s), trying again", line)

    async def _handle(self, batch: Sequence[Any]) -> None:
        """Different chats in parallel, one chat's updates in order."""
        chats: dict[Hashable, list[Any]] = {}
        for update in sorted(batch, key=_order):
            key = conversation(update)
            chats.setdefault(_name(update) if key is None else ("chat", key), []).append(update)
        async with asyncio.TaskGroup() as group:
            for updates in chats.values():
                group.create_task(self._handle_chat(updates))

    async def _handle_chat(self, updates: Sequence[Any]) -> None:
        for update in updates:
            name = _name(update)
            if name in self._done:
                continue
            not_before, pause = self._not_before.get(name, (0.0, AGAIN_S))
            if time.monotonic() < not_before:
                return
            async with self._gate:
                taken = await self._intake.take(json.dumps(update).encode())
            if not taken:
                self._not_before[name] = (time.monotonic() + pause, min(30.0, 2 * pause))
                return
            self._done.add(name)

    def _advance(self, batch: Sequence[Any]) -> bool:
        """Confirm the longest run of handled updates; False while any is left.

        Judged by the batch alone and never by an earlier offset, because Telegram starts its
        numbers anew, anywhere, after a quiet week.
        """
        ordered = sorted(batch, key=_order)
        names = [_name(update) for update in ordered]
        left = next((i for i, name in enumerate(names) if name not in self._done), len(names))
        waiting = set(names[left:])
        confirmed = [name for name in names[:left] if isinstance(name, int)]
        if confirmed:
            self._offset = confirmed[-1] + 1
        self._done = {name for name in self._done if name in waiting or isinstance(name, str)}
        self._not_before = {n: when for n, when in self._not_before.items() if n in waiting}
        return bool(confirmed) and not waiting


def _order(update: Any) -> int:
    name = _name(update)
    return name if isinstance(name, int) else 0


def _name(update: Any) -> int | str:
    """The update's number; a digest for one without, which can be parked but never confirmed by
    itself.
    """
    number = update.get("update_id") if isinstance(update, dict) else None
    if isinstance(number, int) and not isinstance(number, bool):
        return number
    return hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()
