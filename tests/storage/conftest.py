"""Stores on a migrated database of each kind, with real keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import migrate
from storage.crypto import keyring as keys
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores
from storage.units import Unit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Shelf:
    """A database with one unit; `intake` is a keyring without any private key that opens tips."""

    database: Database
    keyring: Keyring
    intake: Keyring
    unit: Unit


@pytest.fixture
async def shelf(database_url: str, tmp_path: Path) -> AsyncIterator[Shelf]:
    database = Database.connect(database_url)
    await migrate.upgrade(database)
    made = keys.create_missing(tmp_path / "keys", ["session", "relay/1", "unit/tan-khai/1"])
    everything = keys.load(tmp_path / "keys", made, {"session", "relay", "unit"})
    intake = keys.load(tmp_path / "keys", made, {"session"})
    async with database.transaction() as connection:
        unit = await Stores(connection, everything).units.add(
            slug="tan-khai", name="xã Tân Khai", prefix="TK", parent_id=None, hotline="", now=NOW
        )
    yield Shelf(database, everything, intake, unit)
    await database.close()
