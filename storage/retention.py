"""What is kept no longer: which tips have passed their time, and how one is erased.

Erasing a tip destroys its key pair and deletes what was sealed to it; the register line stays:
reference, unit, kind, urgency, point, times and outcome. Files are named in `doomed_files` in the
same transaction and deleted after the commit, so that a crash in between forgets none.
"""

from __future__ import annotations

import secrets
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, exists, func, select, update

from bot.domain.tip import TipKind, TipStatus
from bot.domain.unit_settings import of_kind
from storage import links
from storage.connection import Db
from storage.schema import (
    boards,
    chat_messages,
    doomed_files,
    erased_receipts,
    files,
    letters,
    members,
    merges,
    messages,
    notes,
    questions,
    related,
    staff_sessions,
    tip_contacts,
    tips,
)
from storage.statements import Upsert

BATCH: Final = 100
_DOOM: Final = Upsert(doomed_files, ["id"])
_TOMB: Final = Upsert(erased_receipts, ["hash"])
_CARDS: Final = ("tip", "tip-more", "receipt")
"""Cards that name a tip, as `<name>:<reference>`."""
_NEWER: Final = exists().where(
    messages.c.tip_id == tips.c.id,
    messages.c.member_id.is_(None),
    messages.c.created_at > bindparam("before"),
)
_PAST: Final = (
    select(tips.c.id, tips.c.unit_id, tips.c.reference, tips.c.closed_at)
    .where(
        tips.c.unit_id == bindparam("unit"),
        tips.c.status == TipStatus.CLOSED,
        tips.c.kind.in_(bindparam("kinds", expanding=True)),
        tips.c.closed_at <= bindparam("before"),
        tips.c.erased_at.is_(None),
        ~_NEWER,
    )
    .order_by(tips.c.id)
)
_PAIR: Final = (related.c.tip_id, related.c.other_id)
_HAS_CONTACT: Final = exists().where(tip_contacts.c.tip_id == tips.c.id)


