"""XLSX files that are small on the disk and large in the memory, or long to look at."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

from bot.commands.sheet_xml import Odd, walk
from bot.commands.sheets import read
from bot.domain.errors import OperatorError

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
HEAD: Final = (
    '<row r="1"><c r="A1" t="str"><v>kind</v></c><c r="B1" t="str"><v>name</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>hamlet</v></c><c r="B2" t="str"><v>Thôn 1</v></c></row>'
)


def book(file: Path, rows: str, *, before: str = "", part: str = "worksheets/sheet1.xml") -> Path:
    """A workbook with one sheet, as a program would write it."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="{part}"/></Relationships>',
        f"xl/{part}": f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file


def cell(place: str, quote: str = '"') -> str:
    return f"<c r={quote}{place}{quote}><v>1</v></c>"


def test_such_a_book_is_read(tmp_path: Path) -> None:
    wanted = [(1, ["kind", "name"]), (2, ["hamlet", "Thôn 1"])]
    assert read(book(tmp_path / "a.xlsx", HEAD), mark=True) == wanted


@pytest.mark.parametrize(
    "far",
    [
        f'<row r="99999">{cell("AMJ99999")}</row>',
        f'<row r="20000">{cell("IW20000")}</row>',  # one column more than there may be
        f'<row r="99999">{cell("IV99999")}</row>',  # neither far, but too many places
        f"<row r='1048576'>{cell('XFD1048576', chr(39))}</row>",
        f'<row r = "99999">{cell("amj99999").replace("r=", "r = ")}</row>',
        '<row r="100001"/>',
        f"<row>{'<c/>' * 300}</row>",
    ],
)
@pytest.mark.parametrize("part", ["worksheets/sheet1.xml", "elsewhere.xml"])
def test_cells_far_apart_are_refused_before_they_are_laid_out(
    tmp_path: Path, far: str, part: str
) -> None:
    file = book(tmp_path / "a.xlsx", HEAD + far, part=part)
    assert file.stat().st_size < 3_000
    with pytest.raises(OperatorError, match="too large once unpacked"):
        read(file, 50_000, mark=True)


@pytest.mark.parametrize(
    ("before", "part"),
    [
        ('<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>', "worksheets/sheet1.xml"),
        ("<!DOCTYPE worksheet>", "worksheets/sheet1.xml"),
        ("", "worksheets/sheet1.bin"),  # it would not be weighed
        ("<br>", "worksheets/sheet1.xml"),
    ],
)
def test_what_no_office_writes_is_refused(tmp_path: Path, before: str, part: str) -> None:
    file = book(tmp_path / "a.xlsx", HEAD, before=before, part=part)
    with pytest.raises(OperatorError, match="cannot be read as an XLSX file"):
        read(file, mark=True)


def test_the_time_grows_with_the_file_and_not_faster(tmp_path: Path) -> None:
    """1 MB of remarks that look like cells, in a file of a few KB: once this took hours."""
    file = book(tmp_path / "a.xlsx", f"{HEAD}<!-- {'<c a ><f>' * 110_000} -->")
    assert file.stat().st_size < 5_000
    script = "import sys; from pathlib import Path; from bot.commands.sheets import read; "
    script += "print(len(read(Path(sys.argv[1]), mark=True)))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        capture_output=True,
        timeout=60,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == "2"


def test_one_endless_remark_is_not_looked_at_again_and_again() -> None:
    class Endless:
        asked = 0

        def read(self, size: int) -> bytes:
            self.asked += 1
            return b"<a><!--" if self.asked == 1 else b"x" * size

    endless = Endless()
    with pytest.raises(Odd):
        walk(endless, lambda _name, _about: None)  # type: ignore[arg-type]
    assert endless.asked < 30
