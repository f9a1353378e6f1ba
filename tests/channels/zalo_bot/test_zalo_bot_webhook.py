from __future__ import annotations

import io
import json
import random
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from bot.channels.zalo_bot import webhook
from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.channels.zalo_bot.intake import ATTEMPTS
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.domain.errors import ConfigError, StoreUnavailable
from bot.domain.message import Address, Button, GroupSaid, Refusal, Reply, verbatim
from tests.channels.zalo_bot.conftest import (
    SECRET,
    Here,
    MemoryFiles,
    PlainTexts,
    ScriptedEngine,
    until,
)
from tests.channels.zalo_bot.test_zalo_bot_parse import event
from tests.fakes.zalo_bot_server import FakeZaloBot

EVENT = json.dumps(event("text", text="x")).encode()


@pytest.fixture
async def url(channel: ZaloBotChannel, engine: ScriptedEngine) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(webhook.routes(channel, engine))
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/webhook/zalo-bot"
    await runner.cleanup()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "ệ"])
async def test_strangers_are_turned_away(
    url: str, engine: ScriptedEngine, secret: str | None
) -> None:
    headers = {} if secret is None else {webhook.SECRET_HEADER: secret}
    async with ClientSession() as session, session.post(url, data=EVENT, headers=headers) as got:
        assert (got.status, await got.read()) == (401, b"")
    assert engine.attempts == 0


async def test_zalo_is_answered(url: str, engine: ScriptedEngine) -> None:
    headers = {webhook.SECRET_HEADER: SECRET}
    async with ClientSession() as session:
        async with session.post(url, data=EVENT, headers=headers) as got:
            assert got.status == 200
        async with session.post(url, data=EVENT, headers=headers) as got:
            assert got.status == 200, "a repeat is done with"
        async with session.post(url, data=io.BytesIO(b"x" * 1_048_577), headers=headers) as got:
            assert got.status == 413

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b"x" * 65_536

        async with session.post(url, data=endless(), headers=headers) as got:
            assert got.status == 413
    assert engine.texts == ["x"]


def mutated(secret: str, dice: random.Random) -> str:
    """The secret with one to three small changes, or something else of the same kind."""
    letters = list(secret)
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-\x7fệ \t"
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(letters) + 1)
        match dice.randrange(6):
            case 0:
                letters.insert(at, dice.choice(alphabet))
            case 1:
                del letters[at : at + 1]
            case 2:
                letters[at : at + 1] = dice.choice(alphabet)
            case 3:
                letters[at : at + 1] = [c.swapcase() for c in letters[at : at + 1]]
            case 4:
                letters = letters[at:] + letters[:at]
            case _:
                letters = letters[:at]
    return "".join(letters)


def test_a_hundred_thousand_wrong_secrets_are_refused() -> None:
    dice = random.Random(20261123)
    tried = 0
    while tried < 100_000:
        wrong = mutated(SECRET, dice)
        if wrong != SECRET:
            assert not webhook.knows(wrong, SECRET), wrong
            tried += 1
    assert webhook.knows(SECRET, SECRET)


async def test_two_thousand_wrong_secrets_reach_nobody(url: str, engine: ScriptedEngine) -> None:
    dice = random.Random(2)
    statuses: dict[int, int] = {}
    async with ClientSession() as session:
        for _ in range(2_000):
            wrong = mutated(SECRET, dice)
            if wrong.strip(" \t") == SECRET:  # spaces around a header are no part of it
                continue
            shown = wrong.replace("\x7f", "~")
            async with session.post(
                url, data=EVENT, headers={webhook.SECRET_HEADER: shown}
            ) as got:
                statuses[got.status] = statuses.get(got.status, 0) + 1
    assert set(statuses) == {401}
    assert engine.attempts == 0
    assert engine.parked == []


async def test_without_a_secret_nothing_is_mounted(
    zalo: FakeZaloBot, files: MemoryFiles, here: Here, engine: ScriptedEngine
) -> None:
    settings = ZaloBotSettings(zalo.token, mode="polling")
    channel = ZaloBotChannel(settings, PlainTexts(), files, here.pictures)
    with pytest.raises(ConfigError, match="webhook_secret"):
        webhook.routes(channel, engine)


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_whole_exchange(
    zalo: FakeZaloBot, channel: ZaloBotChannel, engine: ScriptedEngine, url: str, wrapped: bool
) -> None:
    zalo.wrapped = wrapped
    await channel.set_webhook(url.removesuffix("/webhook/zalo-bot"))
    lan = zalo.user("6ede01", "CANARY")
    await lan.says("MÃ 7F3K2X")
    await lan.sends_photo(b"\xff\xd8" + b"x" * 100, "ở đây")
    await lan.sends_voice(b"voice")
    await lan.sends_sticker()
    await lan.sends_unsupported()
    await lan.reacts()
    choices = tuple(
        Button(verbatim(label), "a.b:c", number=i)
        for i, label in enumerate(("Gửi luôn", "Sửa"), 1)
    )
    await channel.send(Address("zalo_bot", lan.id), Reply(verbatim("Chọn"), choices), "vi")
    heard = await lan.hears("chọn")
    await lan.says("1")
    await zalo.settled()
    code, photo, voice, sticker, unsupported, one = engine.handled
    assert code.text == "MÃ 7F3K2X"
    assert (photo.text, len(photo.uploads), len(voice.uploads)) == ("ở đây", 1, 1)
    assert (sticker.text, sticker.refused) == ("", ())
    assert unsupported.refused == (Refusal.UNSUPPORTED,)
    assert one.text == "1"
    assert heard.text == "Chọn\n\n1. Gửi luôn\n2. Sửa\nchoices-hint"


