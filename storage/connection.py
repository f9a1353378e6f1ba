"""What stores run their statements on.

SQLAlchemy's asyncio layer runs every statement in a greenlet, and aiosqlite hands it to a thread
and back. SQLite answers our
statements in 10 to 20 microseconds, so that both cost several times the work itself. Here a
statement runs where we are: four times the
turns a second (`docs/adr/0006-sqlite-inline.md`). The price: a slow disk stops the loop for the
length of its flush, which is what a
turn waits for anyway. PostgreSQL, where an answer takes a round trip, goes through SQLAlchemy's
asyncio as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Executable, text

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
HOUSE: Final = "tinbao_house"
"""The engines' option that `house` reads."""
ADVISORY: Final = text("SELECT pg_advisory_xact_lock(:n)")


class InlineConnection:
    """A synchronous SQLite connection with the part of `AsyncConnection` that stores use."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """The dialect statements are compiled for."""
        return self._connection.dialect

    @property
    def sync_connection(self) -> Connection:
        """The connection itself."""
        return self._connection

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Any] | None = None
    ) -> CursorResult[Any]:
        """Run one statement, at once."""
        return self._connection.execute(statement, parameters)

    async def run_sync(self, function: Callable[[Connection], T]) -> T:
        """Hand the connection to synchronous code (migrations)."""
        return function(self._connection)


Db: TypeAlias = "InlineConnection | AsyncConnection"
"""Either database's connection, in a transaction."""


async def lock_too(db: Db, lock: int) -> None:
    """Take a second lock in a transaction, until it ends. Two transactions that take each other's
    wait for each other: whoever takes two keeps to an order. SQLite has one writer.
    """
    if db.dialect.name == "postgresql":
        await db.execute(ADVISORY, {"n": lock})


def house(db: Db) -> dict[str, str]:
    """What the installation decided for units that have decided nothing, by setting."""
    connection = db.sync_connection
    return dict(connection.get_execution_options().get(HOUSE, {})) if connection else {}
