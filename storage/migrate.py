"""Brings a database to the current schema, and tells whether it is there.

Alembic is imported only to migrate: every start asks for the revision, and the library costs a
third of a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER: Final = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file; `connection` is what migrations run on."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


async def upgrade(database: Database) -> None:
    """Run every migration that is missing, in one transaction."""
    if await current(database) == newest():
        return
    from alembic import command

    async with database.rebuilding() as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "head"))


async def current(database: Database) -> str | None:
    """The database's revision; None when it is empty."""

    def revision(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar()
        return found

    async with database.reading() as connection:
        return await connection.run_sync(revision)


def newest() -> str:
    """The revision this program needs: migrations are files named `<revision>_<what>.py`, in
    order.
    """
    return max(path.stem.split("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))
