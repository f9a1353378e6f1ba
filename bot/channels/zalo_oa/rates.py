"""What the `X-RateLimit-*` headers say, so that no call is made that would be refused."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Final

from bot.channels.zalo_oa.failures import RATE_S
from bot.domain.errors import RetryAfter

LONGEST_S: Final = 3600.0
TOGETHER: Final = 20
"""No message waits until more calls than that are left at once."""
_EPOCH: Final = 1e9
_EPOCH_MS: Final = 1e12


class Rates:
    """The limit of one app, as its last answer told it."""

    def __init__(self) -> None:
        self._left = math.inf
        self._until = 0.0

    def heed(self, calls: int = 1) -> None:
        """Before so many calls that belong together. Raises `RetryAfter` when not all of them
        would be taken: half a message would be said twice.
        """
        wait = self._until - time.monotonic()
        if wait > 0 and self._left < min(calls, TOGETHER):
            raise RetryAfter(wait)

    def spend(self) -> None:
        """Before one call: those that are under way count too. Raises `RetryAfter`."""
        self.heed()
        self._left -= 1

    def note(self, headers: Mapping[str, str]) -> float:
        """After an answer. Seconds until the limit begins anew; 0 when that is not told."""
        told = {name.lower(): value for name, value in headers.items()}
        remaining = _number(told.get("x-ratelimit-remaining"))
        reset = _seconds(told.get("x-ratelimit-reset"))
        if remaining is not None:
            self._left = remaining
            self._until = time.monotonic() + (reset or RATE_S)
        return reset


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _seconds(text: str | None) -> float:
    """Seconds from now; 0 when unknown. Whether the header has seconds or a time, in seconds or
    milliseconds, is not documented.
    """
    said = _number(text) or 0.0
    if said >= _EPOCH_MS:
        said /= 1000
    if said >= _EPOCH:
        said -= time.time()
    return min(said, LONGEST_S) if said > 0 else 0.0