async def test_in_a_group_the_words_are_not_kept(
    zalo: FakeZaloBot, engine: ScriptedEngine, url: str
) -> None:
    await zalo.set_webhook(url, SECRET)
    lan = zalo.user("6ede01").in_group("g77")
    await lan.says("chuyện trong xóm")
    await lan.says("@Tinbao nhà ông CANARY bán thuốc")
    await lan.says("@Tinbao DANGKY 7F3K-2X9Q-1A2B")
    await lan.says("@Tinbao hủy đăng ký")
    await zalo.settled()
    engine.troubles = [RuntimeError()] * 5 * ATTEMPTS
    await lan.says("@Tinbao CANARY nữa")
    await zalo.settled()
    assert [(i.group, i.text, i.address.id) for i in engine.handled] == [
        (GroupSaid.REPORT, "", "g77"),
        (GroupSaid.JOIN, "7F3K2X9Q1A2B", "g77"),
        (GroupSaid.LEAVE, "", "g77"),
    ]
    assert engine.parked == []


async def test_an_event_is_brought_again_until_it_is_committed(
    zalo: FakeZaloBot,
    engine: ScriptedEngine,
    url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await zalo.set_webhook(url, SECRET)
    engine.troubles = [RuntimeError("CANARY"), OSError("CANARY")]
    await zalo.user("1").says("một")
    await zalo.settled()
    assert engine.texts == ["một"]
    assert zalo.delivered[0] == 500
    assert zalo.delivered[-1] == 200
    assert "CANARY" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_what_zalo_brings_only_once_is_not_lost(
    zalo: FakeZaloBot, engine: ScriptedEngine, url: str
) -> None:
    zalo.persists = False
    await zalo.set_webhook(url, SECRET)
    engine.troubles = [OSError()] * 3
    await zalo.user("1").says("một")
    await zalo.settled()
    assert zalo.delivered == [500]
    await until(lambda: engine.texts == ["một"])


async def test_an_event_that_cannot_be_stored_yet_is_never_put_aside(
    zalo: FakeZaloBot, engine: ScriptedEngine, url: str
) -> None:
    zalo.persists = False
    await zalo.set_webhook(url, SECRET)
    engine.troubles = [StoreUnavailable("busy") for _ in range(ATTEMPTS + 2)]
    await zalo.user("1").says("một")
    await zalo.settled()
    await until(lambda: engine.texts == ["một"])
    assert engine.parked == []


async def test_duplicates_and_another_order_lose_nothing(
    zalo: FakeZaloBot, engine: ScriptedEngine, url: str
) -> None:
    await zalo.set_webhook(url, SECRET)
    zalo.duplicates = 1
    await zalo.user("1").says("một")
    zalo.hold()
    for i in range(4):
        await zalo.user("2").says(f"tin {i}")
    await zalo.release([3, 1, 0, 2])
    await zalo.settled()
    assert engine.attempts == 6
    assert sorted(engine.texts) == ["một", "tin 0", "tin 1", "tin 2", "tin 3"]


async def test_what_cannot_be_read_is_parked_and_stops_nothing(
    zalo: FakeZaloBot,
    engine: ScriptedEngine,
    url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await zalo.set_webhook(url, SECRET)
    engine.park_troubles = [OSError("CANARY")]
    await zalo.deliver_raw(b"CANARY no json")
    await zalo.deliver_raw(b'{"message": {"text": "CANARY"}}')
    await zalo.deliver_raw(b'{"event_name": "message.text.received"}')
    await zalo.user("1").says("một")
    await zalo.settled()
    await until(lambda: len(engine.parked) >= 2)
    assert set(engine.parked) == {b"CANARY no json", b'{"message": {"text": "CANARY"}}'}
    assert engine.texts == ["một"]
    assert "CANARY" not in caplog.text


async def test_a_poisonous_event_is_parked_in_the_end(
    zalo: FakeZaloBot, engine: ScriptedEngine, url: str
) -> None:
    await zalo.set_webhook(url, SECRET)
    engine.poison = "độc"
    engine.park_troubles = [OSError()]
    await zalo.user("1").says("độc")
    await zalo.user("1").says("sau")
    await zalo.settled()
    await until(lambda: engine.parked)
    assert engine.texts == ["sau"]
    assert engine.attempts >= ATTEMPTS + 2
