"""`docs/threat-model.md` claims nothing that no test shows, and names none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
MODEL = (TESTS.parent / "docs" / "threat-model.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:[a-z_]+/)*(?:test_\w+\.py)?)`", MODEL)) - {"", "tests/"})
MACHINES = re.findall(r"^### (3\.\d+ .+?)\n(.*?)(?=^##)", MODEL, re.MULTILINE | re.DOTALL)
ATTACKS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in MODEL.partition("\n## 4")[2].partition("\n## 5")[0].splitlines()
    if line.startswith("|")
][2:]


def test_it_is_read_as_it_is_written() -> None:
    assert len(MACHINES) >= 13
    assert len(ATTACKS) >= 14
    assert len(NAMED) >= 40


@pytest.mark.parametrize("name", NAMED)
def test_what_it_names_is_there(name: str) -> None:
    place = TESTS / name
    assert place.is_file() or list(place.glob("test_*.py"))


@pytest.mark.parametrize(("machine", "says"), MACHINES, ids=[head for head, _ in MACHINES])
def test_every_machine_names_what_shows_it(machine: str, says: str) -> None:
    shown = says.partition("**Shown by:**")[2]
    assert re.search(r"`[\w/]*test_\w+\.py`", shown), machine


@pytest.mark.parametrize("row", ATTACKS, ids=[row[0] for row in ATTACKS])
def test_every_attack_names_what_shows_the_answer(row: list[str]) -> None:
    assert len(row) == 3
    assert row[2].startswith("`")
