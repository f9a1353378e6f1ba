"""The tokens of an official account: sealed to the relay key, and spent by one process at a time.

A refresh token can be spent once. Whoever is about to spend it says so in its row first; who finds
the row like that waits, and after `LEASE` takes it that the other one has died on the way.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.domain import codec
from bot.domain.errors import StoreUnavailable
from bot.domain.token_pair import Held, Pair, PairState
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.ids import timeless_id
from storage.schema import oa_tokens

LEASE: Final = timedelta(seconds=90)
"""Longer than a refresh takes with both of its tries, so that nobody alive is overtaken."""
_LEADS: Final = int.from_bytes(b"oalead", "big")
_CHANGES: Final = int.from_bytes(b"oarow", "big")


class OaTokens:
    """The tokens of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def get(self, oa_id: str) -> Held | None:
        """What is stored. Raises `SealError` where the relay's private key is not."""
        found = await self._db.execute(select(oa_tokens).where(oa_tokens.c.oa_id == oa_id))
        row = found.first()
        if row is None:
            return None
        opened = self._keyring.open(row.sealed, _place(row.id))
        access, refresh, expires = codec.load(opened)
        pair = Pair(access, refresh, datetime.fromtimestamp(expires, UTC))
        return Held(pair, PairState(row.state), row.changed_at)

    async def put(self, oa_id: str, pair: Pair, now: datetime) -> None:
        """Store a good pair in place of any other."""
        found = await self._db.execute(select(oa_tokens.c.id).where(oa_tokens.c.oa_id == oa_id))
        known = found.scalar()
        row_id = timeless_id() if known is None else int(known)
        tokens = [pair.access, pair.refresh, int(pair.expires_at.timestamp())]
        sealed = envelope.seal(codec.dump(tokens), self._keyring.relay_public, _place(row_id))
        values = {"sealed": sealed, "state": PairState.GOOD.value, "changed_at": now}
        if known is None:
            await self._db.execute(insert(oa_tokens).values(id=row_id, oa_id=oa_id, **values))
        else:
            await self._db.execute(
                update(oa_tokens).where(oa_tokens.c.id == row_id).values(**values)
            )

    async def mark(self, oa_id: str, state: PairState, now: datetime) -> None:
        """Change the state alone."""
        await self._db.execute(
            update(oa_tokens)
            .where(oa_tokens.c.oa_id == oa_id)
            .values(state=state.value, changed_at=now)
        )


class OaTokenVault:
    """The tokens of one OA, each call a transaction of its own. Raises `StoreUnavailable`, and
    `SealError` in a process without the relay's private key.
    """

    def __init__(self, database: Database, keyring: Keyring, oa_id: str) -> None:
        self._database, self._keyring, self._oa_id = database, keyring, oa_id

    async def held(self) -> Held | None:
        """What is stored now."""
        try:
            async with self._database.reading() as connection:
                return await OaTokens(connection, self._keyring).get(self._oa_id)
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(_reason(error)) from None

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[bool]:
        """Whether nobody else may refresh while the block runs (on SQLite always: see `claim`)."""
        try:
            async with self._database.leading(_LEADS) as leads:
                yield leads
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(_reason(error)) from None

    async def claim(self, refresh: str, now: datetime) -> bool:
        """Say that this refresh token is about to be spent. False: it is not stored any more, or
        somebody else is at it.
        """
        async with self._database.transaction(_CHANGES) as connection:
            tokens = OaTokens(connection, self._keyring)
            held = await tokens.get(self._oa_id)
            if held is None or held.pair.refresh != refresh or held.state is PairState.BROKEN:
                return False
            # A claim of the future was made while the clock was wrong: nobody holds it.
            age = now - held.changed_at
            if held.state is PairState.REFRESHING and timedelta(0) <= age < LEASE:
                return False
            await tokens.mark(self._oa_id, PairState.REFRESHING, now)
            return True

    async def replace(self, refresh: str, pair: Pair, now: datetime) -> bool:
        """Store what this refresh token was spent for. False: another pair has been stored
        meanwhile, by a person who gave the permission anew.
        """
        async with self._database.transaction(_CHANGES) as connection:
            tokens = OaTokens(connection, self._keyring)
            held = await tokens.get(self._oa_id)
            if held is None or held.pair.refresh != refresh:
                return False
            await tokens.put(self._oa_id, pair, now)
            return True

    async def settle(self, refresh: str, state: PairState, now: datetime) -> bool:
        """How it went. False: another pair has been stored meanwhile, and stays as it is."""
        async with self._database.transaction(_CHANGES) as connection:
            tokens = OaTokens(connection, self._keyring)
            held = await tokens.get(self._oa_id)
            if held is None or held.pair.refresh != refresh:
                return False
            await tokens.mark(self._oa_id, state, now)
            return True

    async def store(self, pair: Pair, now: datetime) -> None:
        """Store a pair that a person has just got. Needs no private key."""
        async with self.storing(pair, now):
            pass

    @asynccontextmanager
    async def storing(self, pair: Pair, now: datetime) -> AsyncIterator[Db]:
        """As `store`, with what the block adds to the same transaction."""
        async with self._database.transaction(_CHANGES) as connection:
            await OaTokens(connection, self._keyring).put(self._oa_id, pair, now)
            yield connection


def _place(row_id: int) -> Place:
    return Place("oa_tokens", "sealed", row_id)


def _reason(error: Exception) -> str:
    return f"the database cannot be read: {type(error).__name__}"
