"""The choices of notices to staff in chats where nothing can be pressed: each has a number of its
own, which goes on meaning it whatever is said in between.

Sealed to the desk, which alone handles what staff type: a row names a tip beside a chat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select

from bot.domain.message import FIRST_NOTICE
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import offers, staff_sessions

FIRST: Final = FIRST_NOTICE
LAST: Final = 99


class Offers:
    """The numbered notices of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def staff(self, contact_id: int) -> bool:
        """Whether a member works in this chat."""
        of_it = (staff_sessions.c.contact_id == contact_id, staff_sessions.c.ended_at.is_(None))
        found = await self._db.execute(select(staff_sessions.c.id).where(*of_it).limit(1))
        return found.first() is not None

    async def add(self, contact_id: int, payloads: Sequence[str], now: datetime) -> list[int]:
        """The numbers under which these can be chosen. The oldest ones of the chat are taken when
        none is free.
        """
        newest = (
            select(offers.c.number)
            .where(offers.c.contact_id == contact_id)
            .order_by(offers.c.id.desc())
            .limit(1)
        )
        last = (await self._db.execute(newest)).scalar() or LAST
        room = LAST - FIRST + 1
        numbers = [FIRST + (last - FIRST + n) % room for n in range(1, len(payloads) + 1)][:room]
        if not numbers:
            return []
        mine = offers.c.contact_id == contact_id
        await self._db.execute(delete(offers).where(mine, offers.c.number.in_(numbers)))
        rows = []
        for number, payload in zip(numbers, payloads, strict=False):
            row = new_id()
            sealed = envelope.seal(payload.encode(), self._keyring.desk_public, _place(row))
            rows.append(
                {
                    "id": row,
                    "contact_id": contact_id,
                    "number": number,
                    "sealed": sealed,
                    "created_at": now,
                }
            )
        await self._db.execute(insert(offers), rows)
        return numbers

    async def payload(self, contact_id: int, number: int) -> str:
        """What a number means in a chat; empty for one that means nothing. Raises `SealError`."""
        mine = (offers.c.contact_id == contact_id, offers.c.number == number)
        found = await self._db.execute(select(offers.c.id, offers.c.sealed).where(*mine))
        row = found.first()
        return "" if row is None else self._keyring.open(row.sealed, _place(row.id)).decode()

    async def forget(self, contact_id: int) -> None:
        """Nothing that was offered in this chat means anything any more."""
        await self._db.execute(delete(offers).where(offers.c.contact_id == contact_id))

    async def forget_before(self, then: datetime) -> None:
        """Drop what was offered before `then`."""
        await self._db.execute(delete(offers).where(offers.c.created_at < then))


def _place(row: int) -> Place:
    return Place("offers", "sealed", row)
