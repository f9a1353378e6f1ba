"""Recordings whose voice is to be changed: which, and into which file."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from bot.domain import codec
from bot.domain.errors import KeyNotHere, SealError
from bot.domain.message import StoredFile
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import alterations, files

_log = logging.getLogger(__name__)
LEASE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Alteration:
    """One recording; opened from its row."""

    id: int
    contact_id: int | None
    attempts: int
    original: StoredFile = field(repr=False)
    altered: StoredFile = field(repr=False)


class Voices:
    """Alterations, of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def alter_later(
        self, contact_id: int, original: StoredFile, now: datetime
    ) -> StoredFile:
        """Have a voice changed, and the original destroyed. Returns the file that will take its
        place: from now on nothing else may refer to the original.
        """
        altered = StoredFile(
            secrets.token_hex(16),
            secrets.token_bytes(32),
            "audio/ogg",
            original.size,
            altered=True,
        )
        row_id = new_id()
        plain = codec.dump([codec.file_to_json(original), codec.file_to_json(altered)])
        await self._db.execute(
            insert(alterations),
            {
                "id": row_id,
                "contact_id": contact_id,
                "sealed": envelope.seal(plain, self._keyring.relay_public, _place(row_id)),
                "attempts": 0,
                "due_at": now,
            },
        )
        await self._db.execute(
            insert(files), {"id": altered.id, "tip_id": None, "created_at": now}
        )
        return altered

    async def claim(self, now: datetime, limit: int = 4) -> list[Alteration]:
        """What is due, hidden from other claims for `LEASE`. Needs the relay's private key."""
        due = (
            select(
                alterations.c.id,
                alterations.c.contact_id,
                alterations.c.attempts,
                alterations.c.sealed,
            )
            .where(alterations.c.due_at <= now)
            .order_by(alterations.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._db.execute(due)).all()
        if rows:
            await self._db.execute(
                update(alterations)
                .where(alterations.c.id.in_([row.id for row in rows]))
                .values(due_at=now + LEASE, attempts=alterations.c.attempts + 1)
            )
        opened = [await self._open(row) for row in rows]
        return [alteration for alteration in opened if alteration]

    async def _open(self, row: Any) -> Alteration | None:
        """None for what cannot be read: it waits for its key, or nobody will ever know which file
        it was. The recording then belongs to nothing, and is swept.
        """
        try:
            raw = codec.load(self._keyring.open(row.sealed, _place(row.id)))
            original, altered = (codec.file_from_json(file) for file in raw)
        except KeyNotHere as error:
            _log.error("a voice has to wait: %s", error)
            return None
        except (SealError, ValueError, KeyError, TypeError, IndexError) as error:
            _log.error("which voice was to be changed cannot be read: %s", type(error).__name__)
            await self.done(row.id)
            return None
        return Alteration(row.id, row.contact_id, row.attempts + 1, original, altered)

    async def done(self, alteration_id: int) -> None:
        """Done, or given up."""
        await self._db.execute(delete(alterations).where(alterations.c.id == alteration_id))

    async def again(self, alteration_id: int, due_at: datetime) -> None:
        """Try again at `due_at`."""
        await self._db.execute(
            update(alterations).where(alterations.c.id == alteration_id).values(due_at=due_at)
        )


def _place(row_id: int) -> Place:
    return Place("alterations", "sealed", row_id)
