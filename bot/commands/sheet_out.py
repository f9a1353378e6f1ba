"""Tables that people open in a spreadsheet: CSV and XLSX, in which no cell is ever a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer

COMMANDS: Final = "=+-@\t\r\n＝＋－＠"
"""A cell that begins with one of these is run by a spreadsheet."""
_RUN: Final = f"[{re.escape(COMMANDS)}]"
_FIRST: Final = re.compile(rf"['\"\s]*{_RUN}")
_WITHIN: Final = re.compile(rf"([;,|\t\r\n]['\"\s]*)({_RUN})")
_WITHIN_KEPT: Final = re.compile(rf"([;,|\t\r\n]['\"\s]*)'({_RUN})")
"""The same where a spreadsheet may begin another cell: one that is set to `;` splits a file with
commas there.
"""
_WIDTH: Final = 18
"""Of an XLSX column, in characters."""


def checked(out: Path) -> None:
    """Raise `BadParameter` for a file of another kind."""
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise typer.BadParameter("--out takes a file that ends in .csv or .xlsx")


def harmless(cell: str) -> str:
    """The words of a cell with a ' before what a spreadsheet would run, also where it takes
    another sign for the end of a cell.
    """
    cell = _WITHIN.sub(r"\1'\2", cell)
    return f"'{cell}" if _FIRST.match(cell) else cell


def restored(cell: str) -> str:
    """What `harmless` was given."""
    if cell[:1] == "'" and _FIRST.match(cell, 1):
        cell = cell[1:]
    return _WITHIN_KEPT.sub(r"\1\2", cell)


@contextmanager
def writing(out: Path, title: str) -> Iterator[Callable[[Sequence[str | float]], object]]:
    """Takes line by line. `title` names the sheet, at most 31 letters."""
    if out.suffix.lower() == ".csv":
        # With a mark, or Excel takes the letters for another code page's.
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            yield csv.writer(file).writerow
        return
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(out), options) as book:
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        lines = iter(range(1_048_576))

        def put(cells: Sequence[str | float]) -> None:
            row = next(lines)
            if not row:
                sheet.set_column(0, len(cells) - 1, _WIDTH)
            for at, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, at, cell)
                else:
                    sheet.write_number(row, at, cell)

        yield put
