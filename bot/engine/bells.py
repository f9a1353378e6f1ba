"""Wakes whoever waits for something that has just been committed. Missing a ring only costs a
moment: all poll too.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Hashable

HANDOFF = "handoff"
"""The bell of whoever takes over what another machine received."""

Name = int | str


class Bells:
    """One bell per name: a contact's id for its page, a channel's name for its sender.

    Rings are heard in this process; `bot.engine.line` carries them to the others.
    """

    def __init__(self) -> None:
        self._waiting: defaultdict[Hashable, set[asyncio.Future[None]]] = defaultdict(set)
        self.carried = False
        """Whether rings are gathered for other processes."""
        self._to_carry: set[Name] = set()
        self._something = asyncio.Event()

    def ring(self, *names: Name) -> None:
        """Wake everybody who waits for one of `names`, here and in other processes."""
        self.ring_here(*names)
        if self.carried and names:
            self._to_carry.update(names)
            self._something.set()

    def ring_here(self, *names: Name) -> None:
        """Wake everybody in this process who waits for one of `names`."""
        for name in names:
            for waiter in self._waiting.pop(name, ()):
                if not waiter.done():
                    waiter.set_result(None)

    def ring_all(self) -> None:
        """Wake everybody in this process: rings may have been missed."""
        for name in list(self._waiting):
            for waiter in self._waiting.pop(name):
                if not waiter.done():
                    waiter.set_result(None)

    def carry(self, *, on: bool) -> None:
        """Gather rings for other processes from now on, or no longer."""
        self.carried = on
        if not on:
            self._to_carry.clear()
            self._something.clear()

    async def rung(self, timeout: float) -> set[Name]:
        """What was rung since the last call; empty after `timeout` seconds without."""
        try:
            async with asyncio.timeout(timeout):
                await self._something.wait()
        except TimeoutError:
            return set()
        rung, self._to_carry = self._to_carry, set()
        self._something.clear()
        return rung

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
