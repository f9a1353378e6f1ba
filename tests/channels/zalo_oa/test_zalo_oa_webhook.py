"""Zalo brings events over HTTP: only Zalo's are taken, each is durable before it is answered."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.channels.zalo_oa import page
from bot.channels.zalo_oa.intake import ATTEMPTS
from bot.channels.zalo_oa.settings import RETURN_PATH
from bot.domain.errors import StoreUnavailable
from bot.domain.message import Address, GroupSaid, Location
from bot.texts import Texts
from tests.channels.zalo_oa.conftest import ScriptedEngine, until
from tests.fakes.zalo_oa_post import RETRIES
from tests.fakes.zalo_oa_server import FakeZaloOa


def body(zalo: FakeZaloOa, text: str = "x", **more: Any) -> bytes:
    event = {
        "app_id": zalo.app_id,
        "event_name": "user_send_text",
        "sender": {"id": "5"},
        "message": {"text": text, "msg_id": "m"},
        "timestamp": "1751100041636",
    }
    return json.dumps(event | more).encode()


def headed(zalo: FakeZaloOa, raw: bytes, timestamp: str = "1751100041636") -> dict[str, str]:
    return {"X-ZEvent-Signature": zalo.signed(raw, timestamp)}


async def test_strangers_are_turned_away(connected: FakeZaloOa, engine: ScriptedEngine) -> None:
    raw = body(connected)
    right = headed(connected, raw)["X-ZEvent-Signature"]
    other = body(connected, app_id="1")
    wrong: list[tuple[bytes, dict[str, str]]] = [
        (raw, {}),
        (raw, {"X-ZEvent-Signature": ""}),
        (raw, {"X-ZEvent-Signature": "mac="}),
        (raw, {"X-ZEvent-Signature": "mac=" + right}),
        (raw, {"X-ZEvent-Signature": "ệ"}),
        (raw + b" ", {"X-ZEvent-Signature": right}),
        (other, headed(connected, other)),
        (b"not json", headed(connected, b"not json")),
    ]
    for content, headers in wrong:
        assert await connected.post.bring(content, headers) == 401
    assert engine.attempts == 0


async def test_zalo_is_answered(connected: FakeZaloOa, engine: ScriptedEngine) -> None:
    raw = body(connected, "một")
    assert await connected.post.bring(raw, headed(connected, raw)) == 200
    numbered = body(connected, "hai", timestamp=1751100041637, message={"text": "hai"})
    bare = {"X-ZEvent-Signature": connected.signed(numbered, "1751100041637")[4:]}
    assert await connected.post.bring(numbered, bare) == 200
    assert engine.texts == ["một", "hai"]
    assert engine.handled[1].event_id == "user_send_text:1751100041637"


async def test_what_is_too_long_is_refused(connected: FakeZaloOa, engine: ScriptedEngine) -> None:
    raw = b'{"x": "' + b"x" * 1_048_576 + b'"}'

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    async with ClientSession() as session:
        for content in (io.BytesIO(raw), endless()):
            async with session.post(connected.post.webhook, data=content) as got:
                assert got.status == 413
    assert engine.attempts == 0


async def test_a_whole_exchange(connected: FakeZaloOa, engine: ScriptedEngine) -> None:
    lan = connected.user("2468")
    await lan.clicks_chat()
    await lan.says("Xin chào")
    await lan.sends_photo(b"\xff\xd8\xff", "ở đây")
    await lan.sends_file("don.pdf", b"%PDF-1.7")
    await lan.sends_video(b"film")
    await lan.sends_voice(b"voice")
    await lan.sends_sticker()
    await lan.sends_location(21.5, 105.25)
    await lan.submits_info("CANARY Lan", "0900000000")
    await lan.in_group("G7").says("hôm nay trời đẹp")
    await lan.in_group("G7").says("tố giác CANARY")
    await lan.in_group("G7").says("@Tinbao DANGKY 7F3K-2Q9X-1A2B")
    await connected.post.settled()
    assert {status for _, status in connected.post.delivered} == {200}
    assert engine.texts[:3] == ["/start", "Xin chào", "ở đây"]
    assert [len(inbound.uploads) for inbound in engine.handled[2:6]] == [1, 1, 1, 1]
    assert engine.handled[3].uploads[0].size == 8
    assert engine.handled[7].location == Location(21.5, 105.25)
    assert [(i.group, i.text) for i in engine.handled[8:]] == [
        (GroupSaid.REPORT, ""),
        (GroupSaid.JOIN, "7F3K2Q9X1A2B"),
    ]
    assert engine.parked == []


async def test_who_asks_zalo_to_delete_their_data_is_forgotten(
    connected: FakeZaloOa, engine: ScriptedEngine
) -> None:
    engine.troubles = [OSError()]
    await connected.user("2468").withdraws()
    await connected.post.settled()
    assert engine.withdrawn == [Address("zalo_oa", "2468")]
    assert [status for _, status in connected.post.delivered] == [0, 200]


async def test_what_could_not_be_stored_is_cut_off_and_brought_again(
    connected: FakeZaloOa, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.troubles = [RuntimeError("CANARY"), OSError("CANARY")]
    await connected.user("1").says("một")
    await connected.post.settled()
    assert engine.texts == ["một"]
    assert [status for _, status in connected.post.delivered] == [0, 0, 200]
    assert "CANARY" not in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("trouble", [StoreUnavailable("busy"), OSError("CANARY")])
async def test_what_is_brought_for_the_last_time_is_tried_until_it_is_stored(
    connected: FakeZaloOa, engine: ScriptedEngine, trouble: Exception
) -> None:
    engine.troubles = [trouble] * (RETRIES + 4)
    engine.park_troubles = [OSError("CANARY")] * 10
    await connected.user("1").says("một")
    await connected.post.settled()
    assert connected.post.lost == ["user_send_text"]
    await until(lambda: engine.texts == ["một"])
    assert engine.parked == []


async def test_what_is_said_to_another_account_of_the_same_app_is_put_aside_unread(
    connected: FakeZaloOa, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        raw = body(connected, "CANARY", recipient={"id": "another"})
        assert await connected.post.bring(raw, headed(connected, raw)) == 200
    assert (engine.attempts, len(engine.parked)) == (0, 2)
    assert caplog.text.count("another official account") == 1
    assert "CANARY" not in caplog.text


async def test_repeats_and_another_order_lose_nothing(
    connected: FakeZaloOa, engine: ScriptedEngine
) -> None:
    connected.post.duplicates = 1
    await connected.user("1").says("một")
    connected.post.hold()
    for i in range(4):
        await connected.user("2").says(f"tin {i}")
    connected.post.release([3, 1, 0, 2])
    await connected.post.settled()
    assert engine.attempts == 6
    assert sorted(engine.texts) == ["một", "tin 0", "tin 1", "tin 2", "tin 3"]


async def test_what_cannot_be_read_is_parked_and_stops_nothing(
    connected: FakeZaloOa, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.park_troubles = [OSError("CANARY")]
    await connected.deliver({"event_name": "user_send_text", "message": {"text": "CANARY"}})
    await connected.user("1").says("một")
    await connected.post.settled()
    assert len(engine.parked) == 1
    assert b"CANARY" in engine.parked[0]
    assert engine.texts == ["một"]
    assert "CANARY" not in caplog.text


async def test_a_poisonous_event_is_parked_before_zalo_gives_it_up(
    connected: FakeZaloOa, engine: ScriptedEngine
) -> None:
    engine.poison = "độc"
    await connected.user("1").says("độc")
    await connected.user("1").says("sau")
    await connected.post.settled()
    assert engine.texts == ["sau"]
    assert (len(engine.parked), engine.attempts) == (1, ATTEMPTS + 1)
    assert connected.post.lost == []


async def test_the_last_try_is_parked_even_if_the_others_were_not_seen(
    connected: FakeZaloOa, engine: ScriptedEngine
) -> None:
    engine.poison = "độc"
    raw = body(connected, "độc", num_retry=5)
    assert await connected.post.bring(raw, headed(connected, raw)) == 200
    assert len(engine.parked) == 1


async def test_a_groups_words_are_not_parked_either(
    connected: FakeZaloOa, engine: ScriptedEngine
) -> None:
    engine.troubles = [OSError() for _ in range(ATTEMPTS)]
    await connected.user("1").in_group("G7").says("tố giác CANARY")
    await connected.post.settled()
    assert (engine.parked, engine.handled) == ([], [])
    assert connected.post.delivered[-1][1] == 200


async def test_the_page_after_the_permission_keeps_nothing() -> None:
    app = web.Application()
    app.add_routes(page.routes(Texts.load(strict=True)))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}{RETURN_PATH}?code=CANARY&state=CANARY"
    async with ClientSession() as session, session.get(url) as got:
        shown = await got.text()
        assert got.status == 200
        assert got.headers["Referrer-Policy"] == "no-referrer"
        assert got.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in got.headers["Content-Security-Policy"]
    assert "Chép địa chỉ" in shown
    assert "Copy the address" in shown
    assert "CANARY" not in shown
    assert "<script" not in shown
    await runner.cleanup()
