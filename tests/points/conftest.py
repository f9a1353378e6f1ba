"""An installation with a unit that has no places yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import cli
from tests.points import table
from tests.points.table import Tinbao


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation, to be copied."""
    folder = tmp_path_factory.mktemp("installed")
    table.install(folder)
    return folder


@pytest.fixture
def tinbao(
    installed: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Tinbao:
    """Runs a command where a unit is; its status, output and errors."""
    shutil.copytree(installed, tmp_path, dirs_exist_ok=True)
    table.alone(monkeypatch, tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
