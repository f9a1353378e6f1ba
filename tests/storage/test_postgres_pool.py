"""Connections that break while nobody uses them are replaced before anybody gets them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text

from storage import postgres
from storage.database import Database

pytestmark = pytest.mark.postgres
AT_ONCE = 15


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    made = Database.connect(postgres_url)
    yield made
    await made.close()


async def asked(database: Database) -> int:
    """Which server process answers."""
    async with database.transaction() as connection:
        await connection.execute(text("SELECT pg_sleep(0.05)"))
        return int((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())


async def all_ended(url: str) -> None:
    """Every connection to the database is cut by the server, as when it is started anew."""
    server = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    await server.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await server.close()


@pytest.mark.parametrize("idle", [0.0, 3600.0], ids=["asked", "looked at"])
async def test_a_restart_of_the_server_is_not_noticed(
    database: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch, idle: float
) -> None:
    monkeypatch.setattr(postgres, "IDLE_SECONDS", idle)
    before = set(await asyncio.gather(*(asked(database) for _ in range(AT_ONCE))))
    assert len(before) == AT_ONCE

    await all_ended(postgres_url)

    after = set(await asyncio.gather(*(asked(database) for _ in range(AT_ONCE))))
    assert not before & after


async def test_connections_are_kept(database: Database) -> None:
    rounds = [
        set(await asyncio.gather(*(asked(database) for _ in range(AT_ONCE)))) for _ in range(3)
    ]

    assert len(rounds[0] | rounds[1] | rounds[2]) == AT_ONCE
