"""Return addresses. A contact is a keyed pseudonym, and a way back that only the sender (or the
visitor's cookie) opens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain import codec
from bot.domain.message import Address
from storage import links
from storage.column_types import day_of
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place, PrivateKey, PublicKey, SecretKey
from storage.crypto.keyring import Keyring
from storage.ids import timeless_id
from storage.schema import (
    alterations,
    boards,
    chat_messages,
    contact_outcomes,
    contacts,
    conversations,
    doors,
    fetches,
    groups,
    handoffs,
    letters,
    mutes,
    offers,
    outbox,
)

WEB: Final = "web"
"""The channel without a platform: its messages are letters that the visitor fetches."""

_INSERT: Final = insert(contacts)
_BY_PSEUDONYM: Final = select(contacts.c.id).where(contacts.c.pseudonym == bindparam("pseudonym"))


@dataclass(frozen=True, slots=True)
class Contact:
    """A chat, without saying whose. `public` seals letters to a web session; None for
    platforms.
    """

    id: int
    channel: str
    public: PublicKey | None = field(default=None, repr=False)


class Contacts:
    """The contacts of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def add(self, address: Address, locale: str, now: datetime) -> Contact:
        """Store a contact that is not there yet."""
        row_id = timeless_id()
        row = {
            "id": row_id,
            "channel": address.channel,
            "pseudonym": pseudonym(self._keyring, address),
            "sealed_address": None,
            "public": None,
            "sealed_private": None,
            "created_at": day_of(now),
        }
        public = None
        if address.channel == WEB:
            pair = envelope.generate(_session_key_id(row_id))
            public = pair.public()
            row["public"] = public.to_bytes()
            row["sealed_private"] = envelope.seal(
                pair.to_bytes(), session_secret(address), _private_place(row_id), exact=True
            )
        else:
            row["sealed_address"] = self._seal_address(row_id, address, locale)
        await self._db.execute(_INSERT, row)
        return Contact(row_id, address.channel, public)

    async def get(self, contact_id: int) -> Contact | None:
        """A contact that can still be reached."""
        row = (
            await self._db.execute(
                select(contacts.c.channel, contacts.c.public).where(
                    contacts.c.id == contact_id, contacts.c.gone_at.is_(None)
                )
            )
        ).first()
        if row is None:
            return None
        public = (
            PublicKey.from_bytes(_session_key_id(contact_id), row.public) if row.public else None
        )
        return Contact(contact_id, row.channel, public)

    async def by_address(self, address: Address) -> int | None:
        """The id of a contact that is already known."""
        found = await self._db.execute(
            _BY_PSEUDONYM, {"pseudonym": pseudonym(self._keyring, address)}
        )
        return found.scalar()

    async def address(self, contact_id: int) -> tuple[Address, str] | None:
        """Where to send, and in which language ("" when unknown). Needs the relay's private
        key.
        """
        row = (
            await self._db.execute(
                select(contacts.c.channel, contacts.c.sealed_address).where(
                    contacts.c.id == contact_id
                )
            )
        ).first()
        if row is None or row.sealed_address is None:
            return None
        opened = self._keyring.open(row.sealed_address, _address_place(contact_id))
        chat_id, locale = codec.load(opened)
        return Address(row.channel, chat_id), locale

    async def set_locale(self, contact_id: int, address: Address, locale: str) -> None:
        """Remember the language, sealed with the address."""
        if address.channel != WEB:
            sealed = self._seal_address(contact_id, address, locale)
            await self._db.execute(
                update(contacts).where(contacts.c.id == contact_id).values(sealed_address=sealed)
            )

    async def session_private(self, contact_id: int, address: Address) -> PrivateKey | None:
        """The private key of a web session, opened with the cookie's secret."""
        row = (
            await self._db.execute(
                select(contacts.c.sealed_private).where(contacts.c.id == contact_id)
            )
        ).first()
        if row is None or row.sealed_private is None:
            return None
        raw = envelope.open(
            row.sealed_private, session_secret(address), _private_place(contact_id)
        )
        return PrivateKey.from_bytes(_session_key_id(contact_id), raw)

    async def lock_number(self, contact_id: int) -> int | None:
        """What PostgreSQL locks this contact's conversation by."""
        found = await self._db.execute(
            select(contacts.c.pseudonym).where(contacts.c.id == contact_id)
        )
        raw = found.scalar()
        return None if raw is None else lock_number(raw)

    async def unlink(self, contact_id: int) -> None:
        """Cut off its tips a contact that is about to be emptied."""
        await links.cut_contact(self._db, contact_id, said_until=None)

    async def gone(self, contact_id: int, now: datetime) -> None:
        """The chat can no longer be reached: drop what waits for it."""
        await self._db.execute(
            update(contacts).where(contacts.c.id == contact_id).values(gone_at=now)
        )
        await self._db.execute(delete(outbox).where(outbox.c.contact_id == contact_id))

    async def back(self, contact_id: int) -> None:
        """Somebody wrote from a chat that had been unreachable."""
        await self._db.execute(
            update(contacts).where(contacts.c.id == contact_id).values(gone_at=None)
        )

    async def forget(self, contact_id: int) -> None:
        """Erase a contact and everything that hangs on it; filed tips stay, without a way back
        but the receipt.
        """
        await self.unlink(contact_id)
        # Files of a filed tip are still brought in, and what failed is still counted: for nobody.
        failed = update(outbox).where(outbox.c.contact_id == contact_id, outbox.c.sealed == b"")
        await self._db.execute(failed.values(contact_id=None))
        await self._db.execute(
            update(fetches).where(fetches.c.contact_id == contact_id).values(contact_id=None)
        )
        known = (mutes, contact_outcomes, offers, doors)
        for table in (outbox, letters, chat_messages, handoffs, conversations, boards, *known):
            await self._db.execute(delete(table).where(table.c.contact_id == contact_id))
        await self._db.execute(
            update(alterations)
            .where(alterations.c.contact_id == contact_id)
            .values(contact_id=None)
        )
        await self._db.execute(
            update(groups)
            .where(groups.c.contact_id == contact_id)
            .values(contact_id=None, sealed=None)
        )
        await self._db.execute(delete(contacts).where(contacts.c.id == contact_id))

    def _seal_address(self, contact_id: int, address: Address, locale: str) -> bytes:
        return envelope.seal(
            codec.dump([address.id, locale]),
            self._keyring.relay_public,
            _address_place(contact_id),
        )


def pseudonym(keyring: Keyring, address: Address) -> bytes:
    """The same chat always has the same pseudonym; without the session key it says nothing."""
    return keyring.pseudonym("contact", address.channel, address.id)


def lock_number(of: bytes) -> int:
    """A pseudonym as the 64-bit number that advisory locks take."""
    return int.from_bytes(of[:8], "big", signed=True)


def session_secret(address: Address) -> SecretKey:
    """The key of a web session, from the cookie it lives in."""
    return envelope.derive(address.id.encode(), "web session")


def _session_key_id(contact_id: int) -> str:
    return f"web/{contact_id}"


def _address_place(contact_id: int) -> Place:
    return Place("contacts", "sealed_address", contact_id)


def _private_place(contact_id: int) -> Place:
    return Place("contacts", "sealed_private", contact_id)
