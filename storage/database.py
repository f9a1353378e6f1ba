"""One way to the database: `transaction()` to write, `reading()` to look.

On SQLite one connection writes, one turn at a time, as the file itself demands; readers have their
own and never wait
for it. On PostgreSQL every transaction has a connection and may take the advisory lock of one
conversation.
"""

from __future__ import annotations

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from bot.domain.errors import Collision, ConfigError, StoreUnavailable
from storage.connection import HOUSE, Db, InlineConnection

PATIENCE_SECONDS = 5.0
"""How long SQLite waits for another process; meanwhile this one stands still."""


_TRY_AGAIN = ("40001", "40P01")
"""PostgreSQL undid a transaction because of another: serialization failure, deadlock."""


class Database(ABC):
    """One database. Made by `Database.connect(url)`."""

    @staticmethod
    def connect(url: str, house: Mapping[str, str] | None = None) -> Database:
        """Prepare for a URL (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`); nothing is
        opened yet. `house`: settings of units that have none of their own.

        `sqlite+aiosqlite` is the name of the outside interface; the driver is Python's own (see
        `storage.connection`).
        """
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            # Only where it is used: SQLAlchemy's asyncio costs 6 MiB and a fifth of a second.
            from storage.postgres import PostgresDatabase

            return PostgresDatabase(url, house or {})
        if not parsed.database or parsed.database == ":memory:":
            raise ConfigError("[database] url: SQLite needs a file, e.g. sqlite:///data/tinbao.db")
        return SqliteDatabase(Path(parsed.database), house or {})

    @abstractmethod
    def _begin(self, lock: int | None) -> AbstractAsyncContextManager[Db]:
        """A transaction of the database's own kind."""

    @abstractmethod
    def rebuilding(self) -> AbstractAsyncContextManager[Db]:
        """A transaction to change tables in; references between rows are checked at its end."""

    @abstractmethod
    def reading(self) -> AbstractAsyncContextManager[Db]:
        """A connection to look things up on."""

    @abstractmethod
    def leading(self, lock: int) -> AbstractAsyncContextManager[bool]:
        """Whether this process leads for `lock` while the block runs; of several on PostgreSQL
        one does.
        """

    async def scrub(self) -> bool:
        """Have what was erased leave the journal too; False when somebody is reading it."""
        return True

    @abstractmethod
    def line(
        self, hear: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Callable[[str], Awaitable[None]] | None]:
        """A line to the other processes of this database, while the block runs.

        `hear` is called with each word another one says; the value says one (at most 7000 ASCII
        characters, none to find out whether the line still holds) or is None where there are no
        others. Words are lost while nobody listens. Raises `StoreUnavailable` when it breaks.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""

    @asynccontextmanager
    async def transaction(self, lock: int | None = None) -> AsyncIterator[Db]:
        """A write transaction: committed when the block ends, rolled back when it raises.

        `lock`: a 64-bit number; nobody else holds the same number until the end of the
        transaction. Raises `Collision`
        when a unique value was taken meanwhile (try again), `StoreUnavailable` when the database
        cannot write; neither carries values.
        """
        try:
            async with self._begin(lock) as connection:
                yield connection
        except IntegrityError as error:
            raise Collision(type(error.orig).__name__) from None
        except (SQLAlchemyError, OSError) as error:
            if getattr(getattr(error, "orig", None), "sqlstate", "") in _TRY_AGAIN:
                raise Collision("two transactions waited for each other") from None
            raise StoreUnavailable(f"the database cannot write: {_reason(error)}") from None

    async def alive(self) -> bool:
        """Whether the database answers."""
        try:
            async with self.reading() as connection:
                await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True


class SqliteDatabase(Database):
    """One file. A lock in memory queues our own turns; SQLite's own keeps other processes out."""

    def __init__(self, path: Path, house: Mapping[str, str]) -> None:
        # The statements are timed for a person's patience, the wait for another process (a
        # command, a backup) too.
        options = {
            "timeout": PATIENCE_SECONDS,
            "cached_statements": 256,
            "check_same_thread": False,
        }
        self._writer = _sqlite_engine(path, options, "BEGIN IMMEDIATE", house, size=1)
        self._reader = _sqlite_engine(path, options, "BEGIN", house, size=8)
        self._lock = asyncio.Lock()
        self._batch: _Batch | None = None

    @asynccontextmanager
    async def _begin(self, lock: int | None) -> AsyncIterator[Db]:
        async with self._lock:
            if self._batch is None:
                self._batch = _Batch(self._writer)
            batch = self._batch
            try:
                with batch.turn() as connection:
                    yield connection
            finally:
                if batch.committed is None:
                    batch.committed = asyncio.create_task(self._commit(batch))
        # Not ours alone: a caller that is cancelled must not take the others' commit with it.
        await asyncio.shield(batch.committed)

    async def _commit(self, batch: _Batch) -> None:
        # Queues behind the turns that wait now: when this one has the lock, they are all done.
        async with self._lock:
            self._batch = None
            batch.commit()

    @asynccontextmanager
    async def rebuilding(self) -> AsyncIterator[Db]:
        """SQLite changes many a column only by making the table anew, and must not see its rows
        go meanwhile: so its own documents say (https://sqlite.org/lang_altertable.html, 7).
        """
        with self._reader.connect() as connection:  # the writer's may be in a batch
            raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
            raw.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield InlineConnection(connection)
                    if raw.execute("PRAGMA foreign_key_check").fetchone():
                        raise StoreUnavailable("a migration would leave rows without theirs")
            finally:
                raw.execute("PRAGMA foreign_keys=ON")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Db]:
        """A connection to look things up on."""
        with self._reader.connect() as connection:
            yield InlineConnection(connection)

    async def scrub(self) -> bool:
        """Empty the write-ahead log: `secure_delete` overwrites pages in the file, not there."""
        async with self._lock:
            if self._batch is not None:
                return False  # its turns are not committed yet
            raw = self._writer.raw_connection()
            try:
                busy, _, _ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.close()
        return not busy

    @asynccontextmanager
    async def leading(self, lock: int) -> AsyncIterator[bool]:
        """Always: one process owns the file."""
        yield True

    @asynccontextmanager
    async def line(
        self, hear: Callable[[str], None]
    ) -> AsyncIterator[Callable[[str], Awaitable[None]] | None]:
        """None: one process owns the file."""
        yield None

    async def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.dispose()


