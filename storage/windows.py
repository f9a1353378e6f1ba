"""When a chat was last heard of, on platforms that take answers for some days only. The time lies
sealed with the contact, for whoever sends.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.schema import contacts, tip_contacts

_HEARD: Final = (
    update(contacts)
    .where(contacts.c.id == bindparam("contact"))
    .values(sealed_heard=bindparam("sealed"))
)
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
        key, place = self._keyring.relay_public, _place(contact_id)
        sealed = envelope.seal(raw, key, place, exact=True)
        await self._db.execute(_HEARD, {"contact": contact_id, "sealed": sealed})

    async def last_heard(self, contact_id: int) -> datetime | None:
        """When it was; None when it is not known. Raises `SealError` without the relay's private
        key.
        """
        found = await self._db.execute(
            select(contacts.c.sealed_heard).where(contacts.c.id == contact_id)
        )
        sealed = found.scalar()
        if sealed is None:
            return None
        raw = self._keyring.open(sealed, _place(contact_id))
        return datetime.fromtimestamp(int.from_bytes(raw, "big"), UTC)

    async def channels_of(self, tip_id: int) -> list[str]:
        """The channels on which a tip's reporter can be asked, by name."""
        found = await self._db.execute(
            select(contacts.c.channel)
            .join(tip_contacts, tip_contacts.c.contact_id == contacts.c.id)
            .where(tip_contacts.c.tip_id == tip_id)
            .distinct()
            .order_by(contacts.c.channel)
        )
        return list(found.scalars())


def _place(contact_id: int) -> Place:
    return Place("contacts", "sealed_heard", contact_id)
