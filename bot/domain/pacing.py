"""How long to wait before speaking, so that a platform's limits are kept. Pure: the caller brings
the time.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from bot.domain.ports import Limits

SWEEP_AT: Final = 1024
"""Idle chats are forgotten when more than this many are remembered (or twice what the last sweep
left).
"""


class _Bucket:
    """Fills by `rate` tokens a second up to `size`; may go below zero when several messages went
    at once.
    """

    __slots__ = ("_at", "_rate", "_size", "_tokens")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self._rate, self._size, self._tokens, self._at = rate, size, size, now

    def _level(self, now: float) -> float:
        return min(self._size, self._tokens + max(0.0, now - self._at) * self._rate)

    def delay(self, now: float) -> float:
        return max(0.0, 1.0 - self._level(now)) / self._rate

    def take(self, count: int, now: float) -> None:
        self._tokens, self._at = self._level(now) - count, max(now, self._at)

    def full(self, now: float) -> bool:
        return self._level(now) >= self._size


class Pacer:
    """Token buckets for one account: one over all, one per chat, and what the platform itself told
    us to wait.

    In any t seconds at most `rate * t + burst` messages go; a group gets no burst, because its
    limit is counted by the minute and a refused group message is answered with a long wait. Times
    are seconds of one clock that does not jump (`time.monotonic`). Rates must be above zero.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall: _Bucket | None = None
        self._chats: dict[Hashable, _Bucket] = {}
        self._blocked: dict[Hashable, float] = {}
        self._closed_until = float("-inf")
        self._sweep_at = SWEEP_AT

    def delay(self, chat_key: Hashable, now: float, group: bool = False) -> float:
        """Seconds until a message may go to this chat; 0 when it may go now. Changes nothing."""
        waits = [self._closed_until - now, self._blocked.get(chat_key, now) - now]
        if self._overall:
            waits.append(self._overall.delay(now))
        if bucket := self._chats.get(chat_key):
            waits.append(bucket.delay(now))
        return max(0.0, *waits)

    def took(self, chat_key: Hashable, now: float, group: bool = False, count: int = 1) -> None:
        """Record that `count` messages were sent to this chat."""
        if self._overall is None:
            self._overall = _Bucket(self._limits.overall, self._limits.burst, now)
        self._overall.take(count, now)
        bucket = self._chats.get(chat_key)
        if bucket is None:
            self._sweep(now)
            rate, size = (
                (self._limits.per_group, 1)
                if group
                else (self._limits.per_chat, self._limits.burst)
            )
            bucket = self._chats[chat_key] = _Bucket(rate, size, now)
        bucket.take(count, now)

    def blocked_until(self, chat_key: Hashable | None, until: float) -> None:
        """Say nothing to this chat (to nobody at all when None) before `until`; an earlier time
        changes nothing.
        """
        if chat_key is None:
            self._closed_until = max(self._closed_until, until)
        else:
            self._blocked[chat_key] = max(self._blocked.get(chat_key, until), until)

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats.keys() | self._blocked.keys())

    def _sweep(self, now: float) -> None:
        if len(self._chats) + len(self._blocked) < self._sweep_at:
            return
        self._chats = {key: bucket for key, bucket in self._chats.items() if not bucket.full(now)}
        self._blocked = {key: until for key, until in self._blocked.items() if until > now}
        self._sweep_at = max(SWEEP_AT, 2 * (len(self._chats) + len(self._blocked)))
