"""A commune whose keys live: a real `App` on a real database and key folder, with a clock that is
moved by hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, select

from bot.app import App
from bot.config import Config
from bot.domain.flow import State
from bot.domain.message import Address
from bot.domain.tip import Body
from bot.roles import ROLES
from storage import migrate
from storage.crypto.keyfile import KeyFile, KeyName
from storage.database import Database
from storage.schema import metadata

SLUG = "tan-khai"


@dataclass
class HandClock:
    """Stands still until it is moved."""

    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **amount: float) -> None:
        self.time += timedelta(**amount)


@dataclass
class Commune:
    """One installation; `app` is its running process."""

    config: Config
    app: App
    clock: HandClock
    unit_id: int

    @property
    def folder(self) -> Path:
        return self.config.keys.dir

    async def file(self, story: str, app: App | None = None) -> int:
        async with (app or self.app).stores() as stores:
            filed = await stores.tips.file(
                unit_id=self.unit_id,
                point_id=None,
                kind="use",
                urgency="normal",
                body=Body(story),
                contact_id=None,
                now=self.clock.now(),
            )
        return filed.id

    async def story(self, tip_id: int) -> str:
        async with self.app.stores() as stores:
            return (await stores.tips.open(tip_id))[0].body.text

    async def chat(self, chat_id: str) -> int:
        """A chat with a return address and a draft."""
        async with self.app.stores() as stores:
            contact = await stores.contacts.add(Address("fake", chat_id), "vi", self.clock.now())
            state = State("intake", "tell", 1, {"story": f"draft of {chat_id}"})
            await stores.conversations.save(
                contact.id, state, self.clock.now() + timedelta(days=400)
            )
        return contact.id

    async def address_and_draft(self, contact_id: int) -> tuple[str, str]:
        async with self.app.stores() as stores:
            found = await stores.contacts.address(contact_id)
            talk = await stores.conversations.by_contact(contact_id)
        assert found is not None
        assert talk is not None
        return found[0].id, str(talk.state.draft["story"])

    async def restart(self) -> None:
        """What a kill leaves is started again."""
        await asyncio.sleep(0.01)  # SQLite's shared commit is a task of its own
        await self.app.close()
        self.app = await App.open(self.config, clock=self.clock)

    async def settle(self, rounds: int = 4) -> None:
        """The background work of a few minutes."""
        for _ in range(rounds):
            self.clock.pass_by(seconds=240)
            await self.app.refresh_keys()
            await self.app.rotation.work()

    async def lives(self) -> dict[str, str]:
        async with self.app.stores() as stores:
            return {
                life.key_id: "destroyed"
                if life.destroyed_at
                else "replaced"
                if life.retired_at
                else "newest"
                for life in await stores.key_register.lives()
            }

    def here(self) -> set[str]:
        return {path.stem for path in self.folder.glob("*.key")}

    def file_of(self, key_id: str) -> KeyFile:
        return KeyFile(self.folder, KeyName.parse(key_id))


def configured(folder: Path, database_url: str, **keys: object) -> Config:
    return Config.of(
        {
            "database": {"url": database_url},
            "files": {"url": f"file:{folder / 'files'}"},
            "keys": {"dir": str(folder / "keys"), **keys},
        }
    )


@asynccontextmanager
async def commune(folder: Path, database_url: str, **keys: object) -> AsyncIterator[Commune]:
    config = configured(folder, database_url, **keys)
    await App.create(config)
    clock = HandClock()
    app = await App.open(config, ROLES, clock)
    unit = await app.add_unit(slug=SLUG, name="xã Tân Khai", prefix="TK")
    made = Commune(config, app, clock, unit.id)
    try:
        yield made
    finally:
        await made.app.close()


async def copied(source: Database, to: Path) -> Database:
    """A backup: every row of every table in another database."""
    backup = Database.connect(f"sqlite+aiosqlite:///{to}")
    await migrate.upgrade(backup)
    async with source.reading() as there, backup.transaction() as here:
        for table in reversed(metadata.sorted_tables):
            await here.execute(delete(table))  # what a migration begins with
        for table in metadata.sorted_tables:
            in_order = select(table).order_by(*table.primary_key)  # a unit after the one above it
            rows = [dict(row._mapping) for row in await there.execute(in_order)]
            if rows:
                await here.execute(insert(table), rows)
    await asyncio.sleep(0)
    return backup
