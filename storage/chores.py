"""Work that comes back: one row each, claimed when due."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from storage.connection import Db
from storage.schema import chores
from storage.statements import Upsert

_FIRST = Upsert(chores, ["name"])


class Chores:
    """The chores of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def claim(self, name: str, now: datetime, every: timedelta) -> bool:
        """Whether this chore is due; then it is next due in `every`, and nobody else claims it
        meanwhile.
        """
        await self._db.execute(_FIRST.on(self._db), {"name": name, "due_at": now})
        done = await self._db.execute(
            update(chores)
            .where(chores.c.name == name, chores.c.due_at <= now)
            .values(due_at=now + every)
        )
        return done.rowcount == 1
