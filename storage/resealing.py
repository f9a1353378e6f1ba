"""Every column that is sealed to a key that rotates, and how its rows get to the newest epoch.

A row is opened and sealed again outside of any transaction, and stored only if nobody changed it
meanwhile: a turn never waits for it, and a crash leaves each row either old or new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, func, select, update

from bot.domain.errors import SealError
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place, fingerprint
from storage.crypto.keyring import DESK, DRAFT, RELAY, SESSION, UNIT, Keyring
from storage.schema import (
    alterations,
    audit,
    chat_messages,
    contacts,
    conversations,
    decisions,
    disclosures,
    doors,
    fetches,
    groups,
    handoffs,
    identities,
    oa_tokens,
    offers,
    outbox,
    parked,
    points,
    sign_events,
    tips,
)

PAGE: Final = 500
"""Rows looked at in one statement: it keeps nobody waiting."""
BATCH: Final = 100
"""Rows sealed anew in one transaction."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column sealed to a key of `kind`. `row` is the primary key that its `Place` names;
    `exact`: sealed without padding.
    """

    table: Table
    column: str
    kind: str
    exact: bool = False
    row: str = "id"

    def place(self, row: int) -> Place:
        """Where a row's ciphertext lives."""
        return Place(self.table.name, self.column, row)


SEALED: Final = (
    Sealed(tips, "sealed_private", UNIT, exact=True),
    Sealed(identities, "sealed", UNIT, exact=True, row="tip_id"),
    Sealed(disclosures, "sealed_reason", UNIT),
    Sealed(decisions, "sealed_reason", UNIT),
    Sealed(audit, "sealed_why", UNIT),
    Sealed(points, "sealed", UNIT),
    Sealed(sign_events, "sealed", UNIT),
    Sealed(groups, "sealed", UNIT),
    Sealed(audit, "sealed_why", RELAY),  # of the service's own chain
    Sealed(handoffs, "sealed", DESK),
    Sealed(contacts, "sealed_address", RELAY),
    Sealed(contacts, "sealed_heard", RELAY, exact=True),
    Sealed(offers, "sealed", DESK),
    Sealed(outbox, "sealed", RELAY),
    Sealed(fetches, "sealed", RELAY),
    Sealed(alterations, "sealed", RELAY),
    Sealed(parked, "sealed", RELAY),
    Sealed(oa_tokens, "sealed", RELAY),
    Sealed(chat_messages, "sealed", RELAY, exact=True),
    Sealed(conversations, "sealed_draft", DRAFT, row="contact_id"),
    Sealed(doors, "sealed", DRAFT, exact=True, row="contact_id"),
)
"""Whoever seals a new column to such a key adds it here, or its rows are lost with the epoch."""


def columns_of(kind: str) -> list[Sealed]:
    """The columns that are sealed to keys of a kind."""
    return [column for column in SEALED if column.kind == kind]


def also_old(kind: str) -> list[str]:
    """Keys that are not an epoch of this kind, and whose rows it takes over."""
    return [SESSION] if kind == DRAFT else []


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a column: the rows sealed to an old key, and the last row looked at (None: no
    more).
    """

    rows: list[int]
    last: int | None


class Resealing:
    """The sealed columns of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def page(self, column: Sealed, old: set[bytes], after: int) -> Page:
        """The next rows after `after`, and which of them are sealed to one of these keys."""
        row, sealed = column.table.c[column.row], column.table.c[column.column]
        found: Sequence[Any] = (
            await self._db.execute(
                select(row, func.substr(sealed, 3, 8)).where(row > after).order_by(row).limit(PAGE)
            )
        ).all()
        last = int(found[-1][0]) if len(found) == PAGE else None
        rows = [int(each[0]) for each in found if bytes(each[1] or b"") in old]
        return Page(rows, last)

    async def renewed(
        self, column: Sealed, rows: list[int], owner: str
    ) -> list[tuple[int, bytes, bytes]]:
        """Rows with their old ciphertext and one that is sealed to the newest epoch. A row that
        does not open here (it was damaged) is left out: its key will not be destroyed.
        """
        row, sealed = column.table.c[column.row], column.table.c[column.column]
        to = self._keyring.newest(column.kind, owner)
        renewed = []
        stored: Any = await self._db.execute(select(row, sealed).where(row.in_(rows)))
        for each in stored:
            number, old = int(each[0]), bytes(each[1] or b"")
            try:
                plain = self._keyring.open(old, column.place(number))
            except SealError:
                continue
            new = envelope.seal(plain, to, column.place(number), exact=column.exact)
            renewed.append((number, old, new))
        return renewed

    async def swap(self, column: Sealed, renewed: list[tuple[int, bytes, bytes]]) -> int:
        """Store them where nothing else was stored meanwhile; how many."""
        row, sealed = column.table.c[column.row], column.table.c[column.column]
        swapped = 0
        for number, old, new in renewed:
            statement = update(column.table).where(row == number, sealed == old)
            done = await self._db.execute(statement.values({column.column: new}))
            swapped += done.rowcount
        return swapped

    async def left(self, key_id: str, kind: str) -> int:
        """How many rows only this key opens."""
        counts = [await self._count(column, key_id) for column in columns_of(kind)]
        return sum(counts)

    async def _count(self, column: Sealed, key_id: str) -> int:
        sealed: Any = func.substr(column.table.c[column.column], 3, 8)
        found = await self._db.execute(
            select(func.count()).select_from(column.table).where(sealed == fingerprint(key_id))
        )
        return int(found.scalar_one())
