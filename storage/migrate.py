"""Brings a database to the current schema, and tells whether it is there.

Alembic is imported only to migrate: a start that finds all in place does without its 13 MiB.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from storage.database import Database

_FOLDER: Final = Path(__file__).parent / "migrations"
_TABLE: Final = "alembic_version"


async def upgrade(database: Database) -> None:
    """Run every migration that is missing, in one transaction."""
    async with database.transaction() as connection:
        await connection.run_sync(_upgrade)


async def current(database: Database) -> str | None:
    """The database's revision; None when it is empty."""
    async with database.reading() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table(_TABLE)):
            return None
        found = await connection.execute(text(f"SELECT version_num FROM {_TABLE}"))  # noqa: S608
        return found.scalar()


def newest() -> str:
    """The revision this program needs: the files are named `NNNN_…` after theirs."""
    return max(path.name for path in (_FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
