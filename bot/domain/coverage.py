"""How much of 100% hangs, and whether it is used: the figures, and pictures of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.domain.message import Button, Text
from bot.domain.small_numbers import shown, total

INSPECT_AFTER: Final = timedelta(days=90)
"""A sign that nobody has looked at for so long is named."""


class Standing(StrEnum):
    """How a place stands: by the best of its signs."""

    INSTALLED = "installed"
    DAMAGED = "damaged"
    MISSING = "missing"
    """Nobody has said that a sign hangs there."""


class Which(StrEnum):
    """Lists of places that want somebody to go there. The value travels in buttons."""

    MISSING = "missing"
    DAMAGED = "damaged"
    TOLD = "told"
    """Residents have told that the sign is bad since staff last looked."""
    OVERDUE = "overdue"
    NEVER = "never"
    """It hangs and was never scanned: for the desk alone, since one scan changes it."""
    UNDER = "under"
    """It hangs and was scanned under five times in the quarter that may be told of: for the desk
    alone, since beside sums it narrows what a place can have had.
    """


FOR_THE_DESK: Final = (Which.NEVER, Which.UNDER)


@dataclass(frozen=True, slots=True)
class Tally:
    """Places, and how many of them have a sign that hangs, or one that is damaged."""

    places: int = 0
    installed: int = 0
    damaged: int = 0

    @property
    def missing(self) -> int:
        """Without either."""
        return self.places - self.installed - self.damaged

    @property
    def percent(self) -> int:
        """Of 100, rounded down: 100 is all of them."""
        return 100 * self.installed // self.places if self.places else 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.places + other.places,
            self.installed + other.installed,
            self.damaged + other.damaged,
        )


@dataclass(frozen=True, slots=True)
class Used:
    """Pages opened by a code, conversations begun with it, tips sent. `UNDER`: under five."""

    scans: int = 0
    started: int = 0
    sent: int = 0

    def __add__(self, other: Used) -> Used:
        return Used(self.scans + other.scans, self.started + other.started, self.sent + other.sent)


def for_the_desk(counted: Used) -> Used:
    """What was counted, as the desk may see it. Conversations begun are rounded for it too: what
    was begun and not sent could be a tip about an official, of which it must not learn.
    """
    return Used(counted.scans, shown(counted.started), counted.sent)


def for_others(counted: Used) -> Used:
    """What was counted, as others than the desk may see it."""
    return Used(shown(counted.scans), shown(counted.started), shown(counted.sent))


def together(counted: Sequence[Used], told: Sequence[Used], *, exact: bool = False) -> Used:
    """The total that may stand beside its parts. `exact`: as the desk may see it."""
    if exact:
        return Used(
            sum(each.scans for each in counted),
            total([each.started for each in counted], [each.started for each in told]),
            sum(each.sent for each in counted),
        )
    return Used(
        total([each.scans for each in counted], [each.scans for each in told]),
        total([each.started for each in counted], [each.started for each in told]),
        total([each.sent for each in counted], [each.sent for each in told]),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A hamlet, or a unit below. `name` is empty for what lies in no hamlet; `used` None where
    nothing is told.
    """

    name: str
    tally: Tally
    used: Used | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A unit's coverage. `by_unit`: the parts are units below it; `located`: how many places are
    on the map. Of `Which` how many there are: `lists`.
    """

    tally: Tally
    kinds: tuple[tuple[str, Tally], ...]
    parts: tuple[Part, ...]
    by_unit: bool
    located: int
    lists: Mapping[Which, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float
    standing: Standing


@dataclass(frozen=True, slots=True)
class Map:
    """All places of a unit that have a location."""

    name: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Coverage as bars."""

    name: str
    report: Report


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is drawn once the turn is committed, and sent after what was said."""

    figures: Chart | Map
    about: Text
    file_name: str
    buttons: tuple[Button, ...] = ()
