"""A Zalo of our own, a channel that speaks to it, and an engine that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels import held
from bot.channels.zalo_oa import adapter, tokens, webhook
from bot.channels.zalo_oa.adapter import ZaloOaChannel, no_picture
from bot.channels.zalo_oa.render import Draw
from bot.channels.zalo_oa.settings import WEBHOOK_PATH
from bot.domain.errors import SealError
from bot.domain.message import Address, Inbound, StoredFile, Text
from bot.domain.ports import Handled
from storage.crypto import loading
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.oa_tokens import OaTokenVault
from tests.channels.zalo_oa.office import Office, SetClock, granted, office_at, settings
from tests.fakes.zalo_oa_server import FakeZaloOa
from tests.fresh import with_tables


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

    def ids(self, older_than: datetime | None = None) -> AsyncIterator[str]:
        raise NotImplementedError

    async def exists(self, file_id: str) -> bool:
        return file_id in self.kept

    async def delete(self, file_id: str) -> None:
        raise NotImplementedError


class ScriptedEngine:
    """Remembers what it was given; a repeat is a no-op; `troubles` are raised first, in order."""

    def __init__(self) -> None:
        self.handled: list[Inbound] = []
        self.withdrawn: list[Address] = []
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

    async def withdraw(self, address: Address, event_id: str = "") -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        if event_id in self._seen:
            return
        self._seen.add(event_id)
        self.withdrawn.append(address)

    async def park(self, channel: str, raw: bytes) -> None:
        assert channel == "zalo_oa"
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
    monkeypatch.setattr(tokens, "AGAIN_S", 0.01)
    monkeypatch.setattr(tokens, "LOOK_S", 0.01)
    monkeypatch.setattr(tokens, "PAUSE_S", 0.0)
    monkeypatch.setattr(adapter, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(held, "FIRST_PAUSE_S", 0.01)


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as server:
        yield server


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def files() -> MemoryFiles:
    return MemoryFiles()


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    made = loading.create_missing(tmp_path / "keys", ["session", "relay/1"])
    return loading.load(tmp_path / "keys", made, {"session", "relay"})


@pytest.fixture
async def vault(
    zalo: FakeZaloOa, keyring: Keyring, clock: SetClock, tmp_path: Path
) -> AsyncIterator[OaTokenVault]:
    """With a pair in it that is good."""
    database = Database.connect(with_tables(tmp_path / "tinbao.db"))
    made = OaTokenVault(database, keyring, zalo.oa_id)
    await made.store(granted(zalo), clock.now())
    yield made
    await database.close()


@dataclass
class Bench:
    """What channels are made of; `made` are closed at the end."""

    zalo: FakeZaloOa
    files: MemoryFiles
    vault: OaTokenVault
    clock: SetClock
    made: list[ZaloOaChannel]

    async def channel(
        self, draw_spot: Draw = no_picture, draw_code: Draw = no_picture, **changes: object
    ) -> ZaloOaChannel:
        """A channel with other settings."""
        wanted = replace(settings(self.zalo), **changes)  # type: ignore[arg-type]
        made = ZaloOaChannel(
            wanted, PlainTexts(), self.files, self.vault, self.clock, draw_spot, draw_code
        )
        await made.open()
        self.made.append(made)
        return made


@pytest.fixture
async def bench(
    zalo: FakeZaloOa, files: MemoryFiles, vault: OaTokenVault, clock: SetClock
) -> AsyncIterator[Bench]:
    bench = Bench(zalo, files, vault, clock, [])
    yield bench
    for made in bench.made:
        await made.close()


@pytest.fixture
async def channel(bench: Bench) -> ZaloOaChannel:
    return await bench.channel()


@pytest.fixture
async def connected(
    zalo: FakeZaloOa, engine: ScriptedEngine, channel: ZaloOaChannel
) -> AsyncIterator[FakeZaloOa]:
    """Zalo brings its events to the engine."""
    app = web.Application()
    app.add_routes(webhook.routes(settings(zalo), engine, channel.later))
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    zalo.connect(f"http://127.0.0.1:{runner.addresses[0][1]}{WEBHOOK_PATH}")
    yield zalo
    await runner.cleanup()


@pytest.fixture
async def office(
    zalo: FakeZaloOa, tmp_path: Path, keyring: Keyring, clock: SetClock
) -> AsyncIterator[Office]:
    url = with_tables(tmp_path / "tinbao.db")
    async with office_at(zalo, url, keyring, clock) as made:
        yield made


@pytest.fixture
async def either(
    zalo: FakeZaloOa, database_url: str, keyring: Keyring, clock: SetClock
) -> AsyncIterator[Office]:
    """Once on SQLite, once on PostgreSQL."""
    async with office_at(zalo, database_url, keyring, clock) as made:
        yield made
