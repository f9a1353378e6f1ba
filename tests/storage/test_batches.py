"""Turns that come at once share a commit on SQLite: all are durable, or none is acknowledged."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import StoreUnavailable
from storage.database import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.connect(f"sqlite:///{tmp_path / 'tinbao.db'}")
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE words (word TEXT)"))
    yield database
    await database.close()


async def write(database: Database, word: str) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("INSERT INTO words VALUES (:word)"), {"word": word})
        await asyncio.sleep(0)
        if word == "bad":
            raise LookupError(word)
        if word == "fatal":
            await connection.execute(text("ROLLBACK"))


async def words(database: Database) -> list[str]:
    async with database.reading() as connection:
        return sorted((await connection.execute(text("SELECT word FROM words"))).scalars())


async def test_whoever_comes_at_once_shares_a_commit(database: Database) -> None:
    await asyncio.gather(*(write(database, f"{n}") for n in range(9)))
    assert await words(database) == [f"{n}" for n in range(9)]


async def test_one_that_fails_is_undone_alone(database: Database) -> None:
    said = ["a", "bad", "b", "bad"]
    done = await asyncio.gather(*(write(database, w) for w in said), return_exceptions=True)
    assert [type(one) for one in done] == [type(None), LookupError, type(None), LookupError]
    assert await words(database) == ["a", "b"]


async def test_nobody_is_acknowledged_when_the_whole_batch_was_rolled_back(
    database: Database,
) -> None:
    said = ["a", "fatal", "b"]
    done = await asyncio.gather(*(write(database, w) for w in said), return_exceptions=True)
    assert all(isinstance(one, StoreUnavailable) for one in done)
    await write(database, "c")
    assert await words(database) == ["c"]


async def test_one_who_goes_away_takes_nobody_along(database: Database) -> None:
    tasks = [asyncio.create_task(write(database, f"{n}")) for n in range(4)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    tasks[2].cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [done[1], done[3]] == [None, None]
    assert {"1", "3"} <= set(await words(database))


async def test_a_lock_held_too_long_by_another_process_is_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.PATIENCE_SECONDS", 0.1)
    database = Database.connect(f"sqlite:///{tmp_path / 'tinbao.db'}")
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE words (word TEXT)"))
    other = sqlite3.connect(tmp_path / "tinbao.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for word in ("a", "b"):
        with pytest.raises(StoreUnavailable):
            await write(database, word)
    other.execute("ROLLBACK")
    other.close()
    await write(database, "c")
    assert await words(database) == ["c"]
    await database.close()
