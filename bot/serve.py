"""Serves an `App` over HTTP, with its background work, until the process is told to stop."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.domain.errors import OperatorError

if TYPE_CHECKING:
    from bot.app import App

GRACE_SECONDS: Final = 2.0
"""How long open connections may take to end. Pages that wait for news are cut: they come back."""

OTHER_ADDRESS: Final = "choose another [web] listen"


async def serve(
    app: App,
    *,
    application: web.Application | None = None,
    announce: Callable[[str], None] = lambda _: None,
    instead: str = OTHER_ADDRESS,
) -> None:
    """Serve at `[web] listen` until SIGTERM or SIGINT. Raises `OperatorError` that ends in
    `instead` when it cannot listen.

    `announce` is called with the address once connections are taken.
    """
    # What was built until here stays; the collector need not look at it again for every turn.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    section = app.config.web
    async with (
        app.working(),
        listening(
            application or app.web_application(), section.host, section.port, instead
        ) as url,
    ):
        announce(url)
        await stop.wait()


@asynccontextmanager
async def listening(
    application: web.Application, host: str, port: int, instead: str = OTHER_ADDRESS
) -> AsyncIterator[str]:
    """The address that takes connections while the block runs; port 0 takes a free one.

    Raises `OperatorError` that ends in `instead`, what to do about an address that is taken.
    """
    # No access log: it would hold addresses.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else "is not this machine's to use"
            raise OperatorError(f"{host}:{port} {why}: {instead}") from None
        bound = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        await runner.cleanup()


def any_port() -> int:
    """A port that nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
