"""What every test may ask for: a database of each kind, empty or with all its tables."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.fresh import sqlite, with_tables
from tests.postgres import Shelf, shelf, without_tables

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: many tests wait, for a browser, a server, or the pace that a platform
    sets; with fewer a third of the time nobody works.
    """
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first: at the end three workers would wait for the one that has such a test."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again took an eighth
    of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(params=BOTH)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A fresh database with its tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield with_tables(tmp_path / "tinbao.db")
        return
    databases: Shelf = request.getfixturevalue("postgres_shelf")
    async with databases.lent() as url:
        yield url


@pytest.fixture(params=BOTH)
async def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A fresh database without a table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield sqlite(tmp_path / "tinbao.db")
        return
    async with without_tables() as url:
        yield url


@pytest.fixture
async def postgres_url(postgres_shelf: Shelf) -> AsyncIterator[str]:
    """A fresh database with its tables on PostgreSQL."""
    async with postgres_shelf.lent() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_shelf() -> Iterator[Shelf]:
    """Where tests on PostgreSQL get their databases from."""
    with shelf() as databases:
        yield databases
