"""Events that could not be stored and that the platform may not bring again: held in memory and
tried until they are taken.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Final

LOG: Final = logging.getLogger(__name__)
HELD: Final = 256
"""Events at once; of more than that the platform must bring them."""
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 60.0


class Held:
    """The events of one account. `take` is told of one, and says whether it is done with."""

    def __init__(self, take: Callable[[bytes], Awaitable[bool]]) -> None:
        self._take = take
        self._names: set[bytes] = set()

    async def until_taken(self, raw: bytes) -> None:
        """Try an event again that was not taken, until it is. At once when it is being tried
        already, or when too many are.
        """
        name = hashlib.sha256(raw).digest()
        if name in self._names:
            return
        if len(self._names) >= HELD:
            LOG.error("more events wait for the database than can be held in memory")
            return
        self._names.add(name)
        pause = FIRST_PAUSE_S
        try:
            while True:
                await asyncio.sleep(pause)
                if await self._take(raw):
                    return
                pause = min(LONGEST_PAUSE_S, 2 * pause)
        finally:
            self._names.discard(name)
