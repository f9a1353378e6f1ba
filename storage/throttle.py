"""Slows down guessing: so many attempts per contact, so many over all, in a window. Never by
network address.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.schema import contacts, throttles


class Throttle:
    """Attempt counters of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def wait(
        self,
        scope: str,
        contact_id: int | None,
        now: datetime,
        *,
        per_contact: tuple[int, int],
        overall: tuple[int, int] | None = None,
    ) -> float:
        """Count one attempt. 0 when it may go ahead, else the seconds to wait.

        Both limits are (attempts, window in seconds). A refused attempt is not counted, so waiting
        helps.
        """
        limits = [("all", overall)] if overall else []
        if contact_id is not None:
            limits.append((str(contact_id), per_contact))
        return await self._wait(scope, limits, now, now)

    async def wait_in_group(
        self, scope: str, contact_id: int, now: datetime, *, per_group: tuple[int, int]
    ) -> float:
        """As `wait`, for a group chat that may be forgotten between two attempts: it is counted by
        its pseudonym, of which the row has a keyed hash. The window begins at a whole one of its
        length, so that the row does not tell when somebody in the group spoke.
        """
        found = await self._db.execute(
            select(contacts.c.pseudonym).where(contacts.c.id == contact_id)
        )
        who = bytes(found.scalar_one()).hex()
        begun = now + timedelta(seconds=-now.timestamp() % per_group[1])
        return await self._wait(scope, [(who, per_group)], now, begun)

    async def _wait(
        self,
        scope: str,
        limits: list[tuple[str, tuple[int, int]]],
        now: datetime,
        begun: datetime,
    ) -> float:
        keyed = [(self._keyring.pseudonym("throttle", scope, who), limit) for who, limit in limits]
        waits = [await self._left(key, limit, now) for key, limit in keyed]
        if not any(waits):
            for key, limit in keyed:
                await self._count(key, limit, now, begun)
        return max(waits, default=0.0)

    async def clear(self, scope: str, contact_id: int) -> None:
        """It went well: what was tried before does not count."""
        key = self._keyring.pseudonym("throttle", scope, str(contact_id))
        await self._db.execute(delete(throttles).where(throttles.c.key == key))

    async def forget(self, now: datetime) -> None:
        """Drop the counters whose window has passed."""
        await self._db.execute(delete(throttles).where(throttles.c.until <= now))

    async def _left(self, key: bytes, limit: tuple[int, int], now: datetime) -> float:
        row = (
            await self._db.execute(
                select(throttles.c["count"].label("used"), throttles.c.until).where(
                    throttles.c.key == key, throttles.c.until > now
                )
            )
        ).first()
        return (row.until - now).total_seconds() if row and row.used >= limit[0] else 0.0

    async def _count(
        self, key: bytes, limit: tuple[int, int], now: datetime, begun: datetime
    ) -> None:
        raised = await self._db.execute(
            update(throttles)
            .where(throttles.c.key == key, throttles.c.until > now)
            .values(count=throttles.c["count"] + 1)
        )
        if raised.rowcount:
            return
        await self._db.execute(delete(throttles).where(throttles.c.key == key))
        until = begun + timedelta(seconds=limit[1])
        await self._db.execute(insert(throttles), {"key": key, "count": 1, "until": until})
