"""What the OpenAPI answers, and what that means for the message."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator

import pytest

from bot.channels.zalo_oa.adapter import ZaloOaChannel
from bot.channels.zalo_oa.failures import Refused, Unknown
from bot.channels.zalo_oa.rates import Rates
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.domain.errors import (
    ConfigError,
    Permanent,
    RetryAfter,
    SendError,
    Transient,
    WindowClosed,
)
from bot.domain.message import Address, Reply, verbatim
from tests.channels.zalo_oa.conftest import Bench, ScriptedEngine
from tests.channels.zalo_oa.office import settings
from tests.fakes.zalo_oa_server import FakeZaloOa, Fault

LAN = Address("zalo_oa", "2468")
WORDS = Reply(verbatim("CANARY-text"))


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        (Fault(error=-210), Permanent),
        (Fault(error=-230), WindowClosed),
        (Fault(error=-232), WindowClosed),
        (Fault(error=-213), WindowClosed),
        (Fault(error=-211), RetryAfter),
        (Fault(error=-218), RetryAfter),
        (Fault(error=-32), RetryAfter),
        (Fault(error=-224), Refused),
        (Fault(error=-201), Permanent),
        *(
            (Fault(error=code), Unknown)
            for code in (-1, -200, -204, -205, -209, -219, -221, -227, -235, -320, -321, 12)
        ),
        (Fault(status=403, error=-204), Unknown),
        (Fault(status=403, garbage='{"message": "Forbidden"}'), Transient),
        (Fault(status=404, garbage='{"path": "/v3.0/oa/message/cs"}'), Transient),
        (Fault(status=403, garbage='{"error": 0}'), Transient),
        (Fault(status=400, error=-201), Permanent),
        (Fault(status=429), RetryAfter),
        (Fault(status=500), Transient),
        (Fault(status=503, error=-201), Transient),
        (Fault(status=502, garbage="<html>CANARY"), Transient),
        (Fault(garbage="<html>CANARY"), Transient),
        (Fault(garbage="[1]"), Transient),
        (Fault(drop=True), Transient),
        (Fault(garbage='{"message": "CANARY"}'), Permanent),
        (Fault(garbage='{"error": true}'), Permanent),
    ],
)
async def test_errors_say_what_to_do_and_nothing_else(
    zalo: FakeZaloOa, channel: ZaloOaChannel, fault: Fault, wanted: type[SendError]
) -> None:
    zalo.user("2468")
    zalo.fault("cs", fault)
    with pytest.raises(SendError) as raised:
        await channel.send(LAN, WORDS, "vi")
    error = raised.value
    assert isinstance(error, wanted)
    assert isinstance(error, Refused) == (wanted is Refused)
    assert (error.__cause__, error.__context__) == (None, None)
    for secret in ("CANARY", "ACCESS", "127.0.0.1", "2468", zalo.app_secret):
        assert secret not in repr(error)


async def test_what_is_not_known_is_told_an_operator_once(
    zalo: FakeZaloOa, channel: ZaloOaChannel, caplog: pytest.LogCaptureFixture
) -> None:
    zalo.chat("2468").open = True
    zalo.fault("cs", Fault(error=-204), Fault(error=-204), Fault(error=-205))
    for _ in range(3):
        with pytest.raises(Unknown) as raised:
            await channel.send(LAN, WORDS, "vi")
        assert raised.value.seconds == 3600
    told = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [line.getMessage().count(code) for line in told for code in ("-204", "-205")] == [
        *(1, 0),
        *(0, 1),
    ]
    await channel.send(LAN, WORDS, "vi")
    assert [message.text for message in zalo.chats["2468"].messages] == ["CANARY-text"]


@pytest.mark.parametrize(
    "answer", ['{"error": 0}', '{"error": "0", "data": []}', '{"error":0,"data":{"message_id":7}}']
)
async def test_what_got_through_is_not_sent_twice(
    zalo: FakeZaloOa, channel: ZaloOaChannel, answer: str
) -> None:
    zalo.fault("cs", Fault(garbage=answer))
    sent = await channel.send(LAN, WORDS, "vi")
    assert sent.message_ids in ((), ("7",))
    assert len(zalo.called("cs")) == 1


@pytest.mark.parametrize("code", [-216, -220])
async def test_a_refused_token_is_refreshed_and_the_message_sent(
    zalo: FakeZaloOa, channel: ZaloOaChannel, code: int
) -> None:
    zalo.chat("2468").open = True
    zalo.fault("cs", Fault(error=code))
    await channel.send(LAN, WORDS, "vi")
    first, second = zalo.called("cs")
    assert first.headers["access_token"] != second.headers["access_token"] == zalo.oauth.access
    assert [message.text for message in zalo.chats["2468"].messages] == ["CANARY-text"]


async def test_two_tokens_refused_in_a_row_are_an_operators_matter(
    zalo: FakeZaloOa, channel: ZaloOaChannel, caplog: pytest.LogCaptureFixture
) -> None:
    zalo.fault("cs", Fault(error=-216), Fault(error=-216), Fault(error=-216))
    for _ in range(2):
        with pytest.raises(Refused, match="app_id and oa_id"):
            await channel.send(LAN, WORDS, "vi")
    assert len(zalo.called("access_token")) == 1
    assert caplog.text.count("app_id and oa_id") == 1


async def test_nothing_is_asked_when_nothing_is_left(
    zalo: FakeZaloOa, channel: ZaloOaChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    zalo.chat("2468").open = True
    zalo.remaining = 1
    await channel.send(LAN, WORDS, "vi")
    for _ in range(3):
        with pytest.raises(RetryAfter) as raised:
            await channel.send(LAN, WORDS, "vi")
        assert 50 < raised.value.seconds <= 60
    assert len(zalo.called("cs")) == 1
    zalo.remaining = None
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    await channel.send(LAN, WORDS, "vi")
    assert len(zalo.called("cs")) == 2


async def test_half_a_message_is_not_begun(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    zalo.chat("2468").open = True
    zalo.remaining = 2
    await channel.send(LAN, WORDS, "vi")
    with pytest.raises(RetryAfter):
        await channel.send(LAN, Reply(verbatim("Một câu. " * 400)), "vi")
    assert len(zalo.called("cs")) == 1
    await channel.send(LAN, WORDS, "vi")
    assert len(zalo.called("cs")) == 2


async def test_a_refusal_waits_as_long_as_it_is_told(
    zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    told = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "17"}
    zalo.fault("cs", Fault(error=-32, headers=told))
    with pytest.raises(RetryAfter) as raised:
        await channel.send(LAN, WORDS, "vi")
    assert raised.value.seconds == 17


@pytest.mark.parametrize(
    ("remaining", "reset", "wanted"),
    [
        ("0", "30", 30),
        ("0", "", 60),
        ("0", "soon", 60),
        ("0", "nan", 60),
        ("0", "-5", 60),
        ("0", "99999", 3600),
        ("0", lambda: str(int(time.time()) + 20), 20),
        ("0", lambda: str(int((time.time() + 20) * 1000)), 20),
        ("5", "30", 0),
        ("", "30", 0),
        ("nan", "30", 0),
    ],
)
def test_the_headers_are_understood_in_every_way(
    remaining: str, reset: object, wanted: float
) -> None:
    limit = Rates()
    limit.note(
        {
            "x-ratelimit-remaining": remaining,
            "X-RateLimit-Reset": reset() if callable(reset) else str(reset),
        }
    )
    if not wanted:
        limit.heed()
        return
    with pytest.raises(RetryAfter) as raised:
        limit.heed()
    assert wanted - 2 < raised.value.seconds <= wanted


async def test_a_quota_is_not_asked_again_for_an_hour(
    zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    zalo.chat("2468").open = True
    zalo.quota = 0
    with pytest.raises(RetryAfter) as raised:
        await channel.send(LAN, WORDS, "vi")
    assert raised.value.seconds == 3600


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"app_id": "x"}, "zalo_oa.app_id"),
        ({"oa_id": ""}, "zalo_oa.oa_id"),
        ({"app_secret": ""}, "zalo_oa.app_secret"),
        ({"oa_secret": "CANARY with spaces"}, "zalo_oa.oa_secret"),
        ({"api_base": "ftp://a"}, "zalo_oa.api_base"),
        ({"oauth_base": ""}, "zalo_oa.oauth_base"),
        ({"public_url": "/x"}, "zalo_oa.public_url"),
        ({"proxy": "socks5://CANARY"}, "zalo_oa.proxy"),
        ({"proxy": "http://"}, "zalo_oa.proxy"),
        ({"buttons": "CANARY"}, "zalo_oa.buttons"),
        ({"requests_per_minute": 0}, "zalo_oa.requests_per_minute"),
    ],
)
def test_settings_that_cannot_work_are_refused(change: dict[str, object], said: str) -> None:
    fields: dict[str, object] = {
        "app_id": "1",
        "app_secret": "secret-secret",
        "oa_id": "2",
        "oa_secret": "other-secret",
        "public_url": "https://tinbao.example",
    }
    with pytest.raises(ConfigError, match=said) as raised:
        ZaloOaSettings(**(fields | change))  # type: ignore[arg-type]
    assert "CANARY" not in str(raised.value)
    good = ZaloOaSettings(**fields, proxy="http://me:pass@proxy:1")  # type: ignore[arg-type]
    for secret in ("secret-secret", "other-secret", "pass"):
        assert secret not in repr(good)


def test_the_pace_is_that_of_the_plan(zalo: FakeZaloOa) -> None:
    plain = settings(zalo)
    assert plain.limits.overall == pytest.approx(100 / 60)
    window = plain.limits.window
    assert window is not None
    assert window.total_seconds() == 48 * 3600


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def test_nothing_is_written_down(
    connected: FakeZaloOa, bench: Bench, engine: ScriptedEngine, log: io.StringIO
) -> None:
    zalo = connected
    channel = await bench.channel()
    lan = zalo.user("987654321")
    engine.troubles = [RuntimeError("CANARY-error")]
    await lan.says("CANARY-text")
    await lan.sends_file("CANARY-name.pdf", b"CANARY-bytes")
    await lan.submits_info("CANARY-name", "0900111222")
    await lan.in_group("G7").says("tố giác CANARY-said")
    await zalo.deliver({"event_name": "user_send_text", "message": {"text": "CANARY-odd"}})
    await zalo.post.settled()
    faults = [Fault(error=-216), Fault(drop=True), Fault(garbage="CANARY"), Fault(error=-201)]
    zalo.fault("cs", *faults)
    address = Address("zalo_oa", "987654321")
    for _ in range(5):
        try:
            await channel.send(address, Reply(verbatim("CANARY-reply")), "vi")
        except SendError as error:
            log.write(repr(error))
    async for _ in channel.fetch(zalo.keep_media(b"CANARY"), 100):
        pass
    zalo.oauth.revoke()
    with pytest.raises(SendError):
        await channel.send(address, Reply(verbatim("CANARY-reply")), "vi")
    log.write(repr((channel.settings, engine.handled, channel.tokens)))
    text = log.getvalue()
    assert "zalo_oa" in text
    secrets = ("canary", "987654321", "access-", "refresh-", "0900111222", "/media/")
    for secret in (*secrets, zalo.app_secret.casefold(), zalo.oa_secret.casefold()):
        assert secret not in text.casefold(), secret
