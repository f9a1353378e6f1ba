"""A refresh token can be spent once, by one of several who want to."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.zalo_oa import tokens as module
from bot.channels.zalo_oa.failures import Refused
from bot.domain.errors import (
    OperatorError,
    SendError,
    Transient,
)
from bot.domain.token_pair import PairState
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.oa_tokens import OaTokenVault
from storage.schema import oa_tokens
from tests.channels.zalo_oa.conftest import until
from tests.channels.zalo_oa.office import HOUR, LIFE, Office, granted
from tests.fakes.zalo_oa_server import Fault


async def test_a_good_token_is_used_and_refreshed_an_hour_before_its_end(either: Office) -> None:
    first = await either.authorised()
    tokens = await either.process()
    assert await tokens.access() == first
    either.clock.passes(LIFE - HOUR - timedelta(seconds=1))
    assert await tokens.access() == first
    either.clock.passes(timedelta(seconds=1))
    second = await tokens.access()
    assert second == either.zalo.oauth.access != first
    assert await (await either.process()).access() == second, "stored for everybody"
    assert either.asked == 1
    held = await either.vault().held()
    assert held is not None
    assert held.pair.expires_at == either.clock.now() + LIFE


async def test_what_is_stored_is_sealed(either: Office) -> None:
    access = await either.authorised()
    database = Database.connect(either.url)
    async with database.reading() as connection:
        row = (await connection.execute(select(oa_tokens))).one()
    await database.close()
    assert access.encode() not in row.sealed
    assert (row.oa_id, row.state) == (either.zalo.oa_id, "good")
    held = await either.vault().held()
    assert access not in repr(held)


async def test_of_many_who_want_to_refresh_one_does(either: Office) -> None:
    await either.authorised()
    processes = [await either.process() for _ in range(4)]
    either.clock.passes(LIFE)
    either.zalo.fault("access_token", Fault(slow=0.2))
    found = await asyncio.gather(*(tokens.access() for tokens in processes for _ in range(3)))
    assert set(found) == {either.zalo.oauth.access}
    assert either.asked == 1
    assert await either.state() is PairState.GOOD


async def test_a_refresh_under_way_holds_up_nobody_while_the_old_token_is_good(
    either: Office,
) -> None:
    first = await either.authorised()
    one, other = await either.process(), await either.process()
    either.clock.passes(LIFE - HOUR)
    either.zalo.fault("access_token", Fault(slow=0.4))
    working = asyncio.create_task(one.access())
    await until(lambda: either.asked)
    assert await one.access() == await other.access() == first
    assert not working.done()
    assert await working == either.zalo.oauth.access != first
    assert either.asked == 1


async def test_a_token_that_was_refused_is_replaced_once(office: Office) -> None:
    first = await office.authorised()
    one, other = await office.process(), await office.process()
    assert await one.access() == await other.access() == first
    office.zalo.oauth.expire()
    second = await one.renewed(first)
    assert await other.renewed(first) == second, "somebody else has it already"
    assert office.asked == 1
    with pytest.raises(Refused, match="app_id and oa_id"):
        await one.renewed(second)
    assert office.asked == 1, "a fresh token that is refused is not thrown after the first"


async def test_without_a_pair_somebody_must_authorise(office: Office) -> None:
    tokens = await office.process()
    with pytest.raises(Refused, match="authorize"):
        await tokens.access()
    with pytest.raises(OperatorError, match="authorize"):
        await tokens.check()
    assert (office.asked, office.told) == (0, [])


async def test_the_old_token_serves_on_while_a_new_one_cannot_be_had(office: Office) -> None:
    first = await office.authorised()
    office.clock.passes(LIFE - HOUR)
    office.zalo.fault("access_token", *[Fault(status=503) for _ in range(2)])
    tokens = await office.process()
    assert await tokens.access() == first


async def test_they_are_kept_fresh_while_nothing_is_sent(office: Office) -> None:
    await office.authorised()
    tokens = await office.process()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "UPKEEP_S", 0.01)
        keeping = asyncio.create_task(tokens.keep())
        office.clock.passes(LIFE)
        await until(lambda: office.asked == 1)
        office.zalo.oauth.revoke()
        office.clock.passes(LIFE)
        await until(lambda: office.told)
        await office.authorised()
        office.clock.passes(LIFE)
        await until(lambda: office.asked == 3)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
    assert await office.state() is PairState.GOOD


async def test_a_process_without_the_relays_key_can_store_and_not_read(either: Office) -> None:
    first = await either.authorised()
    public = Keyring()
    public._publics = dict(either.keyring._publics)
    vault = OaTokenVault(either.vault()._database, public, either.zalo.oa_id)
    with pytest.raises(Transient):
        await (await either.process(vault)).access()
    other = granted(either.zalo, either.clock.now())
    await vault.store(other, either.clock.now())
    assert await (await either.process()).access() == other.access != first


async def test_how_long_a_token_lasts_is_believed_within_reason(office: Office) -> None:
    await office.authorised()
    tokens = await office.process()
    for said, seconds in (("3600", 3600), (7200, 7200), ("0", 90_000), ("soon", 90_000)):
        office.zalo.oauth.expires_in = said  # type: ignore[assignment]
        office.clock.passes(LIFE)
        await tokens.access()
        held = await office.vault().held()
        assert held is not None
        assert held.pair.expires_at - office.clock.now() == timedelta(seconds=seconds)
    asked = office.asked
    office.zalo.oauth.expires_in = "3600"
    office.clock.passes(LIFE)
    for _ in range(3):
        await tokens.access()
    assert office.asked == asked + 1, "one that ends soon is not replaced with every call"


def test_errors_are_errors_of_sending() -> None:
    assert issubclass(Refused, SendError)
    assert str(Refused("CANARY line")) == "CANARY line"
