"""PostgreSQL: a server, shared by any number of processes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, cast

from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.errors import StoreUnavailable
from storage.connection import ADVISORY, HOUSE, Db
from storage.database import Database

LINE: Final = "tinbao"
"""The channel of LISTEN and NOTIFY; each database has its own."""
LINE_SECONDS: Final = 10.0
"""How long a word may take; after that the line counts as broken."""
IDLE_SECONDS: Final = 1.0
"""A connection that was used so recently is not asked whether it still holds: that takes four
round trips, nearly half of a turn's.
"""

_USED: Final = "tinbao_used"
_TRY_LEAD: Final = text("SELECT pg_try_advisory_lock(:n)")
_STOP_LEADING: Final = text("SELECT pg_advisory_unlock(:n)")


class PostgresDatabase(Database):
    """A server. Every transaction has a connection of its own."""

    def __init__(self, url: str, house: Mapping[str, str]) -> None:
        self._engine: AsyncEngine = create_async_engine(
            url,
            # All are kept: opening one more for a moment costs more than the turn it is for.
            pool_size=20,
            max_overflow=0,
            hide_parameters=True,
            execution_options={HOUSE: house},
        )
        _ask_the_idle(self._engine.sync_engine)

    @asynccontextmanager
    async def _begin(self, lock: int | None) -> AsyncIterator[Db]:
        async with self._engine.begin() as connection:
            if lock is not None:
                await connection.execute(ADVISORY, {"n": lock})
            yield connection

    @asynccontextmanager
    async def rebuilding(self) -> AsyncIterator[Db]:
        """PostgreSQL changes tables in place."""
        async with self.transaction() as connection:
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

    @asynccontextmanager
    async def line(
        self, hear: Callable[[str], None]
    ) -> AsyncIterator[Callable[[str], Awaitable[None]] | None]:
        """LISTEN and NOTIFY on a connection of its own. Not through a pooler that shares
        connections out by transaction.
        """
        try:
            async with self._engine.connect() as connection:
                raw = await connection.get_raw_connection()
                driver = cast("Any", raw.driver_connection)
                own = driver.get_server_pid()

                def heard(_: object, speaker: int, __: str, word: str) -> None:
                    if speaker != own:
                        hear(word)

                async def speak(word: str) -> None:
                    call = ("SELECT pg_notify($1, $2)", LINE, word) if word else ("SELECT 1",)
                    await _driven(driver.execute(*call, timeout=LINE_SECONDS))

                try:
                    await _driven(driver.add_listener(LINE, heard))
                    yield speak
                finally:
                    # Not back into the pool: it listens.
                    await connection.invalidate()
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(_broken(error)) from None

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def _ask_the_idle(engine: Engine) -> None:
    """Have the pool replace a connection that has broken while it was not used: without this the
    first who got it after a restart of the server would fail.
    """

    @event.listens_for(engine, "checkin")
    def put_back(_: object, record: Any) -> None:
        record.info[_USED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def taken(raw: Any, record: Any, _: object) -> None:
        used = record.info.get(_USED)
        if used is None:
            return  # just opened
        if raw.driver_connection.is_closed():
            raise DisconnectionError
        if time.monotonic() - used > IDLE_SECONDS:
            try:
                engine.dialect.do_ping(raw)
            except Exception:
                raise DisconnectionError from None


async def _driven(call: Awaitable[object]) -> None:
    """The driver called directly: its errors are no kin of SQLAlchemy's."""
    try:
        await call
    except Exception as error:
        raise StoreUnavailable(_broken(error)) from None


def _broken(error: Exception) -> str:
    return f"the line to the other processes is broken ({type(error).__name__})"
