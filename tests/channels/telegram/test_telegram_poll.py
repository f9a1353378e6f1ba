from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.telegram import intake, poll
from bot.channels.telegram.adapter import TelegramChannel
from tests.channels.telegram.conftest import SECRET, ScriptedEngine, until
from tests.fakes.telegram_server import FakeTelegram, Fault


@contextlib.asynccontextmanager
async def polling(channel: TelegramChannel, engine: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(poll.poll(channel, engine, wait=1))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_updates_are_confirmed_after_they_are_handled(
    telegram: FakeTelegram, channel: TelegramChannel, engine: ScriptedEngine
) -> None:
    await telegram.set_webhook("https://old.example", SECRET)
    telegram.duplicates = 1
    async with polling(channel, engine):
        for i in range(3):
            await telegram.user(i).says(f"tin {i}")
        await telegram.settled()
        await telegram.user(1).says("sau")
        await telegram.settled()
    assert sorted(engine.texts) == ["sau", "tin 0", "tin 1", "tin 2"]
    assert telegram.webhook == ""


async def test_what_a_crash_interrupts_comes_again(
    telegram: FakeTelegram, channel: TelegramChannel, engine: ScriptedEngine
) -> None:
    started = asyncio.Event()

    class Hanging(ScriptedEngine):
        async def handle(self, inbound: Any) -> Any:
            started.set()
            await asyncio.Event().wait()

    await telegram.user(1).says("một")
    async with polling(channel, Hanging()):
        await started.wait()
    assert len(telegram.pending) == 1
    async with polling(channel, engine):
        await telegram.settled()
    assert engine.texts == ["một"]


async def test_an_update_that_fails_is_not_confirmed_and_holds_nobody_else_up(
    telegram: FakeTelegram,
    channel: TelegramChannel,
    engine: ScriptedEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    engine.poison = "độc"
    await telegram.user(1).says("độc")
    await telegram.user(1).says("sau độc")
    await telegram.user(2).says("chat khác")
    async with polling(channel, engine):
        await until(lambda: "chat khác" in engine.texts and engine.attempts >= 4)
        await telegram.user(3).says("mới")
        await until(lambda: "mới" in engine.texts)
        assert len(telegram.pending) == 4, "nothing behind the failed one is confirmed"
        assert engine.texts == ["chat khác", "mới"], "the same chat keeps its order"
        engine.poison = ""
        await telegram.settled()
    assert engine.texts[2:] == ["độc", "sau độc"]
    assert "CANARY" not in caplog.text


async def test_a_poisonous_update_is_parked_in_the_end(
    telegram: FakeTelegram,
    channel: TelegramChannel,
    engine: ScriptedEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "ATTEMPTS", 3)
    engine.poison = "độc"
    async with polling(channel, engine):
        await telegram.user(1).says("độc")
        await telegram.user(1).says("sau")
        await telegram.settled()
    assert engine.texts == ["sau"]
    assert len(engine.parked) == 1


async def test_what_cannot_be_read_is_parked_and_polling_goes_on(
    telegram: FakeTelegram,
    channel: TelegramChannel,
    engine: ScriptedEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.pending[1] = "CANARY no update"
    telegram.pending[2] = {"message": {"text": "CANARY without number"}}
    await telegram.deliver_raw({"message": {"text": "CANARY"}})
    await telegram.deliver_raw({"callback_query": {"id": "1", "data": "CANARY"}})
    async with polling(channel, engine):
        await telegram.user(1).says("một")
        await telegram.settled()
    assert engine.texts == ["một"]
    assert len(engine.parked) == 4
    assert "CANARY" not in caplog.text


async def test_one_chats_updates_are_handled_in_order_and_chats_in_parallel(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    class Slow(ScriptedEngine):
        busy = most = 0

        async def handle(self, inbound: Any) -> Any:
            self.busy += 1
            self.most = max(self.most, self.busy)
            await asyncio.sleep(0.02)
            self.busy -= 1
            return await super().handle(inbound)

    engine = Slow()
    for i in range(5):
        for chat in range(12):
            await telegram.user(chat).says(f"{chat}.{i}")
    async with polling(channel, engine):
        await telegram.settled()
    assert engine.most == poll.PARALLEL
    for chat in range(12):
        mine = [text for text in engine.texts if text.startswith(f"{chat}.")]
        assert mine == [f"{chat}.{i}" for i in range(5)]


async def test_trouble_with_telegram_passes(
    telegram: FakeTelegram,
    channel: TelegramChannel,
    engine: ScriptedEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.conflict = True
    telegram.fault("deleteWebhook", Fault(502, garbage=True))
    faults = (Fault(drop=True), Fault(200, garbage=True), Fault(500), Fault(429, retry_after=1))
    telegram.fault("getUpdates", *faults)
    await telegram.user(1).says("một")
    async with polling(channel, engine):
        await until(lambda: len(telegram.called("getUpdates")) >= 7)
        telegram.conflict = False
        await telegram.settled()
    assert engine.texts == ["một"]
    lines = [r for r in caplog.records if "another program" in r.getMessage()]
    assert [line.levelname for line in lines] == ["ERROR"], "said once, not with every try"
    assert telegram.token not in caplog.text