@dataclass(frozen=True, slots=True)
class Due:
    """A tip whose contact or content has passed its time."""

    tip_id: int
    unit_id: int
    reference: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What erasing a tip would take away, as counts."""

    tip_id: int
    unit_id: int
    reference: str
    status: str
    erased: bool
    messages: int
    notes: int
    files: int
    chats: int


class Retention:
    """Retention and erasure, of one transaction. Needs no private key."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def contacts_due(
        self, unit_id: int, values: Mapping[str, str], now: datetime, limit: int = BATCH
    ) -> list[Due]:
        """Closed tips of a unit whose way back has passed its days; `values`: its settings."""
        before = {
            kind.value: now - timedelta(days=int(of_kind(values, "contact-days", kind)))
            for kind in TipKind
        }
        return await self._due(_PAST.where(_HAS_CONTACT), unit_id, before, limit)

    async def content_due(
        self, unit_id: int, values: Mapping[str, str], now: datetime, limit: int = BATCH
    ) -> list[Due]:
        """Closed tips of a unit whose content has passed its months."""
        before = {
            kind.value: months_before(now, int(of_kind(values, "content-months", kind)))
            for kind in TipKind
        }
        return await self._due(_PAST, unit_id, before, limit)

    async def erase_contact(self, tip_id: int, now: datetime) -> None:
        """Break a tip's way back; chats that no other open tip needs are marked as forgotten."""
        await links.cut_tip(self._db, tip_id, now)

    async def erase_content(
        self,
        tip_id: int,
        now: datetime,
        readers: Iterable[int] = (),
        cards: Iterable[str] = (),
    ) -> bool:
        """Destroy a tip's key and everything that hangs on it; False when that was done before.

        `readers`: other units whose staff were shown something of it; `cards`: other cards that
        tell of it.
        """
        row = (
            await self._db.execute(
                select(tips.c.unit_id, tips.c.reference, tips.c.receipt_hash, tips.c.erased_at)
                .where(tips.c.id == tip_id)
                .with_for_update()
            )
        ).one()
        if row.erased_at is not None:
            return False
        chats = await links.contacts_of(self._db, tip_id)
        names = [*(f"{name}:{row.reference}" for name in _CARDS), *cards]
        await self._forget_said({row.unit_id, *readers}, names, chats)
        await links.cut_tip(self._db, tip_id, now)
        said = select(messages.c.id).where(messages.c.tip_id == tip_id).scalar_subquery()
        await self._db.execute(delete(questions).where(questions.c.message_id.in_(said)))
        await self._db.execute(delete(messages).where(messages.c.tip_id == tip_id))
        await self._db.execute(delete(notes).where(notes.c.tip_id == tip_id))
        await self._doom_rows(files.c.tip_id == tip_id)
        # What was merged into it has its own thread, and is worked on by itself again.
        for one, other in ((merges.c.tip_id, merges.c.into_id), _PAIR):
            await self._db.execute(delete(one.table).where((one == tip_id) | (other == tip_id)))
        await self._db.execute(_TOMB.on(self._db), {"hash": row.receipt_hash})
        await self._db.execute(
            update(tips)
            .where(tips.c.id == tip_id)
            .values(
                public=b"",
                sealed_private=b"",
                reporter_public=b"",
                sealed_reporter_private=b"",
                receipt_hash=secrets.token_bytes(32),
                answer_waiting=False,
                question_waiting=False,
                erased_at=now,
            )
        )
        return True

    async def holding(self, reference: str) -> Holding | None:
        """What there is of a tip."""
        row = (
            await self._db.execute(
                select(
                    tips.c.id, tips.c.unit_id, tips.c.reference, tips.c.status, tips.c.erased_at
                ).where(tips.c.reference == reference.strip().upper())
            )
        ).first()
        if row is None:
            return None
        counts = [
            (
                await self._db.execute(
                    select(func.count()).select_from(table).where(table.c.tip_id == row.id)
                )
            ).scalar_one()
            for table in (messages, notes, files, tip_contacts)
        ]
        erased = row.erased_at is not None
        return Holding(row.id, row.unit_id, row.reference, row.status, erased, *counts)

    async def drop_unfiled(self, file_ids: Iterable[str]) -> None:
        """Have files of a draft that is no more deleted; those a tip or a sign's
        history took are left alone.
        """
        ids = list(file_ids)
        if ids:
            untaken = files.c.tip_id.is_(None) & files.c.sign_event_id.is_(None)
            await self._doom_rows(files.c.id.in_(ids) & untaken)

    async def doomed(self, limit: int = BATCH) -> list[str]:
        """Files that are still to be deleted from the store."""
        return list((await self._db.execute(select(doomed_files.c.id).limit(limit))).scalars())

    async def deleted(self, file_id: str) -> None:
        """A doomed file is gone from the store."""
        await self._db.execute(delete(doomed_files).where(doomed_files.c.id == file_id))

    async def _due(
        self, statement: Select[Any], unit_id: int, before: Mapping[str, datetime], limit: int
    ) -> list[Due]:
        kinds: defaultdict[datetime, list[str]] = defaultdict(list)
        for kind, moment in before.items():
            kinds[moment].append(kind)
        found: list[Due] = []
        for moment, of_them in sorted(kinds.items()):
            wanted = {"unit": unit_id, "kinds": of_them, "before": moment}
            rows = await self._db.execute(statement.limit(limit - len(found)), wanted)
            found += [Due(row.id, row.unit_id, row.reference) for row in rows]
            if len(found) >= limit:
                break
        return found

    async def _doom_rows(self, which: Any) -> None:
        doomed = list((await self._db.execute(select(files.c.id).where(which))).scalars())
        if doomed:
            await self._db.execute(_DOOM.on(self._db), [{"id": file_id} for file_id in doomed])
            await self._db.execute(delete(files).where(files.c.id.in_(doomed)))

    async def _forget_said(
        self, unit_ids: Iterable[int], cards: list[str], chats: list[int]
    ) -> None:
        """Drop what was said of a tip to those who wrote or read it. What is on its way to them is
        left: it may be about another tip, and is gone once it has arrived.

        Letters do not say which tip they show (they are sealed to a cookie), so all of these
        people's go; notices of other tips, which are cards, stay.
        """
        staff = await self._db.execute(
            select(staff_sessions.c.contact_id)
            .join(members, members.c.id == staff_sessions.c.member_id)
            .where(members.c.unit_id.in_(list(unit_ids)))
        )
        people = [*chats, *staff.scalars()]
        await self._db.execute(delete(letters).where(letters.c.card.in_(cards)))
        # A board's card holds no content, and is to say that there is none any more.
        await self._db.execute(
            delete(chat_messages).where(
                chat_messages.c.card.in_(cards),
                chat_messages.c.contact_id.not_in(select(boards.c.contact_id)),
            )
        )
        await self._db.execute(
            delete(letters).where(letters.c.contact_id.in_(people), letters.c.card == "")
        )


def months_before(now: datetime, months: int) -> datetime:
    """The same day and time so many months ago, or the last day of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(
        year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1])
    )
