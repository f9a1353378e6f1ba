"""Which days are days off, and at which hours a unit works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = timedelta(days=1)
_TET: Final = (
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
    date(2029, 2, 13),
    date(2030, 2, 3),
)
"""The first lunar day of each year."""
_HUNG_KINGS: Final = (
    date(2026, 4, 26),
    date(2027, 4, 16),
    date(2028, 4, 4),
    date(2029, 4, 23),
    date(2030, 4, 12),
)
_EVERY_YEAR: Final = ((1, 1), (4, 30), (5, 1), (9, 1), (9, 2))
DAYS_OFF: Final = frozenset(
    {
        *(first + n * DAY for first in _TET for n in range(-1, 4)),
        *_HUNG_KINGS,
        *(date(year, *day) for year in range(2026, 2031) for day in _EVERY_YEAR),
    }
)
"""Public holidays of 2026 to 2030: five days of Tết. Days given in exchange a unit adds itself."""

_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOKED_AHEAD: Final = 60
"""Days: longer than any row of days off."""
_LOOKED_BACK: Final = 30 * DAY


def dates_of(text: str) -> frozenset[date]:
    """Dates like `2026-12-31,2027-01-02`. Raises `ValueError` in one line."""
    found = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.add(date.fromisoformat(part))
        except ValueError:
            raise ValueError(f"{part[:20]!r} is no date like 2026-12-31") from None
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A unit's days, in its own time zone. `more_off`: days off besides the public ones."""

    zone: ZoneInfo
    more_off: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether anybody has to be at their desk on a day."""
        return day.weekday() < 5 and day not in DAYS_OFF and day not in self.more_off

    def next_working_day(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.works_on(day):
            day += DAY
        return day

    def local_day(self, at: datetime) -> date:
        """The date on the wall when it is `at`."""
        return at.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """24:00 of a day, as UTC."""
        return self.at(day + DAY, time(0))

    def at(self, day: date, hour: time) -> datetime:
        """A time on the wall as UTC."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of a week. `days` are weekdays (Monday is 0); each span begins before it ends."""

    days: frozenset[int]
    spans: tuple[tuple[time, time], ...]

    @staticmethod
    def parse(text: str) -> WorkingHours | None:
        """`mon-fri 07:30-11:30 13:30-17:00`; None when empty: any hour. Raises `ValueError` in
        one line.
        """
        days, *spans = text.lower().split() or [""]
        if not days:
            return None
        if not spans:
            raise ValueError("working hours look like: mon-fri 07:30-11:30 13:30-17:00")
        found = sorted(_span(span) for span in spans)
        if any(one[1] > two[0] for one, two in pairwise(found)):
            raise ValueError("working hours overlap")
        return WorkingHours(_days(days), tuple(found))

    def next_working(self, at: datetime, calendar: Calendar) -> datetime:
        """`at` itself when it is working time, else the next moment that is, as UTC."""
        for begins, ends in self._spans_from(calendar.local_day(at), calendar):
            if at < ends:
                return max(at, begins)
        return at

    def last_working(self, at: datetime, calendar: Calendar, since: datetime) -> datetime | None:
        """`at` itself when it is working time, else when the last span before it begins, or
        `since` within it; None when that span is over by then.
        """
        last = None
        for span in self._spans_from(calendar.local_day(at) - _LOOKED_BACK, calendar):
            if span[0] > at:
                break
            last = span
        if last is None or since >= last[1]:
            return None
        return at if at < last[1] else max(last[0], since)

    def _spans_from(self, first: date, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
        for n in range(_LOOKED_AHEAD):
            day = first + n * DAY
            off = day in DAYS_OFF or day in calendar.more_off
            if day.weekday() in self.days and not off:
                for begins, ends in self.spans:
                    yield calendar.at(day, begins), calendar.at(day, ends)


def _days(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if first not in _WEEK or (dash and last not in _WEEK):
            raise ValueError(f"{part[:20]!r} is no weekday: mon tue wed thu fri sat sun")
        begin = _WEEK.index(first)
        end = _WEEK.index(last) if dash else begin
        if end < begin:
            raise ValueError(f"{part[:20]!r} runs backwards")
        found.update(range(begin, end + 1))
    return frozenset(found)


def _hour(text: str) -> time:
    if len(text) != 5 or text[2] != ":":
        raise ValueError("no time")
    return time.fromisoformat(text)


def _span(text: str) -> tuple[time, time]:
    first, _, last = text.partition("-")
    try:
        begins, ends = (_hour(x) for x in (first, last))
    except ValueError:
        raise ValueError(f"{text[:20]!r} are no hours like 07:30-11:30") from None
    if begins >= ends:
        raise ValueError(f"{text[:20]!r} ends before it begins")
    return begins, ends
