"""A database that a test has used is as new for the next one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database
from tests.end_to_end.village import configured, village
from tests.postgres import Shelf

pytestmark = pytest.mark.postgres


async def test_nothing_is_left_of_what_was_stored(postgres_shelf: Shelf, tmp_path: Path) -> None:
    async with postgres_shelf.lent() as url:
        new = await rows(url)
        async with village(configured(tmp_path, url)) as here:
            await here.says("telegram/1", "Nhà cuối xóm có người lạ ra vào ban đêm.")
        assert len(await rows(url)) > len(new)
    async with postgres_shelf.lent() as again:
        assert again == url
        assert await rows(again) == new


async def test_a_transaction_that_was_forgotten_holds_nobody_up(postgres_shelf: Shelf) -> None:
    async with postgres_shelf.lent() as url:
        forgotten = Database.connect(url)
        transaction = forgotten.transaction()
        connection = await transaction.__aenter__()
        await connection.execute(text("DELETE FROM alembic_version"))
    async with postgres_shelf.lent() as again:
        assert again == url
        async with asyncio.timeout(20):
            await change(again, "LOCK TABLE alembic_version")
    await forgotten.close()


@pytest.mark.parametrize(
    "statement", ["CREATE SEQUENCE numbers", "ALTER TABLE letters DISABLE TRIGGER ALL"]
)
async def test_another_shape_is_not_given_to_anybody(
    statement: str, postgres_shelf: Shelf
) -> None:
    async with postgres_shelf.lent() as url:
        await change(url, statement)
    async with postgres_shelf.lent() as another:
        assert another != url


async def rows(url: str) -> dict[str, list[str]]:
    """What is in each table that is not empty."""
    database = Database.connect(url)
    async with database.reading() as connection:
        tables = await connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        found = {
            name: [
                row
                for (row,) in await connection.execute(
                    text(f'SELECT t::text FROM "{name}" AS t ORDER BY 1')
                )
            ]
            for (name,) in tables.all()
        }
    await database.close()
    return {name: lines for name, lines in found.items() if lines}


async def change(url: str, statement: str) -> None:
    """Do something to a database."""
    database = Database.connect(url)
    async with database.transaction() as connection:
        await connection.execute(text(statement))
    await database.close()
