"""Erases what has passed its time. Every part can be stopped at any moment and run again."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.errors import Collision
from bot.domain.ports import FileStore
from bot.engine.boards import redraw
from bot.engine.delivery import Delivery
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.retention import Due
from storage.stores import Stores
from storage.units import Unit

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Erased:
    """What one run found due, by reference. `files`: deleted from the store."""

    contacts: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    files: int = 0


async def forget(database: Database, keyring: Keyring, contact_id: int, now: datetime) -> None:
    """Forget a contact that was marked for it, if its time has come."""
    async with database.reading() as connection:
        lock = await Stores(connection, keyring).contacts.lock_number(contact_id)
    # Somebody says something to it at this moment: it is looked at again.
    with suppress(Collision):
        async with database.transaction(lock) as connection:
            stores = Stores(connection, keyring)
            if await stores.forgetting.carry_out(contact_id, now):
                await stores.key_register.want_relay_rotation(now)


async def erase_tip(stores: Stores, tip_id: int, now: datetime) -> bool:
    """Erase a tip's content wherever it lies, in one transaction; False when it was before.

    THE place for every store that keeps something of a tip. The key of every unit that had it is
    to be replaced: it opens what a copy of the database from before still holds.
    """
    tip = await stores.tips.get(tip_id)
    if tip is None:
        return False
    cards = [f"tip:identity-{asked.id}" for asked in await stores.disclosures.of_tip(tip_id)]
    kept = await stores.identities.of(tip_id)
    await stores.identities.erase(tip_id)
    before = await stores.registers.units_before(tip_id)
    readers = [*([kept.unit_id] if kept else []), *before]
    if not await stores.retention.erase_content(tip_id, now, readers, cards):
        return False
    for unit_id in {tip.unit_id, *readers}:
        await stores.key_register.want_rotation(unit_id, now)
    await redraw(stores, Delivery(stores, now), [tip_id])
    return True


class RetentionRun:
    """One look at everything that may be due."""

    def __init__(self, database: Database, files: FileStore, keyring: Keyring) -> None:
        self._database = database
        self._files = files
        self._keyring = keyring

    async def due(self, now: datetime) -> Erased:
        """What `run` would erase."""
        found = Erased()
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            for unit in await stores.units.all():
                values = await stores.unit_settings.of(unit.id)
                content = await stores.retention.content_due(unit.id, values, now, limit=100_000)
                contacts = await stores.retention.contacts_due(unit.id, values, now, limit=100_000)
                found.content += [due.reference for due in content]
                found.contacts += [due.reference for due in contacts]
        return found

    async def run(self, now: datetime) -> Erased:
        """Erase what is due, a hundred tips a transaction, content before contacts."""
        erased = Erased()
        async with self._database.reading() as connection:
            units = await Stores(connection, self._keyring).units.all()
        for unit in units:
            while len(batch := await self._content(unit, now)) > 0:
                erased.content += batch
            while len(batch := await self._contacts(unit, now)) > 0:
                erased.contacts += batch
        await self.forget_marked(now)
        erased.files = await self.delete_files()
        if erased.content or erased.contacts or erased.files:
            await self._database.scrub()
        return erased

    async def forget_marked(self, now: datetime) -> None:
        """Forget the contacts that were marked and have heard everything."""
        async with self._database.reading() as connection:
            due = await Stores(connection, self._keyring).forgetting.due(now)
        for contact_id in due:
            await forget(self._database, self._keyring, contact_id, now)

    async def forget_idle(self) -> None:
        """Forget contacts on which nothing hangs any more."""
        async with self._database.reading() as connection:
            idle = await Stores(connection, self._keyring).forgetting.idle()
        for contact_id in idle:
            async with self._database.reading() as connection:
                lock = await Stores(connection, self._keyring).contacts.lock_number(contact_id)
            with suppress(Collision):
                async with self._database.transaction(lock) as connection:
                    await Stores(connection, self._keyring).forgetting.forget_idle(contact_id)

    async def delete_files(self) -> int:
        """Delete files whose rows are gone; how many. The name goes last, so none is forgotten."""
        count = 0
        while True:
            async with self._database.reading() as connection:
                doomed = await Stores(connection, self._keyring).retention.doomed()
            gone = [file_id for file_id in doomed if await self._delete(file_id)]
            if not gone:
                return count
            async with self._database.transaction() as connection:
                stores = Stores(connection, self._keyring)
                for file_id in gone:
                    await stores.retention.deleted(file_id)
            count += len(gone)

    async def _delete(self, file_id: str) -> bool:
        """One that the store does not let go is tried again the next time."""
        try:
            await self._files.delete(file_id)
        except OSError as error:
            _log.error("a file cannot be deleted: %s", error.strerror or type(error).__name__)
            return False
        return True

    async def _content(self, unit: Unit, now: datetime) -> list[str]:
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            values = await stores.unit_settings.of(unit.id)
            due = await stores.retention.content_due(unit.id, values, now)
            for tip in due:
                await erase_tip(stores, tip.tip_id, now)
                await _audit(stores, "content-erased", tip, now)
        return [tip.reference for tip in due]

    async def _contacts(self, unit: Unit, now: datetime) -> list[str]:
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            values = await stores.unit_settings.of(unit.id)
            due = await stores.retention.contacts_due(unit.id, values, now)
            for tip in due:
                await stores.retention.erase_contact(tip.tip_id, now)
                await _audit(stores, "contact-erased", tip, now)
            if due:
                await stores.key_register.want_relay_rotation(now)
        return [tip.reference for tip in due]


async def _audit(stores: Stores, action: str, tip: Due, now: datetime) -> None:
    await stores.audit.record(action, now=now, unit_id=tip.unit_id, subject=tip.reference)
