"""What is told of how many people reported, to whoever is not the desk.

The rule, whole (see docs/points.md):

1. Only calendar months that have ended, from the second day of the next one. What is counted of
   them does not change any more, so two reports about one month are the same report.
2. Below five nothing is said but "under 5". From five on it is rounded down to a multiple of five.
3. A total is the rounded total of what was counted, never the sum of what was rounded.

So every figure is about five people or more, and so is every difference between two figures, of
two places, two periods or two days on which somebody asked: it is a multiple of five, or one side
of it is unknown between 0 and 4.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

LEAST: Final = 5
UNDER: Final = -1
"""Stands for "under 5", zero included."""


def shown(count: int) -> int:
    """`count` as others may see it: a multiple of five, or `UNDER`."""
    return UNDER if count < LEAST else count - count % LEAST


def months_told(today: date, months: int) -> tuple[date, date]:
    """The first day of the newest `months` that may be told of on `today`, and the first day after
    them.
    """
    # On the first of a month the one before is not told yet: what was counted in its last minutes
    # may still be on its way to the database.
    known = today - timedelta(days=1)
    end = known.replace(day=1)
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    return date(year, month + 1, 1), end
