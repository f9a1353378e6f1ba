"""What the platform can answer, and what that means for a message."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.channels.zalo_bot import client as client_module
from bot.channels.zalo_bot.account import Account
from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.failures import Refused
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.domain.errors import (
    ConfigError,
    Gone,
    OperatorError,
    Permanent,
    RetryAfter,
    SendError,
    Transient,
)
from tests.channels.zalo_bot.conftest import SECRET, Here
from tests.fakes.zalo_bot_server import FakeZaloBot, Fault

TEXT = {"chat_id": "6ede01", "text": "chào"}


@pytest.fixture
async def client(zalo: FakeZaloBot) -> AsyncIterator[Client]:
    zalo.user("6ede01")
    made = Client(ZaloBotSettings(zalo.token, mode="polling", api_base=zalo.url + "/"))
    await made.open()
    yield made
    await made.close()


def kind_of(error: BaseException) -> type:
    """The kind, after making sure that nothing of the request travels along."""
    assert error.__cause__ is None
    assert error.__context__ is None
    return type(error)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(429, description="Quota exceeded"), RetryAfter),
        (Fault(status=429, body=b"slow down"), RetryAfter),
        (Fault(401, description="Unauthorized"), Refused),
        (Fault(status=401, body=b"<html>"), Refused),
        (Fault(404, description="Not Found"), Refused),
        (Fault(404, description="Chat not found"), Gone),
        (Fault(400, description="chat_id is invalid"), Gone),
        (Fault(400, description="Bad Request: user not found"), Gone),
        (Fault(404, description="Not Found: chat not found."), Gone),
        (Fault(403, description="Forbidden: bot was blocked by the user"), Gone),
        (Fault(403, description="Forbidden"), Refused),
        (Fault(403, description="Forbidden: bot is suspended"), Refused),
        (Fault(403, description="Quota of the plan is used up"), Refused),
        (Fault(400, description="Bad Request: invalid chat text"), Permanent),
        (Fault(400, description="Bad Request: bot is suspended"), Transient),
        (Fault(402, description="Payment required"), Transient),
        (Fault(404, description="Not Found: message in conversation not found"), Transient),
        (Fault(400, description="Bad Request"), Permanent),
        (Fault(413), Permanent),
        (Fault(500), Transient),
        (Fault(-32), Transient),
        (Fault(503, status=503), Transient),
        (Fault(status=502, body=b"<html>Bad Gateway"), Transient),
        (Fault(status=403, body=b"<html>a firewall"), Transient),
        (Fault(status=403, body=b'{"message":"Forbidden"}'), Transient),
        (Fault(status=404, body=b"<html>"), Transient),
        (Fault(status=302, body=b""), Transient),
        (Fault(body=b"<html>a hotel's login page"), Transient),
        (Fault(body=b""), Transient),
        (Fault(body=b"[" * 100_000), Transient),
        (Fault(body=b'{"ok":false}'), Transient),
        (Fault(body=b'{"ok":false,"error_code":"400"}'), Permanent),
        (Fault(body=b'{"ok":false,"error_code":[]}'), Transient),
        (Fault(drop=True), Transient),
        (Fault(cut=True), Transient),
        (Fault(body=b'{"result":{}}', after=True), Permanent),
        (Fault(body=b"[]", after=True), Permanent),
        (Fault(body=b'{"ok":"true"}', after=True), Permanent),
    ],
)
async def test_what_an_answer_means(
    zalo: FakeZaloBot, client: Client, fault: Fault, kind: type[SendError]
) -> None:
    zalo.fault("sendMessage", fault)
    with pytest.raises(SendError) as raised:
        await client.call("sendMessage", TEXT)
    assert kind_of(raised.value) is kind
    for secret in (zalo.token, zalo.url, "chào", "6ede01", "Quota", "Forbidden"):
        assert secret not in repr(raised.value)
    assert len(zalo.called("sendMessage")) == 1
    made = await client.call("sendMessage", TEXT)
    assert isinstance(made["message_id"], str), "the next one goes through"


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (b'{"ok":false,"error_code":429,"retry_after":7}', 7),
        (b'{"ok":false,"error_code":429,"parameters":{"retry_after":"8.5"}}', 8.5),
        (b'{"ok":false,"error_code":429,"result":{"retry_after":9}}', 9),
        (b'{"ok":false,"error_code":429,"retry_after":1e99}', 24 * 3600),
        (b'{"ok":false,"error_code":429,"retry_after":-1}', 5),
        (b'{"ok":false,"error_code":429,"retry_after":true}', 5),
        (b'{"ok":false,"error_code":429,"retry_after":NaN}', 5),
    ],
)
async def test_how_long_to_wait(
    zalo: FakeZaloBot, client: Client, answer: bytes, seconds: float
) -> None:
    zalo.fault("sendMessage", Fault(body=answer))
    with pytest.raises(RetryAfter) as raised:
        await client.call("sendMessage", TEXT)
    assert raised.value.seconds == seconds


async def test_waits_grow_until_something_gets_through(zalo: FakeZaloBot, client: Client) -> None:
    waits = []
    for _ in range(10):
        zalo.fault("sendMessage", Fault(429))
        with pytest.raises(RetryAfter) as raised:
            await client.call("sendMessage", TEXT)
        waits.append(raised.value.seconds)
    assert waits == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]
    await client.call("sendMessage", TEXT)
    zalo.fault("sendMessage", Fault(429))
    with pytest.raises(RetryAfter) as raised:
        await client.call("sendMessage", TEXT)
    assert raised.value.seconds == 5


async def test_a_slow_answer_is_not_waited_for_for_ever(zalo: FakeZaloBot, client: Client) -> None:
    zalo.fault("sendMessage", Fault(slow=3600))
    with pytest.raises(Transient) as raised:
        await client.call("sendMessage", TEXT, read=0.1)
    assert kind_of(raised.value) is Transient


async def test_an_endless_answer_is_not_read(
    zalo: FakeZaloBot, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "ANSWER_LIMIT", 1000)
    zalo.fault("getMe", Fault(body=b'{"ok":true,"result":"' + b"x" * 5000 + b'"}'))
    with pytest.raises(Transient):
        await client.call("getMe")


async def test_nobody_at_home(client: Client) -> None:
    closed = Client(ZaloBotSettings("1:a", mode="polling", api_base="http://127.0.0.1:9"))
    with pytest.raises(Transient, match="not open"):
        await closed.call("getMe")
    await closed.open()
    with pytest.raises(Transient) as raised:
        await closed.call("getMe")
    assert kind_of(raised.value) is Transient
    assert "127.0.0.1" not in repr(raised.value)
    await closed.close()


async def test_an_answer_without_a_result_is_one(zalo: FakeZaloBot, client: Client) -> None:
    fields = {"chat_id": "6ede01", "action": "typing"}
    assert await client.call("sendChatAction", fields) is None


async def test_the_bot_learns_its_page(channel: ZaloBotChannel) -> None:
    assert channel.page == "https://zalo.me/4402171003"
    assert await channel.me() == "https://zalo.me/4402171003"


async def test_a_refused_token_is_an_operators_matter(zalo: FakeZaloBot, here: Here) -> None:
    settings = ZaloBotSettings(zalo.token, webhook_secret=SECRET, api_base=zalo.url)
    account = Account(settings)
    await account.client.open()
    set_webhook = partial(account.set_webhook, "https://tinbao.example.vn")
    for method, call in (("getMe", account.me), ("setWebhook", set_webhook)):
        zalo.fault(method, Fault(401))
        with pytest.raises(OperatorError, match="token is refused") as raised:
            await call()
        assert zalo.token not in repr(raised.value)
    with pytest.raises(OperatorError, match="must be https"):
        await account.set_webhook("http://tinbao.example.vn")
    await account.close()


async def test_a_webhook_that_zalo_could_not_see_is_logged(
    zalo: FakeZaloBot, channel: ZaloBotChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await channel.set_webhook("https://tinbao.example.vn/")
    assert zalo.webhook == "https://tinbao.example.vn/webhook/zalo-bot"
    assert zalo.secret == SECRET
    assert "verify" not in caplog.text
    zalo.verifies = False
    await channel.set_webhook("https://tinbao.example.vn")
    assert "could not verify" in caplog.text
    assert "example" not in caplog.text


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"token": "CANARY"}, "token"),
        ({"token": "CANARY:a b"}, "token"),
        ({"token": "CANARY/..:x"}, "token"),
        ({"mode": "CANARY"}, "mode"),
        ({"webhook_secret": "CANARY"}, "webhook_secret"),
        ({"webhook_secret": ""}, "webhook_secret"),
        ({"webhook_secret": "CANARY" * 50}, "webhook_secret"),
        ({"webhook_secret": "CANARY ệ CANARY"}, "webhook_secret"),
        ({"mode": "polling", "webhook_secret": "CANARY"}, "webhook_secret"),
        ({"api_base": "ftp://CANARY"}, "api_base"),
        ({"proxy": "socks5://CANARY:1"}, "proxy"),
        ({"media_hosts": ("https://CANARY",)}, "media_hosts"),
    ],
)
def test_what_cannot_work_is_refused_without_quoting_it(
    changes: dict[str, object], named: str
) -> None:
    usual: dict[str, object] = {"token": "1:a", "webhook_secret": SECRET}
    with pytest.raises(ConfigError, match=f"zalo_bot.{named}") as raised:
        ZaloBotSettings(**(usual | changes))  # type: ignore[arg-type]
    assert "CANARY" not in str(raised.value)


def test_settings_show_no_secret() -> None:
    shown = repr(ZaloBotSettings("1:CANARY", webhook_secret="CANARY-1", proxy="http://CANARY:1"))
    assert "CANARY" not in shown


async def test_nothing_is_written_down(
    zalo: FakeZaloBot, channel: ZaloBotChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    zalo.user("987654321")
    zalo.fault("sendMessage", Fault(400, description="CANARY"), Fault(drop=True), Fault(cut=True))
    fields = {"chat_id": "987654321", "text": "CANARY"}
    for _ in range(4):
        try:
            await channel.client.call("sendMessage", fields)
        except SendError as error:
            logging.getLogger("x").exception("refused", exc_info=error)
    media = zalo.keep_media(b"CANARY", ".jpg")
    assert [piece async for piece in channel.fetch(media, 100)] == [b"CANARY"]
    zalo.expire()
    with pytest.raises(Exception, match="expired") as raised:
        await anext(channel.fetch(media, 100))
    logging.getLogger("x").exception("lost", exc_info=raised.value)
    assert json.dumps(zalo.token) not in caplog.text
    for secret in ("CANARY", "987654321", zalo.token, zalo.token.partition(":")[2], "/media/"):
        assert secret not in caplog.text, secret
