"""The service's side of the worker: starts one for each file, feeds it, and ends it in time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import struct
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Final

from bot.domain.errors import FileRefused
from bot.domain.message import Refusal

WALL_SECONDS: Final = 90.0
_log = logging.getLogger(__name__)
_ROOT: Final = str(Path(__file__).resolve().parents[2])
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from bot.cleaning.worker import main; main(sys.argv[2])"
)
_PIECE: Final = 64 * 1024
_MOST_HEAD: Final = 4096
_KILLED: Final = (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGABRT)


class Cleaner:
    """Runs workers, at most `at_once` at the same time. `seconds` is how long one may take."""

    def __init__(self, at_once: int | None = None, seconds: float = WALL_SECONDS) -> None:
        self._turns = asyncio.Semaphore(at_once or os.cpu_count() or 1)
        self._seconds = seconds
        self.open: frozenset[str] | None = None
        """What workers could not give away here (`network`, `files`, `processes`); None before
        the first has answered.
        """

    async def run(
        self, chunks: AsyncIterator[bytes], mode: str = "clean"
    ) -> AsyncGenerator[bytes, None]:
        """The cleaned file, piece by piece; `mode` may be `alter`. Raises `FileRefused`."""
        async with self._turns:
            process = await self._start(mode)
            loop = asyncio.get_running_loop()
            alarm = loop.call_later(self._seconds, _kill, process)
            feeding = asyncio.create_task(_feed(process, chunks))
            try:
                async with aclosing(self._answer(process)) as pieces:
                    async for piece in pieces:
                        yield piece
                if feeding.done() and not feeding.cancelled():
                    feeding.result()
            finally:
                alarm.cancel()
                feeding.cancel()
                _kill(process)
                await asyncio.gather(feeding, process.wait(), return_exceptions=True)

    async def _start(self, mode: str) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                "-B",
                "-c",
                _START,
                _ROOT,
                mode,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                # Libraries complain in the words of the file.
                stderr=asyncio.subprocess.DEVNULL,
                env={},
                cwd="/",
                start_new_session=True,
            )
        except OSError:
            raise FileRefused(Refusal.BUSY) from None

    async def _answer(self, process: asyncio.subprocess.Process) -> AsyncGenerator[bytes, None]:
        out = process.stdout
        assert out is not None  # noqa: S101 - made with a pipe
        try:
            size = struct.unpack(">I", await out.readexactly(4))[0]
            if size > _MOST_HEAD:
                raise FileRefused(Refusal.UNREADABLE)
            told = await out.readexactly(size)
        except asyncio.IncompleteReadError:
            raise FileRefused(_why(await process.wait())) from None
        left, refused = _head(told)
        self._told(left)
        if refused is not None:
            raise FileRefused(refused)
        while piece := await out.read(_PIECE):
            yield piece
        status = await process.wait()
        if status != 0:
            # What came so far is not whole.
            raise FileRefused(_why(status))

    def _told(self, left: frozenset[str]) -> None:
        """Warn, once, when workers run here with more than they should have."""
        if self.open is None:
            self.open = left & {"network", "files", "processes"}
            if self.open:
                _log.warning("cleaning: workers keep %s", ", ".join(sorted(self.open)))


def _head(told: bytes) -> tuple[frozenset[str], Refusal | None]:
    """What a worker could not give away, and why it refuses the file, if it does. Raises
    `FileRefused` for anything else: one that a file has taken over answers as it likes.
    """
    try:
        head = json.loads(told)
        left: frozenset[str] = frozenset(head["open"])
        refused = Refusal(head["refused"]) if "refused" in head else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise FileRefused(Refusal.UNREADABLE) from None
    return left, refused


async def _feed(process: asyncio.subprocess.Process, chunks: AsyncIterator[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101 - made with a pipe
    try:
        async for chunk in chunks:
            process.stdin.write(chunk)
            await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has ended; its answer, or its end, says why
    except BaseException:
        # A file that does not open is never taken for one that ends here.
        _kill(process)
        raise


def _why(status: int) -> Refusal:
    return Refusal.TOO_COMPLEX if status in _KILLED else Refusal.UNREADABLE


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
