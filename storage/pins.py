"""The PINs of one transaction. A PIN itself is never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from storage.connection import Db
from storage.crypto import pin as hashes
from storage.crypto.keyring import Keyring
from storage.schema import pins
from storage.statements import Upsert

TRIES: Final = 5
LOCKED: Final = timedelta(minutes=15)
_SET: Final = Upsert(pins, ["member_id"], ["check", "wrong", "locked_until"])


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try. `left`: tries until it is locked; `until`: locked until then."""

    right: bool
    left: int = TRIES
    until: datetime | None = None
    just_locked: bool = False


class Pins:
    """The PINs of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def exists(self, member_id: int) -> bool:
        """Whether a member has chosen one."""
        found = await self._db.execute(select(pins.c.wrong).where(pins.c.member_id == member_id))
        return found.first() is not None

    def hashed(self, member_id: int, pin: str) -> bytes:
        """What is kept of a PIN, also between the two times it is typed."""
        return hashes.hashed(self._keyed(member_id, pin))

    def same(self, member_id: int, pin: str, check: bytes) -> bool:
        """Whether it was typed alike."""
        return hashes.fits(self._keyed(member_id, pin), check)

    async def set(self, member_id: int, check: bytes) -> None:
        """Keep a new one."""
        row = {"member_id": member_id, "check": check, "wrong": 0, "locked_until": None}
        await self._db.execute(_SET.on(self._db), row)

    async def attempt(self, member_id: int, pin: str, now: datetime) -> Tried:
        """Try a PIN. After `TRIES` wrong ones it is locked for a quarter of an hour."""
        row = (
            await self._db.execute(
                select(pins).where(pins.c.member_id == member_id).with_for_update()
            )
        ).one()
        if row.locked_until is not None and row.locked_until > now:
            return Tried(False, 0, row.locked_until)
        right = hashes.fits(self._keyed(member_id, pin), row.check)
        wrong = 0 if right else row.wrong + 1
        until = now + LOCKED if wrong >= TRIES else None
        await self._db.execute(
            update(pins)
            .where(pins.c.member_id == member_id)
            .values(wrong=0 if until else wrong, locked_until=until)
        )
        return Tried(right, TRIES - wrong, until, until is not None)

    async def reset(self, member_id: int) -> None:
        """Have a member choose a new one."""
        await self._db.execute(delete(pins).where(pins.c.member_id == member_id))

    def _keyed(self, member_id: int, pin: str) -> bytes:
        return self._keyring.pseudonym("pin", str(member_id), pin, size=32)
