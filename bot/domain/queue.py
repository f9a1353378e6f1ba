"""What part of a unit's tips somebody wants to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

_LOCAL: Final = timezone(timedelta(hours=7))


class View(StrEnum):
    """The ways to look at a queue, in the order of its buttons."""

    UNIT = "unit"
    MINE = "mine"
    FREE = "free"
    URGENT = "urgent"
    OVERDUE = "overdue"
    """A legal deadline has passed and is not met."""
    SIDE = "side"
    """Of reporters that are muted here."""
    ENDED = "ended"
    """Closed ones, newest first."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A view, narrowed. Empty and None mean "any"; times are from `since` to before `until`."""

    view: View = View.UNIT
    member_id: int | None = None
    """Whose tips `MINE` means."""
    point_id: int | None = None
    kind: str = ""
    status: str = ""
    label: str = ""
    since: datetime | None = None
    until: datetime | None = None


def day_and_time(at: datetime) -> str:
    """A moment as `14:05 22/11`, in the one time zone of the country."""
    return at.astimezone(_LOCAL).strftime("%H:%M %d/%m")
