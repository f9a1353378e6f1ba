"""The legal deadlines of a tip: when they end, and when somebody is reminded of them."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import DAY, Calendar, WorkingHours, dates_of
from bot.domain.message import Text
from bot.domain.unit_settings import SETTINGS


class ClockKind(StrEnum):
    """What has to be done in time."""

    TRANSFER = "transfer"
    """Hand what is not ours to whom it belongs."""
    VERIFY = "verify"
    """Look into it and decide."""


MISSED_AT: Final = 3
"""The stage that is the deadline itself."""
MOST_EXTENSIONS: Final = 2
_HOUR: Final = timedelta(hours=1)
REMINDERS: Final[Mapping[str, tuple[timedelta, ...]]] = {
    ClockKind.TRANSFER: (-6 * _HOUR, -2 * _HOUR, timedelta(), _HOUR),
    ClockKind.VERIFY: (-3 * DAY, -DAY, timedelta(), DAY),
}
"""When each stage is told, counted from the deadline: owner, leads, everybody, the parent unit."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What holds in a unit."""

    calendar: Calendar
    transfer_hours: int
    verify_days: int
    extend_months: tuple[int, int]
    """In all, counted from receipt: after one extension, after two."""
    hours: WorkingHours | None
    urgent_repeat: timedelta

    @staticmethod
    def of(held: Mapping[str, str]) -> Deadlines:
        """From what a unit has set; for what it has not the defaults hold."""
        values = {name: held.get(name, setting.default) for name, setting in SETTINGS.items()}
        return Deadlines(
            Calendar(ZoneInfo(values["timezone"]), dates_of(values["days-off"])),
            int(values["transfer-hours"]),
            int(values["verify-days"]),
            (int(values["extend-months"]), int(values["extend-again-months"])),
            WorkingHours.parse(values["working-hours"]),
            timedelta(minutes=int(values["urgent-repeat-minutes"])),
        )

    def due(self, kind: str, received: datetime, extended: int = 0) -> datetime:
        """When a clock ends that began at `received`, as UTC. Hours run as they are; the last day
        ends at 24:00, and when it is a day off the next working day takes its place.
        """
        if kind == ClockKind.TRANSFER:
            return received + timedelta(hours=self.transfer_hours)
        day = self.calendar.local_day(received)
        if extended:
            day = months_later(day, self.extend_months[min(extended, MOST_EXTENSIONS) - 1])
        else:
            day += self.verify_days * DAY
        return self.calendar.end_of(self.calendar.next_working_day(day))

    def reminder(self, kind: str, due: datetime, stage: int, since: datetime) -> datetime | None:
        """As `next_reminder`, or earlier: of a clock of days what comes before the
        deadline comes while people work, not over the weekend the deadline was moved behind, if
        that is not before `since`.
        """
        planned = next_reminder(kind, due, stage)
        if planned is None or kind != ClockKind.VERIFY or stage + 1 >= MISSED_AT:
            return planned
        earlier = self.hours.last_working(planned, self.calendar, since) if self.hours else None
        return earlier or planned

    def next_working(self, at: datetime) -> datetime:
        """The next moment somebody works; `at` itself where no hours are set."""
        return self.hours.next_working(at, self.calendar) if self.hours else at


def on_the_wall(due: datetime, zone: ZoneInfo) -> Text:
    """A deadline as people say it: a time of day, or the end of a day."""
    local = due.astimezone(zone)
    if local.time() == time():
        return Text("common-clock-day", {"day": f"{local.date() - DAY:%d/%m/%Y}"})
    return Text("common-clock-time", {"at": f"{local:%H:%M %d/%m/%Y}"})


def months_later(day: date, count: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def next_reminder(kind: str, due: datetime, stage: int) -> datetime | None:
    """When the reminder after `stage` is due; None when all have gone out."""
    offsets = REMINDERS[kind]
    return due + offsets[stage] if stage < len(offsets) else None


def stage_at(kind: str, due: datetime, now: datetime) -> int:
    """How many reminders lie in the past; all of them once the deadline does."""
    offsets = REMINDERS[kind]
    return len(offsets) if due <= now else sum(due + offset <= now for offset in offsets)
