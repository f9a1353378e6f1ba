"""A Telegram of our own, a channel that speaks to it, and an engine that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.channels.telegram import poll
from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.settings import TelegramSettings
from bot.domain.errors import SealError
from bot.domain.message import Inbound, StoredFile, Text
from bot.domain.ports import Handled
from tests.fakes.telegram_server import FakeTelegram

SECRET = "s3cret_for_the_webhook"


class PlainTexts:
    """Shows the key and its arguments."""

    def render(self, text: Text, locale: str) -> str:
        if text.key == "verbatim":
            return str(text.args["text"])
        return " ".join([text.key, *(f"{k}={v}" for k, v in text.args.items())])


class MemoryFiles:
    """Files by id; counts how many pieces were read, and can break half way."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.breaks = False
        self.reads = 0

    def keep(self, content: bytes, media_type: str) -> StoredFile:
        file = StoredFile(f"f{len(self.kept)}", b"k" * 32, media_type, len(content))
        self.kept[file.id] = content
        return file

    async def get(self, file: StoredFile) -> AsyncIterator[bytes]:
        content = self.kept[file.id]
        for start in range(0, len(content), 65536):
            self.reads += 1
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

    async def park(self, channel: str, raw: bytes) -> None:
        if self.park_troubles:
            raise self.park_troubles.pop(0)
        self.parked.append(raw)

    @property
    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.handled]


async def until(done: Callable[[], object], timeout: float = 5.0) -> None:
    """Wait for something that tells nobody when it happens."""
    async with asyncio.timeout(timeout):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(poll, "AGAIN_S", 0.01)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
def files() -> MemoryFiles:
    return MemoryFiles()


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
async def channel(telegram: FakeTelegram, files: MemoryFiles) -> AsyncIterator[TelegramChannel]:
    settings = TelegramSettings(telegram.token, webhook_secret=SECRET, api_base=telegram.url)
    made = TelegramChannel(settings, PlainTexts(), files, lambda data: b"\x89PNG" + data.encode())
    await made.open()
    yield made
    await made.close()
