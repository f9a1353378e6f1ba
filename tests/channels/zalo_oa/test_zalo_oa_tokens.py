"""A refresh token can be spent once: with several who want to, with faults, and with a person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.zalo_oa import tokens as module
from bot.channels.zalo_oa.failures import AUTHORISE, Refused
from bot.channels.zalo_oa.http import Http
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.tokens import Tokens
from bot.domain.errors import (
    OperatorError,
    RetryAfter,
    SendError,
    StoreUnavailable,
    Transient,
)
from bot.domain.token_pair import PairState
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.oa_tokens import LEASE, OaTokenVault
from storage.schema import oa_tokens
from tests.channels.zalo_oa.conftest import LIFE, SetClock, granted, settings, until
from tests.fakes.zalo_oa_server import FakeZaloOa, Fault
from tests.fresh import with_tables

HOUR = timedelta(hours=1)


@dataclass
class Office:
    """Processes with the tokens of one OA. On PostgreSQL each has its own connections; a SQLite
    file belongs to one process.
    """

    zalo: FakeZaloOa
    url: str
    keyring: Keyring
    clock: SetClock
    told: list[str] = field(default_factory=list)
    open: list[Database | Http] = field(default_factory=list)

    def vault(self) -> OaTokenVault:
        known = [each for each in self.open if isinstance(each, Database)]
        shared = known and self.url.startswith("sqlite")
        database = known[0] if shared else Database.connect(self.url)
        if not shared:
            self.open.append(database)
        return OaTokenVault(database, self.keyring, self.zalo.oa_id)

    async def process(self, vault: OaTokenVault | None = None) -> Tokens:
        http = Http()
        await http.open()
        self.open.append(http)
        oauth = OAuth(settings(self.zalo), http)

        async def tell() -> None:
            self.told.append("broken")

        return Tokens(vault or self.vault(), oauth, self.clock, tell)

    async def authorised(self) -> str:
        pair = granted(self.zalo, self.clock.now())
        await self.vault().store(pair, self.clock.now())
        return pair.access

    async def state(self) -> PairState:
        held = await self.vault().held()
        assert held is not None
        return held.state

    @property
    def asked(self) -> int:
        return len(self.zalo.called("access_token"))


@asynccontextmanager
async def _office(
    zalo: FakeZaloOa, url: str, keyring: Keyring, clock: SetClock
) -> AsyncIterator[Office]:
    made = Office(zalo, url, keyring, clock)
    yield made
    for each in made.open:
        await each.close()


@pytest.fixture
async def office(
    zalo: FakeZaloOa, tmp_path: Path, keyring: Keyring, clock: SetClock
) -> AsyncIterator[Office]:
    url = with_tables(tmp_path / "tinbao.db")
    async with _office(zalo, url, keyring, clock) as made:
        yield made


@pytest.fixture
async def either(
    zalo: FakeZaloOa, database_url: str, keyring: Keyring, clock: SetClock
) -> AsyncIterator[Office]:
    """Once on SQLite, once on PostgreSQL."""
    async with _office(zalo, database_url, keyring, clock) as made:
        yield made


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


async def test_without_a_pair_somebody_must_authorise(office: Office) -> None:
    tokens = await office.process()
    with pytest.raises(Refused, match="authorize"):
        await tokens.access()
    with pytest.raises(OperatorError, match="authorize"):
        await tokens.check()
    assert (office.asked, office.told) == (0, [])


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


async def test_the_old_token_serves_on_while_a_new_one_cannot_be_had(office: Office) -> None:
    first = await office.authorised()
    office.clock.passes(LIFE - HOUR)
    office.zalo.fault("access_token", *[Fault(status=503) for _ in range(2)])
    tokens = await office.process()
    assert await tokens.access() == first


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
