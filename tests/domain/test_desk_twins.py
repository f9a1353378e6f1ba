"""Which tips are offered as twins, and which are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.message import Location
from bot.domain.twins import Facts, Plain, Reason, compare, likeliest, most_likely

NIGHT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
"""21:00 in Vietnam."""
WORDS = "hai thanh nien ban ma tuy o nha hoang"


def facts(number: int = 1, **about: object) -> Facts:
    plain = Plain(number, "dealing", 11, NIGHT)
    fields = {name: about.pop(name) for name in ("kind", "point_id", "at") if name in about}
    return Facts(replace(plain, **fields), WORDS, **about)  # type: ignore[arg-type]


def alike(percent: int):  # type: ignore[no-untyped-def]
    return lambda one, other: percent / 100


def test_the_same_night_at_the_same_point_in_like_words() -> None:
    twin = compare(facts(), facts(2, at=NIGHT + timedelta(hours=7, minutes=59)), alike(82))
    assert twin is not None
    assert twin.reasons == (Reason.POINT, Reason.NIGHT, Reason.KIND, Reason.WORDS)
    assert twin.percent == 82


@pytest.mark.parametrize(
    ("other", "percent"),
    [
        (facts(2), 60),
        (facts(2, at=NIGHT - timedelta(days=31)), 100),
        (facts(2, point_id=12, at=NIGHT - timedelta(days=9), kind="use"), 90),
        (replace(facts(2), words="ma tuy"), 100),
        (replace(facts(2), words=""), 100),
    ],
    ids=["other words", "long ago", "elsewhere and later", "two words", "no words"],
)
def test_what_is_no_twin(other: Facts, percent: int) -> None:
    assert compare(facts(), other, alike(percent)) is None


def test_a_place_on_the_map_counts_as_much_as_a_point() -> None:
    here, there = Location(11.5, 106.9), Location(11.502, 106.9)
    one, other = (facts(n, point_id=None, location=p) for n, p in ((1, here), (2, there)))
    twin = compare(one, other, alike(70))
    assert twin is not None
    assert twin.reasons[0] is Reason.NEARBY
    far = replace(other, location=Location(11.6, 106.9))
    assert compare(one, replace(far, plain=replace(far.plain, kind="use")), alike(70)) is None


def test_the_likeliest_is_offered_and_the_likely_ones_are_opened() -> None:
    late = facts(3, at=NIGHT - timedelta(days=5))
    twin = likeliest(facts(), [late, facts(2)], alike(90))
    assert twin is not None
    assert twin.tip_id == 2
    plains = [late.plain, replace(late.plain, tip_id=4, point_id=None, kind="use"), facts(2).plain]
    assert [p.tip_id for p in most_likely(facts().plain, plains, 2)] == [2, 3]
