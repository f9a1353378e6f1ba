"""How Zalo brings events: signed, in order within a chat, again only when the connection fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp

RETRIES = 5
RETRY_S = 0.05
"""In place of 30 s, 5, 15, 30 min and 1 h."""


class Post:
    """The deliveries of one app."""

    def __init__(self, sign: Callable[[bytes, str], str]) -> None:
        self._sign = sign
        self.delivered: list[tuple[str, int]] = []
        """Every delivery: the event's name and the status it was answered with; 0: cut off."""
        self.lost: list[str] = []
        """The names of the events that Zalo has given up."""
        self.duplicates = 0
        """So many of the next events are delivered twice."""
        self.unheard = 0
        """So many of the next answers are lost on their way: the event is brought again."""
        self.webhook = ""
        self._waiting: list[dict[str, Any]] = []
        self._held: list[dict[str, Any]] | None = None
        self._queues: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._open = 0

    async def open(self) -> None:
        """Make ready."""
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        """Bring nothing any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def connect(self, webhook: str) -> None:
        """Bring events there, and what has waited."""
        self.webhook = webhook
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            self._put(event)

    def hold(self) -> None:
        """Keep events back until `release`."""
        self._held = []

    def release(self, order: list[int] | None = None) -> None:
        """Deliver what was held, at once, in another order if wanted (indexes)."""
        held, self._held = self._held or [], None
        for index in order or range(len(held)):
            self.enqueue(held[index])

    def enqueue(self, event: dict[str, Any]) -> None:
        """Bring an event."""
        if self._held is not None:
            self._held.append(event)
        elif not self.webhook:
            self._waiting.append(event)
        else:
            self._put(event)
            if self.duplicates:
                self.duplicates -= 1
                self._put(event)

    async def bring(self, body: bytes, headers: dict[str, str]) -> int:
        """One request as it is, whoever signed it; the status."""
        async with self._session.post(self.webhook, data=body, headers=headers) as got:
            return got.status

    async def settled(self, timeout: float = 5.0) -> None:
        """Wait until every event has been answered or given up."""
        async with asyncio.timeout(timeout):
            while self._open:  # noqa: ASYNC110 - polled from outside, by tests only
                await asyncio.sleep(0.01)

    def _put(self, event: dict[str, Any]) -> None:
        self._open += 1
        key = _chat_of(event)
        if key not in self._queues:
            self._queues[key] = asyncio.Queue()
            self._tasks.append(asyncio.create_task(self._bring_all(self._queues[key])))
        self._queues[key].put_nowait(event)

    async def _bring_all(self, queue: asyncio.Queue[dict[str, Any]]) -> None:
        while True:
            event = await queue.get()
            name = str(event.get("event_name"))
            for attempt in range(RETRIES + 1):
                if await self._once(event, attempt):
                    if not self.unheard:
                        break
                    self.unheard -= 1
                await asyncio.sleep(RETRY_S)
            else:
                self.lost.append(name)
            self._open -= 1

    async def _once(self, event: dict[str, Any], attempt: int) -> int:
        told = event | ({"num_retry": attempt} if attempt else {})
        body = json.dumps(told, ensure_ascii=False).encode()
        signature = self._sign(body, str(event.get("timestamp", "")))
        headers = {"Content-Type": "application/json", "X-ZEvent-Signature": signature}
        try:
            status = await self.bring(body, headers)
        except aiohttp.ClientError:
            status = 0
        self.delivered.append((str(event.get("event_name")), status))
        return status


def _chat_of(event: dict[str, Any]) -> str:
    sender = event.get("sender") or {}
    return str(sender.get("id") or event.get("user_id") or "")