class _Batch:
    """Turns that share one commit, the dearest part of each. Every turn can be undone by itself;
    none is acknowledged before all are durable.
    """

    def __init__(self, engine: Engine) -> None:
        self.committed: asyncio.Task[None] | None = None
        self._connection = engine.connect()
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            # Kept, it would be the pool's only connection: nobody could write any more.
            self._connection.invalidate()
            self._connection.close()
            raise

    @contextmanager
    def turn(self) -> Iterator[InlineConnection]:
        """One turn's part; undone when the block raises."""
        self._check()
        self._connection.exec_driver_sql("SAVEPOINT turn")
        try:
            yield InlineConnection(self._connection)
        except BaseException:
            # Where SQLite has rolled back everything by itself (a full disk), `commit` will tell.
            with suppress(DBAPIError):
                self._connection.exec_driver_sql("ROLLBACK TO turn")
                self._connection.exec_driver_sql("RELEASE turn")
            raise
        self._connection.exec_driver_sql("RELEASE turn")

    def commit(self) -> None:
        """Make all of it durable. Raises when any of it is gone."""
        try:
            self._check()
            self._transaction.commit()
        except BaseException:
            self._connection.invalidate()
            raise
        finally:
            self._connection.close()

    def _check(self) -> None:
        raw = cast("sqlite3.Connection", self._connection.connection.dbapi_connection)
        if not raw.in_transaction:
            raise StoreUnavailable("the database cannot write: a batch of turns was rolled back")


def _sqlite_engine(
    path: Path,
    options: Mapping[str, object],
    begin: str,
    house: Mapping[str, str],
    *,
    size: int,
) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args=dict(options),
        pool_size=size,
        max_overflow=0 if size == 1 else 16,
        pool_reset_on_return=None,
        hide_parameters=True,
        execution_options={HOUSE: house},
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: DBAPIConnection, _: object) -> None:
        if isinstance(raw, sqlite3.Connection):
            raw.isolation_level = None
        for pragma in _PRAGMAS:
            raw.cursor().execute(f"PRAGMA {pragma}")

    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin) and None)
    return engine


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
"""Durable at every commit; what is deleted is overwritten."""


def _reason(error: Exception) -> str:
    """The driver's own first line: it names tables and disks, never values (`hide_parameters`)."""
    original = getattr(error, "orig", None) or error
    return str(original).splitlines()[0] if str(original) else type(original).__name__
