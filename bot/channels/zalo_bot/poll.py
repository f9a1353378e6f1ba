"""Asking for events, for development: Zalo gives each one once and takes no acknowledgement, so
what is in hand when the process dies is lost. A service in use has a webhook.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Final

from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.channels.zalo_bot.failures import Refused
from bot.channels.zalo_bot.intake import Intake
from bot.domain.errors import RetryAfter, SendError
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
WAIT_S: Final = 30
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0


async def poll(channel: ZaloBotChannel, engine: Engine, *, wait: int = WAIT_S) -> None:
    """Fetch and handle events until cancelled, one by one. `wait`: a long poll's seconds."""
    poller = Poller(channel, engine, wait=wait)
    await poller.until_done(channel.delete_webhook)
    while True:
        await poller.once()


class Poller:
    """Fetches events and sees each through: nobody brings it again."""

    def __init__(self, channel: ZaloBotChannel, engine: Engine, *, wait: int = WAIT_S) -> None:
        self._channel, self._wait = channel, wait
        self._intake = Intake(engine)
        self._complained = ""

    async def once(self) -> None:
        """One long poll and what came with it."""
        came: list[Any] = []

        async def fetch() -> None:
            found = await self._channel.update(self._wait)
            # Documented as one object; a list of them would not be surprising.
            came[:] = found if isinstance(found, list) else [] if found is None else [found]

        await self.until_done(fetch)
        for event in came:
            raw = json.dumps(event).encode()
            if not await self._intake.take(raw):
                await self._intake.until_taken(raw)

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
            LOG.error("zalo bot: %s", line)
        else:
            LOG.warning("zalo bot cannot be reached (%s), trying again", line)
