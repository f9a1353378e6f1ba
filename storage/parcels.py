"""Sealed work for later: files to fetch from a platform, and events that could not be
understood.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update

from bot.domain import codec
from bot.domain.errors import KeyNotHere, SealError
from bot.domain.message import StoredFile
from storage.connection import Db
from storage.contacts import Contact
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import fetches, files, parked

_log = logging.getLogger(__name__)
LEASE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file that a platform holds and we do not yet; opened from its row."""

    id: int
    contact_id: int | None
    """Whom to tell when it cannot be had; None when that is nobody any more."""
    channel: str
    attempts: int
    platform_ref: str = field(repr=False)
    file: StoredFile = field(repr=False)


class Parcels:
    """Fetches, parked events and the register of files, of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def fetch_later(
        self, contact: Contact, platform_ref: str, file: StoredFile, now: datetime
    ) -> None:
        """Have a file fetched into `file`, whose id and key are allotted already."""
        row_id = new_id()
        plain = codec.dump([platform_ref, codec.file_to_json(file)])
        await self._db.execute(
            insert(fetches),
            {
                "id": row_id,
                "contact_id": contact.id,
                "channel": contact.channel,
                "sealed": envelope.seal(plain, self._keyring.relay_public, _fetch_place(row_id)),
                "attempts": 0,
                "due_at": now,
            },
        )

    async def claim(self, channel: str, now: datetime, limit: int = 8) -> list[Fetch]:
        """Fetches that are due, hidden from other claims for `LEASE`. Needs the relay's private
        key.
        """
        due = (
            select(
                fetches.c.id,
                fetches.c.contact_id,
                fetches.c.channel,
                fetches.c.attempts,
                fetches.c.sealed,
            )
            .where(fetches.c.channel == channel, fetches.c.due_at <= now)
            .order_by(fetches.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._db.execute(due)).all()
        if rows:
            await self._db.execute(
                update(fetches)
                .where(fetches.c.id.in_([row.id for row in rows]))
                .values(due_at=now + LEASE, attempts=fetches.c.attempts + 1)
            )
        opened = [await self._open(row, now) for row in rows]
        return [fetch for fetch in opened if fetch]

    async def _open(self, row: Any, now: datetime) -> Fetch | None:
        """None for what cannot be read: it waits for its key, or is set aside for ever."""
        try:
            plain = codec.load(self._keyring.open(row.sealed, _fetch_place(row.id)))
            platform_ref, file = plain[0], codec.file_from_json(plain[1])
        except KeyNotHere as error:
            _log.error("a file of %s has to wait: %s", row.channel, error)
            return None
        except (SealError, ValueError, KeyError, TypeError, IndexError) as error:
            _log.error(
                "what a file of %s was cannot be read: %s", row.channel, type(error).__name__
            )
            await self.park(row.channel, row.sealed, now)
            await self.fetched(row.id)
            return None
        return Fetch(row.id, row.contact_id, row.channel, row.attempts + 1, platform_ref, file)

    async def fetched(self, fetch_id: int) -> None:
        """Done, or given up."""
        await self._db.execute(delete(fetches).where(fetches.c.id == fetch_id))

    async def fetch_again(self, fetch_id: int, due_at: datetime) -> None:
        """Try again at `due_at`."""
        await self._db.execute(
            update(fetches).where(fetches.c.id == fetch_id).values(due_at=due_at)
        )

    async def park(self, channel: str, raw: bytes, now: datetime) -> None:
        """Keep an event nobody understood, sealed to the relay."""
        row_id = new_id()
        sealed = envelope.seal(raw, self._keyring.relay_public, Place("parked", "sealed", row_id))
        await self._db.execute(
            insert(parked), {"id": row_id, "channel": channel, "sealed": sealed, "at": now}
        )

    async def parked_count(self) -> int:
        """How many events are parked."""
        return int((await self._db.execute(select(func.count()).select_from(parked))).scalar_one())

    async def register(self, file_ids: list[str], now: datetime) -> None:
        """Note files that belong to a draft, so that orphans can be told from evidence."""
        if file_ids:
            await self._db.execute(
                insert(files),
                [{"id": file_id, "tip_id": None, "created_at": now} for file_id in file_ids],
            )

    async def orphans(self, before: datetime, limit: int = 100) -> list[str]:
        """Files older than `before` that no tip took, nor a sign's history."""
        untaken = files.c.tip_id.is_(None) & files.c.sign_event_id.is_(None)
        rows = await self._db.execute(
            select(files.c.id).where(untaken, files.c.created_at < before).limit(limit)
        )
        return list(rows.scalars())

    async def known(self, file_ids: list[str]) -> set[str]:
        """Which of these files are registered."""
        rows = await self._db.execute(select(files.c.id).where(files.c.id.in_(file_ids)))
        return set(rows.scalars())

    async def unregister(self, file_id: str) -> None:
        """Forget a file that was removed."""
        await self._db.execute(delete(files).where(files.c.id == file_id))


def _fetch_place(row_id: int) -> Place:
    return Place("fetches", "sealed", row_id)
