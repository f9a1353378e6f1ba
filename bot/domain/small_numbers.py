"""What is told of how many people reported, to whoever is not the desk.

The rule, whole (with examples: docs/points/numbers.md):

1. Only calendar months that have ended, from the second day of the next one, and of several
   months together only a calendar quarter. What is counted of them does not change any more, so
   two reports about one period are the same report, and no period overlaps another.
2. Below five nothing is said but "under 5". From five on it is rounded down to a multiple of five.
3. A total is the rounded total of what was counted, never the sum of what was rounded; but never
   so much that a part beside it could not have been what its own figure says at the least.

So every figure is about five people or more, and so is every difference between two figures, of
two places, two periods or two days on which somebody asked: it is a multiple of five, or one side
of it is unknown between 0 and 4. And whoever has a total and its parts knows of none of the parts
more than is said of it alone: five hamlets with four tips each would otherwise be given away by a
total of twenty.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def quarter_told(today: date) -> tuple[date, date]:
    """The first day of the newest calendar quarter that may be told of on `today`, and the first
    day after it.
    """
    _, ended = months_told(today, 1)
    first = ended.month - (ended.month - 1) % 3
    year, month = divmod(ended.year * 12 + first - 1 - 3, 12)
    return date(year, month + 1, 1), date(ended.year, first, 1)


def total(counts: Sequence[int], told: Sequence[int]) -> int:
    """What may be told of `counts` together, where `told` is told of each beside it.

    Each part may hide up to four. The total is kept so low that any one of them may hide nothing
    while the others hide all they can: then it narrows none of them.
    """
    hidden = (LEAST - 1) * max(len(counts) - 1, 0)
    most = sum(max(part, 0) for part in told) + hidden - hidden % LEAST
    return shown(min(sum(counts), most))
