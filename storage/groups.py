"""Community groups: chats that agreed to get a unit's messages. Who is in one is nowhere.

A group is reached through a contact like everybody. When it leaves, the contact goes as soon as
the farewell was sent, and of the group there stays that a unit had one, and until when.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from bot.domain.errors import KeyNotHere, SealError
from bot.domain.points import Audience
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import contacts, groups, units

_THERE: Final = (groups.c.left_at.is_(None), groups.c.contact_id.is_not(None))
_SELECT: Final = select(
    groups.c.id,
    groups.c.contact_id,
    groups.c.unit_id,
    groups.c.channel,
    groups.c.tags,
    groups.c.point_id,
    groups.c.language,
    groups.c.joined_at,
    groups.c.sealed,
).where(*_THERE)
_BY_CONTACT: Final = _SELECT.where(groups.c.contact_id == bindparam("contact"))
_BY_ID: Final = _SELECT.where(
    groups.c.id == bindparam("group"), groups.c.unit_id == bindparam("unit")
)
_OF_UNIT: Final = _SELECT.where(groups.c.unit_id == bindparam("unit")).order_by(groups.c.id)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that gets messages. `tags`: for whom they are meant; `point_id`: its hamlet;
    `language`: of what it is told.
    """

    id: int
    contact_id: int
    unit_id: int
    channel: str
    tags: tuple[Audience, ...]
    point_id: int | None
    language: str
    joined_at: datetime
    name: str = field(default="", repr=False)
    """What the staff call it; empty where nobody has named it, or the unit's key is not."""


class Groups:
    """The groups of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def add(
        self,
        contact_id: int,
        channel: str,
        language: str,
        unit_id: int,
        member_id: int,
        now: datetime,
    ) -> Group:
        """A chat gets this unit's messages from now on. `member_id`: whose code it was."""
        row = {
            "id": new_id(),
            "contact_id": contact_id,
            "unit_id": unit_id,
            "channel": channel,
            "tags": Audience.GENERAL.value,
            "language": language,
            "joined_at": now,
            "joined_by": member_id,
        }
        await self._db.execute(insert(groups), row)
        made = await self.by_contact(contact_id)
        if made is None:
            raise LookupError("the group's chat does not exist")
        return made

    async def by_contact(self, contact_id: int) -> Group | None:
        """The group that a chat is, without its name."""
        row = (await self._db.execute(_BY_CONTACT, {"contact": contact_id})).first()
        return None if row is None else _group(row, "")

    async def get(self, unit_id: int, group_id: int) -> Group | None:
        """One of a unit's groups, with its name."""
        row = (await self._db.execute(_BY_ID, {"group": group_id, "unit": unit_id})).first()
        return None if row is None else _group(row, self._name(row))

    async def of_unit(self, unit_id: int) -> list[Group]:
        """A unit's groups with their names, the longest there first."""
        rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
        return [_group(row, self._name(row)) for row in rows]

    async def rename(self, unit_id: int, group_id: int, name: str) -> bool:
        """Call a group something, sealed to the unit; False when the unit has no such group."""
        found = await self._db.execute(select(units.c.slug).where(units.c.id == unit_id))
        to = self._keyring.unit_public(found.scalar_one())
        sealed = envelope.seal(name.encode(), to, _place(group_id))
        done = await self._db.execute(
            update(groups)
            .where(groups.c.id == group_id, groups.c.unit_id == unit_id, *_THERE)
            .values(sealed=sealed)
        )
        return done.rowcount == 1

    async def leave(self, contact_id: int, now: datetime) -> Group | None:
        """A chat gets no more messages: it is forgotten once it has heard so. The group that it
        was, without its name; None when it was none.
        """
        group = await self.by_contact(contact_id)
        if group is None:
            return None
        gone = {"contact_id": None, "sealed": None, "left_at": now}
        await self._db.execute(update(groups).where(groups.c.id == group.id).values(gone))
        await self._db.execute(
            update(contacts).where(contacts.c.id == contact_id).values(forget_at=now)
        )
        return group

    def _name(self, row: Any) -> str:
        if row.sealed is None:
            return ""
        try:
            return self._keyring.open(row.sealed, _place(row.id)).decode()
        except KeyNotHere:
            raise
        except SealError:
            return ""  # one that is damaged must not hide the others


def _group(row: Any, name: str) -> Group:
    known = set(Audience)
    return Group(
        row.id,
        row.contact_id,
        row.unit_id,
        row.channel,
        tuple(Audience(tag) for tag in row.tags.split(",") if tag in known),
        row.point_id,
        row.language,
        row.joined_at,
        name,
    )


def _place(group_id: int) -> Place:
    return Place("groups", "sealed", group_id)
