"""What every test may ask for: a database of each kind, empty or with all its tables."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from tests.fresh import apart, migrated, sqlite, with_tables

POSTGRES = os.environ.get("TINBAO_TEST_POSTGRES", "")
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: many tests wait, for a browser, a server, or the pace that a platform
    sets; with fewer a third of the time nobody works.
    """
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(params=BOTH)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A fresh database with its tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield with_tables(tmp_path / "tinbao.db")
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
def migrated_postgres() -> Iterator[str]:
    """The name of the database that tests on PostgreSQL begin with."""
    name = apart(_made())
    apart(migrated(_url(name)))
    yield name
    apart(_dropped(name))


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
