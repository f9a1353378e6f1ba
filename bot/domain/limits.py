"""How fast tips may come: a bucket that fills again by itself, as one point in time.

A `Pace` lets `burst` through at once and after that one every `every` seconds. What it has to
remember is the moment at which the bucket would be full again (`full`); one in the past is full.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """`burst` at once, then one in `every` seconds."""

    burst: int
    every: int
    exact: int = 1
    """To how many seconds a moment is kept: it must not tell when a chat wrote."""

    def wait(self, full: datetime | None, now: datetime) -> float:
        """Seconds until the next one may pass; 0 when it may pass now."""
        if full is None:
            return 0.0
        free_at = full - timedelta(seconds=self.every * (self.burst - 1))
        return max((free_at - now).total_seconds(), 0.0)

    def taken(self, full: datetime | None, now: datetime) -> datetime:
        """When the bucket is full again after one more has passed."""
        begun = now - timedelta(seconds=now.timestamp() % self.exact)
        return max(full or begun, begun) + timedelta(seconds=self.every)


CONTACT_SHORT: Final = Pace(5, 900, exact=900)
"""Tips of one chat: five at once, then one in a quarter of an hour."""
CONTACT_LONG: Final = Pace(20, 4500, exact=900)
"""And over a day: twenty, then one in 75 minutes."""
POINT_EVERY: Final = 30
"""Seconds between two tips of one point, once its burst is used up."""
WEB_WAIT: Final = 30
"""Seconds that a web page without scripts waits instead of computing."""
DRAFT_LETTERS: Final = 100_000
"""Characters of an unfinished tip, after which it is to be sent first."""
DRAFT_FILES: Final = 50


def of_point(burst: str) -> Pace:
    """The pace of a point; `burst` is the unit's setting `point-burst`."""
    return Pace(int(burst), POINT_EVERY)
