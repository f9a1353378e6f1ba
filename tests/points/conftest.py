"""An installation with a unit that has no places yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cli
from tests.installed import INIT, TAN_KHAI, alone, copied
from tests.points.table import Tinbao


@pytest.fixture
def tinbao(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Tinbao:
    """Runs a command where a unit is; its status, output and errors."""
    copied(tmp_path, INIT, TAN_KHAI)
    alone(monkeypatch, tmp_path)
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
