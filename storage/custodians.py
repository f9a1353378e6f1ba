"""Who keeps a key to identities: the public halves, and the members who decide in chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, bindparam, insert, literal, select, update

from bot.domain import codec
from storage.connection import Db
from storage.crypto.envelope import PublicKey
from storage.ids import new_id
from storage.schema import custodians, identities, units

if TYPE_CHECKING:
    from storage.crypto.custodian import PublicHalf


@dataclass(frozen=True, slots=True)
class Custodian:
    """One key of one unit. `member_id` is None until its keeper has come into the chat."""

    id: int
    unit_id: int
    name: str
    fingerprint: str
    public: bytes = field(repr=False)
    member_id: int | None
    created_at: datetime
    retired_at: datetime | None

    @property
    def key(self) -> PublicKey:
        """What seals to them."""
        return PublicKey.from_bytes(f"custodian/{self.fingerprint}", self.public)


_SELECT: Final = select(
    custodians.c.id,
    custodians.c.unit_id,
    custodians.c.name,
    custodians.c.fingerprint,
    custodians.c.public,
    custodians.c.member_id,
    custodians.c.created_at,
    custodians.c.retired_at,
).order_by(custodians.c.id)
_OF_UNIT: Final = _SELECT.where(custodians.c.unit_id == bindparam("unit"))
_OF_MEMBER: Final = _SELECT.where(custodians.c.member_id == bindparam("member"))
_BY_ID: Final = _SELECT.where(custodians.c.id == bindparam("id"))
MOST_FLOORS: Final = 16
"""Units above each other, at most; a ring of them would have no end."""
_UP: Final = (
    select(units.c.id, units.c.parent_id, literal(0).label("floor"))
    .where(units.c.id == bindparam("unit"))
    .cte("up", recursive=True)
)
_HOUSE: Final = _UP.union_all(
    select(units.c.id, units.c.parent_id, _UP.c.floor + 1).where(
        units.c.id == _UP.c.parent_id, _UP.c.floor < MOST_FLOORS
    )
)
_KEEPERS: Final = (
    _SELECT.with_only_columns(*_SELECT.selected_columns, _HOUSE.c.floor)
    .join(_HOUSE, _HOUSE.c.id == custodians.c.unit_id)
    .where(custodians.c.retired_at.is_(None))
    .order_by(None)
    .order_by(_HOUSE.c.floor, custodians.c.id)
)
"""Everybody who could keep an identity, the nearest unit's first."""


class Custodians:
    """The custodians of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(self, unit_id: int, half: PublicHalf, now: datetime) -> Custodian:
        """Register a public half. Name and key must be new in the unit."""
        row_id = new_id()
        await self._db.execute(
            insert(custodians),
            {
                "id": row_id,
                "unit_id": unit_id,
                "name": half.name,
                "fingerprint": half.fingerprint,
                "public": half.key.to_bytes(),
                "created_at": now,
            },
        )
        found = await self.get(row_id)
        assert found is not None  # noqa: S101 - just stored
        return found

    async def get(self, custodian_id: int) -> Custodian | None:
        """One custodian."""
        found = await self._many(_BY_ID, id=custodian_id)
        return found[0] if found else None

    async def of_unit(self, unit_id: int) -> list[Custodian]:
        """Everybody who is or was a custodian of a unit, in the order they came."""
        return await self._many(_OF_UNIT, unit=unit_id)

    async def of_member(self, member_id: int) -> list[Custodian]:
        """The keys a member answers for; retired ones too, for old identities need them."""
        return await self._many(_OF_MEMBER, member=member_id)

    async def keepers(self, unit_id: int) -> list[Custodian]:
        """To whom an identity of this unit's tips is sealed: all of its own custodians, or of the
        nearest unit above that has any. Empty: nobody can keep one.
        """
        rows = (await self._db.execute(_KEEPERS, {"unit": unit_id})).all()
        return [Custodian(*row[:-1]) for row in rows if row.floor == rows[0].floor]

    async def bind(self, custodian_id: int, member_id: int) -> None:
        """The keeper of this key has come into the chat."""
        await self._db.execute(
            update(custodians).where(custodians.c.id == custodian_id).values(member_id=member_id)
        )

    async def retire(self, custodian_id: int, now: datetime) -> None:
        """Seal nothing more to this key."""
        await self._db.execute(
            update(custodians).where(custodians.c.id == custodian_id).values(retired_at=now)
        )

    async def needed_for(self, custodian: Custodian) -> int:
        """How many sealed identities cannot be opened without this key."""
        rows = await self._db.execute(
            select(identities.c.layers).where(identities.c.unit_id == custodian.unit_id)
        )
        return sum(
            any(layer[0] == custodian.id for layer in codec.load(layers.encode()))
            for layers in rows.scalars()
        )

    async def _many(self, statement: Select[Any], **values: object) -> list[Custodian]:
        return [Custodian(*row) for row in await self._db.execute(statement, values)]
