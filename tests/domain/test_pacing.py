from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pacing import SWEEP_AT, Pacer
from bot.domain.ports import Limits

LIMITS = Limits(overall=30, per_chat=1, per_group=20 / 60, burst=3)


def send_all(pacer: Pacer, keys: list[object], group: bool = False) -> list[float]:
    """Send to each key as soon as allowed; the times at which they went."""
    now, times = 0.0, []
    for key in keys:
        while (wait := pacer.delay(key, now, group)) > 0:
            now += wait + 1e-9
        pacer.took(key, now, group)
        times.append(now)
    return times


def test_a_chat_gets_its_burst_and_then_one_a_second() -> None:
    assert send_all(Pacer(LIMITS), ["a"] * 6) == pytest.approx([0, 0, 0, 1, 2, 3], abs=0.01)


def test_a_group_gets_no_burst() -> None:
    times = send_all(Pacer(LIMITS), ["g"] * 41, group=True)
    assert times[20] >= 60
    assert times[40] >= 120


def test_over_all_thirty_a_second() -> None:
    times = send_all(Pacer(LIMITS), list(range(303)))
    assert times[-1] == pytest.approx(10, abs=0.05)


def test_asking_changes_nothing() -> None:
    pacer = Pacer(LIMITS)
    assert [pacer.delay("a", 5) for _ in range(100)] == [0.0] * 100
    assert len(pacer) == 0


def test_a_reply_of_several_messages_is_paid_for_later() -> None:
    pacer = Pacer(LIMITS)
    pacer.took("a", 0, count=5)
    assert pacer.delay("a", 0) == pytest.approx(3)


def test_the_platform_may_close_one_chat_or_all() -> None:
    pacer = Pacer(LIMITS)
    pacer.blocked_until("a", 20)
    assert (pacer.delay("a", 5), pacer.delay("b", 5)) == (15, 0)
    pacer.blocked_until(None, 9)
    pacer.blocked_until("a", 8)
    assert (pacer.delay("a", 5), pacer.delay("b", 5), pacer.delay("b", 9)) == (15, 4, 0)


def test_idle_chats_are_forgotten_and_busy_or_blocked_ones_are_not() -> None:
    pacer = Pacer(LIMITS)
    pacer.blocked_until("blocked", 1e9)
    for i in range(20 * SWEEP_AT):
        pacer.took(i, i * 0.1)
    assert len(pacer) <= SWEEP_AT + 1
    assert pacer.delay("blocked", 1e6) > 0


def test_a_clock_that_steps_back_grants_nothing() -> None:
    pacer = Pacer(LIMITS)
    pacer.took("a", 100, count=3)
    assert pacer.delay("a", 50) == pytest.approx(1)
    assert pacer.delay("a", 101) == 0


@given(st.lists(st.integers(0, 4), max_size=80))
def test_no_window_holds_more_than_allowed(keys: list[int]) -> None:
    times = send_all(Pacer(LIMITS), list(keys))
    for start in times:
        inside = [(t, k) for t, k in zip(times, keys, strict=True) if start <= t <= start + 1]
        assert len(inside) <= 30 + 3 + 1
        assert max(sum(1 for _, k in inside if k == key) for key in range(5)) <= 1 + 3
