"""Tips that belong together: merged into another, related, or said to be no twins."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, insert, or_, select, update

from bot.domain.tip import WORKING, Tip
from bot.domain.twins import Twin
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.schema import merges, related, tips
from storage.statements import Upsert
from storage.tip_rows import SELECT, SELECT_ONE, tip_of
from storage.twins import Twins

RELATED: Final = "related"
APART: Final = "apart"

_PARTS: Final = (
    SELECT.join(merges, merges.c.tip_id == tips.c.id)
    .where(merges.c.into_id == bindparam("into"))
    .order_by(merges.c.created_at, tips.c.id)
)
_INTO: Final = select(merges.c.into_id).where(merges.c.tip_id == bindparam("tip"))
_TARGET: Final = SELECT_ONE.join(merges, merges.c.into_id == tips.c.id).where(
    merges.c.tip_id == bindparam("tip")
)
_HELD: Final = (
    select(tips.c.id, tips.c.unit_id, tips.c.owner_id, tips.c.status, tips.c.erased_at)
    .where(tips.c.id.in_([bindparam("one"), bindparam("other")]))
    .order_by(tips.c.id)
    .with_for_update()
)
_INSERT: Final = insert(merges)
_SAY: Final = Upsert(related, ["tip_id", "other_id"], ["kind", "member_id", "created_at"])
_TO: Final = SELECT_ONE.join(related, related.c.other_id == tips.c.id).where(
    related.c.tip_id == bindparam("tip"), related.c.kind == RELATED
)
_FROM: Final = SELECT_ONE.join(related, related.c.tip_id == tips.c.id).where(
    related.c.other_id == bindparam("tip"), related.c.kind == RELATED
)


class Merging:
    """The links between the tips of one transaction. Tips of two units are never linked."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._twins = Twins(connection, keyring)

    async def merge(self, tip_id: int, into_id: int, member_id: int, now: datetime) -> bool:
        """Work on a tip as part of another; what was merged into it goes along.

        Both are open, of one unit, and nobody's but this member's. False, with nothing done, when
        that does not hold (any more). Neither row changes: its status is there again afterwards.
        """
        found = await self._db.execute(_HELD, {"one": tip_id, "other": into_id})
        held = found.all()
        fits = len({row.id for row in held}) == 2 and len({row.unit_id for row in held}) == 1
        free = all(
            row.owner_id in (None, member_id) and row.status in WORKING and row.erased_at is None
            for row in held
        )
        if not (fits and free):
            return False
        if await self.into(tip_id) is not None or await self.into(into_id) is not None:
            return False
        await self._db.execute(
            update(merges).where(merges.c.into_id == tip_id).values(into_id=into_id)
        )
        await self._db.execute(
            _INSERT,
            {"tip_id": tip_id, "into_id": into_id, "member_id": member_id, "created_at": now},
        )
        return True

    async def unmerge(self, tip_id: int) -> bool:
        """Work on it by itself again, as it stood; False when it was not merged."""
        done = await self._db.execute(delete(merges).where(merges.c.tip_id == tip_id))
        return done.rowcount == 1

    async def dissolve(self, into_id: int) -> int:
        """Let go of all that was merged into a tip, before it moves elsewhere; how many."""
        done = await self._db.execute(delete(merges).where(merges.c.into_id == into_id))
        return int(done.rowcount)

    async def into(self, tip_id: int) -> int | None:
        """The id of the tip it was merged into."""
        return (await self._db.execute(_INTO, {"tip": tip_id})).scalar()

    async def target(self, tip_id: int) -> Tip | None:
        """The tip it was merged into."""
        row = (await self._db.execute(_TARGET, {"tip": tip_id})).first()
        return tip_of(row) if row else None

    async def parts(self, tip_id: int) -> list[Tip]:
        """What was merged into a tip, in the order it was."""
        return await self._many(_PARTS, into=tip_id)

    async def relate(self, one: int, other: int, member_id: int, now: datetime) -> None:
        """Say that two tips have to do with each other."""
        await self._say(one, other, RELATED, member_id, now)

    async def part(self, one: int, other: int, member_id: int, now: datetime) -> None:
        """Say that two tips are no twins, so that it is not offered again."""
        await self._say(one, other, APART, member_id, now)

    async def unrelate(self, one: int, other: int) -> bool:
        """Take back that two tips are related; False when nobody had said so."""
        low, high = sorted((one, other))
        done = await self._db.execute(
            delete(related).where(
                related.c.tip_id == low, related.c.other_id == high, related.c.kind == RELATED
            )
        )
        return done.rowcount == 1

    async def related(self, tip_id: int) -> list[Tip]:
        """The tips that are related to one, the oldest first."""
        found = [*await self._many(_TO, tip=tip_id), *await self._many(_FROM, tip=tip_id)]
        return sorted(found, key=lambda tip: tip.id)

    async def twin(self, tip: Tip, now: datetime) -> tuple[Tip, Twin] | None:
        """The likeliest twin of a tip, and why. Raises `KeyNotHere` or `SealError`."""
        said = select(related.c.tip_id, related.c.other_id).where(
            or_(related.c.tip_id == tip.id, related.c.other_id == tip.id)
        )
        settled = {i for row in await self._db.execute(said) for i in row}
        twin = await self._twins.of(tip, settled, now)
        if twin is None:
            return None
        rows = await self._many(SELECT_ONE.where(tips.c.id == twin.tip_id))
        return (rows[0], twin) if rows else None

    async def _say(self, one: int, other: int, kind: str, member_id: int, now: datetime) -> None:
        low, high = sorted((one, other))
        await self._db.execute(
            _SAY.on(self._db),
            {
                "tip_id": low,
                "other_id": high,
                "member_id": member_id,
                "kind": kind,
                "created_at": now,
            },
        )

    async def _many(self, statement: Select[Any], **values: object) -> list[Tip]:
        return [tip_of(row) for row in await self._db.execute(statement, values)]
