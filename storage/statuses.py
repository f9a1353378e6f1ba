"""How a tip's status and owner change: every write to them is here, and asks the table first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select, update

from bot.domain.tip import WORKING, TipStatus, before
from storage.clocks import EVERY_KIND, Clocks
from storage.connection import Db
from storage.schema import members, merges, tips

_BEGUN: Final = (
    TipStatus.VERIFYING,
    TipStatus.REOPENED,
    TipStatus.TRANSFERRED,
    TipStatus.CONCLUDED,
)
"""Statuses that a tip keeps when its owner changes."""
_TO_CLOSE: Final = {"question_waiting": False, "answer_waiting": False}


class Statuses:
    """The statuses and owners of one transaction's tips. Every method says whether it was done:
    of two at once exactly one is. What was merged into a tip ends and begins again with it.
    """

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def take(self, tip_id: int, member_id: int, now: datetime) -> bool:
        """Become the owner of a tip nobody owns. A new one is acknowledged by it."""
        free = (tips.c.id == tip_id, tips.c.owner_id.is_(None))
        mine = {"owner_id": member_id, "taken_at": now, "side": False}
        if await self._change(
            *free,
            tips.c.status.in_(before(TipStatus.ACKNOWLEDGED)),
            status=TipStatus.ACKNOWLEDGED,
            **mine,
        ):
            return True
        return await self._change(*free, tips.c.status.in_(_BEGUN), **mine)

    async def give(self, tip_id: int, owner_id: int, to_id: int) -> bool:
        """Hand an owned tip that is not closed to another member, who was not removed. It was
        taken from the queue when it was, once.
        """
        return await self._is_here(to_id) and await self._change(
            tips.c.id == tip_id,
            tips.c.owner_id == owner_id,
            tips.c.status != TipStatus.CLOSED,
            owner_id=to_id,
        )

    async def assign(self, tip_id: int, was: int | None, to_id: int, now: datetime) -> bool:
        """Give a tip that is not closed to a member, if it still belongs to `was`, or to nobody
        when that is None.
        """
        if not await self._is_here(to_id):
            return False
        held = tips.c.owner_id.is_(None) if was is None else tips.c.owner_id == was
        which = (tips.c.id == tip_id, held, tips.c.erased_at.is_(None))
        new: dict[str, Any] = {"owner_id": to_id, "side": False}
        if was is None:
            new["taken_at"] = now
        acknowledged = TipStatus.ACKNOWLEDGED
        if was is None and await self._change(
            *which, tips.c.status.in_(before(acknowledged)), status=acknowledged, **new
        ):
            return True
        return await self._change(*which, tips.c.status.in_((acknowledged, *_BEGUN)), **new)

    async def release(self, tip_id: int, owner_id: int) -> bool:
        """Give one tip back to the queue."""
        owned = (tips.c.id == tip_id, tips.c.owner_id == owner_id)
        return await self._released(*owned) > 0

    async def held(self, member_id: int) -> list[int]:
        """The ids of the tips that `release_all` gives back."""
        open_ones = tips.c.status != TipStatus.CLOSED
        found = select(tips.c.id).where(tips.c.owner_id == member_id, open_ones)
        return list((await self._db.execute(found)).scalars())

    async def release_all(self, member_id: int) -> int:
        """Give the open tips of a member back to the queue; how many there were."""
        return await self._released(tips.c.owner_id == member_id)

    async def verify(self, tip_id: int, owner_id: int) -> bool:
        """The owner has begun to look into it."""
        return await self._move(tip_id, owner_id, TipStatus.VERIFYING)

    async def conclude(self, tip_id: int, owner_id: int, outcome: str, now: datetime) -> bool:
        """The owner says what came of it."""
        ended = {"outcome": outcome, "concluded_at": now}
        return await self._end(tip_id, owner_id, TipStatus.CONCLUDED, now, **ended)

    async def sent_away(self, tip_id: int, owner_id: int, now: datetime) -> bool:
        """The owner has handed it to a body outside of the service."""
        return await self._end(tip_id, owner_id, TipStatus.TRANSFERRED, now, concluded_at=now)

    async def passed_on(self, tip_id: int, owner_id: int, unit_id: int, to_unit: int) -> bool:
        """Give a tip that its owner works on to another unit, where it begins again: new, and
        nobody's. Who is muted is the old unit's matter.
        """
        return await self._change(
            tips.c.id == tip_id,
            tips.c.owner_id == owner_id,
            tips.c.unit_id == unit_id,
            tips.c.status.in_(WORKING),
            tips.c.erased_at.is_(None),
            unit_id=to_unit,
            owner_id=None,
            taken_at=None,
            status=TipStatus.NEW,
            side=False,
            muted=False,
        )

    async def close(self, tip_id: int, owner_id: int, now: datetime) -> bool:
        """End a concluded or transferred tip."""
        return await self._end(tip_id, owner_id, TipStatus.CLOSED, now, closed_at=now, **_TO_CLOSE)

    async def reopen(
        self, tip_id: int, member_id: int, now: datetime, *, from_anybody: bool = False
    ) -> bool:
        """Begin again with a tip that has ended and was not erased; whoever does it owns it.

        One that is not closed yet is taken from a colleague only with `from_anybody`.
        """
        free = or_(
            tips.c.status == TipStatus.CLOSED,
            tips.c.owner_id.is_(None),
            tips.c.owner_id == member_id,
        )
        ended = (tips.c.status.in_(before(TipStatus.REOPENED)), tips.c.erased_at.is_(None))
        begun = {
            "status": TipStatus.REOPENED,
            "outcome": "",
            "owner_id": member_id,
            "taken_at": now,
            "concluded_at": None,
            "closed_at": None,
        }
        mine = () if from_anybody else (free,)
        if not await self._change(tips.c.id == tip_id, *ended, *mine, **begun):
            return False
        await self._parts(tip_id, *ended, **begun)
        for each in (tip_id, *await self._part_ids(tip_id)):
            await Clocks(self._db).reopen(each, now)
        return True

    async def _move(self, tip_id: int, owner_id: int, to: TipStatus, **also: Any) -> bool:
        return await self._change(
            tips.c.id == tip_id,
            tips.c.owner_id == owner_id,
            tips.c.status.in_(before(to)),
            status=to,
            **also,
        )

    async def _is_here(self, member_id: int) -> bool:
        """Whether a member was not removed. Nobody removes them until the transaction ends: their
        tips are given back when they are, and this one would be missed.
        """
        found = await self._db.execute(
            select(members.c.id)
            .where(members.c.id == member_id, members.c.removed_at.is_(None))
            .with_for_update(read=True)
        )
        return found.first() is not None

    async def _end(
        self, tip_id: int, owner_id: int, to: TipStatus, now: datetime, **also: Any
    ) -> bool:
        if not await self._move(tip_id, owner_id, to, **also):
            return False
        mine = {"owner_id": owner_id, "taken_at": now}
        fresh = tips.c.status.in_(before(TipStatus.ACKNOWLEDGED))
        await self._parts(tip_id, fresh, status=TipStatus.ACKNOWLEDGED, **mine)
        also |= {"status": to, "owner_id": owner_id}
        await self._parts(tip_id, tips.c.status.in_(before(to)), **also)
        if to is not TipStatus.CLOSED:
            for each in (tip_id, *await self._part_ids(tip_id)):
                await Clocks(self._db).meet(each, EVERY_KIND, now)
        return True

    async def _part_ids(self, tip_id: int) -> list[int]:
        parts = select(merges.c.tip_id).where(merges.c.into_id == tip_id)
        return list((await self._db.execute(parts)).scalars())

    async def _parts(self, tip_id: int, *which: Any, **values: Any) -> None:
        """The same for what was merged into a tip."""
        parts = select(merges.c.tip_id).where(merges.c.into_id == tip_id)
        await self._db.execute(
            update(tips)
            .where(tips.c.id.in_(parts), tips.c.erased_at.is_(None), *which)
            .values(**values)
        )

    async def _released(self, *which: Any) -> int:
        fresh = tips.c.status.in_(before(TipStatus.NEW))
        done = await self._db.execute(
            update(tips)
            .where(*which, fresh)
            .values(owner_id=None, status=TipStatus.NEW, taken_at=None)
        )
        begun = await self._db.execute(
            update(tips)
            .where(*which, tips.c.status.in_(_BEGUN))
            .values(owner_id=None, taken_at=None)
        )
        return int(done.rowcount) + int(begun.rowcount)

    async def _change(self, *which: Any, **values: Any) -> bool:
        done = await self._db.execute(update(tips).where(*which).values(**values))
        return done.rowcount == 1
