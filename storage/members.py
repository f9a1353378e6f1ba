"""Staff: who holds which role in which unit, reached through a contact like everybody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, insert, or_, select, update

from storage import links
from storage.connection import Db
from storage.factors import Factors
from storage.ids import new_id
from storage.schema import members, staff_sessions, units
from storage.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Member:
    """An active member of staff."""

    id: int
    unit_id: int
    unit_name: str
    role: str
    name: str = field(repr=False)
    contact_id: int
    """Where they were last seen working; 0, which is nobody's, while they work from nowhere."""


_HERE: Final = staff_sessions.alias("here")
_NEWEST: Final = func.coalesce(
    select(_HERE.c.contact_id)
    .where(_HERE.c.member_id == members.c.id, _HERE.c.ended_at.is_(None))
    .order_by(_HERE.c.last_seen.desc(), _HERE.c.id.desc())
    .limit(1)
    .correlate(members)
    .scalar_subquery(),
    0,
).label("contact_id")
_SELECT: Final = (
    select(
        members.c.id,
        members.c.unit_id,
        units.c.name,
        members.c.role,
        members.c.name,
        _NEWEST,
    )
    .join(units, units.c.id == members.c.unit_id)
    .where(members.c.removed_at.is_(None))
)
_BY_CONTACT: Final = _SELECT.join(
    staff_sessions, staff_sessions.c.member_id == members.c.id
).where(staff_sessions.c.contact_id == bindparam("contact"), staff_sessions.c.ended_at.is_(None))
_BY_ID: Final = _SELECT.where(members.c.id == bindparam("id"))
_OF_UNIT: Final = _SELECT.where(members.c.unit_id == bindparam("unit")).order_by(members.c.id)


class Members:
    """The members of one transaction; whoever was removed is not among them."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def by_contact(self, contact_id: int) -> Member | None:
        """The member who writes from this chat, if any."""
        return await self._one(_BY_CONTACT, contact=contact_id)

    async def ever(self, contact_id: int) -> bool:
        """Whether this contact is or was staff: the audit table refers to them for ever."""
        row = await self._db.execute(
            select(members.c.id)
            .where(members.c.contact_id == contact_id)
            .union_all(
                select(staff_sessions.c.id).where(staff_sessions.c.contact_id == contact_id)
            )
            .limit(1)
        )
        return row.first() is not None

    async def former(self, contact_id: int) -> tuple[int, int] | None:
        """The ids of the last member removed of those that wrote from this chat, and their
        unit's.
        """
        worked_here = select(staff_sessions.c.member_id).where(
            staff_sessions.c.contact_id == contact_id
        )
        row = await self._db.execute(
            select(members.c.id, members.c.unit_id)
            .where(
                or_(members.c.contact_id == contact_id, members.c.id.in_(worked_here)),
                members.c.removed_at.is_not(None),
            )
            .order_by(members.c.removed_at.desc())
            .limit(1)
        )
        found = row.first()
        return (found.id, found.unit_id) if found else None

    async def get(self, member_id: int) -> Member | None:
        """An active member by id."""
        return await self._one(_BY_ID, id=member_id)

    async def of_unit(self, unit_id: int) -> list[Member]:
        """The active members of a unit, longest serving first."""
        rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
        return [Member(*row) for row in rows]

    async def add(
        self, *, unit_id: int, role: str, name: str, contact_id: int, now: datetime
    ) -> Member:
        """Make the person behind a contact a member."""
        member_id = new_id()
        # Names of staff are in clear: what they reported before must not lead to them.
        await links.cut_contact(self._db, contact_id, now)
        await self._db.execute(
            insert(members),
            {
                "id": member_id,
                "unit_id": unit_id,
                "role": role,
                "name": name,
                "contact_id": contact_id,
                "created_at": now,
            },
        )
        await Sessions(self._db).begin(member_id, contact_id, now)
        added = await self.get(member_id)
        if added is None:
            raise LookupError("the member's unit does not exist")
        return added

    async def change_role(self, member_id: int, role: str) -> None:
        """What somebody may do from their next message on."""
        await self._db.execute(
            update(members)
            .where(members.c.id == member_id, members.c.removed_at.is_(None))
            .values(role=role)
        )

    async def remove(self, member_id: int, now: datetime) -> bool:
        """End somebody's access from their next message on; False when it had ended already."""
        done = await self._db.execute(
            update(members)
            .where(members.c.id == member_id, members.c.removed_at.is_(None))
            .values(removed_at=now)
        )
        await Factors(self._db).forget(member_id)
        return done.rowcount == 1

    async def _one(self, statement: Select[Any], **values: object) -> Member | None:
        row = (await self._db.execute(statement, values)).first()
        return Member(*row) if row else None
