"""Group chats of staff that show a unit's queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select

from storage.connection import Db
from storage.outbox_rows import WAITING
from storage.schema import boards, chat_messages, contacts, outbox
from storage.statements import Upsert

_ADD: Final = Upsert(boards, ["contact_id"], ["unit_id", "created_at"])
_CHANNEL: Final = (
    select(contacts.c.channel)
    .where(contacts.c.id == boards.c.contact_id, contacts.c.gone_at.is_(None))
    .scalar_subquery()
)
# Not a join: SQLite would begin one with every contact there is.
_SELECT: Final = select(
    boards.c.contact_id, boards.c.unit_id, boards.c.created_at, _CHANNEL.label("channel")
).order_by(boards.c.created_at, boards.c.contact_id)
_OF_UNIT: Final = _SELECT.where(boards.c.unit_id == bindparam("unit"))
_SHOWN: Final = (
    select(chat_messages.c.contact_id)
    .join(boards, boards.c.contact_id == chat_messages.c.contact_id)
    .where(chat_messages.c.card == bindparam("of"))
)
_ON_ITS_WAY: Final = (
    select(outbox.c.contact_id)
    .join(boards, boards.c.contact_id == outbox.c.contact_id)
    .where(outbox.c.card == bindparam("of"), outbox.c.status == WAITING)
)
_SHOWING: Final = _SHOWN.union(_ON_ITS_WAY)


@dataclass(frozen=True, slots=True)
class Board:
    """A group chat that shows a unit's tips."""

    contact_id: int
    unit_id: int
    since: datetime
    channel: str


class Boards:
    """The boards of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(self, contact_id: int, unit_id: int, now: datetime) -> None:
        """A group shows this unit's tips from now on; it shows one unit's at a time."""
        row = {"contact_id": contact_id, "unit_id": unit_id, "created_at": now}
        await self._db.execute(_ADD.on(self._db), row)

    async def of_unit(self, unit_id: int) -> list[Board]:
        """A unit's boards that can be reached, oldest first."""
        rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
        return [Board(*row) for row in rows if row.channel]

    async def all(self) -> list[Board]:
        """Every board that can be reached."""
        return [Board(*row) for row in await self._db.execute(_SELECT) if row.channel]

    async def there(self, contact_id: int) -> bool:
        """Whether a chat is one."""
        found = select(boards.c.contact_id).where(boards.c.contact_id == contact_id)
        return (await self._db.execute(found)).first() is not None

    async def showing(self, card: str) -> set[int]:
        """The boards that have a card on their screen, or are about to."""
        return set((await self._db.execute(_SHOWING, {"of": card})).scalars())

    async def remove(self, contact_id: int, unit_id: int | None = None) -> bool:
        """A group is no board any more; False when it was none, or is not that unit's."""
        which = delete(boards).where(boards.c.contact_id == contact_id)
        if unit_id is not None:
            which = which.where(boards.c.unit_id == unit_id)
        return (await self._db.execute(which)).rowcount == 1
