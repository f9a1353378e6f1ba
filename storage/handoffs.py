"""Events of staff that were received on a machine without the desk's keys, sealed to the desk's.

A row is a promise: its event was acknowledged. It goes in the transaction that does its work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.domain import codec
from bot.domain.inbound_codec import inbound_from_json, inbound_to_json
from bot.domain.message import Inbound
from storage import ids
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.schema import contacts, handoffs

LEASE: Final = timedelta(seconds=5)
"""A claimed row that is not worked off comes back after this time. Short, for after a crash a
member of staff waits for it; who comes back too early waits for the conversation's lock and then
finds the row gone.
"""

_EARLIER: Final = handoffs.alias("earlier")
_DUE: Final = (
    select(
        handoffs.c.id,
        handoffs.c.contact_id,
        contacts.c.channel,
        handoffs.c.attempts,
        handoffs.c.sealed,
    )
    .join(contacts, contacts.c.id == handoffs.c.contact_id)
    .where(
        handoffs.c.due_at <= bindparam("now"),
        ~select(_EARLIER.c.id)
        .where(_EARLIER.c.contact_id == handoffs.c.contact_id, _EARLIER.c.id < handoffs.c.id)
        .exists(),
    )
    .order_by(handoffs.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=handoffs)
)
_NEWEST: Final = select(func.max(handoffs.c.id)).where(
    handoffs.c.contact_id == bindparam("contact")
)
_THERE: Final = select(handoffs.c.id).where(handoffs.c.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class Handoff:
    """A claimed row. `attempts` counts this one."""

    id: int
    contact_id: int
    channel: str
    attempts: int
    sealed: bytes = field(repr=False)


class Handoffs:
    """The handed-over events of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def add(
        self, contact_id: int, inbound: Inbound, now: datetime, member_id: int | None = None
    ) -> int:
        """Hand an event over, after all that wait for the same contact; the row's id.

        `member_id`: as whom they did it.
        """
        # Another machine's clock may be ahead: order is by id.
        ids.above(await self._newest(contact_id) or 0)
        row_id = ids.new_id()
        plain = codec.dump([member_id, inbound_to_json(inbound)])
        await self._db.execute(
            insert(handoffs),
            {
                "id": row_id,
                "contact_id": contact_id,
                "attempts": 0,
                "sealed": envelope.seal(plain, self._keyring.desk_public, _place(row_id)),
                "due_at": now,
            },
        )
        return row_id

    async def waiting(self, contact_id: int) -> bool:
        """Whether something of this contact's is still to be worked off."""
        return await self._newest(contact_id) is not None

    async def claim(self, now: datetime, limit: int) -> list[Handoff]:
        """The oldest row of each contact that is due, hidden from other claims for `LEASE`."""
        rows = (await self._db.execute(_DUE, {"now": now, "most": limit})).all()
        if rows:
            await self._db.execute(
                update(handoffs)
                .where(handoffs.c.id.in_([row.id for row in rows]))
                .values(due_at=now + LEASE, attempts=handoffs.c.attempts + 1)
            )
        return [Handoff(r.id, r.contact_id, r.channel, r.attempts + 1, r.sealed) for r in rows]

    def open(self, row: Handoff) -> tuple[Inbound, int | None]:
        """The event, and the member it was done as. Needs the desk's private key; raises
        `SealError`.
        """
        ids.above(row.id)
        member_id, event = codec.load(self._keyring.open(row.sealed, _place(row.id)))
        return inbound_from_json(event), member_id

    async def take(self, row_id: int) -> bool:
        """Remove a row, in the transaction that does its work; False when another has done it."""
        done = await self._db.execute(delete(handoffs).where(handoffs.c.id == row_id))
        return done.rowcount == 1

    async def put_off(self, row_id: int, due_at: datetime) -> None:
        """Try again at `due_at`; an attempt that ended in good order does not count."""
        await self._db.execute(
            update(handoffs).where(handoffs.c.id == row_id).values(due_at=due_at, attempts=0)
        )

    async def there(self, row_id: int) -> bool:
        """Whether a row is still to be worked off."""
        return (await self._db.execute(_THERE, {"row": row_id})).first() is not None

    async def count(self) -> int:
        """How many wait."""
        rows = await self._db.execute(select(func.count()).select_from(handoffs))
        return int(rows.scalar_one())

    async def _newest(self, contact_id: int) -> int | None:
        newest: int | None = (await self._db.execute(_NEWEST, {"contact": contact_id})).scalar()
        return newest


def _place(row_id: int) -> Place:
    return Place("handoffs", "sealed", row_id)
