from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.channels.zalo_bot.intake import ATTEMPTS
from bot.channels.zalo_bot.poll import poll
from tests.channels.zalo_bot.conftest import SECRET, ScriptedEngine, until
from tests.fakes.zalo_bot_server import FakeZaloBot, Fault


@asynccontextmanager
async def polling(channel: ZaloBotChannel, engine: ScriptedEngine) -> AsyncIterator[None]:
    task = asyncio.create_task(poll(channel, engine, wait=1))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_events_are_fetched_one_by_one(
    zalo: FakeZaloBot, channel: ZaloBotChannel, engine: ScriptedEngine
) -> None:
    for i in range(3):
        await zalo.user("1").says(f"tin {i}")
    await zalo.user("2").sends_photo(b"\xff\xd8", "ở đây")
    async with polling(channel, engine):
        await until(lambda: len(engine.handled) == 4)
    assert engine.texts == ["tin 0", "tin 1", "tin 2", "ở đây"]
    assert len(zalo.called("getUpdates")) >= 4


async def test_a_webhook_of_before_is_taken_away_first(
    zalo: FakeZaloBot, channel: ZaloBotChannel, engine: ScriptedEngine
) -> None:
    await zalo.set_webhook("https://tinbao.example.vn/webhook/zalo-bot", SECRET)
    zalo.fault("deleteWebhook", Fault(503, status=503))
    async with polling(channel, engine):
        await until(lambda: zalo.called("getUpdates"))
    assert zalo.webhook == ""


async def test_nothing_to_fetch_is_no_trouble(
    zalo: FakeZaloBot,
    channel: ZaloBotChannel,
    engine: ScriptedEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    zalo.fault("getUpdates", *[Fault(408, description="Request timeout")] * 3)
    zalo.fault("getUpdates", Fault(body=b'{"ok":true,"result":[]}'), Fault(body=b'{"ok":true}'))
    async with polling(channel, engine):
        await zalo.user("1").says("một")
        await until(lambda: engine.handled)
    assert caplog.text == ""


async def test_trouble_is_told_once_and_passes(
    zalo: FakeZaloBot,
    channel: ZaloBotChannel,
    engine: ScriptedEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    zalo.fault("getUpdates", *[Fault(401)] * 2, Fault(drop=True), Fault(429, retry_after=1))
    async with polling(channel, engine):
        await zalo.user("1").says("một")
        await until(lambda: engine.handled)
    lines = [record.getMessage() for record in caplog.records]
    assert sum("token is refused" in line for line in lines) == 1
    assert sum("cannot be reached" in line for line in lines) == 1
    assert zalo.token not in caplog.text


async def test_what_fails_is_tried_again_from_memory(
    zalo: FakeZaloBot, channel: ZaloBotChannel, engine: ScriptedEngine
) -> None:
    engine.troubles = [OSError()] * 3
    await zalo.user("1").says("một")
    await zalo.user("1").says("hai")
    async with polling(channel, engine):
        await until(lambda: len(engine.handled) == 2)
    assert engine.texts == ["một", "hai"], "in order"
    assert engine.parked == []


async def test_what_keeps_failing_is_parked_and_stops_nothing(
    zalo: FakeZaloBot, channel: ZaloBotChannel, engine: ScriptedEngine
) -> None:
    engine.poison = "độc"
    engine.park_troubles = [OSError()]
    await zalo.user("1").says("độc")
    await zalo.deliver({"message": {"chat": {"id": "1"}}})
    await zalo.user("1").says("sau")
    async with polling(channel, engine):
        await until(lambda: engine.handled)
    assert engine.texts == ["sau"]
    assert len(engine.parked) == 2
    assert engine.attempts == ATTEMPTS + 2, "parking failed once, so handling was tried once more"


async def test_several_at_once_would_be_no_trouble(
    zalo: FakeZaloBot, channel: ZaloBotChannel, engine: ScriptedEngine
) -> None:
    lan = zalo.user("1")
    await lan.says("một")
    await lan.says("hai")
    first, second = await zalo.next_event(), await zalo.next_event()
    zalo.fault("getUpdates", Fault(body=_several(first, second)))
    async with polling(channel, engine):
        await until(lambda: len(engine.handled) == 2)
    assert engine.texts == ["một", "hai"]


def _several(*events: object) -> bytes:
    return json.dumps({"ok": True, "result": events}).encode()
