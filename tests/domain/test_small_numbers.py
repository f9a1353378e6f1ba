"""No figure, and no difference of two figures, is about fewer than five reporters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.small_numbers import LEAST, UNDER, months_told, quarter_told, shown, total

counts = st.integers(0, 500)


@given(counts)
def test_under_five_nothing_is_said(count: int) -> None:
    assert (shown(count) == UNDER) == (count < LEAST)


@given(counts, counts)
def test_a_difference_of_two_figures_is_of_five_or_unknown(one: int, other: int) -> None:
    """Of two places, of a hamlet and the school in it, of a total and its parts."""
    if UNDER not in (shown(one), shown(other)):
        assert abs(shown(one) - shown(other)) % LEAST == 0


def possible(at: int, told: list[int], whole: int) -> set[int]:
    """What a part can have been, for all that somebody knows who has every figure."""
    bounds = [(max(part, 0), max(part, 0) + LEAST - 1) for part in told]
    low = sum(least for n, (least, _) in enumerate(bounds) if n != at)
    high = sum(most for n, (_, most) in enumerate(bounds) if n != at)
    least, most = bounds[at]
    # The total may be held back, so it says only what there was at the least.
    begins = max(whole, 0)
    ends = LEAST - 1 if whole == UNDER and len(told) == 1 else 10**9
    return {n for n in range(least, most + 1) if high + n >= begins and low + n <= ends}


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
@example([4, 4, 4, 4, 4])
@example([14, 4, 4])
@example([9, 1])
def test_a_total_narrows_none_of_its_parts(parts: list[int]) -> None:
    """Each could still be all that its own figure allows."""
    told = [shown(part) for part in parts]
    whole = total(parts, told)
    for at, part in enumerate(told):
        least = max(part, 0)
        assert possible(at, told, whole) == set(range(least, least + LEAST))


@given(st.lists(counts, min_size=1, max_size=12))
def test_a_total_is_rounded_down_and_no_more_than_there_was(parts: list[int]) -> None:
    whole = total(parts, [shown(part) for part in parts])
    assert whole == UNDER or (whole % LEAST == 0 and whole <= sum(parts))
    if min(parts) >= LEAST:
        assert sum(parts) - whole < LEAST + (LEAST - 1) * len(parts)


@pytest.mark.parametrize(
    ("parts", "whole"), [([4] * 5, 15), ([4, 4], UNDER), ([3], UNDER), ([], UNDER), ([9, 8], 10)]
)
def test_some_totals(parts: list[int], whole: int) -> None:
    assert total(parts, [shown(part) for part in parts]) == whole


@pytest.mark.parametrize(
    ("today", "since", "until"),
    [
        (date(2026, 11, 29), date(2026, 7, 1), date(2026, 10, 1)),
        (date(2027, 1, 1), date(2026, 7, 1), date(2026, 10, 1)),
        (date(2027, 1, 2), date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_quarter_that_has_ended(today: date, since: date, until: date) -> None:
    assert quarter_told(today) == (since, until)


@given(st.dates(date(2020, 1, 5), date(2040, 1, 1)), st.integers(1, 400))
def test_quarters_never_overlap(today: date, later: int) -> None:
    one, other = quarter_told(today), quarter_told(today + timedelta(days=later))
    assert one == other or one[1] <= other[0]


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
