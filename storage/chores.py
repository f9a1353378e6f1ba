"""Work that comes back: one row each, claimed when due."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

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

    async def planned(self, prefix: str) -> dict[str, datetime]:
        """When the chores whose names begin so are due."""
        rows = await self._db.execute(
            select(chores.c.name, chores.c.due_at).where(
                chores.c.name.startswith(prefix, autoescape=True)
            )
        )
        return {row.name: row.due_at for row in rows}

    async def plan(self, name: str, now: datetime, then: datetime) -> None:
        """Have a chore due at `then`, unless it is due already."""
        await self._db.execute(_FIRST.on(self._db), {"name": name, "due_at": then})
        await self._db.execute(
            update(chores).where(chores.c.name == name, chores.c.due_at > now).values(due_at=then)
        )

    async def claim_until(self, name: str, now: datetime, then: datetime) -> bool:
        """Whether a planned chore is due; then it is next due at `then`."""
        done = await self._db.execute(
            update(chores).where(chores.c.name == name, chores.c.due_at <= now).values(due_at=then)
        )
        return done.rowcount == 1

    async def done(self, name: str, now: datetime) -> None:
        """Keep when something was done last; nobody claims that."""
        await self._db.execute(_FIRST.on(self._db), {"name": name, "due_at": now})
        await self._db.execute(update(chores).where(chores.c.name == name).values(due_at=now))

    async def forget(self, name: str) -> None:
        """There is no such chore any more."""
        await self._db.execute(delete(chores).where(chores.c.name == name))
