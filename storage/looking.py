"""Who has a tip open. Rows last minutes: they say who is at work on it now, not who ever was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, select

from storage.connection import Db
from storage.schema import looking, members
from storage.statements import Upsert

SEEN_FOR: Final = timedelta(minutes=5)
"""How long somebody who opened a tip counts as looking at it."""
_LOOK: Final = Upsert(looking, ["tip_id", "member_id"], ["until"])
_OTHERS: Final = (
    select(members.c.name)
    .join(looking, looking.c.member_id == members.c.id)
    .where(
        looking.c.tip_id == bindparam("tip"),
        looking.c.member_id != bindparam("me"),
        looking.c.until > bindparam("now"),
        members.c.removed_at.is_(None),
    )
    .order_by(members.c.name)
)

_AT: Final = (
    select(looking.c.tip_id, members.c.name)
    .join(members, members.c.id == looking.c.member_id)
    .where(
        looking.c.tip_id.in_(bindparam("tips", expanding=True)),
        looking.c.member_id != bindparam("me"),
        looking.c.until > bindparam("now"),
        members.c.removed_at.is_(None),
    )
    .order_by(members.c.name)
)


class Looking:
    """Who looks at what, in one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def look(self, tip_id: int, member_id: int, now: datetime) -> list[str]:
        """A member has opened a tip; the names of the colleagues who have it open too."""
        names = (
            await self._db.execute(_OTHERS, {"tip": tip_id, "me": member_id, "now": now})
        ).scalars()
        await self._db.execute(
            _LOOK.on(self._db),
            {"tip_id": tip_id, "member_id": member_id, "until": now + SEEN_FOR},
        )
        return list(names)

    async def at(
        self, tip_ids: Sequence[int], member_id: int, now: datetime
    ) -> dict[int, tuple[str, ...]]:
        """Which of some tips colleagues have open, and their names."""
        found: dict[int, tuple[str, ...]] = {}
        wanted = {"tips": list(tip_ids), "me": member_id, "now": now}
        for row in await self._db.execute(_AT, wanted) if tip_ids else ():
            found[row.tip_id] = (*found.get(row.tip_id, ()), row.name)
        return found

    async def forget(self, now: datetime) -> None:
        """Drop who looks no longer."""
        await self._db.execute(delete(looking).where(looking.c.until <= now))
