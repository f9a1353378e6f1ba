"""PostgreSQL: a server, shared by any number of processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.connection import Db
from storage.database import Database

_ADVISORY: Final = text("SELECT pg_advisory_xact_lock(:n)")
_TRY_LEAD: Final = text("SELECT pg_try_advisory_lock(:n)")
_STOP_LEADING: Final = text("SELECT pg_advisory_unlock(:n)")


class PostgresDatabase(Database):
    """A server. Every transaction has a connection of its own."""

    def __init__(self, url: str) -> None:
        self._engine: AsyncEngine = create_async_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )

    @asynccontextmanager
    async def _begin(self, lock: int | None) -> AsyncIterator[Db]:
        async with self._engine.begin() as connection:
            if lock is not None:
                await connection.execute(_ADVISORY, {"n": lock})
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Db]:
        """A connection to look things up on."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def leading(self, lock: int) -> AsyncIterator[bool]:
        """Whoever gets the session's advisory lock leads until the block ends or the connection
        breaks.
        """
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            got = bool((await connection.execute(_TRY_LEAD, {"n": lock})).scalar())
            try:
                yield got
            finally:
                if got:
                    await connection.execute(_STOP_LEADING, {"n": lock})

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
