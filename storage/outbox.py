"""Messages that are committed and not yet sent. Claiming hides a row for a while; only a
recorded result removes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update

from bot.domain import codec
from bot.domain.flow import Outgoing
from bot.domain.message import Reply
from storage.chat_messages import ChatMessages
from storage.contacts import Contact
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.ids import new_id
from storage.outbox_rows import FAILED, LEASE, NOTICE, PERSON, REPLY, UNIT, WAITING, Row
from storage.schema import outbox
from storage.schema.conversations import HELD

_INSERT: Final = insert(outbox)
_DONE: Final = delete(outbox).where(outbox.c.id == bindparam("row"))
_EARLIER: Final = outbox.alias("earlier")
_BLOCKED: Final = (
    select(_EARLIER.c.id)
    .where(
        _EARLIER.c.contact_id == outbox.c.contact_id,
        _EARLIER.c.id < outbox.c.id,
        _EARLIER.c.status == WAITING,
        _EARLIER.c.due_at > bindparam("now"),
    )
    .exists()
)
_DUE: Final = (
    select(outbox.c.id)
    .where(
        outbox.c.status == WAITING,
        outbox.c.channel == bindparam("channel"),
        outbox.c.due_at <= bindparam("now"),
        ~_BLOCKED,
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASED: Final = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(due_at=bindparam("until"), attempts=outbox.c.attempts + 1)
)
_STALE: Final = delete(outbox).where(
    outbox.c.contact_id == bindparam("contact"),
    outbox.c.card == bindparam("of"),
    outbox.c.status == WAITING,
    outbox.c.attempts == 0,
)
_ROWS: Final = (
    select(
        outbox.c.id,
        outbox.c.contact_id,
        outbox.c.unit_id,
        outbox.c.except_contact,
        outbox.c.member_id,
        outbox.c.roles,
        outbox.c.action,
        outbox.c.attempts,
        outbox.c.message_id,
        outbox.c.sealed,
        outbox.c.card,
    )
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.priority, outbox.c.id)
)


class Outbox(ChatMessages):
    """The outbox of one transaction."""

    async def add(
        self,
        contact: Contact,
        replies: list[Reply],
        now: datetime,
        *,
        action: str = REPLY,
        priority: int = PERSON,
        message_id: int | None = None,
    ) -> None:
        """Queue replies to one chat, in order. `message_id`: the message of a thread they are."""
        rows = [
            self._row(r, now, action, priority, channel=contact.channel, contact_id=contact.id)
            | {"message_id": message_id}
            for r in replies
        ]
        if rows:
            await self._db.execute(_INSERT, rows)

    async def add_card(self, contact: Contact, reply: Reply, now: datetime) -> None:
        """Queue a card of a board, instead of an older one that nobody has begun to send."""
        await self._db.execute(_STALE, {"contact": contact.id, "of": reply.card})
        row = self._row(reply, now, REPLY, NOTICE, channel=contact.channel, contact_id=contact.id)
        await self._db.execute(_INSERT, [{**row, "card": reply.card}])

    async def add_notice(
        self, notice: Outgoing, now: datetime, *, action: str = REPLY, card: str = ""
    ) -> None:
        """Queue a notice to a unit's members or one of them; whoever sends looks up then who they
        are and where they work. `card`: what several notices of one action are told apart by.
        """
        row = self._row(notice.reply, now, action, NOTICE, channel=UNIT, unit_id=notice.unit_id)
        row |= {
            "roles": ",".join(notice.roles),
            "except_contact": notice.except_contact,
            "member_id": notice.member_id,
            "card": card,
        }
        await self._db.execute(_INSERT, [row])

    async def claim(self, channel: str, now: datetime, limit: int) -> list[Row]:
        """Rows that are due, people before notices, oldest first; hidden from other claims for
        `LEASE`.

        A row waits while an earlier one of the same chat is on its way or put off: a chat reads in
        order.
        """
        wanted = {"channel": channel, "now": now, "most": limit}
        ids = list((await self._db.execute(_DUE, wanted)).scalars())
        if not ids:
            return []
        await self._db.execute(_LEASED, {"ids": ids, "until": now + LEASE})
        rows = await self._db.execute(_ROWS, {"ids": ids})
        return [
            Row(
                r.id,
                r.contact_id,
                r.unit_id,
                r.except_contact,
                r.member_id,
                tuple(r.roles.split(",")) if r.roles else (),
                r.action,
                r.attempts,
                r.sealed,
                r.card,
                r.message_id,
            )
            for r in rows
        ]

    def open(self, row: Row) -> Reply:
        """What a row says. Needs the relay's private key."""
        return codec.reply_from_json(codec.load(self._keyring.open(row.sealed, _place(row.id))))

    async def done(self, row_id: int) -> None:
        """Sent (or obsolete): remove."""
        await self._db.execute(_DONE, {"row": row_id})

    async def later(self, row_id: int, due_at: datetime) -> None:
        """Try again at `due_at`."""
        await self._db.execute(update(outbox).where(outbox.c.id == row_id).values(due_at=due_at))

    async def put_off(self, row_id: int, due_at: datetime) -> None:
        """As `later`, for a claimed row that was not tried."""
        fewer = {"due_at": due_at, "attempts": outbox.c.attempts - 1}
        await self._db.execute(update(outbox).where(outbox.c.id == row_id).values(fewer))

    async def failed(self, row_id: int, problem: str) -> None:
        """Given up: the row stays, without its content, so that it can be counted and reported."""
        await self._db.execute(
            update(outbox)
            .where(outbox.c.id == row_id)
            .values(status=FAILED, problem=problem, sealed=b"", message_id=None)
        )

    async def hold(self, row_id: int) -> None:
        """Keep until the chat is heard of again."""
        await self._db.execute(update(outbox).where(outbox.c.id == row_id).values(status=HELD))

    async def release(self, contact_id: int, now: datetime) -> None:
        """The chat is heard of: what was held for it goes out."""
        held = (outbox.c.contact_id == contact_id, outbox.c.status == HELD)
        await self._db.execute(
            update(outbox).where(*held).values(status=WAITING, due_at=now, attempts=0)
        )

    async def holding(self, channel: str, after: int, most: int) -> list[int]:
        """Chats of a channel for which something is held, by id from above `after`."""
        found = await self._db.execute(
            select(outbox.c.contact_id)
            .where(
                outbox.c.status == HELD, outbox.c.channel == channel, outbox.c.contact_id > after
            )
            .distinct()
            .order_by(outbox.c.contact_id)
            .limit(most)
        )
        return list(found.scalars())

    async def held_notices(self, contact_id: int) -> int:
        """How much is held for a member's chat; what an officer asked a reporter is no notice."""
        count = select(func.count()).select_from(outbox).where(*_held_notice(contact_id))
        return int((await self._db.execute(count)).scalar_one())

    async def drop_held_notices(self, contact_id: int) -> int:
        """They are not said any more; how many they were."""
        gone = await self._db.execute(delete(outbox).where(*_held_notice(contact_id)))
        return int(gone.rowcount)

    async def drop_waiting(self, contact_id: int) -> None:
        """What was still to be said to a chat is not said."""
        await self._db.execute(
            delete(outbox).where(
                outbox.c.contact_id == contact_id,
                outbox.c.status.in_((WAITING, HELD)),
                outbox.c.action == REPLY,
            )
        )

    async def next_due(self, channel: str) -> datetime | None:
        """When the next row of a channel is due."""
        found = await self._db.execute(
            select(outbox.c.due_at)
            .where(outbox.c.status == WAITING, outbox.c.channel == channel)
            .order_by(outbox.c.due_at)
            .limit(1)
        )
        return found.scalar()

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many rows there are, by channel and status."""
        rows = await self._db.execute(
            select(outbox.c.channel, outbox.c.status, func.count().label("rows")).group_by(
                outbox.c.channel, outbox.c.status
            )
        )
        return {(row.channel, row.status): int(row.rows) for row in rows}

    def _row(
        self,
        reply: Reply,
        now: datetime,
        action: str,
        priority: int,
        *,
        channel: str,
        contact_id: int | None = None,
        unit_id: int | None = None,
    ) -> dict[str, Any]:
        row_id = new_id()
        plain = codec.dump(codec.reply_to_json(reply))
        return {
            "id": row_id,
            "contact_id": contact_id,
            "unit_id": unit_id,
            "except_contact": None,
            "member_id": None,
            "message_id": None,
            "roles": "",
            "channel": channel,
            "action": action,
            "status": WAITING,
            "problem": "",
            "priority": priority,
            "attempts": 0,
            "sealed": envelope.seal(plain, self._keyring.relay_public, _place(row_id)),
            "created_at": now,
            "due_at": now,
        }


def _place(row_id: int) -> Place:
    return Place("outbox", "sealed", row_id)


def _held_notice(contact_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        outbox.c.contact_id == contact_id,
        outbox.c.status == HELD,
        outbox.c.action == REPLY,
        outbox.c.message_id.is_(None),
    )
