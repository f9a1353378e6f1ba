"""Who is on duty when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, func, insert, select

from storage.connection import Db
from storage.ids import new_id
from storage.schema import members, shifts


@dataclass(frozen=True, slots=True)
class Shift:
    """One turn of duty of a member."""

    id: int
    member_id: int
    name: str = field(repr=False)
    role: str
    starts_at: datetime
    ends_at: datetime


_SELECT: Final = (
    select(
        shifts.c.id,
        shifts.c.member_id,
        members.c.name,
        members.c.role,
        shifts.c.starts_at,
        shifts.c.ends_at,
    )
    .join(members, members.c.id == shifts.c.member_id)
    .where(
        shifts.c.unit_id == bindparam("unit"),
        shifts.c.ends_at > bindparam("now"),
        members.c.unit_id == shifts.c.unit_id,
        members.c.removed_at.is_(None),
    )
    .order_by(shifts.c.starts_at, shifts.c.id)
)
_NOW: Final = _SELECT.where(shifts.c.starts_at <= bindparam("now"))
_COMING: Final = _SELECT.limit(bindparam("most"))
_NEXT: Final = _SELECT.limit(1)
_NEXT_OF: Final = _NEXT.where(shifts.c.member_id == bindparam("member"))
_NEXT_WITH: Final = _NEXT.where(members.c.role.in_(bindparam("roles", expanding=True)))
_OF_MEMBER: Final = (
    select(func.count())
    .select_from(shifts)
    .where(
        shifts.c.unit_id == bindparam("unit"),
        shifts.c.member_id == bindparam("member"),
        shifts.c.ends_at > bindparam("starts"),
        shifts.c.starts_at < bindparam("ends"),
    )
)


class Shifts:
    """The rota of one transaction; whoever was removed is on no duty."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(
        self, unit_id: int, member_id: int, starts_at: datetime, ends_at: datetime
    ) -> bool:
        """Put a member on duty; False when they already are during some of it."""
        span = {"unit": unit_id, "member": member_id, "starts": starts_at, "ends": ends_at}
        if (await self._db.execute(_OF_MEMBER, span)).scalar_one():
            return False
        await self._db.execute(
            insert(shifts),
            {
                "id": new_id(),
                "unit_id": unit_id,
                "member_id": member_id,
                "starts_at": starts_at,
                "ends_at": ends_at,
            },
        )
        return True

    async def remove(self, unit_id: int, shift_id: int) -> bool:
        """Take a shift out; False when it is not there (any more)."""
        done = await self._db.execute(
            delete(shifts).where(shifts.c.id == shift_id, shifts.c.unit_id == unit_id)
        )
        return done.rowcount == 1

    async def coming(self, unit_id: int, now: datetime, limit: int) -> list[Shift]:
        """The shifts of now and later, next first. Any at all: the unit has a rota."""
        wanted = {"unit": unit_id, "now": now, "most": limit}
        return [Shift(*row) for row in await self._db.execute(_COMING, wanted)]

    async def any(self, unit_id: int, now: datetime) -> bool:
        """Whether the unit has a rota: anybody is on duty now or later."""
        return await self._first(_NEXT, unit_id, now) is not None

    async def next_of(self, unit_id: int, member_id: int, now: datetime) -> Shift | None:
        """A member's shift of now, or else their next one, however many colleagues' come first."""
        return await self._first(_NEXT_OF, unit_id, now, member=member_id)

    async def next_with(self, unit_id: int, roles: Sequence[str], now: datetime) -> Shift | None:
        """The first shift, of now or later, of anybody who has one of these roles."""
        return await self._first(_NEXT_WITH, unit_id, now, roles=list(roles))

    async def _first(
        self, statement: Select[Any], unit_id: int, now: datetime, **more: object
    ) -> Shift | None:
        row = (await self._db.execute(statement, {"unit": unit_id, "now": now, **more})).first()
        return Shift(*row) if row else None

    async def on_duty(self, unit_id: int, now: datetime) -> list[Shift]:
        """The shifts of now."""
        rows = await self._db.execute(_NOW, {"unit": unit_id, "now": now})
        return [Shift(*row) for row in rows]
