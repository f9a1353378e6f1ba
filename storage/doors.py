"""One-time links from a chat on a platform to the web page: see `bot.domain.doorway`.

The code is found by a keyed hash. It also lies sealed, to the key of the drafts that it leads to,
so that the same link can be shown again while it is fresh. A row goes when its link is used, when
its time is up, and with its chat.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, select, update

from bot.domain.codes import DOOR_LENGTH, canonical, random_code
from bot.domain.errors import KeyNotHere, SealError
from storage import links
from storage.column_types import day_of
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.schema import alterations, contacts, doors, fetches, staff_sessions
from storage.statements import Upsert

LIFETIME: Final = timedelta(minutes=30)
FRESH: Final = timedelta(minutes=20)
"""How long one link is shown: whoever is shown it last still has ten minutes."""

_PUT: Final = Upsert(doors, ["contact_id"], ["hash", "sealed", "expires_at"])


class Doors:
    """The doors of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def of(self, contact_id: int, now: datetime) -> str:
        """The code of a chat's link, twelve characters: the one it was shown, while that is
        fresh, else a new one in its place. Raises `KeyNotHere`.
        """
        found = await self._db.execute(
            select(doors.c.sealed).where(
                doors.c.contact_id == contact_id, doors.c.expires_at > now + LIFETIME - FRESH
            )
        )
        sealed = found.scalar()
        return (sealed and self._opened(sealed, contact_id)) or await self._make(contact_id, now)

    async def leads_to(self, typed: str, now: datetime) -> int | None:
        """The chat that a code was given to; None for one that is wrong, used or too old."""
        code = canonical(typed, DOOR_LENGTH)
        if code is None:
            return None
        found = await self._db.execute(
            select(doors.c.contact_id).where(
                doors.c.hash == self._hash(code), doors.c.expires_at > now
            )
        )
        return found.scalar()

    async def close(self, contact_id: int) -> bool:
        """Let a chat's link lead nowhere any more; whether there was one."""
        closed = await self._db.execute(delete(doors).where(doors.c.contact_id == contact_id))
        return bool(closed.rowcount)

    async def forget(self, now: datetime) -> None:
        """Erase what is too old."""
        await self._db.execute(delete(doors).where(doors.c.expires_at <= now))

    async def carry_files(self, from_id: int, to_id: int) -> None:
        """Have whoever went through a door told of what becomes of files that are on their way."""
        for table in (fetches, alterations):
            await self._db.execute(
                update(table).where(table.c.contact_id == from_id).values(contact_id=to_id)
            )

    async def join(self, tip_id: int, contact_id: int) -> bool:
        """Let the chat in which a tip was begun be asked about it too, unless it is no more, is
        about to be forgotten, or has become staff's; whether it can.
        """
        staff = exists().where(staff_sessions.c.contact_id == contacts.c.id)
        found = await self._db.execute(
            select(contacts.c.id).where(
                contacts.c.id == contact_id,
                contacts.c.gone_at.is_(None),
                contacts.c.forget_at.is_(None),
                ~staff,
            )
        )
        if found.first() is None:
            return False
        await links.link(self._db, tip_id, contact_id)
        return True

    async def part(self, contact_id: int, now: datetime) -> None:
        """Have the chat forgotten in which a one-way tip was begun. The mark tells the day alone:
        to the millisecond it would join the two.
        """
        await self._db.execute(
            update(contacts).where(contacts.c.id == contact_id).values(forget_at=day_of(now))
        )

    async def _make(self, contact_id: int, now: datetime) -> str:
        code = random_code(DOOR_LENGTH)
        sealed = envelope.seal(code.encode(), self._keyring.drafts, _place(contact_id), exact=True)
        row = {
            "contact_id": contact_id,
            "hash": self._hash(code),
            "sealed": sealed,
            "expires_at": now + LIFETIME,
        }
        await self._db.execute(_PUT.on(self._db), row)
        return code

    def _opened(self, sealed: bytes, contact_id: int) -> str:
        """Empty for one that cannot be read: a new one takes its place. Raises `KeyNotHere`."""
        try:
            return self._keyring.open(sealed, _place(contact_id)).decode()
        except KeyNotHere:
            raise
        except SealError:
            return ""

    def _hash(self, code: str) -> bytes:
        return self._keyring.pseudonym("door", code, size=32)


def _place(contact_id: int) -> Place:
    return Place("doors", "sealed", contact_id)
