"""Whether two tips tell of the same thing: a guess from place, time and words, with its reasons.

Nothing is decided by it; an officer is offered what is likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from math import cos, hypot, radians
from typing import Final

from bot.domain.message import Location

Alike = Callable[[str, str], float]
"""How alike two folded texts are, from 0 to 1."""

WINDOW: Final = timedelta(days=30)
"""How far apart in time two tips may be."""
NEAR: Final = timedelta(days=3)
LIKELY: Final = 0.6
LEAST_ALIKE: Final = 0.65
"""Words of unrelated stories of the same kind are about half the same."""
FEWEST_WORDS: Final = 4
_PLACE, _TIME, _KIND, _WORDS = 0.27, 0.2, 0.08, 0.45
"""What each counts at most; together 1."""
_METRES: Final = 300
_METRES_PER_DEGREE: Final = 111_320
_LOCAL: Final = timezone(timedelta(hours=7))
_EVENING, _MORNING = 18, 5
"""Hours between which it is the same night."""


class Reason(StrEnum):
    """Why two tips may be twins."""

    POINT = "point"
    NEARBY = "nearby"
    PLACE = "place"
    NIGHT = "night"
    DAY = "day"
    DAYS = "days"
    KIND = "kind"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Plain:
    """What a row shows of a tip in clear."""

    tip_id: int
    kind: str
    point_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A tip, opened for a moment. `words` and `where` are folded (`bot.domain.words.fold`)."""

    plain: Plain
    words: str = field(repr=False)
    where: str = field(default="", repr=False)
    location: Location | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Twin:
    """A likely twin. `percent`: how alike the words are; `days`: how far apart they came."""

    tip_id: int
    score: float
    reasons: tuple[Reason, ...]
    percent: int
    days: int


def most_likely(one: Plain, others: Iterable[Plain], most: int) -> list[Plain]:
    """The `most` that are worth opening, by what is known of them in clear, best first."""

    def rank(other: Plain) -> tuple[float, timedelta]:
        same_point = one.point_id is not None and one.point_id == other.point_id
        worth = _PLACE * same_point + _KIND * (one.kind == other.kind) + _when(one, other)[0]
        return -worth, abs(one.at - other.at)

    return sorted(others, key=rank)[:most]


def likeliest(one: Facts, others: Iterable[Facts], alike: Alike) -> Twin | None:
    """The likeliest twin among `others`; None when none is likely."""
    found = [twin for other in others if (twin := compare(one, other, alike))]
    return max(found, key=lambda twin: twin.score, default=None)


def compare(one: Facts, other: Facts, alike: Alike) -> Twin | None:
    """Whether `other` may be a twin. Never without words in common: a place and a night alone
    are shared by neighbours who saw different things.
    """
    apart = abs(one.plain.at - other.plain.at)
    fewest = min(one.words.count(" "), other.words.count(" ")) + 1
    if apart > WINDOW or fewest < FEWEST_WORDS:
        return None
    likeness = alike(one.words, other.words)
    if likeness < LEAST_ALIKE:
        return None
    place, where = _where(one, other, alike)
    time, when = _when(one.plain, other.plain)
    kind = _KIND if one.plain.kind == other.plain.kind else 0.0
    words = _WORDS * (likeness - LEAST_ALIKE / 2) / (1 - LEAST_ALIKE / 2)
    score = place + time + kind + words
    if score < LIKELY:
        return None
    reasons = [*where, when, *([Reason.KIND] if kind else []), Reason.WORDS]
    return Twin(other.plain.tip_id, score, tuple(reasons), round(likeness * 100), apart.days)


def _where(one: Facts, other: Facts, alike: Alike) -> tuple[float, list[Reason]]:
    if one.location and other.location and _metres(one.location, other.location) <= _METRES:
        return _PLACE, [Reason.NEARBY]
    if one.plain.point_id is not None and one.plain.point_id == other.plain.point_id:
        return _PLACE, [Reason.POINT]
    if one.where and other.where and alike(one.where, other.where) >= LEAST_ALIKE:
        return _PLACE, [Reason.PLACE]
    return 0.0, []


def _when(one: Plain, other: Plain) -> tuple[float, Reason]:
    here, there = one.at.astimezone(_LOCAL), other.at.astimezone(_LOCAL)
    both = all(t.hour >= _EVENING or t.hour < _MORNING for t in (here, there))
    early = timedelta(hours=_MORNING)
    if both and (here - early).date() == (there - early).date():
        return _TIME, Reason.NIGHT
    if here.date() == there.date():
        return _TIME, Reason.DAY
    return (_TIME * 0.6 if abs(here - there) <= NEAR else _TIME * 0.2), Reason.DAYS


def _metres(one: Location, other: Location) -> float:
    """Good enough for a commune: the earth is flat here."""
    north = (one.latitude - other.latitude) * _METRES_PER_DEGREE
    east = (one.longitude - other.longitude) * _METRES_PER_DEGREE * cos(radians(one.latitude))
    return hypot(north, east)
