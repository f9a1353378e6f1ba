"""`tinbao demo --play`: transcripts over HTTP, each on a server that was just started for it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from bot.app import App
from bot.demo import printing, transcript
from bot.demo.enrolling import enrol, invitation
from bot.demo.phone import Phone, PhoneError
from bot.demo.player import Played, Player, report
from bot.demo.setup import ABOVE, OTHER_PORT, UNIT, held, opened, point_code
from bot.demo.transcript import Script, TranscriptError
from bot.demo.web_phone import WebPhone
from bot.domain.errors import OperatorError, TinbaoError
from bot.serve import any_port, listening

PATIENCE: Final = 10.0
"""Seconds to wait for a message or a button."""


class WebCast:
    """Hands out web phones for a service that runs in this process and is reached at `url`."""

    def __init__(self, app: App, url: str) -> None:
        self._app = app
        self._url = url

    async def resident(self) -> Phone:
        """A browser that was never here."""
        return WebPhone(self._url)

    async def member(self, role: str, name: str, *, above: bool = False) -> Phone:
        """A browser whose user types an invitation, then a name."""
        async with self._app.stores() as stores:
            unit = await stores.units.by_slug(ABOVE if above else UNIT)
            if unit is None:
                raise LookupError(UNIT)
            now = self._app.clock.now()
            invite = await invitation(stores, unit.id, role, name, now)
        phone = WebPhone(self._url)
        await enrol(phone, invite, name)
        return phone

    async def code(self, place: str) -> str:
        """The code that hangs at a place of the sample unit."""
        try:
            return await point_code(self._app, place)
        except LookupError:
            raise PhoneError(f"không có điểm nào tên “{place}”") from None


async def play(
    scripts: Sequence[Path], data: Path | None, port: int | None, console: Console
) -> list[dict[str, Any]]:
    """Play scripts (all of ours when none is named) and print them; a `player.report` for each.

    Kept in `data`; with several scripts in a folder each below it. Raises `OperatorError` for one
    that cannot be understood.
    """
    try:
        stories = [transcript.load(path) for path in scripts or transcript.packaged()]
    except TranscriptError as error:
        raise OperatorError(str(error)) from None
    reports = []
    for story in stories:
        with ExitStack() as stack:
            if data is None:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tinbao-")))
            else:
                folder = data if len(stories) == 1 else data / Path(story.file).stem
            reports.append(await _play_one(story, folder, port or any_port(), console))
    return reports


async def _play_one(story: Script, folder: Path, port: int, console: Console) -> dict[str, Any]:
    printing.show_title(console, story)
    started = time.monotonic()
    done: list[Played] = []
    async with AsyncExitStack() as stack:
        stack.enter_context(held(folder))
        app = await stack.enter_async_context(opened(folder, port))
        await stack.enter_async_context(app.working())
        url = await stack.enter_async_context(
            listening(app.web_application(), app.config.web.host, port, OTHER_PORT)
        )
        try:
            async for played in Player(WebCast(app, url), PATIENCE).play(story):
                done.append(played)
                printing.show(console, played)
        except PhoneError as error:
            raise TinbaoError(f"{story.file}: {error}") from None
    return report(story, done, time.monotonic() - started)
