"""The migrated schema is the declared one, on both databases."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import migrate
from storage.database import Database
from storage.schema import metadata


async def test_the_migrated_schema_equals_the_declared_one(database_url: str) -> None:
    database = Database.connect(database_url)
    try:
        assert await migrate.current(database) is None
        await migrate.upgrade(database)
        assert await migrate.current(database) == migrate.newest()
        async with database.reading() as connection:
            differences = await connection.run_sync(
                lambda sync: compare_metadata(
                    MigrationContext.configure(sync, opts={"compare_type": True}), metadata
                )
            )
        assert differences == []
    finally:
        await database.close()


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    database = Database.connect(database_url)
    try:
        await migrate.upgrade(database)
        await migrate.upgrade(database)
        assert await migrate.current(database) == migrate.newest()
    finally:
        await database.close()


async def test_every_migration_can_be_undone_and_done_again(database_url: str) -> None:
    database = Database.connect(database_url)
    try:
        await migrate.upgrade(database)
        async with database.transaction() as connection:
            await connection.run_sync(
                lambda sync: command.downgrade(migrate.alembic_config(sync), "base")
            )
        await migrate.upgrade(database)
        assert await migrate.current(database) == migrate.newest()
    finally:
        await database.close()


def test_the_newest_migration_is_the_one_alembic_ends_at() -> None:
    script = ScriptDirectory.from_config(migrate.alembic_config())
    assert script.get_heads() == [migrate.newest()]
