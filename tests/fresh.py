"""Databases that already have their tables. Migrations run once for each process and the result is
copied: running them for every test took a good part of the whole time.
"""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from storage import migrate
from storage.database import Database

T = TypeVar("T")


def with_tables(file: Path) -> str:
    """A fresh SQLite database in `file`; its address."""
    shutil.copy(_template(), file)
    return sqlite(file)


def sqlite(file: Path) -> str:
    """The address of a file."""
    return f"sqlite+aiosqlite:///{file}"


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Do something on a loop of its own: the tests' loop may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def migrated(url: str) -> None:
    """Bring a database up to date."""
    database = Database.connect(url)
    await migrate.upgrade(database)
    await database.close()


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tinbao-tables-"))
    atexit.register(shutil.rmtree, folder)
    apart(migrated(sqlite(folder / "tinbao.db")))
    return folder / "tinbao.db"
