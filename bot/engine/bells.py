"""Wakes whoever waits for something that has just been committed. Missing a ring only costs a
moment: all poll too.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Hashable


class Bells:
    """One bell per name: a contact's id for its page, a channel's name for its sender."""

    def __init__(self) -> None:
        self._waiting: defaultdict[Hashable, set[asyncio.Future[None]]] = defaultdict(set)

    def ring(self, *names: Hashable) -> None:
        """Wake everybody who waits for one of `names`."""
        for name in names:
            for waiter in self._waiting.pop(name, ()):
                if not waiter.done():
                    waiter.set_result(None)

    async def wait(self, name: Hashable, timeout: float) -> bool:
        """Wait for a ring; False after `timeout` seconds."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[name].add(waiter)
        try:
            # Not wait_for: before Python 3.12 it loses a cancellation that comes with the ring.
            async with asyncio.timeout(timeout):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiting[name].discard(waiter)
            if not self._waiting[name]:
                del self._waiting[name]
        return True


def fetch_bell(channel: str) -> str:
    """The bell of whoever brings in a channel's files."""
    return f"fetch:{channel}"
