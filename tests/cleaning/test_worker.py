"""A worker that is killed, runs out of memory or of time, or meets a lock: a refusal, no more."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from bot.cleaning import cleaner
from bot.cleaning.cleaner import Cleaner
from bot.cleaning.store import CleanFiles
from bot.domain.errors import FileRefused
from storage.files import LocalFiles
from tests.cleaning.samples import NEEDLE, jpeg, pdf

ROOT = Path(cleaner.__file__).parents[2]


async def one(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def refusal(files: CleanFiles, content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        await files.put(one(content), 30_000_000)
    assert [file_id async for file_id in files.ids()] == []
    return refused.value.reason


def head(text: str, times: int = 1) -> str:
    """A worker that was taken over, and begins its answer with this."""
    return (
        f"import struct, sys; raw = {text!r}.encode('latin-1') * {times};"
        "sys.stdout.buffer.write(struct.pack('>I', len(raw)) + raw + b'x' * 500)"
    )


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too-complex"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "unreadable"),
        ("raise SystemExit(3)", "unreadable"),
        ("while True: pass", "too-complex"),
        ("import sys; sys.stdout.write('x' * 100000)", "unreadable"),
        (head("[1, 2]"), "unreadable"),
        (head('{"open": 7}'), "unreadable"),
        (head('{"open": [[]]}'), "unreadable"),
        (head('{"refused": "canary"}'), "unreadable"),
        (head('{"refused": []}'), "unreadable"),
        (head("[", times=4000), "unreadable"),
        (head("\xff"), "unreadable"),
        (
            "import sys; sys.path.insert(0, sys.argv[1]); from bot.cleaning import worker; "
            "worker.work = lambda *_: bytearray(3 << 30); worker.main('clean')",
            "too-complex",
        ),
    ],
)
async def test_a_worker_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, reason: str
) -> None:
    monkeypatch.setattr(cleaner, "_START", does)
    files = CleanFiles(LocalFiles(tmp_path / "files"), Cleaner(seconds=3))
    assert await refusal(files, jpeg()) == reason


async def test_a_locked_document(files: CleanFiles) -> None:
    locked = BytesIO()
    pikepdf.open(BytesIO(pdf())).save(locked, encryption=pikepdf.Encryption(owner="ab", user="cd"))
    assert await refusal(files, locked.getvalue()) == "encrypted"


async def test_cancelling_leaves_neither_process_nor_file(
    files: CleanFiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mark = f"tinbao-test-{os.getpid()}"
    monkeypatch.setattr(cleaner, "_START", f"x = '{mark}'\nwhile True: pass")
    task = asyncio.create_task(files.put(one(jpeg()), 1_000_000))
    while not workers(mark):
        assert not task.done(), task
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not workers(mark)
    assert [file_id async for file_id in files.ids()] == []


def workers(mark: str) -> list[str]:
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in line.read_bytes():
                found.append(line.parent.name)
        except OSError:
            continue
    return found


async def test_nothing_lies_on_the_disk_in_clear(files: CleanFiles, tmp_path: Path) -> None:
    seen: list[bytes] = []

    async def watched() -> AsyncIterator[bytes]:
        content = jpeg()
        for at in range(0, len(content), 500):
            yield content[at : at + 500]
            seen.extend(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())

    await files.put(watched(), 1_000_000)
    seen.extend(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert seen
    assert not any(NEEDLE.encode() in content for content in seen)


def confined(asks: str, *arguments: str) -> list[str]:
    """What a process says that has given away all it does not need."""
    begins = (
        "import sys, os; sys.path.insert(0, sys.argv[1]); from bot.cleaning import confinement\n"
        "import resource, socket, threading\n"
        "def may(what):\n"
        "    try:\n"
        "        what()\n"
        "    except (OSError, RuntimeError):\n"
        "        return False\n"
        "    return True\n"
        "network = not confinement.limit()\n"
        "stays = confinement.shut() | ({'network'} if network else set())\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", begins + asks, str(ROOT), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_the_worker_gives_away_what_it_does_not_need(tmp_path: Path) -> None:
    told = confined(
        "assert resource.getrlimit(resource.RLIMIT_AS)[0] == confinement.MEMORY\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "assert os.nice(0) >= confinement.NICE\n"
        "assert not may(lambda: os.write(os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT), b'x'))\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in "
        "('PIL', 'av', 'pikepdf', 'storage', 'cryptography', 'aiohttp', 'sqlalchemy')]\n"
        "print('done')\n",
        str(tmp_path / "out"),
    )
    assert told == ["done"]
    assert not (tmp_path / "out").exists() or not (tmp_path / "out").read_bytes()


def test_the_worker_can_neither_read_nor_harm_a_key(tmp_path: Path) -> None:
    key = tmp_path / "unit-1.key"
    key.write_text("secret")
    key.chmod(0o600)
    told = confined(
        "key = sys.argv[2]\n"
        "if 'files' in stays:\n"
        "    sys.exit(print('files'))\n"
        "for what in (lambda: open(key), lambda: os.truncate(key, 0), lambda: os.unlink(key),\n"
        "             lambda: os.rename(key, key + '2'), lambda: os.listdir(key[:-10]),\n"
        "             lambda: open('/etc/passwd')):\n"
        "    print(may(what))\n",
        str(key),
    )
    if told == ["files"]:
        pytest.skip("this kernel has no Landlock")
    assert told == ["False"] * 6
    assert key.read_text() == "secret"


def test_the_worker_starts_nothing_that_could_outlive_it() -> None:
    told = confined(
        "if 'processes' in stays:\n"
        "    sys.exit(print('processes'))\n"
        "def fork():\n"
        "    if os.fork() == 0:\n"
        "        os._exit(0)\n"
        "print(may(fork), may(threading.Thread(target=int).start))\n"
    )
    if told == ["processes"]:
        pytest.skip("this system does not let go of root")
    assert told == ["False", "False"]


async def test_the_service_is_told_what_workers_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    does = (
        "import sys; sys.path.insert(0, sys.argv[1]); from bot.cleaning import worker\n"
        "worker.confinement.shut = lambda: {'files'}\n"
        "worker.confinement.limit = lambda: False\n"
        "worker.main('clean')"
    )
    monkeypatch.setattr(cleaner, "_START", does)
    runs = Cleaner()
    files = CleanFiles(LocalFiles(tmp_path / "files"), runs)
    assert runs.open is None
    for _ in range(2):
        await files.put(one(jpeg()), 1_000_000)
    assert runs.open == {"files", "network"}
    assert [each.getMessage() for each in caplog.records if "workers" in each.getMessage()] == [
        "cleaning: workers keep files, network"
    ]


def test_the_service_itself_loads_no_such_library() -> None:
    asks = (
        "import sys, bot.app; print([name for name in ('PIL.Image', 'av', 'pikepdf') "
        "if name in sys.modules and name != 'PIL.Image'])"
    )
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_kills_are_told_from_crashes() -> None:
    assert signal.SIGSEGV not in [-status for status in cleaner._KILLED]
