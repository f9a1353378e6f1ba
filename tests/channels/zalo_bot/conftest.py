"""A Zalo of our own, a channel that speaks to it, and an engine that does as it is told."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.channels import held
from bot.channels.public_pictures import PublicPictures
from bot.channels.zalo_bot import poll
from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.domain.errors import SealError
from bot.domain.message import Inbound, StoredFile, Text
from bot.domain.ports import Handled
from tests.fakes.zalo_bot_server import FakeZaloBot

SECRET = "s3cret_for_the_webhook"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class PlainTexts:
    """Shows the key and its arguments."""

    def render(self, text: Text, locale: str) -> str:
        if text.key == "verbatim":
            return str(text.args["text"])
        return " ".join([text.key, *(f"{k}={v}" for k, v in text.args.items())])


class MemoryFiles:
    """Files by id; can break half way."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.breaks = False

    def keep(self, content: bytes, media_type: str) -> StoredFile:
        file = StoredFile(f"f{len(self.kept)}", b"k" * 32, media_type, len(content))
        self.kept[file.id] = content
        return file

    async def get(self, file: StoredFile) -> AsyncIterator[bytes]:
        content = self.kept[file.id]
        for start in range(0, len(content), 65536):
            yield content[start : start + 65536]
            if self.breaks:
                raise ValueError("CANARY-in-the-store")

    async def put(
        self, chunks: AsyncIterator[bytes], limit: int, into: StoredFile | None = None
    ) -> StoredFile:
        raise NotImplementedError

    async def seen(self, file: StoredFile) -> StoredFile:
        if file.id not in self.kept:
            raise SealError("missing")
        return file

    async def exists(self, file_id: str) -> bool:
        return file_id in self.kept

    async def delete(self, file_id: str) -> None:
        raise NotImplementedError


class ScriptedEngine:
    """Remembers what it was given; a repeat is a no-op; `troubles` are raised first, in order."""

    def __init__(self) -> None:
        self.handled: list[Inbound] = []
        self.parked: list[bytes] = []
        self.attempts = 0
        self.troubles: list[Exception] = []
        self.park_troubles: list[Exception] = []
        self.poison = ""
        self._seen: set[str] = set()

    async def handle(self, inbound: Inbound) -> Handled:
        self.attempts += 1
        if self.poison and self.poison in inbound.text:
            raise RuntimeError(f"CANARY {inbound.text}")
        if self.troubles:
            raise self.troubles.pop(0)
        repeat = inbound.event_id in self._seen
        if not repeat:
            self._seen.add(inbound.event_id)
            self.handled.append(inbound)
        return Handled(repeat, 1)

    async def withdraw(self, address: object, event_id: str = "") -> None:
        raise NotImplementedError

    async def park(self, channel: str, raw: bytes) -> None:
        if self.park_troubles:
            raise self.park_troubles.pop(0)
        self.parked.append(raw)

    @property
    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.handled]


class MemoryShelf:
    """Public pictures in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, str]] = {}

    async def keep(
        self, picture_id: str, content: bytes, media_type: str, until: datetime
    ) -> None:
        self.kept[picture_id] = content, media_type

    async def find(self, picture_id: str) -> tuple[bytes, str] | None:
        return self.kept.get(picture_id)


@dataclass
class SetClock:
    """Stands still until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def passes(self, span: timedelta) -> None:
        self.at += span


async def until(done: Callable[[], object], timeout: float = 5.0) -> None:
    """Wait for something that tells nobody when it happens."""
    async with asyncio.timeout(timeout):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(held, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(held, "LONGEST_PAUSE_S", 0.02)


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot() as server:
        yield server


@pytest.fixture
def files() -> MemoryFiles:
    return MemoryFiles()


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@dataclass
class Here:
    """Where our public pictures are served."""

    url: str
    pictures: PublicPictures
    shelf: MemoryShelf


@pytest.fixture
async def here(clock: SetClock) -> AsyncIterator[Here]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        shelf = MemoryShelf()
        pictures = PublicPictures(shelf, SECRET, url, clock)
        app = web.Application()
        app.add_routes(pictures.routes())
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        yield Here(url, pictures, shelf)
        await runner.cleanup()


@pytest.fixture
async def channel(
    zalo: FakeZaloBot, files: MemoryFiles, here: Here
) -> AsyncIterator[ZaloBotChannel]:
    settings = ZaloBotSettings(
        zalo.token, webhook_secret=SECRET, api_base=zalo.url, public_url=here.url
    )
    made = ZaloBotChannel(settings, PlainTexts(), files, here.pictures)
    await made.open()
    yield made
    await made.close()
