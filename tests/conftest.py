"""What every test may ask for: a database of each kind, empty or with all its tables.

Migrations are run once for each worker and the result is copied: running them for every test took
a good part of the whole time.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest

from storage import migrate
from storage.database import Database

POSTGRES = os.environ.get("TINBAO_TEST_POSTGRES", "")
T = TypeVar("T")
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A fresh database with its tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        copy = tmp_path / "tinbao.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), copy)
        yield sqlite(copy)
        return
    async with postgres(request.getfixturevalue("migrated_postgres")) as url:
        yield url


@pytest.fixture(params=BOTH)
async def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A fresh database without a table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield sqlite(tmp_path / "tinbao.db")
        return
    async with postgres() as url:
        yield url


@pytest.fixture
async def postgres_url(migrated_postgres: str) -> AsyncIterator[str]:
    """A fresh database with its tables on PostgreSQL."""
    async with postgres(migrated_postgres) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that tests on SQLite begin with."""
    file = tmp_path_factory.mktemp("migrated") / "tinbao.db"
    _apart(_migrate(sqlite(file)))
    return file


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    """The name of the database that tests on PostgreSQL begin with."""
    name = _apart(_made())
    _apart(_migrate(_url(name)))
    yield name
    _apart(_dropped(name))


def sqlite(file: Path) -> str:
    """The address of a file."""
    return f"sqlite+aiosqlite:///{file}"


@asynccontextmanager
async def postgres(template: str = "") -> AsyncIterator[str]:
    """A database that is dropped afterwards; skips the test where there is no server."""
    name = await _made(template)
    try:
        yield _url(name)
    finally:
        await _dropped(name)


def _url(name: str) -> str:
    return f"{POSTGRES.rsplit('/', 1)[0]}/{name}"


async def _made(template: str = "") -> str:
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set TINBAO_TEST_POSTGRES to run this (CI does)")
    name = f"tinbao_test_{secrets.token_hex(6)}"
    await _admin(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
    return name


async def _dropped(name: str) -> None:
    await _admin(f"DROP DATABASE {name} WITH (FORCE)")


async def _admin(statement: str) -> None:
    server = await asyncpg.connect(POSTGRES.replace("postgresql+asyncpg://", "postgresql://"))
    try:
        await server.execute(statement)
    finally:
        await server.close()


async def _migrate(url: str) -> None:
    database = Database.connect(url)
    await migrate.upgrade(database)
    await database.close()


def _apart(work: Coroutine[Any, Any, T]) -> T:
    """Run something on a loop of its own: the tests' loop may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
