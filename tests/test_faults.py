"""A short kill test: `kill -9` while residents report. The long one is `benchmarks/faults.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def killed(*options: str) -> dict[str, int]:
    command = [sys.executable, ROOT / "benchmarks/faults.py", "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout, done.stderr
    figures: dict[str, int] = json.loads(done.stdout)
    assert (figures["lost"], figures["duplicated"]) == (0, 0), figures
    assert figures["stored"] >= figures["acknowledged"] > 0
    return figures


@pytest.mark.slow
def test_what_was_acknowledged_survives_being_killed() -> None:
    killed("--rounds", "3")


@pytest.mark.slow
def test_what_zalo_brought_survives_being_killed() -> None:
    figures = killed("--zalo", "--rounds", "2")
    assert figures["unanswered"] == 0, figures
