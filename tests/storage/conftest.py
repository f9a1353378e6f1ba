"""Stores on a migrated database of each kind, with real keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.chain_verifier import Verdict
from bot.domain.message import Address
from storage.crypto import loading
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores
from storage.units import Unit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AUDITED = datetime(2026, 11, 23, 8, 0, 0, 123_000, tzinfo=UTC)
"""Not a whole second: the hash covers milliseconds."""
WHY = "canary lý do: người báo là bà Tư"


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
    made = loading.create_missing(tmp_path / "keys", ["session", "relay/1", "unit/tan-khai/1"])
    everything = loading.load(tmp_path / "keys", made, {"session", "relay", "unit"})
    intake = loading.load(tmp_path / "keys", made, {"session"})
    async with database.transaction() as connection:
        unit = await Stores(connection, everything).units.add(
            slug="tan-khai", name="xã Tân Khai", prefix="TK", parent_id=None, hotline="", now=NOW
        )
    yield Shelf(database, everything, intake, unit)
    await database.close()


@dataclass
class Archive:
    database: Database
    keyring: Keyring
    intake: Keyring
    unit: Unit

    @asynccontextmanager
    async def stores(self, keyring: Keyring | None = None) -> AsyncIterator[Stores]:
        async with self.database.transaction() as connection:
            yield Stores(connection, keyring or self.keyring)

    async def verdicts(self, after: timedelta = timedelta()) -> dict[str, Verdict]:
        async with self.database.reading() as connection:
            chains = Stores(connection, Keyring()).audit_chains
            return {v.chain: v for v in await chains.verify(AUDITED + after)}

    async def run(self, sql: str, **values: object) -> None:
        async with self.database.transaction() as connection:
            await connection.execute(text(sql), values)

    async def member(self) -> int:
        async with self.stores() as stores:
            contact = await self._contact(stores)
            found = await stores.members.add(
                unit_id=self.unit.id, role="officer", name="Lan", contact_id=contact, now=AUDITED
            )
        return found.id

    async def _contact(self, stores: Stores) -> int:
        return (await stores.contacts.add(Address("web", "x" * 43), "vi", AUDITED)).id


@pytest.fixture
async def archive(database_url: str, tmp_path: Path) -> AsyncIterator[Archive]:
    database = Database.connect(database_url)
    names = ["session", "relay/1", "audit/1", "unit/tan-khai/1"]
    made = loading.create_missing(tmp_path / "keys", names)
    everything = loading.load(tmp_path / "keys", made, {"session", "relay", "audit", "unit"})
    intake = loading.load(tmp_path / "keys", made, {"session"})
    async with database.transaction() as connection:
        stores = Stores(connection, everything)
        await stores.key_register.add(made, AUDITED)
        unit = await stores.units.add(
            slug="tan-khai",
            name="xã Tân Khai",
            prefix="TK",
            parent_id=None,
            hotline="",
            now=AUDITED,
        )
    yield Archive(database, everything, intake, unit)
    await database.close()


async def filled(archive: Archive) -> None:
    """Eight rows of a unit, six of them signed by two checkpoints; one row of the service."""
    member = await archive.member()
    for n in range(1, 9):
        async with archive.stores() as stores:
            await stores.audit.record(
                "tip-opened",
                now=AUDITED + timedelta(seconds=n),
                unit_id=archive.unit.id,
                member_id=member if n % 2 else None,
                subject=f"TK-{n:05}",
                why=WHY if n == 4 else "",
            )
            if n in (3, 6):
                await stores.audit_chains.sign(AUDITED + timedelta(seconds=n))
    async with archive.stores() as stores:
        await stores.audit.record("key-rotated", now=AUDITED, subject="relay/2", why=WHY)
