"""Legal deadlines: midnight, weekends, Tết, a zone with daylight saving, the ends of months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import Calendar, WorkingHours, dates_of
from bot.domain.clocks import ClockKind, Deadlines, next_reminder
from bot.domain.unit_settings import SETTINGS

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = "mon-fri 07:30-11:30 13:30-17:00"


def unit(**held: str) -> Deadlines:
    return Deadlines.of({name.replace("_", "-"): value for name, value in held.items()})


def at(text: str, zone: ZoneInfo = VIETNAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T15:00", "2026-12-15T00:00"),  # the 13th is a Sunday: Monday to its end
        ("2026-11-24T23:59:59", "2026-12-15T00:00"),
        ("2026-11-25T00:00", "2026-12-16T00:00"),
        ("2027-01-16T09:00", "2027-02-11T00:00"),  # into Tết
        ("2026-08-12T09:00", "2026-09-04T00:00"),  # into 1 and 2 September
    ],
)
def test_twenty_days_end_at_midnight_of_a_working_day(received: str, due: str) -> None:
    assert unit().due(ClockKind.VERIFY, at(received)) == at(due)


@pytest.mark.parametrize(
    ("received", "extended", "due"),
    [
        ("2026-11-23T15:00", 1, "2027-01-26T00:00"),  # 23 January is a Saturday
        ("2026-12-31T23:00", 1, "2027-03-02T00:00"),  # 28 February is a Sunday
        ("2026-11-23T15:00", 2, "2027-03-24T00:00"),
        ("2027-10-31T08:00", 2, "2028-03-01T00:00"),  # 29 February of a leap year
        ("2026-12-26T08:00", 2, "2027-04-27T00:00"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(received: str, extended: int, due: str) -> None:
    assert unit().due(ClockKind.VERIFY, at(received), extended) == at(due)


def test_hours_run_as_they_are_through_the_night_and_tet() -> None:
    received = at("2027-02-05T22:00")
    assert unit().due(ClockKind.TRANSFER, received) == received + timedelta(hours=24)
    slower = unit(transfer_hours="48")
    assert slower.due(ClockKind.TRANSFER, received) == received + timedelta(hours=48)


def test_a_unit_adds_days_off_of_its_own() -> None:
    given = unit(days_off="2026-12-14, 2026-12-15")
    assert given.due(ClockKind.VERIFY, at("2026-11-23T15:00")) == at("2026-12-17T00:00")


def test_a_zone_with_daylight_saving_keeps_midnight_on_the_wall() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    there = unit(timezone="Europe/Berlin")
    received = at("2027-03-10T23:30", berlin)
    assert there.due(ClockKind.VERIFY, received) == at("2027-03-31T00:00", berlin)
    assert there.due(ClockKind.VERIFY, received) - received < timedelta(days=20)
    day_before = at("2027-03-27T12:00", berlin)
    assert there.due(ClockKind.TRANSFER, day_before) == at("2027-03-28T13:00", berlin)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T06:00", "2026-11-23T07:30"),
        ("2026-11-23T12:00", "2026-11-23T13:30"),
        ("2026-11-23T17:00", "2026-11-24T07:30"),
        ("2026-11-27T20:00", "2026-11-30T07:30"),
        ("2027-02-04T18:00", "2027-02-10T07:30"),
    ],
)
def test_the_next_working_hour(now: str, then: str) -> None:
    assert unit(working_hours=HOURS).next_working(at(now)) == at(then)


def test_without_working_hours_every_hour_works() -> None:
    night = at("2026-11-28T03:00")
    assert unit().next_working(night) == night


@pytest.mark.parametrize(
    "wrong",
    ["mon-fri", "mo-fri 07:30-11:30", "fri-mon 07:30-11:30", "mon 11:30-07:30", "mon 7h-11h",
     "mon 07:30-11:30 10:00-12:00", "mon 25:00-26:00"],
)  # fmt: skip
def test_wrong_working_hours_are_named_in_one_line(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^.+$") as raised:
        WorkingHours.parse(wrong)
    assert "\n" not in str(raised.value)
    assert not SETTINGS["working-hours"].fits(wrong)


def test_wrong_dates_are_named() -> None:
    with pytest.raises(ValueError, match="31-12"):
        dates_of("2026-12-31, 31-12")
    assert not SETTINGS["days-off"].fits("31-12")
    assert not SETTINGS["timezone"].fits("Mars/Olympus")
    assert not SETTINGS["timezone"].fits("../etc/passwd")


def test_every_stage_is_told_once_in_order() -> None:
    due = at("2026-12-15T00:00")
    for kind in ClockKind:
        times = [next_reminder(kind, due, stage) for stage in range(4)]
        assert times == sorted(x for x in times if x is not None)
        assert times[2] == due
        assert next_reminder(kind, due, 4) is None


def test_a_calendar_knows_weekends_and_public_holidays() -> None:
    days = Calendar(VIETNAM)
    off = dates_of("2026-02-16,2026-02-20,2026-09-01,2027-04-16,2030-04-12,2026-11-22")
    assert not any(days.works_on(day) for day in off)
    assert days.works_on(next(iter(dates_of("2026-11-23"))))


def test_who_works_from_monday_to_friday_hears_of_a_deadline_days_before_it() -> None:
    deadlines = Deadlines.of({"working-hours": "mon-fri 07:30-11:30 13:30-17:00"})
    for day in range(365):
        received = datetime(2026, 12, 1, 3, tzinfo=UTC) + timedelta(days=day)
        due = deadlines.due(ClockKind.VERIFY, received)
        for stage, least in ((0, 3), (1, 1)):
            told = deadlines.reminder(ClockKind.VERIFY, due, stage, received)
            assert told is not None
            assert deadlines.next_working(told) == told
            assert due - told >= timedelta(days=least)
    late = due - timedelta(hours=1)
    assert deadlines.reminder(ClockKind.VERIFY, due, 1, late) == due - timedelta(days=1)
