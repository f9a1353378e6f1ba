"""A new pair of tokens that the database does not take at once, and a clock that was wrong."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.zalo_oa import tokens as module
from bot.channels.zalo_oa.tokens import Tokens
from bot.domain.token_pair import PairState
from storage.oa_tokens import LEASE
from tests.channels.zalo_oa.conftest import until
from tests.channels.zalo_oa.office import HOUR, LIFE, Office
from tests.channels.zalo_oa.test_zalo_oa_token_troubles import Unwilling


async def unsaved(office: Office) -> tuple[Tokens, Unwilling]:
    """The database is away at the moment the new pair comes."""
    await office.authorised()
    office.clock.passes(LIFE)
    vault = Unwilling(office.vault()._database, office.keyring, office.zalo.oa_id)
    vault.unwilling = True
    tokens = await office.process(vault)
    await tokens.access()
    return tokens, vault


async def stored(office: Office) -> str:
    held = await office.vault().held()
    assert held is not None
    return held.pair.refresh


async def test_it_is_stored_with_the_next_message(office: Office) -> None:
    tokens, vault = await unsaved(office)
    await tokens.access()
    assert await stored(office) != office.zalo.oauth.refresh
    vault.unwilling = False
    await tokens.access()
    assert await stored(office) == office.zalo.oauth.refresh
    assert await office.state() is PairState.GOOD
    assert office.asked == 1


async def test_it_is_stored_while_nothing_is_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "UPKEEP_S", 0.01)
    tokens, vault = await unsaved(office)
    vault.unwilling = False
    keeping = asyncio.create_task(tokens.keep())
    await until(lambda: tokens._unsaved is None)
    keeping.cancel()
    assert await stored(office) == office.zalo.oauth.refresh


async def test_it_is_stored_before_the_process_ends(office: Office) -> None:
    tokens, vault = await unsaved(office)
    vault.unwilling = False
    await tokens.close()
    assert await stored(office) == office.zalo.oauth.refresh
    office.clock.passes(LIFE)
    assert await (await office.process()).access() == office.zalo.oauth.access


async def test_a_process_that_cannot_store_it_ends_all_the_same(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    tokens, _ = await unsaved(office)
    caplog.clear()
    await tokens.close()
    assert "the new tokens are not stored yet: StoreUnavailable" in caplog.text
    assert "CANARY" not in caplog.text


@pytest.mark.parametrize("ahead", [timedelta(days=400), LEASE, timedelta(seconds=1)])
async def test_a_clock_that_was_ahead_does_not_stop_refreshing(
    office: Office, ahead: timedelta
) -> None:
    """Claimed while the clock was wrong, as on a machine without a battery, and killed."""
    await office.authorised()
    office.clock.passes(LIFE - HOUR)
    vault = office.vault()
    held = await vault.held()
    assert held is not None
    assert await vault.claim(held.pair.refresh, office.clock.now() + ahead)
    assert await (await office.process(vault)).access() == office.zalo.oauth.access
    assert office.asked == 1
