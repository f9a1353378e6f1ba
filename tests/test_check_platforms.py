"""`tinbao check` on chat platforms: each fault gets the line that says what to change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.check import check_all
from bot.check_result import Result
from bot.config import Config
from bot.domain.token_pair import Pair, PairState
from bot.roles import ROLES
from storage.oa_tokens import OaTokenVault
from tests.fakes import zalo_bot_server, zalo_oa_server
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.zalo_bot_server import FakeZaloBot
from tests.fakes.zalo_oa_server import FakeZaloOa
from tests.installed import INIT, alone, copied

NOBODY = "http://127.0.0.1:9"
HTTPS = "https://localhost:9"
"""Nobody answers there either, but it could be known to the internet."""
TOKEN_LASTS = timedelta(hours=25)


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    alone(monkeypatch, tmp_path)
    copied(tmp_path, INIT)
    return tmp_path


async def line(part: str, roles: frozenset[str] = ROLES) -> Result:
    return next(result for result in await check_all(None, roles) if result.part == part)


async def refused(part: str) -> str:
    """The line of a part that must fail; no secret is in it."""
    result = await line(part)
    assert not result.ok, result.detail
    for secret in ("Fake-token", "SecretOfTheTests", "ACCESS-", "REFRESH-"):
        assert secret not in result.detail
    return result.detail


async def test_what_is_not_configured_is_said_to_be_so() -> None:
    for part in ("telegram", "zalo bot", "zalo oa"):
        assert await line(part) == Result(part, True, "not configured")


@pytest.fixture
async def telegram(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        monkeypatch.setenv("TINBAO_TELEGRAM__TOKEN", server.token)
        monkeypatch.setenv("TINBAO_TELEGRAM__API_BASE", server.url)
        yield server


async def test_telegram_that_answers(telegram: FakeTelegram) -> None:
    result = await line("telegram")

    assert result.ok
    assert result.detail.endswith("answers, polling")


async def test_telegram_cannot_bring_messages_to_this_machine_alone(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINBAO_TELEGRAM__MODE", "webhook")
    monkeypatch.setenv("TINBAO_TELEGRAM__WEBHOOK_SECRET", "a-secret-of-the-webhook")
    assert "public_url" in await refused("telegram")

    monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", HTTPS)
    assert (await line("telegram")).detail.endswith("answers, webhook")


@pytest.fixture
async def bot(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeZaloBot]:
    """A bot at a Zalo of our own, that brings messages to `HTTPS`."""
    async with FakeZaloBot() as zalo:
        monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", HTTPS)
        monkeypatch.setenv("TINBAO_ZALO_BOT__TOKEN", zalo.token)
        monkeypatch.setenv("TINBAO_ZALO_BOT__WEBHOOK_SECRET", "a-secret-of-the-webhook")
        monkeypatch.setenv("TINBAO_ZALO_BOT__API_BASE", zalo.url)
        yield zalo


async def test_a_bot_that_zalo_knows(bot: FakeZaloBot) -> None:
    said = f"https://zalo.me/{zalo_bot_server.BOT_ID} answers, webhook"

    assert await line("zalo bot") == Result("zalo bot", True, said)
    assert {call.method for call in bot.calls} == {"getMe"}, "nothing is changed, nobody is told"


async def test_a_bot_in_a_process_that_speaks_to_nobody(bot: FakeZaloBot) -> None:
    assert (await line("zalo bot", frozenset({"desk"}))).detail == "not needed by these roles"
    assert not bot.calls


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (zalo_bot_server.Fault(error_code=401), "get the current one from the Zalo Bot Manager"),
        (zalo_bot_server.Fault(error_code=404), "zalo_bot.api_base knows no such bot"),
        (zalo_bot_server.Fault(error_code=429, retry_after=9), "see its plan"),
        (zalo_bot_server.Fault(status=502, body=b"<html>"), "check [zalo_bot] api_base and proxy"),
    ],
    ids=["token", "address", "quota", "trouble"],
)
async def test_a_bot_that_zalo_refuses(
    bot: FakeZaloBot, fault: zalo_bot_server.Fault, says: str
) -> None:
    bot.fault("getMe", fault, fault, fault)

    assert says in await refused("zalo bot")


async def test_a_bot_whose_zalo_is_not_there(
    bot: FakeZaloBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINBAO_ZALO_BOT__API_BASE", NOBODY)

    assert "check [zalo_bot] api_base and proxy" in await refused("zalo bot")


async def test_a_bot_with_half_a_token(bot: FakeZaloBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINBAO_ZALO_BOT__TOKEN", "Fake-token-without-a-number")

    assert "id:secret" in await refused("zalo bot")


async def test_a_bot_needs_an_address_that_zalo_reaches_unless_it_asks_itself(
    bot: FakeZaloBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TINBAO_SERVICE__PUBLIC_URL")
    assert "public_url: set it, beginning with https://" in await refused("zalo bot")

    monkeypatch.setenv("TINBAO_ZALO_BOT__MODE", "polling")
    assert (await line("zalo bot")).ok


@pytest.fixture
async def oa(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeZaloOa]:
    """An official account that has not given its permission yet."""
    async with FakeZaloOa() as zalo:
        monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", HTTPS)
        for name, value in (
            ("APP_ID", zalo.app_id),
            ("APP_SECRET", zalo.app_secret),
            ("OA_ID", zalo.oa_id),
            ("OA_SECRET", zalo.oa_secret),
            ("API_BASE", zalo.url),
            ("OAUTH_BASE", zalo.url),
        ):
            monkeypatch.setenv(f"TINBAO_ZALO_OA__{name}", value)
        yield zalo


async def authorized(zalo: FakeZaloOa, lasts: timedelta = TOKEN_LASTS) -> None:
    """What `tinbao zalo authorize` leaves behind."""
    given = zalo.oauth.grant()
    now = datetime.now(UTC)
    app = await App.open(Config.load(None), roles=frozenset())
    try:
        vault = OaTokenVault(app.database, app.keyring, zalo.oa_id)
        pair = Pair(given["access_token"], given["refresh_token"], now + lasts)
        await vault.store(pair, now)
    finally:
        await app.close()


async def broken(zalo: FakeZaloOa) -> None:
    """The service has found the refresh token spent."""
    app = await App.open(Config.load(None))
    try:
        vault = OaTokenVault(app.database, app.keyring, zalo.oa_id)
        assert (held := await vault.held())
        assert await vault.settle(held.pair.refresh, PairState.BROKEN, datetime.now(UTC))
    finally:
        await app.close()


async def test_an_account_that_zalo_knows(oa: FakeZaloOa) -> None:
    await authorized(oa)

    result = await line("zalo oa")

    assert result.ok, result.detail
    assert result.detail.startswith(f"{zalo_oa_server.OA_ID} answers, its token is good until ")
    assert [call.method for call in oa.calls] == ["getoa"], "no token is spent by looking"


async def test_an_account_without_permission(oa: FakeZaloOa) -> None:
    assert await refused("zalo oa") == "has no permission yet: run tinbao zalo authorize"

    await authorized(oa)
    await broken(oa)

    assert "anew: run tinbao zalo authorize" in await refused("zalo oa")
    assert not oa.calls


async def test_an_account_whose_token_ended_while_nothing_ran(oa: FakeZaloOa) -> None:
    await authorized(oa, lasts=-timedelta(hours=1))

    assert "start tinbao run, which renews it" in await refused("zalo oa")


async def test_an_account_whose_token_zalo_refuses(oa: FakeZaloOa) -> None:
    await authorized(oa)
    oa.oauth.expire()

    assert "Zalo refuses the stored token" in await refused("zalo oa")
    assert oa.oauth.grants == 1


async def test_the_permission_of_another_account(oa: FakeZaloOa) -> None:
    await authorized(oa)
    oa.oa_id = "1111111111111111111"

    assert f"as an admin of {zalo_oa_server.OA_ID}" in await refused("zalo oa")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (zalo_oa_server.Fault(error=-224), "plan"),
        (zalo_oa_server.Fault(status=502), "check [zalo_oa] api_base and proxy"),
    ],
    ids=["plan", "trouble"],
)
async def test_an_account_that_zalo_refuses(
    oa: FakeZaloOa, fault: zalo_oa_server.Fault, says: str
) -> None:
    await authorized(oa)
    oa.fault("getoa", fault)

    assert says in await refused("zalo oa")


async def test_an_account_whose_zalo_is_not_there(
    oa: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    await authorized(oa)
    monkeypatch.setenv("TINBAO_ZALO_OA__API_BASE", NOBODY)

    assert "check [zalo_oa] api_base and proxy" in await refused("zalo oa")


async def test_an_account_that_has_asked_too_much_is_well(oa: FakeZaloOa) -> None:
    await authorized(oa)
    oa.fault("getoa", zalo_oa_server.Fault(error=-32))

    result = await line("zalo oa")

    assert result.ok
    assert "asks to wait" in result.detail


async def test_an_account_needs_an_address_that_zalo_reaches(
    oa: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", "http://127.0.0.1:8080")

    assert "public_url: set it, beginning with https://" in await refused("zalo oa")


async def test_a_secret_that_was_cut_off(oa: FakeZaloOa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINBAO_ZALO_OA__OA_SECRET", "short")

    assert "zalo_oa.oa_secret is not a key" in await refused("zalo oa")


async def test_tokens_are_looked_at_only_where_they_can_be_opened(
    oa: FakeZaloOa, installed: Path
) -> None:
    await authorized(oa)
    for key in (installed / "keys").glob("relay-*.key"):
        key.unlink()

    outer = await line("zalo oa", frozenset({"intake", "web"}))

    assert outer.ok
    assert "where the sender runs" in outer.detail
    assert "relay-1.key" in await refused("zalo oa")
    assert not oa.calls
