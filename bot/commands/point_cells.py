"""The cells of a list of places, each understood or wrong. No fault quotes what a cell says."""

from __future__ import annotations

import codecs
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from bot.commands.point_words import AUDIENCES, HEADS, KINDS, meanings
from bot.commands.sheet_out import restored
from bot.commands.sheets import Cell, words
from bot.domain.errors import TinbaoError
from bot.domain.message import Text
from bot.domain.points import Audience
from bot.domain.words import fold

LONGEST: Final = {"name": 120, "parent": 300, "address": 300, "keeper": 300, "notes": 2_000}
"""Characters."""
MOST_SIGNS: Final = 50
"""Signs of one place that a list may ask for."""
_CLEAR: Final = ("-", "–", "—")
"""Says that there is none; an empty cell says nothing."""
_ERRORS: Final = re.compile(
    r"#(REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)"
)
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]0{1,2}:00(?::00)?)?")
_YEAR: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0{1,2}:00(?::00)?)?")
_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,15})?")
_LATITUDES: Final = (6.0, 23.5)
_LONGITUDES: Final = (102.0, 118.0)
"""From Apa Chải to Trường Sa, roughly."""
_EARLIEST: Final = date(1990, 1, 1)
_BROKEN: Final = ("cp1258", "cp1252")
_KINDS: Final = meanings(KINDS)
_AUDIENCES: Final = meanings(AUDIENCES)
_KNOWN_KINDS: Final = ", ".join(names[0] for names in KINDS.values())
_KNOWN_AUDIENCES: Final = ", ".join(names[0] for names in AUDIENCES.values())
_folded: Final = lru_cache(1_000)(fold)


class Wrong(TinbaoError):
    """Why a cell cannot be taken, and what to change."""

    def __init__(self, key: str, **args: str | int) -> None:
        super().__init__(key)
        self.fault = Text(key, args)


def plain(cell: Cell, what: str) -> str:
    """A cell's words: one line, no invisible characters, NFC. Raises `Wrong`."""
    if cell is None or cell == "":
        return ""
    column = HEADS[what][0]
    if isinstance(cell, (date, datetime, time, timedelta)):
        raise Wrong("points-fault-dated", column=column)
    said = words(cell)
    if _ERRORS.fullmatch(said):
        raise Wrong("points-fault-error", column=column)
    if said.startswith("="):
        raise Wrong("points-fault-formula", column=column)
    said = restored(said)  # as an export writes it
    if said.isascii() and said.isprintable():
        return _short(" ".join(said.split()), what)
    if not said.isprintable():
        said = "".join(c for c in said if unicodedata.category(c) != "Cf")
    if _broken(said):
        raise Wrong("points-fault-letters", column=column)
    return _short(" ".join(said.split()), what)


def _short(said: str, what: str) -> str:
    most = LONGEST.get(what, 200)
    if len(said) > most:
        raise Wrong("points-fault-long", column=HEADS[what][0], most=str(most))
    return said


def _broken(said: str) -> bool:
    """Whether it holds what no text has: UTF-8 that was taken for a code page, signs for letters
    that could not be read.
    """
    unseen = () if said.isprintable() else {c for c in said if not c.isspace()}
    if "\ufffd" in said or any(unicodedata.category(c) in ("Cc", "Co", "Cn") for c in unseen):
        return True
    for page in _BROKEN:
        try:
            # The last letter may be cut: its second half can look like a space.
            again = codecs.getincrementaldecoder("utf-8")().decode(said.encode(page))
        except UnicodeError:
            continue
        if again != said and not again.isascii():
            return True
    return False


def words_of(cell: Cell, what: str) -> str | None:
    """Free words; None for an empty cell, "" where it says that there are none."""
    said = plain(cell, what)
    return "" if said in _CLEAR else said or None


def name(cell: Cell) -> str:
    """A place's name. Raises `Wrong`."""
    said = plain(cell, "name")
    if not said:
        raise Wrong("points-fault-empty", column=HEADS["name"][0])
    if not fold(said):
        raise Wrong("points-fault-nameless")
    return said


def kind(cell: Cell) -> str:
    """A `PointKind`. Raises `Wrong`."""
    found = _KINDS.get(_folded(plain(cell, "kind")))
    if found is None:
        raise Wrong("points-fault-kind", known=_KNOWN_KINDS)
    return found


def tags(cell: Cell) -> tuple[str, ...] | None:
    """`Audience`s in their own order; None for an empty cell."""
    if isinstance(cell, str):
        cell = cell.replace("\n", ",")
    said = words_of(cell, "tags")
    if not said:
        return None if said is None else ()
    whole = _AUDIENCES.get(fold(said))
    parts = (
        [whole]
        if whole
        else [_AUDIENCES.get(fold(p)) for p in re.split(r"[,;/+]", said) if p.strip()]
    )
    if None in parts:
        raise Wrong("points-fault-tags", known=_KNOWN_AUDIENCES)
    return tuple(each.value for each in Audience if each.value in parts)


def signs(cell: Cell) -> int | None:
    """How many signs a place should have; None for an empty cell."""
    said = plain(cell, "signs")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and int(said[:9]) <= MOST_SIGNS):
        raise Wrong("points-fault-signs", most=str(MOST_SIGNS))
    return int(said)


def day(cell: Cell, what: str, today: date) -> tuple[str | None] | None:
    """`(YYYY-MM-DD,)`; `(None,)` where it says that there is none, None for an empty cell."""
    column = HEADS[what][0]
    if isinstance(cell, (time, timedelta)):
        raise Wrong("points-fault-day", column=column)
    if isinstance(cell, date):
        found = cell.date() if isinstance(cell, datetime) else cell
    else:
        said = words_of(cell, what)
        if not said:
            return None if said is None else (None,)
        found = _typed(said, column)
    if not _EARLIEST <= found <= today:
        raise Wrong("points-fault-time", column=column)
    return (found.isoformat(),)


def _typed(said: str, column: str) -> date:
    first, last = _DAY.fullmatch(said), _YEAR.fullmatch(said)
    if first:
        d, m, y = map(int, first.groups())
    elif last:
        y, m, d = map(int, last.groups())
    else:
        raise Wrong("points-fault-day", column=column)
    try:
        return date(y, m, d)
    except ValueError:
        raise Wrong("points-fault-no-day", column=column) from None


def where(latitude: Cell, longitude: Cell) -> tuple[float | None, float | None] | None:
    """Degrees; both None where it says that there are none, None for empty cells."""
    said = words_of(latitude, "latitude"), words_of(longitude, "longitude")
    if said == (None, None):
        return None
    if said == ("", ""):
        return None, None
    if not all(said):
        raise Wrong("points-fault-pair")
    north, east = (
        _degrees(cell, what)
        for cell, what in zip((latitude, longitude), ("latitude", "longitude"), strict=True)
    )
    if _within(north, _LATITUDES) and _within(east, _LONGITUDES):
        return north, east
    if _within(east, _LATITUDES) and _within(north, _LONGITUDES):
        raise Wrong("points-fault-swapped")
    raise Wrong("points-fault-abroad")


def _degrees(cell: Cell, what: str) -> float:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(float(cell), 7)
    said = words(cell).removesuffix("°").removeprefix("'")
    if not _DEGREES.fullmatch(said):
        raise Wrong("points-fault-degrees", column=HEADS[what][0])
    return round(float(said.replace(",", ".")), 7)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
