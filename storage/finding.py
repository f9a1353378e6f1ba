"""Finding tips by the words in them, opened in memory, and the one search that a member has."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, func, select, tuple_

from bot.domain.errors import SealError
from bot.domain.finding import Wanted
from bot.domain.tip import Tip
from storage.connection import Db
from storage.crypto.envelope import PrivateKey
from storage.crypto.keyring import Keyring
from storage.schema import messages, notes, searches, tip_labels, tips, unit_labels
from storage.statements import Upsert
from storage.threads import opened, opened_note, tip_key
from storage.tip_rows import SELECT, tip_of

_BEGIN: Final = Upsert(searches, ["member_id"], ["number", "created_at"])
_LABELS: Final = (
    select(unit_labels.c.name)
    .where(unit_labels.c.unit_id == bindparam("unit"))
    .order_by(unit_labels.c.name)
)
_NUMBER: Final = select(searches.c.number).where(searches.c.member_id == bindparam("member"))
_MESSAGES: Final = select(messages.c.id, messages.c.tip_id, messages.c.sealed).where(
    messages.c.tip_id.in_(bindparam("ids", expanding=True))
)
_NOTES: Final = select(notes.c.id, notes.c.tip_id, notes.c.sealed).where(
    notes.c.tip_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Closed:
    """A tip with all that was written in it, still sealed."""

    tip: Tip
    key: bytes
    messages: list[tuple[int, bytes]] = field(default_factory=list)
    notes: list[tuple[int, bytes]] = field(default_factory=list)


class Finding:
    """The search of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def begin(self, member_id: int, now: datetime) -> int:
        """A new search of a member; one that still runs stops. Its number."""
        number = secrets.randbits(62)
        row = {"member_id": member_id, "number": number, "created_at": now}
        await self._db.execute(_BEGIN.on(self._db), row)
        return number

    async def stop(self, member_id: int) -> bool:
        """Let a member's search stop; False when none runs."""
        done = await self._db.execute(delete(searches).where(searches.c.member_id == member_id))
        return done.rowcount == 1

    async def end(self, member_id: int, number: int) -> None:
        """A search has come to its end, unless another one has begun."""
        await self._db.execute(
            delete(searches).where(searches.c.member_id == member_id, searches.c.number == number)
        )

    async def goes_on(self, member_id: int, number: int) -> bool:
        """Whether a search is still the member's newest, and was not stopped."""
        return (await self._db.execute(_NUMBER, {"member": member_id})).scalar() == number

    async def labels(self, unit_id: int) -> list[str]:
        """The labels a unit uses."""
        return list((await self._db.execute(_LABELS, {"unit": unit_id})).scalars())

    async def count(self, unit_id: int, wanted: Wanted) -> int:
        """About how many tips have to be looked at; 0 when that is not known without looking at
        every row. An index alone answers it, so erased ones are counted too.
        """
        if wanted.point_id is not None or wanted.kind or wanted.label:
            return 0
        found = await self._db.execute(
            select(func.count()).select_from(tips).where(*_in_time(unit_id, wanted))
        )
        return int(found.scalar_one())

    async def batch(
        self, unit_id: int, wanted: Wanted, after: tuple[datetime, int] | None, limit: int
    ) -> list[Closed]:
        """The next tips, newest first. `after`: time and id of the last one before."""
        where = _where(unit_id, wanted)
        if after is not None:
            where.append(tuple_(tips.c.created_at, tips.c.id) < after)
        rows = await self._db.execute(
            SELECT.add_columns(tips.c.sealed_private)
            .where(*where)
            .order_by(tips.c.created_at.desc(), tips.c.id.desc())
            .limit(limit)
        )
        found = {row.id: Closed(tip_of(row), row.sealed_private) for row in rows}
        if wanted.words and found:
            ids = {"ids": list(found)}
            for row in await self._db.execute(_MESSAGES, ids):
                found[row.tip_id].messages.append((row.id, row.sealed))
            for row in await self._db.execute(_NOTES, ids):
                found[row.tip_id].notes.append((row.id, row.sealed))
        return list(found.values())


def fits(keyring: Keyring, closed: Closed, wanted: Wanted) -> bool:
    """Whether the words are in a tip. Raises `KeyNotHere`, or `SealError` for a damaged one."""
    if not wanted.words:
        return True
    try:
        private = tip_key(keyring, closed.key, closed.tip.id)
        return wanted.in_texts(_texts(closed, private))
    except (ValueError, KeyError, TypeError) as error:
        raise SealError(type(error).__name__) from None


def _texts(closed: Closed, private: PrivateKey) -> list[str]:
    found = []
    for row_id, sealed in closed.messages:
        body = opened(sealed, private, row_id)
        found += [body.text, body.where, body.when]
    found += [opened_note(sealed, private, row_id) for row_id, sealed in closed.notes]
    return found


def _where(unit_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [*_in_time(unit_id, wanted), tips.c.erased_at.is_(None)]
    if wanted.point_id is not None:
        where.append(tips.c.point_id == wanted.point_id)
    if wanted.kind:
        where.append(tips.c.kind == wanted.kind)
    if wanted.label:
        labelled = select(tip_labels.c.tip_id).where(tip_labels.c.name == wanted.label)
        where.append(tips.c.id.in_(labelled))
    return where


def _in_time(unit_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [tips.c.unit_id == unit_id]
    if wanted.since is not None:
        where.append(tips.c.created_at >= wanted.since)
    if wanted.until is not None:
        where.append(tips.c.created_at < wanted.until)
    return where
