"""What the process writes about itself: lines without content, addresses or tokens."""

from __future__ import annotations

import asyncio
import logging
import traceback
from types import TracebackType
from typing import Any, Final

QUIET: Final = (
    "telegram",
    "httpx",
    "httpcore",
    "aiohttp.access",
    "sqlalchemy",
    "alembic",
    "asyncio",
    "PIL",
)
"""Libraries whose chatter prints tokens, URLs, statements or bodies."""

_Exception = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class PlainFormatter(logging.Formatter):
    """Shows of an exception its type and where it happened. Its message could quote what
    somebody wrote.
    """

    def formatException(self, ei: _Exception) -> str:
        """One line per frame, innermost last, without values."""
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)[-4:]
        where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
        return f"{kind.__name__ if kind else 'error'} in {where}"

    def formatStack(self, stack_info: str) -> str:
        """Nothing: a stack dump may hold values."""
        return ""


def without_peers(record: logging.LogRecord) -> bool:
    """aiohttp names who sent a malformed request: keep the fact, drop the rest."""
    if record.name.startswith("aiohttp"):
        record.msg, record.args, record.exc_info = "a request could not be read", (), None
    return True


def set_up(level: int = logging.INFO) -> None:
    """Log to stderr from here on; called once by the commands."""
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(without_peers)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def quiet_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Let a forgotten task's failure be logged by its type alone."""

    def complain(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        logging.getLogger("bot").error("%s", type(error).__name__ if error else "loop trouble")

    loop.set_exception_handler(complain)
