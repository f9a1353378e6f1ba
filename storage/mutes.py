"""Whose tips wait aside in a unit. A mute is named by the tip it was spoken on; whose it is stays
in here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select, update

from storage.connection import Db
from storage.schema import mutes, tip_contacts, tips
from storage.statements import Upsert

_MUTE: Final = Upsert(mutes, ["unit_id", "tip_id", "contact_id"])
_MUTED: Final = (
    select(mutes.c.tip_id)
    .where(mutes.c.unit_id == bindparam("unit_id"), mutes.c.contact_id == bindparam("contact_id"))
    .limit(1)
)
_ON_TIP: Final = select(tips.c.muted).where(tips.c.id == bindparam("tip_id"))


class Mutes:
    """The mutes of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def mute(self, unit_id: int, tip_id: int, member_id: int, now: datetime) -> bool:
        """Put whoever reported a tip aside in this unit. False when nobody can be: the tip is
        one-way.
        """
        whose = await self._whose(tip_id)
        for contact_id in whose:
            await self._db.execute(
                _MUTE.on(self._db),
                {
                    "unit_id": unit_id,
                    "tip_id": tip_id,
                    "contact_id": contact_id,
                    "member_id": member_id,
                    "created_at": now,
                },
            )
        if whose:
            await self._speak(tip_id, muted=True)
        return bool(whose)

    async def unmute(self, unit_id: int, tip_id: int, *, side: bool) -> None:
        """Lift the mute spoken on this tip; from a tip that waits aside, all of its reporter."""
        wanted = mutes.c.tip_id == tip_id
        if side:
            wanted |= mutes.c.contact_id.in_(await self._whose(tip_id))
        await self._db.execute(delete(mutes).where(mutes.c.unit_id == unit_id, wanted))
        await self._speak(tip_id, muted=False)

    async def muted(self, unit_id: int, contact_id: int) -> bool:
        """Whether a contact's tips wait aside in a unit."""
        found = await self._db.execute(_MUTED, {"unit_id": unit_id, "contact_id": contact_id})
        return found.first() is not None

    async def spoken_on(self, tip_id: int) -> bool:
        """Whether somebody was muted on this very tip. It does not tell whether the mute still
        holds: lifted from another tip, it would tell that both are one person's.
        """
        return bool((await self._db.execute(_ON_TIP, {"tip_id": tip_id})).scalar())

    async def _speak(self, tip_id: int, *, muted: bool) -> None:
        await self._db.execute(update(tips).where(tips.c.id == tip_id).values(muted=muted))

    async def _whose(self, tip_id: int) -> list[int]:
        rows = await self._db.execute(
            select(tip_contacts.c.contact_id).where(tip_contacts.c.tip_id == tip_id)
        )
        return list(rows.scalars())
