"""Tables that people keep: CSV in the encodings Vietnamese offices have, and XLSX."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

from bot.commands.sheet_formulas import not_calculated
from bot.commands.sheet_xml import Places, walk
from bot.domain.errors import OperatorError

Cell: TypeAlias = "str | int | float | bool | date | datetime | time | timedelta | None"
Line: TypeAlias = "tuple[int, list[Cell]]"

MOST_BYTES: Final = 20_000_000
MOST_LINES: Final = 5_000
"""Lines of one file, unless the caller can bear more: the rest is split, so that no transaction
holds the service up.
"""
MOST_UNPACKED: Final = 200_000_000
MOST_COLUMNS: Final = 60
MOST_ROWS: Final = 20 * MOST_LINES
"""With empty ones between them, whatever the caller can bear."""
FARTHEST_COLUMN: Final = 256
MOST_CELLS: Final = 6_000_000
"""Of a sheet, empty ones too: the reader lays out every place up to the farthest cell."""
_MERGED: Final = 1_000
"""Rows that a merged cell at the end of a sheet may reach beyond it."""
_CHUNK: Final = 1 << 20
_SEPARATORS: Final = ";,\t"


def read(file: Path, most: int = MOST_LINES, *, mark: bool = False) -> list[Line]:
    """The lines of a table that are not empty, each with its number in the file, the head first;
    `most` besides the head. Words are NFC. `mark`: a letter that cannot be read becomes U+FFFD in
    place of refusing the file, a formula that gave no value `#…` or `=`. Raises `OperatorError`.
    """
    try:
        content = file.read_bytes() if file.stat().st_size <= MOST_BYTES else b""
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from None
    if not content:
        raise OperatorError(f"{file} is empty, or larger than {MOST_BYTES // 1_000_000} MB")
    kind = file.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise OperatorError(f"{file}: takes a .csv or .xlsx file; save the table as one of these")
    lines = _csv(file, content, mark=mark) if kind == ".csv" else _xlsx(file, content, mark=mark)
    filled = [(number, cells) for number, cells in lines if any(words(c) for c in cells)]
    if len(filled) > most + 1:
        raise OperatorError(f"{file} has more than {most} lines: import it in several parts")
    return filled


def words(cell: Cell) -> str:
    """A cell as words: NFC, single spaces at its ends dropped; a whole number without `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFC", str(cell)).strip()


def _csv(file: Path, content: bytes, *, mark: bool) -> list[Line]:
    try:
        text = _decoded(content, mark=mark)
    except UnicodeError:
        raise OperatorError(
            f"{file}: save it as CSV in UTF-8, for its letters cannot be read"
        ) from None
    head = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        # Where a line begins, for a cell may hold several.
        lines: list[Line] = []
        begins = 1
        for row in reader:
            lines.append((begins, list(row[:MOST_COLUMNS])))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise OperatorError(f"{file} cannot be read as a table: {error}") from None
    return lines


def _decoded(content: bytes, *, mark: bool) -> str:
    """Unicode by its mark or by being valid, else line by line (people put files together), each
    that is not valid in the Vietnamese code page of Windows.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace" if mark else "strict")
    else:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        text = "\n".join(_line(line, "replace" if mark else "strict") for line in lines)
    if "\0" in text:
        raise UnicodeError
    return unicodedata.normalize("NFC", text)


def _line(line: bytes, errors: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1258", errors)


def _xlsx(file: Path, content: bytes, *, mark: bool) -> list[Line]:
    """The first sheet that is not hidden; formulas as their last values; a merged cell in each of
    its places.
    """
    try:
        rows, merged = _first_sheet(file, content, mark=mark)
    except OperatorError:
        raise
    except Exception:
        # A damaged archive has a dozen ways to say so, one that is locked or odd some more.
        raise OperatorError(f"{file} cannot be read as an XLSX file: save it again") from None
    for (top, left), (bottom, right) in merged:
        if top < len(rows) <= bottom < top + _MERGED:  # the reader stops at the last full cell
            rows += [[""] * len(rows[top]) for _ in range(bottom + 1 - len(rows))]
        for y in range(top, min(bottom + 1, len(rows))):
            for x in range(left, min(right + 1, len(rows[y]))):
                rows[y][x] = rows[top][left]
    return [(number, row[:MOST_COLUMNS]) for number, row in enumerate(rows, 1)]


def _first_sheet(file: Path, content: bytes, *, mark: bool) -> tuple[list[list[Any]], list[Any]]:
    """Its rows, and the corners of its merged cells. `mark`: formulas that gave none say so."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        _weigh(file, packed)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    seen = [
        each.name
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
    ]
    sheet = book.get_sheet_by_name(seen[0])
    if sheet.total_height > MOST_ROWS:
        raise OperatorError(f"{file} has too many lines: import it in several parts")
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    if mark:
        for at, column, said in not_calculated(content, book.sheet_names.index(seen[0])):
            if at < len(rows) and column < len(rows[at]):
                rows[at][column] = said
    return rows, list(sheet.merged_cell_ranges or ())


def _weigh(file: Path, packed: zipfile.ZipFile) -> None:
    """Refuse what would fill the memory: much that is packed small, or two cells far apart. What
    the file says of its own sizes is not believed. Raises `OperatorError`, `Odd`.
    """
    unpacked = 0
    for part in packed.infolist():
        with packed.open(part) as content:
            while chunk := content.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise _too_large(file)
    for part in packed.infolist():
        if part.filename.lower().endswith(".xml"):
            with packed.open(part) as content:
                _measure(file, content)


def _measure(file: Path, content: IO[bytes]) -> None:
    """Whether a sheet's table, empty cells and all, is small enough to lay out."""
    places = Places()

    def begin(name: str, about: dict[str, str]) -> None:
        places.begin(name, about)
        rows, columns = places.rows, places.columns
        if rows > MOST_ROWS or columns > FARTHEST_COLUMN or rows * columns > MOST_CELLS:
            raise _too_large(file)

    walk(content, begin)


def _too_large(file: Path) -> OperatorError:
    return OperatorError(f"{file} is too large once unpacked: import it in several parts")
