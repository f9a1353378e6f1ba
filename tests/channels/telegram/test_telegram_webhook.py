from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from bot.channels.telegram import webhook
from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.intake import ATTEMPTS
from bot.channels.telegram.settings import TelegramSettings
from bot.domain.errors import ConfigError
from bot.domain.message import Address, Button, Reply, verbatim
from tests.channels.telegram.conftest import (
    SECRET,
    MemoryFiles,
    PlainTexts,
    ScriptedEngine,
    until,
)
from tests.fakes.telegram_server import FakeTelegram

UPDATE = b"""{"update_id": 1, "message":
    {"message_id": 1, "date": 1, "text": "x", "chat": {"id": 5, "type": "private"}}}"""


@pytest.fixture
async def url(channel: TelegramChannel, engine: ScriptedEngine) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(webhook.routes(channel, engine))
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/webhook/telegram"
    await runner.cleanup()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "ệ"])
async def test_strangers_are_turned_away(
    url: str, engine: ScriptedEngine, secret: str | None
) -> None:
    headers = {} if secret is None else {webhook.SECRET_HEADER: secret}
    async with ClientSession() as session, session.post(url, data=UPDATE, headers=headers) as got:
        assert (got.status, await got.read()) == (401, b"")
    assert engine.attempts == 0


async def test_telegram_is_answered(url: str, engine: ScriptedEngine) -> None:
    headers = {webhook.SECRET_HEADER: SECRET}
    async with ClientSession() as session:
        async with session.post(url, data=UPDATE, headers=headers) as got:
            assert got.status == 200
        async with session.post(url, data=io.BytesIO(b"x" * 1_048_577), headers=headers) as got:
            assert got.status == 413

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b"x" * 65_536

        async with session.post(url, data=endless(), headers=headers) as got:
            assert got.status == 413
    assert engine.texts == ["x"]


async def test_without_a_secret_nothing_is_mounted(
    telegram: FakeTelegram, files: MemoryFiles, engine: ScriptedEngine
) -> None:
    channel = TelegramChannel(TelegramSettings(telegram.token), PlainTexts(), files, str.encode)
    with pytest.raises(ConfigError, match="webhook_secret"):
        webhook.routes(channel, engine)


async def test_a_whole_exchange(
    telegram: FakeTelegram, channel: TelegramChannel, engine: ScriptedEngine, url: str
) -> None:
    await telegram.set_webhook(url, SECRET)
    lan = telegram.user(1001, "Lan")
    await lan.scans("thon-3")
    await lan.sends_photo(b"\xff\xd8" + b"x" * 100, "ở đây")
    await lan.sends_location(21.0, 105.0)
    await channel.send(
        Address("telegram", "1001"),
        Reply(verbatim("Chọn"), (Button(verbatim("Gửi luôn"), "a.b:c"),)),
        "vi",
    )
    heard = await lan.hears("chọn")
    await lan.presses("gửi luôn")
    await telegram.settled()
    scan, photo, place, press = engine.handled
    assert scan.start == "thon-3"
    assert (photo.text, photo.uploads[0].size) == ("ở đây", 102)
    assert place.location
    assert (press.choice, press.message_id) == ("a.b:c", str(heard.id))
    await until(lambda: telegram.called("answerCallbackQuery"))


async def test_an_update_is_brought_again_until_it_is_committed(
    telegram: FakeTelegram,
    engine: ScriptedEngine,
    url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await telegram.set_webhook(url, SECRET)
    engine.troubles = [RuntimeError("CANARY"), OSError("CANARY")]
    await telegram.user(1).says("một")
    await telegram.settled()
    assert engine.texts == ["một"]
    assert [status for _, status in telegram.delivered] == [500, 500, 200]
    assert "CANARY" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_duplicates_and_another_order_lose_nothing(
    telegram: FakeTelegram, engine: ScriptedEngine, url: str
) -> None:
    await telegram.set_webhook(url, SECRET)
    telegram.duplicates = 1
    await telegram.user(1).says("một")
    telegram.hold()
    for i in range(4):
        await telegram.user(2).says(f"tin {i}")
    await telegram.release([3, 1, 0, 2])
    await telegram.settled()
    assert engine.attempts == 6
    assert sorted(engine.texts) == ["một", "tin 0", "tin 1", "tin 2", "tin 3"]


async def test_what_cannot_be_read_is_parked_and_stops_nothing(
    telegram: FakeTelegram,
    engine: ScriptedEngine,
    url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await telegram.set_webhook(url, SECRET)
    engine.park_troubles = [OSError("CANARY")]
    await telegram.deliver_raw(b"CANARY no json")
    await telegram.deliver_raw({"message": {"text": "CANARY"}})
    await telegram.user(1).says("một")
    await telegram.settled()
    assert len(engine.parked) == 2
    assert engine.parked[0] == b"CANARY no json"
    assert engine.texts == ["một"]
    assert "CANARY" not in caplog.text


async def test_a_poisonous_update_is_parked_in_the_end(
    telegram: FakeTelegram, engine: ScriptedEngine, url: str
) -> None:
    await telegram.set_webhook(url, SECRET)
    engine.poison = "độc"
    engine.park_troubles = [OSError()]
    await telegram.user(1).says("độc")
    await telegram.user(1).says("sau")
    await telegram.settled()
    assert engine.texts == ["sau"]
    assert len(engine.parked) == 1
    assert engine.attempts == ATTEMPTS + 2, "parking failed once, so handling was tried once more"
