"""What the `X-RateLimit-*` headers say, so that no call is made that would be refused."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

from bot.channels.zalo_oa.failures import RATE_S
from bot.domain.errors import RetryAfter

LONGEST_S: Final = 3600.0
_EPOCH: Final = 1e9
_EPOCH_MS: Final = 1e12


class Rates:
    """The limit of one app, as its last answer told it."""

    def __init__(self) -> None:
        self._until = 0.0

    def heed(self) -> None:
        """Before a call. Raises `RetryAfter` while nothing is left."""
        left = self._until - time.monotonic()
        if left > 0:
            raise RetryAfter(left)

    def note(self, headers: Mapping[str, str]) -> float:
        """After an answer. Seconds until there is something left again; 0 when there is."""
        told = {name.lower(): value for name, value in headers.items()}
        remaining = _number(told.get("x-ratelimit-remaining"))
        reset = _seconds(told.get("x-ratelimit-reset"))
        if remaining is None or remaining > 0:
            return reset
        wait = reset or RATE_S
        self._until = time.monotonic() + wait
        return wait


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


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
