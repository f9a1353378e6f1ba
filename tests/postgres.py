"""PostgreSQL databases for tests. Making one and dropping it again is a third of a second of work
for the server, and everybody waits while it writes out what is in memory. So one with tables is
used again once it is as it was; one that cannot be brought there is dropped.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import pytest

from tests.fresh import apart, migrated

POSTGRES = os.environ.get("TINBAO_TEST_POSTGRES", "")
SHAPE = """
SELECT md5(string_agg(part, E'\\n' ORDER BY part)) FROM (
  SELECT nspname::text AS part FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'
  UNION ALL SELECT concat_ws(' ', oid, relname, relkind, relacl, relrowsecurity, relhasrules)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', attrelid, attnum, attname, atttypid, attnotnull, atthasdef)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', oid, adrelid, adnum, adbin) FROM pg_attrdef
  UNION ALL SELECT concat_ws(' ', oid, conname, convalidated, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', oid, tgrelid, tgname, tgenabled) FROM pg_trigger
  UNION ALL SELECT concat_ws(' ', oid, proname) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', sequencename, last_value) FROM pg_sequences
) AS parts
"""
"""What a database is but for its rows. Sequences count: one that was used makes other rows."""


class Shelf:
    """Databases of one process that nobody uses now, all like `template`."""

    def __init__(self, template: str) -> None:
        self.template = template
        self._idle: list[str] = []
        self._shape = ""
        self._rows: dict[str, list[str]] = {}

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[str]:
        """The address of a database as fresh as the template; nobody else has it meanwhile."""
        name = self._idle.pop() if self._idle else await self._new()
        try:
            yield address(name)
        finally:
            if await self._restored(name):
                self._idle.append(name)
            else:
                await dropped(name)

    async def empty(self) -> None:
        """Drop what lies here."""
        while self._idle:
            await dropped(self._idle.pop())

    async def _new(self) -> str:
        name = await made(self.template)
        # Nobody pulls the server's plug.
        await _admin(f"ALTER DATABASE {name} SET synchronous_commit = off")
        if not self._shape:
            async with _inside(name) as server:
                self._shape = await server.fetchval(SHAPE)
                self._rows = {table: await _rows(server, table) for table in await _filled(server)}
        return name

    async def _restored(self, name: str) -> bool:
        """Whether a database could be brought to where it began."""
        async with _inside(name) as server:
            await server.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if await server.fetchval(SHAPE) != self._shape:
                return False
            async with server.transaction():
                await self._put_back(server)
        return True

    async def _put_back(self, server: asyncpg.Connection) -> None:
        untouched = {
            table for table, rows in self._rows.items() if await _rows(server, table) == rows
        }
        touched = set(await _filled(server)) - untouched
        if touched:
            # In one statement: what refers to what is looked at when it is done.
            parts = [f'd{at} AS (DELETE FROM "{table}")' for at, table in enumerate(touched)]
            await server.execute(f"WITH {', '.join(parts)} SELECT 1")
        for table in self._rows.keys() - untouched:
            await server.executemany(
                f'INSERT INTO "{table}" SELECT ($1::text::"{table}").*',
                [(row,) for row in self._rows[table]],
            )


@contextmanager
def shelf() -> Iterator[Shelf]:
    """An empty one, with a template of its own."""
    template = apart(made())
    lends = Shelf(template)
    try:
        apart(migrated(address(template)))
        yield lends
    finally:
        apart(lends.empty())
        apart(dropped(template))


@asynccontextmanager
async def without_tables() -> AsyncIterator[str]:
    """The address of an empty database, dropped afterwards."""
    name = await made()
    try:
        yield address(name)
    finally:
        await dropped(name)


def address(name: str) -> str:
    """Of a database of this name, as the configuration has it."""
    return f"{POSTGRES.rsplit('/', 1)[0]}/{name}"


async def made(template: str = "template1") -> str:
    """The name of a new database; skips the test where there is no server."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set TINBAO_TEST_POSTGRES to run this (CI does)")
    name = f"tinbao_test_{secrets.token_hex(6)}"
    await _admin(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


async def dropped(name: str) -> None:
    """Gone, whoever is still connected."""
    await _admin(f"DROP DATABASE {name} WITH (FORCE)")


async def _admin(statement: str) -> None:
    async with _inside(POSTGRES.rsplit("/", 1)[1]) as server:
        await server.execute(statement)


@asynccontextmanager
async def _inside(name: str) -> AsyncIterator[asyncpg.Connection]:
    server = await asyncpg.connect(address(name).replace("postgresql+asyncpg://", "postgresql://"))
    try:
        yield server
    finally:
        await server.close()


async def _filled(server: asyncpg.Connection) -> list[str]:
    """The tables that have rows."""
    tables = await server.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    each = [
        f"""SELECT '{name}' AS name WHERE EXISTS (SELECT 1 FROM "{name}")""" for (name,) in tables
    ]
    return [name for (name,) in await server.fetch(" UNION ALL ".join(each))]


async def _rows(server: asyncpg.Connection, table: str) -> list[str]:
    return [row for (row,) in await server.fetch(f'SELECT t::text FROM "{table}" AS t ORDER BY 1')]
