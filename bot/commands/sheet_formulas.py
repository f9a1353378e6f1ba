"""Cells of an XLSX sheet whose formula gave no value. The reader gives them as empty cells, and an
empty cell says something else.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from bot.commands.sheet_xml import Places, part_of, walk

NONE: Final = "="
"""For a formula that nobody has calculated: a program wrote the file."""
_LONGEST: Final = 40
"""Letters of a value that are looked at: errors are short."""


def not_calculated(content: bytes, sheet: int) -> list[tuple[int, int, str]]:
    """`(row, column, what)` of each, counted from 0: what is the error's name or `NONE`. `sheet`:
    which of the workbook, from 0. The file has been weighed before. Raises `sheet_xml.Odd`.
    """
    cells = _Cells()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        packed.open(part_of(packed, sheet)) as stream,
    ):
        walk(stream, cells.begin, cells.text, cells.end)
    return cells.found


class _Cells:
    def __init__(self) -> None:
        self.found: list[tuple[int, int, str]] = []
        self._places = Places()
        self._inside = ""
        self._type = ""
        self._formula = False
        self._value = ""

    def begin(self, name: str, about: dict[str, str]) -> None:
        self._places.begin(name, about)
        if name == "c":
            self._type, self._formula, self._value = about.get("t", ""), False, ""
        elif name == "f":
            self._formula = True
        self._inside = name

    def text(self, said: str) -> None:
        if self._inside == "v" and len(self._value) < _LONGEST:
            self._value += said[:_LONGEST]

    def end(self, name: str) -> None:
        self._inside = ""
        if name != "c":
            return
        error = self._type == "e" and (self._formula or self._value.startswith("#"))
        # Words may be empty: ="" is a value.
        empty = self._formula and not self._value and self._type != "str"
        if error or empty:
            what = self._value if error and self._value else NONE
            self.found.append((self._places.row, self._places.column, what))
