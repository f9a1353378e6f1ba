"""One process serves a SQLite file; commands work beside it, and its death frees the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import cli
from bot.config import PREFIX
from bot.serve import any_port

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in list(os.environ):
        if name.startswith(PREFIX) and "__" in name:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TINBAO_WEB__LISTEN", f"127.0.0.1:{any_port()}")
    return tmp_path


@contextmanager
def started(*arguments: str, says: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that serves."""
    service = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert service.stdout is not None
        said = ""
        while says not in said:
            said += service.stdout.readline() or pytest.fail(said)
        yield service
    finally:
        service.kill()
        service.communicate()


def test_a_second_run_is_refused_until_the_first_is_dead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert cli.run(["init"]) == 0
    with started("run", says="serving on") as first:
        monkeypatch.setenv("TINBAO_WEB__LISTEN", f"127.0.0.1:{any_port()}")
        Path("other").symlink_to("data")
        for url in ("sqlite:///data/tinbao.db", "sqlite:///other/tinbao.db"):
            monkeypatch.setenv("TINBAO_DATABASE__URL", url)
            capsys.readouterr()
            assert cli.run(["run"]) == 2
            name = url.removeprefix("sqlite:///")
            assert capsys.readouterr().err == (
                f"tinbao: {name} is in use by another tinbao run: stop that one first\n"
            )
        assert cli.run(["unit", "add", "a", "--name", "xã A", "--prefix", "A"]) == 0
        assert cli.run(["invite", "--unit", "a", "--role", "lead"]) == 0
        assert cli.run(["unit", "list"]) == 0
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=20)
        with started("run", says="serving on"):
            pass


def test_a_second_demo_in_the_same_folder_is_refused(capsys: pytest.CaptureFixture[str]):
    port = str(any_port())
    with started("demo", "--data", "thử", "--port", port, says="Open http"):
        assert cli.run(["demo", "--data", "thử", "--port", str(any_port())]) == 2
        said = capsys.readouterr().err
        assert cli.run(["demo", "--data", "khác", "--port", port]) == 2
        taken = capsys.readouterr().err

    assert said == "tinbao: thử/tinbao.db is in use by another tinbao run: stop that one first\n"
    assert taken == f"tinbao: 127.0.0.1:{port} is taken: choose another with --port\n"


def test_a_lock_that_cannot_be_made_is_one_line(capsys: pytest.CaptureFixture[str]):
    assert cli.run(["init"]) == 0
    Path("data/tinbao.db.lock").mkdir()
    capsys.readouterr()

    assert cli.run(["run"]) == 2

    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "tinbao.db.lock cannot be opened" in said
