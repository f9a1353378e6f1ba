"""What the database knows of each key: public halves, proofs and dates, nothing secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select, update

from storage.connection import Db
from storage.crypto.keyring import UNIT, KnownKey
from storage.schema import keys, units

_OLDEST_FIRST: Final = (keys.c.kind, keys.c.owner, keys.c.epoch)


@dataclass(frozen=True, slots=True)
class Life:
    """The dates of a key. `wanted_at`: something was erased that it opens, so that it should be
    replaced; `retired_at`: nothing is sealed to it any more; `destroy_at`: the earliest that it
    may be destroyed.
    """

    key_id: str
    kind: str
    owner: str
    epoch: int
    made_at: datetime
    wanted_at: datetime | None
    retired_at: datetime | None
    destroy_at: datetime | None
    destroyed_at: datetime | None
    exported_at: datetime | None


class Keys:
    """The key table of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def known(self) -> list[KnownKey]:
        """Every key, oldest epoch first."""
        rows: Any = await self._db.execute(
            select(
                keys.c.key_id,
                keys.c.kind,
                keys.c.owner,
                keys.c.epoch,
                keys.c.public,
                keys.c.check,
                keys.c.created_at,
                keys.c.destroyed_at.is_not(None),
            ).order_by(*_OLDEST_FIRST)
        )
        return [KnownKey(*row) for row in rows]

    async def lives(self) -> list[Life]:
        """The dates of every key, oldest epoch first."""
        rows = await self._db.execute(
            select(
                keys.c.key_id,
                keys.c.kind,
                keys.c.owner,
                keys.c.epoch,
                keys.c.created_at,
                keys.c.wanted_at,
                keys.c.retired_at,
                keys.c.destroy_at,
                keys.c.destroyed_at,
                keys.c.exported_at,
            ).order_by(*_OLDEST_FIRST)
        )
        return [Life(*row) for row in rows]

    async def add(self, new: list[KnownKey], now: datetime) -> None:
        """Record keys whose files were made."""
        if new:
            await self._db.execute(
                insert(keys),
                [
                    {
                        "key_id": k.key_id,
                        "kind": k.kind,
                        "owner": k.owner,
                        "epoch": k.epoch,
                        "public": k.public,
                        "check": k.check,
                        "created_at": now,
                    }
                    for k in new
                ],
            )

    async def retire(self, new: KnownKey, now: datetime, grace: timedelta) -> None:
        """`new` takes the place of the epochs before it."""
        older = (keys.c.kind == new.kind, keys.c.owner == new.owner, keys.c.epoch < new.epoch)
        await self._db.execute(
            update(keys)
            .where(*older, keys.c.retired_at.is_(None))
            .values(retired_at=now, destroy_at=now + grace, wanted_at=None)
        )

    async def destroy_from(self, kind: str, owner: str, at: datetime) -> None:
        """Retired epochs may be destroyed from `at` on, if that is sooner than was planned."""
        await self._db.execute(
            update(keys)
            .where(
                keys.c.kind == kind,
                keys.c.owner == owner,
                keys.c.retired_at.is_not(None),
                keys.c.destroyed_at.is_(None),
                keys.c.destroy_at > at,
            )
            .values(destroy_at=at)
        )

    async def destroyed(self, key_id: str, now: datetime) -> bool:
        """From now on nobody expects this key; False when that was so before."""
        done = await self._db.execute(
            update(keys)
            .where(keys.c.key_id == key_id, keys.c.destroyed_at.is_(None))
            .values(destroyed_at=now)
        )
        return done.rowcount == 1

    async def revive(self, key_id: str) -> None:
        """Something is sealed to it after all."""
        await self._db.execute(
            update(keys).where(keys.c.key_id == key_id).values(destroyed_at=None)
        )

    async def exported(self, key_ids: list[str], now: datetime) -> None:
        """A copy of these keys was made."""
        await self._db.execute(
            update(keys).where(keys.c.key_id.in_(key_ids)).values(exported_at=now)
        )

    async def want_rotation(self, unit_id: int, now: datetime) -> None:
        """Something of a unit was erased: a copy of the database taken before still has it, until
        the key that opens it is replaced and destroyed. Call it in the transaction that erases.
        """
        slug = select(units.c.slug).where(units.c.id == unit_id).scalar_subquery()
        await self._want(now, UNIT, slug)

    async def want_relay_rotation(self, now: datetime) -> None:
        """The same after a return address was erased."""
        await self._want(now, "relay", "")

    async def _want(self, now: datetime, kind: str, owner: object) -> None:
        await self._db.execute(
            update(keys)
            .where(
                keys.c.kind == kind,
                keys.c.owner == owner,
                keys.c.retired_at.is_(None),
                keys.c.wanted_at.is_(None),
            )
            .values(wanted_at=now)
        )
