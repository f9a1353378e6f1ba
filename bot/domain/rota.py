"""A turn of duty as people type it: `22/11 18:00 - 06:00 Minh`, `22/11/2026 18h-23/11 6h`."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Final

LONGEST: Final = timedelta(hours=48)
FARTHEST: Final = timedelta(days=400)
"""From now: what is later is a slip of the pen."""

_DAY: Final = r"(?P<{0}d>\d{{1,2}})[/.](?P<{0}m>\d{{1,2}})(?:[/.](?P<{0}y>\d{{4}}))?"
_TIME: Final = r"(?P<{0}h>\d{{1,2}})(?:[:hg](?P<{0}n>\d{{2}})?)"
_TYPED: Final = re.compile(
    rf"\s*{_DAY.format('a')}\s+{_TIME.format('a')}\s*(?:-|–|đến|to)\s*"
    rf"(?:{_DAY.format('b')}\s+)?{_TIME.format('b')}\s*(?P<who>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """From when to when, and the rest of what was typed: whose it is."""

    starts_at: datetime
    ends_at: datetime
    who: str = field(repr=False)


def parse(text: str, now: datetime, zone: tzinfo) -> Turn | None:
    """What was typed, in the unit's time zone; None when it is no turn of duty that could be.

    Without a year the nearest one is meant; without a second day the end is the next time the
    clock shows it.
    """
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    try:
        starts = _moment(found, "a", now, zone)
        if found["bd"]:
            ends = _moment(found, "b", now, zone)
        else:
            ends = starts.replace(hour=int(found["bh"]), minute=int(found["bn"] or 0))
            ends += timedelta(days=1 if ends <= starts else 0)
    except ValueError:
        return None
    fits = timedelta(0) < ends - starts <= LONGEST
    if not fits or ends <= now or starts > now + FARTHEST:
        return None
    return Turn(starts, ends, " ".join(found["who"].split()))


def _moment(found: re.Match[str], part: str, now: datetime, zone: tzinfo) -> datetime:
    local = now.astimezone(zone)
    typed = found[f"{part}y"]
    clock = int(found[f"{part}h"]), int(found[f"{part}n"] or 0)
    day, month = int(found[f"{part}d"]), int(found[f"{part}m"])
    years = [int(typed)] if typed else [local.year - 1, local.year, local.year + 1]
    moments = []
    for year in years:
        # The 29th of February is not in every year.
        with suppress(ValueError):
            moments.append(datetime(year, month, day, *clock, tzinfo=zone))
    # In December somebody writes down January, on New Year's night the shift that goes on.
    near = moments if typed else [at for at in moments if at >= local - timedelta(days=60)]
    if not near:
        raise ValueError("no such day")
    return near[0]
