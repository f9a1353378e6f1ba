"""Commands in processes of their own, forked from one that has loaded the program and done nothing
else: loading it takes most of a start. Other tests start `python -m bot` itself.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot import cli
from bot.config import PREFIX

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["bot.cli", "bot.app", "bot.serve", "bot.channels.telegram.adapter", "storage.postgres"]
)


async def begun(folder: Path, log: Path, *arguments: str) -> ForkServerProcess:
    """A process that runs `tinbao` with these arguments in a folder, with no settings from
    outside; what it says is added to `log`.
    """
    process = _CONTEXT.Process(target=_runs, args=(folder, log, arguments), daemon=True)
    await asyncio.to_thread(process.start)
    return process


async def done(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run `tinbao` in a folder to its end: the exit status, and what it said."""
    log = folder / "said"
    log.unlink(missing_ok=True)
    process = await begun(folder, log, *arguments)
    await asyncio.to_thread(process.join)
    assert process.exitcode is not None
    return process.exitcode, log.read_text(encoding="utf-8")


def _runs(folder: Path, log: Path, arguments: tuple[str, ...]) -> None:
    with log.open("ab") as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    sys.argv = ["tinbao", *arguments]
    cli.main()
