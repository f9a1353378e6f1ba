"""No cell of a table we write is run by a spreadsheet, whatever it takes for the end of a cell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.sheet_out import harmless, restored

CELLS = st.text(alphabet="a'; ,|\t\n=+-@\"＝", max_size=12)


@given(CELLS)
def test_what_comes_back_is_what_was_there(cell: str) -> None:
    assert restored(harmless(cell)) == cell


@given(CELLS)
def test_no_part_of_a_cell_begins_with_a_command(cell: str) -> None:
    """Wherever it is cut, also within quotes, and if what is around is dropped."""
    written = harmless(cell)
    assert written.lstrip(' "\t\n')[:1] not in set("=+-@＝")
    for part in re.split(r"[;,|\t\r\n]", written):
        assert part.lstrip(' "')[:1] not in set("=+-@＝")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Chợ;=1+1", "Chợ;'=1+1"),
        ("Anh Ba, +84 912", "Anh Ba, '+84 912"),
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("Chợ - cổng sau", "Chợ - cổng sau"),
        ("thôn 1; thôn 2", "thôn 1; thôn 2"),
    ],
)
def test_some_cells(cell: str, written: str) -> None:
    assert harmless(cell) == written
