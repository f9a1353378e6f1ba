"""A unit's own sentences: prepared questions, what a reporter is told of a status. They lie in
clear: nothing of a tip belongs in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.connection import Db
from storage.ids import new_id
from storage.schema import prepared

MOST: Final = 60
"""Sentences of one purpose that a unit keeps."""

_OF: Final = (
    select(prepared.c.id, prepared.c.purpose, prepared.c.text)
    .where(prepared.c.unit_id == bindparam("unit"), prepared.c.purpose == bindparam("purpose"))
    .order_by(prepared.c.id)
)
_ONE: Final = select(prepared.c.id, prepared.c.purpose, prepared.c.text).where(
    prepared.c.unit_id == bindparam("unit"), prepared.c.id == bindparam("sentence")
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of a unit's own. `purpose` as in `bot.domain.prepared`."""

    id: int
    purpose: str
    text: str


class Prepared:
    """The prepared sentences of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def of(self, unit_id: int, purpose: str) -> list[Sentence]:
        """A unit's sentences of one purpose, in the order in which they were added."""
        rows = await self._db.execute(_OF, {"unit": unit_id, "purpose": purpose})
        return [Sentence(row.id, row.purpose, row.text) for row in rows]

    async def one(self, unit_id: int, sentence_id: int) -> Sentence | None:
        """One of this unit's; None when it is another's, or gone."""
        row = (await self._db.execute(_ONE, {"unit": unit_id, "sentence": sentence_id})).first()
        return Sentence(row.id, row.purpose, row.text) if row else None

    async def sentence(self, unit_id: int, purpose: str) -> str:
        """The newest of a purpose that takes one; empty when the unit has none."""
        found = await self.of(unit_id, purpose)
        return found[-1].text if found else ""

    async def add(self, unit_id: int, purpose: str, text: str, now: datetime) -> bool:
        """Add one; False when there are `MOST` of the purpose."""
        counted = await self._db.execute(
            select(func.count())
            .select_from(prepared)
            .where(prepared.c.unit_id == unit_id, prepared.c.purpose == purpose)
        )
        if counted.scalar_one() >= MOST:
            return False
        row: dict[str, Any] = {"id": new_id(), "unit_id": unit_id, "created_at": now}
        await self._db.execute(insert(prepared), row | {"purpose": purpose, "text": text})
        return True

    async def change(self, unit_id: int, sentence_id: int, text: str) -> bool:
        """Put other words in its place; False when it is gone."""
        done = await self._db.execute(
            update(prepared).where(*_own(unit_id, sentence_id)).values(text=text)
        )
        return done.rowcount > 0

    async def remove(self, unit_id: int, sentence_id: int) -> bool:
        """Take one away; False when it was gone."""
        done = await self._db.execute(delete(prepared).where(*_own(unit_id, sentence_id)))
        return done.rowcount > 0

    async def set(self, unit_id: int, purpose: str, text: str, now: datetime) -> None:
        """The one sentence of a purpose; empty returns to what is said without one."""
        of_it = (prepared.c.unit_id == unit_id, prepared.c.purpose == purpose)
        await self._db.execute(delete(prepared).where(*of_it))
        if text:
            await self.add(unit_id, purpose, text, now)


def _own(unit_id: int, sentence_id: int) -> tuple[Any, Any]:
    return prepared.c.unit_id == unit_id, prepared.c.id == sentence_id
