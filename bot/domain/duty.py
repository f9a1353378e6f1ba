"""What the duty book says of a unit's tips: numbers and references, nothing of a reporter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Listed:
    """Some tips: how many there are, and the first of them by reference."""

    count: int = 0
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """What happened from `since` to `until`, and what is left."""

    since: datetime
    until: datetime
    came: int = 0
    taken: int = 0
    transferred: int = 0
    """To another unit, or to a body outside of the service."""
    closed: int = 0
    concluded: Mapping[str, int] = field(default_factory=dict)
    """By outcome."""
    open: Mapping[str, int] = field(default_factory=dict)
    """By status, without those that are worked on as part of another."""
    aside: int = 0
    """How many of the open ones wait aside."""
    urgent: Listed = Listed()
    """Urgent ones that nobody owns."""
    waiting: Listed = Listed()
    """The reporter has written since an officer last did."""
    due: Listed = Listed()
    """A legal deadline ends within a day."""
    missed: Listed = Listed()
    """A legal deadline has passed and is not met."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a chart shows: tips that came in by day, oldest first, and open ones by status."""

    days: tuple[tuple[date, int], ...]
    open: Mapping[str, int]


def next_at(hour: time, now: datetime, zone: tzinfo) -> datetime:
    """The next moment after `now` at which clocks of `zone` show `hour`."""
    local = now.astimezone(zone)
    today = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    if today <= local:
        day = local.date() + timedelta(days=1)
        today = datetime.combine(day, hour, zone)
    return today


def midnights(now: datetime, zone: tzinfo, days: int) -> list[datetime]:
    """When each of the last `days` days of `zone` began, today's included, oldest first."""
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [datetime.combine(day, time(), zone) for day in dates]
