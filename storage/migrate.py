"""Brings a database to the current schema, and tells whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


async def upgrade(database: Database) -> None:
    """Run every migration that is missing, in one transaction."""
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), "head"))


async def current(database: Database) -> str | None:
    """The database's revision; None when it is empty."""
    async with database.reading() as connection:
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


def newest() -> str:
    """The revision this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("the program ships no migrations")
    return head
