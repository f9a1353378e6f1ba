"""A turn of duty, as people type it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.rota import parse

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("typed", "starts", "ends", "who"),
    [
        ("22/11 18:00 - 06:00 Minh", at(22, 18), at(23, 6), "Minh"),
        ("22/11 18h-23/11 6h30  Chị   Lan", at(22, 18), at(23, 6, 30), "Chị Lan"),
        ("23.11.2026 7:30 đến 11:30", at(23, 7, 30), at(23, 11, 30), ""),
        ("31/12 18:00 – 6:00 Lan", at(31, 18, month=12), at(1, 6, month=1, year=2027), "Lan"),
        ("2/1 8:00-17:00 Lan", at(2, 8, 0, 1, 2027), at(2, 17, 0, 1, 2027), "Lan"),
        ("21/11 20:00 - 22/11 20:00 Lan", at(21, 20), at(22, 20), "Lan"),
    ],
)
def test_what_people_type(typed: str, starts: datetime, ends: datetime, who: str) -> None:
    found = parse(typed, NOW, ZONE)
    assert found is not None
    assert (found.starts_at, found.ends_at, found.who) == (starts, ends, who)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "Minh", "mai trực nhé", "22/11", "22/11 18:00", "22/11 18:00 -", "32/11 8:00-9:00"),
        *("22/13 8:00-9:00", "22/11 25:00-26:00", "22/11 8:60-9:00", "1/11 8:00 - 9:00 Lan"),
        *("22/11 18:00 - 25/11 6:00 Lan", "22/11 18:00 - 21/11 6:00", "22/11/2029 8:00-9:00"),
        *("22/11 8:00 - 9:00 Lan", "٢٢/11 18:00 - x", "9" * 500, "30/2 8:00-9:00"),
    ],
)
def test_what_cannot_be(typed: str) -> None:
    assert parse(typed, NOW, ZONE) is None


def test_on_new_years_night_the_shift_that_goes_on_is_meant() -> None:
    found = parse("31/12 18:00 - 6:00 Lan", at(1, 2, month=1, year=2027), ZONE)
    assert found is not None
    assert (found.starts_at, found.ends_at) == (at(31, 18, 0, 12), at(1, 6, 0, 1, 2027))


def test_a_leap_day_of_next_year_can_be_typed() -> None:
    found = parse("29/2 8:00 - 17:00 Lan", at(20, 8, month=12, year=2027), ZONE)
    assert found is not None
    assert found.starts_at == at(29, 8, 0, 2, 2028)
