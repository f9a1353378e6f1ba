"""A list of places, understood line by line: its columns, and what each line says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from bot.commands import point_cells as cells_of
from bot.commands.point_cells import Wrong
from bot.commands.point_words import HEADS, NEEDED, TOLD
from bot.commands.sheets import Cell, Line, words
from bot.domain.errors import OperatorError
from bot.domain.message import Text
from bot.domain.words import fold, marks

MOST: Final = 50_000
"""Lines of one file."""
_HEAD_WITHIN: Final = 20
"""Lines in which the head is looked for: a table may have a title."""

NameKey = tuple[str, str]
"""What makes two names one: without case, spaces and signs; with tone marks, wherever they are
written (`hoà`, `hòa`).
"""


@dataclass(slots=True)
class Wanted:
    """What one line says. `details` has only what it does say; `parent` None when it says
    nothing, "" when it says that there is none; `signs` None likewise.
    """

    line: int
    kind: str
    name: str
    parent: str | None = None
    signs: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Listed:
    """What a file holds. `named`: the names of its lines, also of those with a fault."""

    wanted: list[Wanted] = field(default_factory=list)
    faults: list[tuple[int, Text]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    ahead: int = 0
    named: set[NameKey] = field(default_factory=set)


@lru_cache(maxsize=2 * MOST)
def name_key(name: str) -> NameKey:
    """What a place is known by."""
    return fold(name), marks(name)


def names_people(lines: Sequence[Line], say: Callable[[Text], str]) -> bool:
    """Whether a file has columns that are sealed. Raises `OperatorError` as `understood`."""
    _, columns = _head(lines, Listed(), say)
    return not columns.keys().isdisjoint(("keeper", "notes"))


def understood(lines: Sequence[Line], today: date, say: Callable[[Text], str]) -> Listed:
    """The whole file. Raises `OperatorError` when no line of it names the columns."""
    listed = Listed()
    at, columns = _head(lines, listed, say)
    listed.ahead = at
    width = len(lines[at][1])
    for number, cells in lines[at + 1 :]:
        row = {what: cells[place] for what, place in columns.items() if place < len(cells)}
        _line(listed, number, row, today)
        if any(words(cell) for cell in cells[width:]):
            listed.faults.append((number, Text("points-fault-cells")))
    if not listed.wanted and not listed.faults:
        raise OperatorError(say(Text("points-no-lines")))
    return listed


def _head(
    lines: Sequence[Line], listed: Listed, say: Callable[[Text], str]
) -> tuple[int, dict[str, int]]:
    known = {fold(head): what for what, heads in HEADS.items() for head in heads}
    passed = {fold(head) for heads in TOLD.values() for head in heads}
    for at, (_, cells) in enumerate(lines[:_HEAD_WITHIN]):
        heads = [words(cell) for cell in cells]
        found = [known.get(fold(head)) for head in heads]
        if not set(NEEDED) <= set(found):
            continue
        columns: dict[str, int] = {}
        for place, (what, head) in enumerate(zip(found, heads, strict=True)):
            if what in columns:
                raise OperatorError(say(Text("points-two-heads", {"column": HEADS[what][0]})))
            if what is not None:
                columns[what] = place
            elif head and fold(head) not in passed:
                listed.ignored.append(head[:60])
        return at, columns
    raise OperatorError(say(Text("points-no-heads")))


def _line(listed: Listed, number: int, row: dict[str, Cell], today: date) -> None:
    """Take one line, or every fault that it has."""
    faults: list[Text] = []

    def taken(read: Callable[..., Any], *given: Any) -> Any:
        try:
            return read(*given)
        except Wrong as wrong:
            faults.append(wrong.fault)
            return None

    kind = taken(cells_of.kind, row.get("kind"))
    name = taken(cells_of.name, row.get("name"))
    wanted = Wanted(number, kind or "", name or "")
    wanted.parent = taken(cells_of.words_of, row.get("parent"), "parent")
    wanted.signs = taken(cells_of.signs, row.get("signs"))
    for what in ("address", "keeper", "notes"):
        said = taken(cells_of.words_of, row.get(what), what)
        if said is not None:
            wanted.details[what] = said
    audiences = taken(cells_of.tags, row.get("tags"))
    if audiences is not None:
        wanted.details["tags"] = audiences
    for what in ("pledged_on", "rules_on"):
        on = taken(cells_of.day, row.get(what), what, today)
        if on is not None:
            wanted.details[what] = on[0]
    lies = taken(cells_of.where, row.get("latitude"), row.get("longitude"))
    if lies is not None:
        wanted.details["latitude"], wanted.details["longitude"] = lies
    if name:
        listed.named.add(name_key(name))
    if faults:
        listed.faults += [(number, fault) for fault in faults]
    else:
        listed.wanted.append(wanted)
