"""Cells of an XLSX sheet whose formula gave no value. The reader gives them as empty cells, and an
empty cell says something else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

NONE: Final = "="
"""For a formula that nobody has calculated: a program wrote the file."""
_CHUNK: Final = 1 << 20
_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/])>(<(?:\w+:)?f\b.*?|<(?:\w+:)?v>#.*?)</(?:\w+:)?c>", re.DOTALL
)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>([^<]+)<")
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TYPE: Final = re.compile(rb'\bt="(\w+)"')
_SHEET: Final = re.compile(rb'<(?:\w+:)?sheet\b[^>]*\b\w+:id="([^"]+)"')
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def not_calculated(content: bytes, sheet: int) -> Iterator[tuple[int, int, str]]:
    """`(row, column, what)` of each, counted from 0: what is the error's name or `NONE`. `sheet`:
    which of the workbook, from 0. The file has been weighed before.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        part = _part(packed, sheet)
        if part is None:
            return
        with packed.open(part) as stream:
            rest = b""
            while chunk := stream.read(_CHUNK):
                rest += chunk
                end = max(rest.rfind(b"</row>"), rest.rfind(b":row>"))
                yield from _found(rest[:end] if end > 0 else b"")
                rest = rest[max(end, 0) :]
            yield from _found(rest)


def _found(xml: bytes) -> Iterator[tuple[int, int, str]]:
    for attributes, inside in _CELL.findall(xml):
        place, kind = _PLACE.search(attributes), _TYPE.search(attributes)
        value = _VALUE.search(inside)
        error = kind is not None and kind[1] == b"e"
        # Words may be empty: ="" is a value.
        if place is None or not (error or (value is None and (not kind or kind[1] != b"str"))):
            continue
        said = value[1].decode("ascii", "replace") if error and value else NONE
        yield int(place[2]) - 1, _column(place[1]) - 1, said


def _part(packed: zipfile.ZipFile, sheet: int) -> str | None:
    """The name of a sheet's part."""
    names = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    ids = _SHEET.findall(packed.read("xl/workbook.xml"))
    for relation in _RELATION.findall(packed.read("xl/_rels/workbook.xml.rels")):
        of = re.search(rb'\bId="([^"]+)"', relation)
        target = re.search(rb'\bTarget="([^"]+)"', relation)
        if of and target and sheet < len(ids) and of[1] == ids[sheet]:
            name = target[1].decode("utf-8", "replace")
            name = name[1:] if name.startswith("/") else f"xl/{name}"
            return name if name in names else None
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
