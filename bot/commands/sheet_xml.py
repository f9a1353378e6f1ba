"""The parts of an XLSX file as a stream: without a document type, without entities, and nothing in
memory but one tag. Where a file is not XML to the letter it is refused, so that no two readers
see two files.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from typing import IO, Final
from xml.parsers import expat

Begin = Callable[[str, dict[str, str]], None]

_CHUNK: Final = 1 << 16
_LONGEST: Final = 1 << 20
"""Bytes of one tag or remark. The parser looks at a longer one anew with every chunk."""
_PLACE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"


class Odd(ValueError):
    """Not what an office program writes."""


class Places:
    """Where rows and cells stand, counted from 0, also those that do not say so."""

    def __init__(self) -> None:
        self.row = -1
        self.column = -1
        self.rows = 0
        self.columns = 0
        """So many there are at least, up to the farthest one that was met."""

    def begin(self, name: str, about: dict[str, str]) -> None:
        """An element begins. Raises `Odd` for a place that is none."""
        if name == "row":
            said = about.get("r", "")
            if said and not (said.isascii() and said.isdigit() and len(said) < 8):
                raise Odd
            self.row = int(said) - 1 if said else self.row + 1
            self.column = -1
        elif name == "c":
            said = about.get("r", "")
            place = _PLACE.fullmatch(said)
            if said and place is None:
                raise Odd
            if place:
                self.column, self.row = _column(place[1]), int(place[2]) - 1
            else:
                self.column += 1
        else:
            return
        self.rows, self.columns = max(self.rows, self.row + 1), max(self.columns, self.column + 1)


def walk(
    stream: IO[bytes],
    begin: Begin,
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Call back for what is met, names without their prefix. Raises `Odd`."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, about: begin(name.rpartition(":")[2], about)
    if text:
        parser.CharacterDataHandler = text
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    fed = 0
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST:
                raise Odd
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Odd from None


def part_of(packed: zipfile.ZipFile, sheet: int) -> str:
    """The name of a sheet's part; `sheet`: which of the workbook, from 0. Raises `Odd`, also
    where a sheet is kept in a part that is not named as XML: it would not be weighed.
    """
    ids: list[str] = []
    targets: dict[str, str] = {}

    def book(name: str, about: dict[str, str]) -> None:
        if name == "sheet":
            ids.append(next((about[key] for key in about if key.endswith(":id")), ""))

    def relation(name: str, about: dict[str, str]) -> None:
        if name == "Relationship":
            id_ = about.get("Id", "")
            if id_ in targets:
                raise Odd
            targets[id_] = about.get("Target", "")

    names = set(packed.namelist())
    if not {_BOOK, _RELATIONS} <= names:
        raise Odd
    for part, reads in ((_BOOK, book), (_RELATIONS, relation)):
        with packed.open(part) as stream:
            walk(stream, reads)
    parts = [targets.get(each, "") for each in ids]
    if not all(part.endswith(".xml") for part in parts) or sheet >= len(parts):
        raise Odd
    part = parts[sheet]
    name = part[1:] if part.startswith("/") else f"xl/{part}"
    if name not in names:
        raise Odd
    return name


def _refuse(*_: object) -> None:
    raise Odd


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
