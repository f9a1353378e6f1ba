"""What the queue's buttons carry: short, read back as written, and harmless when forged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.queue import View
from bot.domain.queue_code import (
    LONGEST,
    PERIODS,
    Wanted,
    between,
    narrow,
    number,
    read,
    sign,
    signed,
    typed,
    write,
)
from bot.domain.tip import TipKind, TipStatus

WANTED = st.builds(
    Wanted,
    st.sampled_from(View),
    st.integers(0, 9999),
    st.none() | st.integers(0, 2**63 - 1),
    st.just("") | st.sampled_from([kind.value for kind in TipKind]),
    st.just("") | st.sampled_from([status.value for status in TipStatus]),
    st.just("") | st.text(min_size=1, max_size=24).map(sign),
    st.sampled_from(["", *PERIODS, "202611", "20261122", "20240229"]),
)


@given(WANTED)
def test_what_is_written_is_read_back_and_fits_every_button(wanted: Wanted) -> None:
    code = write(wanted)
    assert read(code) == wanted
    assert len(code) <= LONGEST
    assert len(f"queue.pick:p999/{code}".encode()) <= 64


@given(st.text() | st.from_regex(r"[umfroxe][0-9]{0,6}(\.[a-z][0-9a-z]{0,20}){0,6}"))
def test_anything_is_read_as_something_that_can_be_asked_for(code: str) -> None:
    wanted = read(code)
    assert read(write(wanted)) == wanted
    now = datetime(2026, 11, 22, tzinfo=UTC)
    narrow(wanted, "", 1, now)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("22/11/2026", "20261122"),
        ("2/1/2026", "20260102"),
        (" 22 / 11 / 2026 ", "20261122"),
        ("22-11-2026", "20261122"),
        ("11/2026", "202611"),
        ("1.2026", "202601"),
        ("29/2/2024", "20240229"),
        *((wrong, "") for wrong in ("29/2/2026", "13/2026", "2026", "", "hôm qua", "1/1/1", "/")),
        *((wrong, "") for wrong in ("22/11/2026/1", "²/2026", "-1/2026", "99999/2026", "1/99999")),
    ],
)
def test_days_and_months_are_understood_as_people_type_them(text: str, period: str) -> None:
    assert typed(text) == period


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("1", "2026-11-22T17:00", None),
        ("7", "2026-11-16T17:00", None),
        ("20261122", "2026-11-21T17:00", "2026-11-22T17:00"),
        ("202612", "2026-11-30T17:00", "2026-12-31T17:00"),
        ("", None, None),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam(
    period: str, since: str | None, until: str | None
) -> None:
    now = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # the 23rd, half past one in the morning
    wanted = [at and datetime.fromisoformat(f"{at}+00:00") for at in (since, until)]
    assert list(between(period, now)) == wanted


def test_a_label_is_found_by_its_sign_as_long_as_there_is_such_a_label() -> None:
    labels = ["chờ tỉnh", "khu vực chợ", "x"]
    assert [signed(sign(label), labels) for label in labels] == labels
    assert signed(sign("đã bỏ"), labels) == ""
    assert signed("", labels) == ""


def test_no_number_is_too_large_for_a_row_id() -> None:
    assert number("z" * 13) is None
    assert number("1y2p0ij32e8e7") == 2**63 - 1
