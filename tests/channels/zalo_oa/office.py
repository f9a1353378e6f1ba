"""Several processes that share the tokens of one official account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.channels.zalo_oa.http import Http
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.tokens import Tokens
from bot.domain.token_pair import Pair, PairState
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.oa_tokens import OaTokenVault
from tests.fakes.zalo_oa_server import FakeZaloOa

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIFE = timedelta(seconds=90_000)


@dataclass
class SetClock:
    """Stands still until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def passes(self, span: timedelta) -> None:
        self.at += span


def granted(zalo: FakeZaloOa, now: datetime = NOW) -> Pair:
    """A pair as `tinbao zalo authorize` stores it."""
    pair = zalo.oauth.grant()
    return Pair(pair["access_token"], pair["refresh_token"], now + LIFE)


def settings(zalo: FakeZaloOa) -> ZaloOaSettings:
    return ZaloOaSettings(
        zalo.app_id,
        zalo.app_secret,
        zalo.oa_id,
        zalo.oa_secret,
        "https://tinbao.example",
        api_base=zalo.url,
        oauth_base=zalo.url,
    )


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
async def office_at(
    zalo: FakeZaloOa, url: str, keyring: Keyring, clock: SetClock
) -> AsyncIterator[Office]:
    made = Office(zalo, url, keyring, clock)
    yield made
    for each in made.open:
        await each.close()
