"""What somebody typed after `/tim`: words, and filters like `diem:Thôn 3` or `tu:1/11`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from bot.domain.finding import Wanted
from bot.domain.words import fold, squash

Known = Mapping[str, Mapping[str, str | int]]
"""By filter (`point`, `kind`, `label`): the names people may type, and what each stands for."""

_FILTERS: Final = {
    "diem": "point",
    "point": "point",
    "loai": "kind",
    "kind": "kind",
    "nhan": "label",
    "label": "label",
    "tu": "since",
    "from": "since",
    "den": "until",
    "to": "until",
}
_NAMED: Final = re.compile(r"(\w+):(.*)", re.DOTALL)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_VIETNAM: Final = timezone(timedelta(hours=7))
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A filter whose value says nothing: `point`, `kind`, `label`, `since` or `until`."""

    name: str


def read(text: str, known: Known, now: datetime) -> tuple[str, dict[str, Any]] | Misunderstood:
    """The words, folded, and the filters as `wanted_of` takes them."""
    words: list[str] = []
    filters: dict[str, Any] = {}
    tokens = text.split()
    while tokens:
        token = tokens.pop(0)
        named = _NAMED.fullmatch(token)
        name = _FILTERS.get(squash(named[1])) if named else None
        if named is None or name is None:
            words.append(token)
            continue
        if named[2]:
            tokens.insert(0, named[2])
        taken = _taken(name, tokens, known, now)
        if taken is None:
            return Misunderstood(name)
        filters[name], count = taken
        del tokens[:count]
    return fold(" ".join(words)), filters


def wanted_of(words: str, filters: Mapping[str, Any]) -> Wanted:
    """`filters`: as JSON, times in seconds since 1970."""
    times = {
        name: datetime.fromtimestamp(filters[name], _VIETNAM) if name in filters else None
        for name in ("since", "until")
    }
    return Wanted(
        tuple(dict.fromkeys(words.split())),
        filters.get("point"),
        str(filters.get("kind", "")),
        str(filters.get("label", "")),
        times["since"],
        times["until"],
    )


def _taken(
    name: str, tokens: Sequence[str], known: Known, now: datetime
) -> tuple[str | int, int] | None:
    """A filter's value, and from how many words: names take as many as make a known one."""
    if name in ("since", "until"):
        day = _day(tokens[0], now) if tokens else None
        if day is None:
            return None
        return int((day + _DAY if name == "until" else day).timestamp()), 1
    names = {squash(said): value for said, value in known[name].items()}
    for count in range(len(tokens), 0, -1):
        found = names.get(squash(" ".join(tokens[:count])))
        if found is not None:
            return found, count
    return None


def _day(said: str, now: datetime) -> datetime | None:
    """The beginning of a day; without a year the last one of that date."""
    first, last = _DAY_FIRST.fullmatch(said), _YEAR_FIRST.fullmatch(said)
    today = now.astimezone(_VIETNAM)
    try:
        if last:
            return datetime(int(last[1]), int(last[2]), int(last[3]), tzinfo=_VIETNAM)
        if not first:
            return None
        year = int(first[3] or today.year)
        day = datetime(year, int(first[2]), int(first[1]), tzinfo=_VIETNAM)
        if not first[3] and day > today:
            day = day.replace(year=year - 1)
    except ValueError:
        return None
    return day
