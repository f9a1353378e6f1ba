"""Which chats can be asked about which tips: the one place where both are named together."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, exists, or_, select, update

from bot.domain.tip import Reach, TipStatus
from storage.connection import Db
from storage.outbox_rows import REPLY
from storage.schema import (
    chat_messages,
    contact_outcomes,
    contacts,
    letters,
    members,
    messages,
    mutes,
    outbox,
    staff_sessions,
    tip_contacts,
    tips,
)
from storage.schema.conversations import HELD
from storage.statements import Upsert

_LINK: Final = Upsert(tip_contacts, ["tip_id", "contact_id"])
_OF_TIP: Final = (
    select(tip_contacts.c.contact_id)
    .where(tip_contacts.c.tip_id == bindparam("tip"))
    .order_by(tip_contacts.c.contact_id)
)
_STAFF: Final = or_(
    exists().where(members.c.contact_id == outbox.c.contact_id),
    exists().where(staff_sessions.c.contact_id == outbox.c.contact_id),
)
_LINKED: Final = select(tip_contacts.c.tip_id).where(tip_contacts.c.contact_id == bindparam("who"))


async def link(db: Db, tip_id: int, contact_id: int) -> None:
    """Let a chat be asked about a tip."""
    await db.execute(_LINK.on(db), {"tip_id": tip_id, "contact_id": contact_id})


async def contacts_of(db: Db, tip_id: int) -> list[int]:
    """The chats that can be asked about a tip."""
    return list((await db.execute(_OF_TIP, {"tip": tip_id})).scalars())


async def cut_contact(db: Db, contact_id: int, said_until: datetime | None) -> None:
    """Cut a chat off all its tips: from here on only their receipts lead back.

    `said_until`: what was said in the chat until then is dropped; None for a chat that is about to
    be emptied, which needs the messages' ids for that.
    """
    tip_ids = list((await db.execute(_LINKED, {"who": contact_id})).scalars())
    if not tip_ids:
        return
    await _strip_cards(db, tip_ids, [contact_id], said_until)
    for table in (tip_contacts, mutes, contact_outcomes):
        await db.execute(delete(table).where(table.c.contact_id == contact_id))
    others = exists().where(tip_contacts.c.tip_id == tips.c.id)
    await db.execute(
        update(tips).where(tips.c.id.in_(tip_ids), ~others).values(reach=Reach.BROKEN)
    )


async def cut_tip(db: Db, tip_id: int, now: datetime) -> None:
    """Cut a tip off every chat, and mark those to be forgotten that no other open tip needs."""
    contact_ids = await contacts_of(db, tip_id)
    closed = await db.execute(select(tips.c.closed_at).where(tips.c.id == tip_id))
    await _strip_cards(db, [tip_id], contact_ids, closed.scalar() or now)
    for table in (tip_contacts, mutes):
        await db.execute(delete(table).where(table.c.tip_id == tip_id))
    # An erased or one-way tip never had chats: what it says of itself stays true.
    if contact_ids:
        await db.execute(update(tips).where(tips.c.id == tip_id).values(reach=Reach.BROKEN))
    needed = exists().where(
        tip_contacts.c.contact_id == contacts.c.id,
        tip_contacts.c.tip_id == tips.c.id,
        tips.c.status != TipStatus.CLOSED,
    )
    await db.execute(
        update(contacts)
        .where(contacts.c.id.in_(contact_ids), contacts.c.forget_at.is_(None), ~needed)
        .values(forget_at=now)
    )


async def _strip_cards(
    db: Db, tip_ids: list[int], contact_ids: list[int], until: datetime | None
) -> None:
    """Cards name their tip in clear, and times join as well as names: no row of these chats may
    go on doing so, and what was said until then goes. A question that was not delivered goes too,
    held or not: untied and held later, nothing would find it any more.
    """
    of_tips = select(messages.c.id).where(messages.c.tip_id.in_(tip_ids)).scalar_subquery()
    await db.execute(
        delete(outbox).where(
            outbox.c.contact_id.in_(contact_ids),
            outbox.c.message_id.in_(of_tips),
        )
    )
    for table in (outbox, letters):
        await db.execute(
            update(table)
            .where(table.c.contact_id.in_(contact_ids), table.c.message_id.in_(of_tips))
            .values(message_id=None)
        )
    rows = await db.execute(select(tips.c.reference).where(tips.c.id.in_(tip_ids)))
    cards = [f"receipt:{reference}" for reference in rows.scalars()]
    await db.execute(
        delete(letters).where(letters.c.contact_id.in_(contact_ids), letters.c.card.in_(cards))
    )
    await db.execute(
        update(chat_messages)
        .where(chat_messages.c.contact_id.in_(contact_ids), chat_messages.c.card.in_(cards))
        .values(card="")
    )
    if until is None:
        return
    for table in (letters, chat_messages):
        await db.execute(
            delete(table).where(
                table.c.contact_id.in_(contact_ids),
                table.c.card == "",
                table.c.created_at <= until,
            )
        )
    # What a status meant is told without a thread's message: held, it would outlive its tip.
    await db.execute(
        delete(outbox).where(
            outbox.c.contact_id.in_(contact_ids),
            outbox.c.status == HELD,
            outbox.c.action == REPLY,
            outbox.c.created_at <= until,
            ~_STAFF,
        )
    )
