"""Logging at DEBUG with the handlers an operator might install: no token, no words, no names."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.settings import quiet_loggers
from bot.domain.errors import SendError
from bot.domain.message import Address, Media, MediaKind, Reply, verbatim
from tests.channels.telegram.conftest import MemoryFiles, ScriptedEngine
from tests.channels.telegram.test_telegram_poll import polling
from tests.fakes.telegram_server import FakeTelegram, Fault


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level, levels = root.level, {n: logging.getLogger(n).level for n in ("telegram", "httpx")}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quiet_loggers()
    yield written
    root.removeHandler(handler)
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


async def test_nothing_is_written_down(
    telegram: FakeTelegram,
    channel: TelegramChannel,
    files: MemoryFiles,
    engine: ScriptedEngine,
    log: io.StringIO,
) -> None:
    user = telegram.user(987654321, "CANARY-name", "canary_username")
    engine.troubles = [RuntimeError("CANARY-error")]
    telegram.fault("getUpdates", Fault(drop=True), Fault(200, garbage=True))
    telegram.fault("sendMessage", Fault(400, "Bad Request: CANARY-answer"), Fault(drop=True))
    async with polling(channel, engine):
        await user.says("CANARY-text")
        await user.sends_document(b"CANARY-bytes", "CANARY-file.pdf")
        await telegram.deliver_raw({"message": {"text": "CANARY-malformed"}})
        await telegram.settled()
    address = Address("telegram", "987654321")
    media = (Media(MediaKind.DOCUMENT, files.keep(b"CANARY", "application/pdf")),)
    for _ in range(3):
        try:
            await channel.send(address, Reply(verbatim("CANARY-reply"), media=media), "vi")
        except SendError as error:
            log.write(repr(error))
    async for _ in channel.fetch(telegram.keep_file(b"CANARY"), 100):
        pass
    log.write(repr((channel.settings, engine.handled, media)))
    text = log.getvalue()
    assert "update" in text
    for secret in ("canary", "987654321", telegram.token.casefold(), "file0"):
        assert secret not in text.casefold(), secret


def test_the_package_costs_nothing_until_it_is_used() -> None:
    program = (
        "import sys, bot.channels.telegram, bot.channels.telegram.settings as s\n"
        "assert not {'telegram', 'httpx', 'aiohttp'} & set(sys.modules)\n"
        "import bot.channels.telegram.adapter, logging\n"
        "assert logging.getLogger('httpx').level == logging.NOTSET"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
