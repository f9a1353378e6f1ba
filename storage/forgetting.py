"""Forgetting chats. A contact is marked, and erased as soon as what was said to it has arrived."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, exists, or_, select, update

from bot.domain.tip import TipStatus
from storage.column_types import day_of
from storage.connection import Db
from storage.contacts import WEB, Contacts
from storage.crypto.keyring import Keyring
from storage.outbox_rows import WAITING
from storage.schema import (
    boards,
    chat_messages,
    contacts,
    conversations,
    doors,
    groups,
    handoffs,
    letters,
    members,
    outbox,
    staff_sessions,
    tip_contacts,
    tips,
)

PAGE_KEPT: Final = timedelta(hours=1)
"""How long a web page still shows the receipt of a one-way tip: written down, or a reload."""
LONGEST_WAIT: Final = timedelta(days=7)
"""A platform that does not take our last words for so long keeps no address with us for them."""
ONCE: Final = "once:"
"""Begins the card of a receipt that no row may join to its tip; a random word follows."""

_WAITS: Final = exists().where(
    outbox.c.contact_id == contacts.c.id,
    outbox.c.status == WAITING,
    outbox.c.created_at > bindparam("since"),
)
_TALKS: Final = exists().where(
    conversations.c.contact_id == contacts.c.id, conversations.c.flow != ""
)
_STAFF: Final = or_(
    exists().where(members.c.contact_id == contacts.c.id),
    exists().where(staff_sessions.c.contact_id == contacts.c.id),
    exists().where(boards.c.contact_id == contacts.c.id),
    exists().where(groups.c.contact_id == contacts.c.id),
)
_LINKED: Final = exists().where(
    tip_contacts.c.contact_id == contacts.c.id,
    tip_contacts.c.tip_id == tips.c.id,
    tips.c.status != TipStatus.CLOSED,
)
_MARKED: Final = select(contacts.c.id).where(
    contacts.c.id == bindparam("id"), contacts.c.forget_at.is_not(None)
)
_DUE: Final = select(contacts.c.id).where(contacts.c.forget_at <= bindparam("now"), ~_WAITS)
_ONE: Final = select(
    contacts.c.channel,
    contacts.c.forget_at,
    _STAFF.label("staff"),
    _LINKED.label("linked"),
    _TALKS.label("talks"),
).where(contacts.c.id == bindparam("id"), contacts.c.forget_at <= bindparam("now"), ~_WAITS)


def _hangs_on_nothing() -> ColumnElement[bool]:
    held: list[Any] = [
        exists().where(table.c.contact_id == contacts.c.id)
        for table in (
            *(tip_contacts, members, staff_sessions, conversations, handoffs),
            *(outbox, letters, chat_messages, boards, doors, groups),
        )
    ]
    result: ColumnElement[bool] = ~held[0]
    for other in held[1:]:
        result = result & ~other
    return result


_IDLE: Final = select(contacts.c.id).where(_hangs_on_nothing()).limit(200)


class Forgetting:
    """Contacts on their way out, of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._contacts = Contacts(connection, keyring)

    async def mark(self, contact_id: int, channel: str, now: datetime) -> None:
        """Have a contact forgotten once everything waiting for it was sent.

        A page is not sent to: what it shows is kept for `PAGE_KEPT`.
        """
        at = now + PAGE_KEPT if channel == WEB else now
        await self._db.execute(
            update(contacts).where(contacts.c.id == contact_id).values(forget_at=at)
        )

    async def marked(self, contact_id: int) -> bool:
        """Whether a contact is on its way out."""
        found = await self._db.execute(_MARKED, {"id": contact_id})
        return found.first() is not None

    async def due(self, now: datetime, limit: int = 1000) -> list[int]:
        """Contacts that can be forgotten now."""
        wanted = {"now": now, "since": now - LONGEST_WAIT}
        return list((await self._db.execute(_DUE.limit(limit), wanted)).scalars())

    async def carry_out(self, contact_id: int, now: datetime) -> bool:
        """Forget a marked contact, unless something is still on its way to it; whether the address
        of a platform was erased.

        Staff, groups, and whoever can be asked about another open tip, stay; whoever tells
        something new stays until that is over. Then only what was said until the mark goes.
        Running it again changes nothing.
        """
        wanted = {"id": contact_id, "now": now, "since": now - LONGEST_WAIT}
        row = (await self._db.execute(_ONE, wanted)).first()
        if row is None:
            return False
        stays = row.staff or row.linked
        if not stays and not row.talks:
            await self._contacts.forget(contact_id)
            return bool(row.channel != WEB)
        said = now if stays else row.forget_at
        await self._tidy(contact_id, row.forget_at - PAGE_KEPT if row.channel == WEB else said)
        # A mark that goes on standing must not tell the moment of what it was made for.
        mark = None if stays else day_of(now)
        await self._db.execute(
            update(contacts).where(contacts.c.id == contact_id).values(forget_at=mark)
        )
        return False

    async def idle(self) -> list[int]:
        """Contacts on which nothing hangs: no tip, no draft, no message that could be deleted."""
        return list((await self._db.execute(_IDLE)).scalars())

    async def forget_idle(self, contact_id: int) -> None:
        """Forget a contact if nothing hangs on it."""
        still = await self._db.execute(
            select(contacts.c.id).where(contacts.c.id == contact_id, _hangs_on_nothing())
        )
        if still.first() is not None:
            await self._contacts.forget(contact_id)

    async def _tidy(self, contact_id: int, until: datetime) -> None:
        """Erase what would join a contact that stays to a one-way tip by the time it was said."""
        for table in (letters, chat_messages):
            await self._db.execute(
                delete(table).where(
                    table.c.contact_id == contact_id,
                    table.c.created_at <= until,
                    (table.c.card == "") | table.c.card.startswith(ONCE),
                )
            )
