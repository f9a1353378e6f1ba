"""A long run that is killed goes on where it was, and leaves the old file alone until then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from qr import parts
from qr.posters import Options, PosterError, make
from tests.qr.posters import poster, say, seen

MANY = 24 * 3 + 1
RUN = """
import sys
from pathlib import Path
from qr.posters import Options, PosterError, make
from tests.qr.posters import poster, say
if __name__ == "__main__":
    posters = [poster(at) for at in range(int(sys.argv[2]))]
    make(posters, Path(sys.argv[1]), Options(workers=1), say)
"""


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _alive(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_killed_run_is_continued_and_leaves_no_process(tmp_path: Path):
    out, script = tmp_path / "posters.pdf", tmp_path / "run.py"
    out.write_bytes(b"yesterday's")
    script.write_text(RUN)
    root = Path(__file__).parents[2]
    run = subprocess.Popen(
        [sys.executable, str(script), str(out), str(MANY)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    folder = tmp_path / "posters.pdf.parts"
    deadline = time.monotonic() + 60
    while len(list(folder.glob("*.pdf"))) < 1:
        assert run.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    workers = _children(run.pid)
    assert workers
    run.send_signal(signal.SIGKILL)
    run.wait()
    while any(map(_alive, workers)):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(0.05)

    assert out.read_bytes() == b"yesterday's"
    kept = len(list(folder.glob("*.pdf")))
    assert kept >= 1
    told: list[tuple[int, int]] = []
    make(
        [poster(at) for at in range(MANY)],
        out,
        Options(workers=1),
        say,
        lambda done, whole: told.append((done, whole)),
    )
    assert told[0] == (24 * kept, MANY)
    assert told[-1] == (MANY, MANY)
    assert not folder.exists()
    pages = seen(out)
    assert len(pages) == MANY
    for at in (0, 23, 24, 50, MANY - 1):
        assert pages[at].codes() == [poster(at).link]


def test_parts_of_other_posters_are_not_taken_for_these(tmp_path: Path, monkeypatch):
    out = tmp_path / "posters.pdf"
    folder = tmp_path / "posters.pdf.parts"

    def crash(*_: object) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(parts, "_join", crash)
        with pytest.raises(RuntimeError):
            make([poster(1)], out, Options(workers=1), say)
    [left] = folder.iterdir()
    (folder / "somebody's notes").write_text("not ours")

    told: list[int] = []
    changed = replace(poster(1), link="https://tinbao.example.vn/q/another-code")
    make([changed], out, Options(workers=1), say, lambda done, _: told.append(done))
    assert told == [0, 1]
    assert seen(out)[0].codes() == [changed.link]
    assert not left.exists()
    assert [path.name for path in folder.iterdir()] == ["somebody's notes"]


def test_what_goes_wrong_leaves_the_old_file(tmp_path: Path):
    out = tmp_path / "posters.pdf"
    out.write_bytes(b"yesterday's")
    (tmp_path / "posters.pdf.parts").write_text("a file in the way")
    with pytest.raises(FileExistsError):
        make([poster(1)], out, Options(workers=1), say)
    assert out.read_bytes() == b"yesterday's"


def test_of_two_runs_at_one_file_the_second_leaves_the_first_alone(tmp_path: Path):
    out = tmp_path / "posters.pdf"
    posters = [poster(at) for at in range(25)]
    refused: list[str] = []

    def meanwhile(_done: int, _all: int) -> None:
        """Another run of other posters, between any two parts of this one."""
        there = sorted(folder.iterdir())
        with pytest.raises(PosterError, match=r"another run is making posters\.pdf") as told:
            make([poster(77)], out, Options(workers=1), say)
        refused.append(str(told.value))
        assert sorted(folder.iterdir()) == there

    folder = tmp_path / "posters.pdf.parts"
    make(posters, out, Options(workers=1), say, meanwhile)
    assert len(refused) == 3
    assert not folder.exists()
    make([poster(77)], out, Options(workers=1), say)  # and it may when the first is done
