"""When a chat was last heard of, on platforms that take answers for some days only. The time lies
sealed with the contact: once for whoever sends, once for the desk, which says how long it may ask.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select, update

from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.schema import contacts

_BYTES: Final = 6
"""Of a time in whole seconds: always as long, so that its seal says nothing."""


class Windows:
    """The times of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def heard(self, contact_id: int, now: datetime) -> None:
        """Somebody has written from this chat."""
        raw = int(now.timestamp()).to_bytes(_BYTES, "big")
        keys = self._keyring
        sealed = {
            name: envelope.seal(raw, key, _place(name, contact_id), exact=True)
            for name, key in (
                ("sealed_heard", keys.relay_public),
                ("sealed_heard_desk", keys.desk_public),
            )
        }
        await self._db.execute(
            update(contacts).where(contacts.c.id == contact_id).values(**sealed)
        )

    async def for_sender(self, contact_id: int) -> datetime | None:
        """When it was, for a process with the relay's private key. Raises `SealError`."""
        return await self._at("sealed_heard", contact_id)

    async def for_desk(self, contact_id: int) -> tuple[str, datetime] | None:
        """The channel and when it was, for a process with the desk's private key. Raises
        `SealError`.
        """
        at = await self._at("sealed_heard_desk", contact_id)
        if at is None:
            return None
        found = await self._db.execute(
            select(contacts.c.channel).where(contacts.c.id == contact_id)
        )
        return str(found.scalar_one()), at

    async def _at(self, name: str, contact_id: int) -> datetime | None:
        found = await self._db.execute(select(contacts.c[name]).where(contacts.c.id == contact_id))
        sealed = found.scalar()
        if sealed is None:
            return None
        raw = self._keyring.open(sealed, _place(name, contact_id))
        return datetime.fromtimestamp(int.from_bytes(raw, "big"), UTC)


def _place(name: str, contact_id: int) -> Place:
    return Place("contacts", name, contact_id)
