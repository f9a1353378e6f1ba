"""What can go wrong while a refresh token is spent, and what a person mends."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.channels.zalo_oa import tokens as module
from bot.channels.zalo_oa.failures import AUTHORISE, Refused
from bot.domain.errors import (
    RetryAfter,
    StoreUnavailable,
    Transient,
)
from bot.domain.token_pair import PairState
from storage.oa_tokens import LEASE, OaTokenVault
from tests.channels.zalo_oa.conftest import until
from tests.channels.zalo_oa.office import HOUR, LIFE, Office, granted
from tests.fakes.zalo_oa_server import Fault


async def test_nothing_is_spent_without_a_connection(office: Office) -> None:
    await office.authorised()
    office.clock.passes(LIFE)
    tokens = await office.process()
    tokens._oauth._base = "http://127.0.0.1:1"
    with pytest.raises(Transient):
        await tokens.access()
    assert await office.state() is PairState.GOOD
    tokens._oauth._base = office.zalo.url
    assert await tokens.access() == office.zalo.oauth.access


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(garbage="<html>", status=502)])
async def test_one_more_try_when_nobody_knows_how_it_went(office: Office, fault: Fault) -> None:
    await office.authorised()
    office.clock.passes(LIFE)
    office.zalo.fault("access_token", fault)
    assert await (await office.process()).access() == office.zalo.oauth.access
    assert office.asked == 2


async def test_a_refresh_that_was_spent_in_a_time_out_needs_a_person(
    either: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await either.authorised()
    either.clock.passes(LIFE)
    either.zalo.fault("access_token", Fault(drop=True, after=True))
    tokens, other = await either.process(), await either.process()
    for _ in range(3):
        with pytest.raises(Refused, match="tinbao zalo authorize") as raised:
            await tokens.access()
        assert isinstance(raised.value, RetryAfter), "what waits is not given up"
    assert await either.state() is PairState.BROKEN
    assert (either.asked, either.told) == (2, ["broken"])
    lines = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [line.getMessage() for line in lines] == [f"zalo_oa: {AUTHORISE}"]
    with pytest.raises(Refused):
        await other.access()
    await other.check()
    assert either.told == ["broken"] * 2, "once in each process"
    third = await either.authorised()
    assert await tokens.access() == await other.access() == third, "without a restart"
    await other.check()
    assert len(either.told) == 2
    for secret in ("ACCESS-", "REFRESH-", either.zalo.app_secret):
        assert secret not in caplog.text


async def test_who_starts_with_a_broken_pair_tells_and_starts(office: Office) -> None:
    await office.authorised()
    vault = office.vault()
    held = await vault.held()
    assert held is not None
    await vault.settle(held.pair.refresh, PairState.BROKEN, office.clock.now())
    await (await office.process(vault)).check()
    assert office.told == ["broken"]


async def test_it_can_break_again(office: Office) -> None:
    tokens = await office.process()
    for times in (1, 2):
        await office.authorised()
        office.zalo.oauth.revoke()
        office.clock.passes(LIFE)
        with pytest.raises(Refused):
            await tokens.access()
        assert len(office.told) == times


async def test_who_could_not_be_told_stops_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.authorised()
    tokens = await office.process()

    async def tell() -> None:
        raise RuntimeError("CANARY")

    tokens.on_broken = tell
    office.zalo.oauth.revoke()
    office.clock.passes(LIFE)
    with pytest.raises(Refused):
        await tokens.access()
    assert "CANARY" not in caplog.text


async def test_whoever_died_on_the_way_is_followed_after_the_lease(either: Office) -> None:
    await either.authorised()
    either.clock.passes(LIFE)
    vault = either.vault()
    held = await vault.held()
    assert held is not None
    assert await vault.claim(held.pair.refresh, either.clock.now())
    tokens = await either.process()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WAIT_S", 0.05)
        with pytest.raises(Transient, match="another process"):
            await tokens.access()
    assert either.asked == 0
    either.clock.passes(LEASE)
    assert await tokens.access() == either.zalo.oauth.access
    assert await either.state() is PairState.GOOD


async def test_when_it_stays_unknown_it_is_tried_again_after_the_lease(office: Office) -> None:
    await office.authorised()
    office.clock.passes(LIFE)
    office.zalo.fault("access_token", Fault(drop=True), Fault(drop=True))
    tokens = await office.process()
    with pytest.raises(Transient, match="not known"):
        await tokens.access()
    assert await office.state() is PairState.REFRESHING
    office.clock.passes(LEASE)
    assert await tokens.access() == office.zalo.oauth.access


async def test_a_wrong_app_secret_spends_nothing_and_is_said_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.authorised()
    office.clock.passes(LIFE)
    tokens = await office.process()
    office.zalo.oauth.app_secret = "another"
    for _ in range(3):
        with pytest.raises(Refused, match="app_secret"):
            await tokens.access()
    assert await office.state() is PairState.GOOD
    assert caplog.text.count("app_secret") == 1
    office.zalo.oauth.app_secret = office.zalo.app_secret
    assert await tokens.access() == office.zalo.oauth.access
    assert office.told == []


class Unwilling(OaTokenVault):
    """A database that cannot write for a while."""

    unwilling = False

    async def replace(self, refresh: str, pair: object, now: object) -> bool:
        if self.unwilling:
            raise StoreUnavailable("CANARY")
        return await super().replace(refresh, pair, now)  # type: ignore[arg-type]


async def test_a_pair_that_cannot_be_stored_is_used_and_stored_later(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.authorised()
    office.clock.passes(LIFE)
    plain = office.vault()
    vault = Unwilling(plain._database, office.keyring, office.zalo.oa_id)
    vault.unwilling = True
    tokens = await office.process(vault)
    second = await tokens.access()
    assert second == office.zalo.oauth.access == await tokens.access()
    assert await office.state() is PairState.REFRESHING
    vault.unwilling = False
    office.clock.passes(LIFE - HOUR)
    assert await tokens.access() == office.zalo.oauth.access
    assert await office.state() is PairState.GOOD
    assert "CANARY" not in caplog.text


@pytest.mark.parametrize("spent", [True, False])
async def test_what_a_person_stored_meanwhile_is_not_overwritten(
    either: Office, spent: bool
) -> None:
    await either.authorised()
    old = either.zalo.oauth.refresh
    either.clock.passes(LIFE)
    either.zalo.fault("access_token", Fault(slow=0.3))
    tokens = await either.process()
    working = asyncio.create_task(tokens.access())
    await until(lambda: either.asked)
    other = granted(either.zalo, either.clock.now())
    await either.vault().store(other, either.clock.now())
    if not spent:
        either.zalo.oauth.refresh = old
    assert await working == other.access
    held = await either.vault().held()
    assert held is not None
    assert (held.pair, held.state) == (other, PairState.GOOD)
    assert either.told == []


async def test_who_stops_in_the_middle_still_stores_what_comes(office: Office) -> None:
    await office.authorised()
    office.clock.passes(LIFE)
    office.zalo.fault("access_token", Fault(slow=0.2))
    tokens = await office.process()
    sending = asyncio.create_task(tokens.access())
    await until(lambda: office.asked)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await tokens.close()
    held = await office.vault().held()
    assert held is not None
    assert (held.pair.access, held.state) == (office.zalo.oauth.access, PairState.GOOD)
