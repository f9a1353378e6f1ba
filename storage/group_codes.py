"""One-time codes that are typed in a group chat and say what it becomes. They lie with the
invitations; a code of one kind is none of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.domain.codes import INVITE_LENGTH, canonical, random_code
from bot.domain.groups import KINDS, CodeKind
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.schema import invites


@dataclass(frozen=True, slots=True)
class Offered:
    """What a good code says."""

    unit_id: int
    member_id: int
    """Who made it: it is worth what they may do."""


class GroupCodes:
    """The codes of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def offer(self, kind: CodeKind, unit_id: int, member_id: int, now: datetime) -> str:
        """A fresh code, in place of the member's oldest one when there are too many."""
        too_old = (
            select(invites.c.hash)
            .where(invites.c.role == kind.role, invites.c.member_id == member_id)
            .order_by(invites.c.expires_at.desc())
            .offset(kind.most - 1)
        )
        old = list((await self._db.execute(too_old)).scalars())
        if old:
            await self._db.execute(delete(invites).where(invites.c.hash.in_(old)))
        code = random_code(INVITE_LENGTH)
        await self._db.execute(
            insert(invites),
            {
                "hash": self._hash(kind, code),
                "unit_id": unit_id,
                "role": kind.role,
                "expires_at": now + kind.lifetime,
                "member_id": member_id,
            },
        )
        return code

    async def look(self, kind: CodeKind, code: str, now: datetime) -> Offered | None:
        """What a code says, without using it up. None for one that is not good (any more)."""
        plain = canonical(code, INVITE_LENGTH)
        if plain is None:
            return None
        row = (
            await self._db.execute(
                select(invites.c.unit_id, invites.c.member_id).where(
                    invites.c.hash == self._hash(kind, plain), invites.c.expires_at > now
                )
            )
        ).first()
        return None if row is None else Offered(row.unit_id, row.member_id)

    async def redeem(self, kind: CodeKind, code: str, now: datetime) -> Offered | None:
        """As `look`, and the code is used up; of two at once one gets it."""
        offered = await self.look(kind, code, now)
        plain = canonical(code, INVITE_LENGTH)
        if offered is None or plain is None:
            return None
        used = await self._db.execute(
            delete(invites).where(invites.c.hash == self._hash(kind, plain))
        )
        return offered if used.rowcount == 1 else None

    async def kind(self, code: str, now: datetime) -> CodeKind | None:
        """Which kind of code somebody typed, if it is one."""
        for kind in KINDS:
            if await self.look(kind, code, now):
                return kind
        return None

    def _hash(self, kind: CodeKind, code: str) -> bytes:
        return self._keyring.pseudonym("invite", kind.role, code)
