"""How far what officers wrote has come: to a chat, to a page, or to whoever holds the receipt.

A row names a message and a state: not the chat that has it, and not when. While it is on its way
the outbox row or the letter that carries it names the message; whatever ends that (it was sent,
fetched, given up, wiped, forgotten) unties the two. So nothing has to be told that a question will
not arrive: it has gone out and nothing carries it any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.domain.tip import Arrival
from storage.connection import Db
from storage.schema import letters, messages, outbox, questions
from storage.schema.conversations import HELD

_INSERT: Final = insert(questions)
_AMONG: Final = questions.c.message_id.in_(bindparam("ids", expanding=True))
_ARRIVED: Final = (
    update(questions)
    .where(_AMONG, questions.c.state != Arrival.DELIVERED)
    .values(state=Arrival.DELIVERED.value)
)
_CARRIED: Final = outbox.c.message_id == questions.c.message_id
_OF: Final = select(
    questions.c.message_id,
    questions.c.state,
    exists().where(_CARRIED, outbox.c.status != HELD).label("sending"),
    exists().where(_CARRIED, outbox.c.status == HELD).label("held"),
    exists().where(letters.c.message_id == questions.c.message_id).label("unread"),
).where(_AMONG)
_READ: Final = (
    select(questions.c.message_id)
    .join(messages, messages.c.id == questions.c.message_id)
    .where(messages.c.tip_id == bindparam("tip"), questions.c.state == Arrival.DELIVERED)
)
_STALE: Final = delete(outbox).where(
    outbox.c.status == HELD, outbox.c.message_id.in_(_READ.scalar_subquery())
)
_SAID: Final = messages.alias("said")
_LATER: Final = messages.alias("later")


def last_asked(tip: ColumnElement[int]) -> ScalarSelect[int | None]:
    """The id of what an officer wrote last in the thread of `tip`, a column of tips' ids."""
    mine = select(func.max(_SAID.c.id)).where(_SAID.c.tip_id == tip)
    return mine.where(_SAID.c.member_id.is_not(None)).correlate_except(_SAID).scalar_subquery()


def to_be_answered(tip: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether something has arrived of what officers wrote in the thread of `tip` since its
    reporter last wrote. What has no state is from before there were any.
    """
    since = select(_LATER.c.id).where(
        _LATER.c.tip_id == _SAID.c.tip_id,
        _LATER.c.member_id.is_(None),
        _LATER.c.id > _SAID.c.id,
    )
    there = (
        select(_SAID.c.id)
        .outerjoin(questions, questions.c.message_id == _SAID.c.id)
        .where(
            _SAID.c.tip_id == tip,
            _SAID.c.member_id.is_not(None),
            func.coalesce(questions.c.state, Arrival.DELIVERED.value) == Arrival.DELIVERED.value,
            ~since.correlate(_SAID).exists(),
        )
    )
    return there.correlate_except(_SAID, questions).exists()


class Questions:
    """The questions of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def asked(self, message_id: int, *, chats: bool) -> None:
        """Something was written to a reporter; `chats`: it is on its way to at least one."""
        state = Arrival.SENDING if chats else Arrival.WAITING
        await self._db.execute(_INSERT, {"message_id": message_id, "state": state.value})

    async def arrived(self, message_ids: Sequence[int]) -> None:
        """These have been sent, fetched, or read with the receipt; repeating it is fine."""
        if message_ids:
            await self._db.execute(_ARRIVED, {"ids": list(message_ids)})

    async def answered(self, tip_id: int) -> None:
        """Its reporter has written: what has arrived in one of their chats does not come once
        more, as if it were new, in another that it waits for.
        """
        await self._db.execute(_STALE, {"tip": tip_id})

    async def of(self, message_ids: Sequence[int]) -> dict[int, Arrival]:
        """How far each has come; one that is not known (from before) is left out."""
        if not message_ids:
            return {}
        rows = await self._db.execute(_OF, {"ids": list(message_ids)})
        return {
            row.message_id: _now(Arrival(row.state), row.sending, row.held or row.unread)
            for row in rows
        }


def _now(state: Arrival, sending: bool, waiting: bool) -> Arrival:
    if state is not Arrival.SENDING or sending:
        return state
    return Arrival.WAITING if waiting else Arrival.UNREACHABLE
