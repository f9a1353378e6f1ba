"""No figure, and no difference of two figures, is about fewer than five reporters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.small_numbers import LEAST, UNDER, months_told, shown

counts = st.integers(0, 500)


@given(counts)
def test_under_five_nothing_is_said(count: int) -> None:
    assert (shown(count) == UNDER) == (count < LEAST)


@given(counts, counts)
def test_a_difference_of_two_figures_is_of_five_or_unknown(one: int, other: int) -> None:
    """Of two places, of a hamlet and the school in it, of a total and its parts."""
    if UNDER not in (shown(one), shown(other)):
        assert abs(shown(one) - shown(other)) % LEAST == 0


@given(st.lists(counts, min_size=1, max_size=8))
def test_a_total_does_not_give_a_hidden_part_away(parts: list[int]) -> None:
    """What is hidden in a total could have been anything from 0 to 4, whatever else is shown."""
    total = shown(sum(parts))
    for at, part in enumerate(parts):
        if part >= LEAST:
            continue
        possible = set()
        for guess in range(LEAST):
            others = [
                n
                for low, n in ((shown(p), p) for i, p in enumerate(parts) if i != at)
                if low != UNDER
            ]
            slack = LEAST * (len(parts) + 1)
            if total == UNDER or abs(sum(others) + guess - total) <= slack:
                possible.add(guess)
        assert len(possible) > 1


@pytest.mark.parametrize(
    ("today", "months", "since", "until"),
    [
        (date(2026, 11, 29), 1, date(2026, 10, 1), date(2026, 11, 1)),
        (date(2026, 12, 1), 1, date(2026, 10, 1), date(2026, 11, 1)),
        (date(2026, 12, 2), 1, date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 1, 15), 3, date(2025, 10, 1), date(2026, 1, 1)),
    ],
)
def test_only_months_that_have_ended(today: date, months: int, since: date, until: date) -> None:
    assert months_told(today, months) == (since, until)


@given(st.dates(date(2020, 1, 5), date(2040, 1, 1)))
def test_what_is_told_of_a_month_is_over_when_it_is_told(today: date) -> None:
    _, until = months_told(today, 1)
    assert until < today
    assert today - until <= timedelta(days=31)
