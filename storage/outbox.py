"""Messages that are committed and not yet sent. Claiming hides a row for a while; only a
recorded result removes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.domain import codec
from bot.domain.flow import Outgoing
from bot.domain.message import Reply
from storage.connection import Db
from storage.contacts import Contact
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import chat_messages, outbox

UNIT: Final = "unit"
"""The pseudo-channel of rows that are still to be spread over a unit's members."""
REPLY: Final = "reply"
WIPE: Final = "wipe"
UNSAY: Final = "unsay"
"""Deletes the one message that the reply `replaces`."""
LOCALE: Final = "locale"
"""The reply's key is a language to be remembered with the address; nothing is sent."""
WAITING: Final = "waiting"
FAILED: Final = "failed"
LEASE: Final = timedelta(seconds=60)
"""A claimed row that nobody reports on comes back after this time: a crash may repeat it, never
lose it.
"""
PERSON: Final = 0
NOTICE: Final = 5

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
        outbox.c.sealed,
    )
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.priority, outbox.c.id)
)


@dataclass(frozen=True, slots=True)
class Row:
    """A claimed row. `attempts` counts this one."""

    id: int
    contact_id: int | None
    unit_id: int | None
    except_contact: int | None
    member_id: int | None
    roles: tuple[str, ...]
    action: str
    attempts: int
    sealed: bytes = field(repr=False)


class Outbox:
    """The outbox of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def add(
        self,
        contact: Contact,
        replies: list[Reply],
        now: datetime,
        *,
        action: str = REPLY,
        priority: int = PERSON,
    ) -> None:
        """Queue replies to one chat, in order."""
        rows = [
            self._row(r, now, action, priority, channel=contact.channel, contact_id=contact.id)
            for r in replies
        ]
        if rows:
            await self._db.execute(_INSERT, rows)

    async def add_notice(self, notice: Outgoing, now: datetime) -> None:
        """Queue a notice to a unit's members or one of them; whoever sends looks up then who they
        are and where they work.
        """
        row = self._row(notice.reply, now, REPLY, NOTICE, channel=UNIT, unit_id=notice.unit_id)
        row |= {
            "roles": ",".join(notice.roles),
            "except_contact": notice.except_contact,
            "member_id": notice.member_id,
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
                _roles(r.roles),
                r.action,
                r.attempts,
                r.sealed,
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

    async def failed(self, row_id: int, problem: str) -> None:
        """Given up: the row stays, without its content, so that it can be counted and reported."""
        await self._db.execute(
            update(outbox)
            .where(outbox.c.id == row_id)
            .values(status=FAILED, problem=problem, sealed=b"")
        )

    async def drop_waiting(self, contact_id: int) -> None:
        """What was still to be said to a chat is not said."""
        await self._db.execute(
            delete(outbox).where(
                outbox.c.contact_id == contact_id,
                outbox.c.status == WAITING,
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

    async def remember(self, contact_id: int, message_id: str, card: str, now: datetime) -> None:
        """Keep a platform's message id, sealed, so that the message can be edited or wiped."""
        row_id = new_id()
        sealed = envelope.seal(
            message_id.encode(), self._keyring.relay_public, _chat_place(row_id), exact=True
        )
        await self._db.execute(
            insert(chat_messages),
            {
                "id": row_id,
                "contact_id": contact_id,
                "card": card,
                "sealed": sealed,
                "created_at": now,
            },
        )

    async def card_messages(self, contact_id: int, card: str) -> list[str]:
        """The messages that show `card` in a chat, the one to edit last."""
        rows = await self._db.execute(
            select(chat_messages.c.id, chat_messages.c.sealed)
            .where(chat_messages.c.contact_id == contact_id, chat_messages.c.card == card)
            .order_by(chat_messages.c.id)
        )
        return [self._keyring.open(row.sealed, _chat_place(row.id)).decode() for row in rows]

    async def take_messages(self, contact_id: int) -> list[str]:
        """Every remembered message id of a chat, which is forgotten here."""
        rows = (
            await self._db.execute(
                select(chat_messages.c.id, chat_messages.c.sealed).where(
                    chat_messages.c.contact_id == contact_id
                )
            )
        ).all()
        return [self._keyring.open(row.sealed, _chat_place(row.id)).decode() for row in rows]

    async def forget_messages(self, contact_id: int, card: str | None = None) -> None:
        """Drop the remembered message ids of a chat, or only those of one card."""
        gone = delete(chat_messages).where(chat_messages.c.contact_id == contact_id)
        await self._db.execute(gone if card is None else gone.where(chat_messages.c.card == card))

    async def forget_messages_before(self, loose: datetime, cards: datetime) -> None:
        """Drop message ids that no platform would let us touch any more, and cards long past."""
        await self._db.execute(
            delete(chat_messages).where(
                (chat_messages.c.created_at < cards)
                | ((chat_messages.c.created_at < loose) & (chat_messages.c.card == ""))
            )
        )

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


def _roles(stored: str) -> tuple[str, ...]:
    return tuple(stored.split(",")) if stored else ()


def _place(row_id: int) -> Place:
    return Place("outbox", "sealed", row_id)


def _chat_place(row_id: int) -> Place:
    return Place("chat_messages", "sealed", row_id)
