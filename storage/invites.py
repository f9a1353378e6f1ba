"""One-time codes that make their user a member. Only a keyed hash of a code is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from bot.domain.codes import INVITE_LENGTH, canonical, random_code
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.schema import invites

LIFETIME: Final = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Invite:
    """What a redeemed code grants."""

    unit_id: int
    role: str
    custodian_id: int | None = None
    """Whose key its user answers for."""
    member_id: int | None = None
    """Who comes back, when it is not for somebody new."""


class Invites:
    """The invitations of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def create(
        self,
        unit_id: int,
        role: str,
        now: datetime,
        custodian_id: int | None = None,
        member_id: int | None = None,
    ) -> str:
        """A new code of 12 Crockford characters, valid for 48 hours and one use.

        Earlier ones for the same custodian are used up by it.
        """
        if custodian_id is not None:
            await self._db.execute(delete(invites).where(invites.c.custodian_id == custodian_id))
        code = random_code(INVITE_LENGTH)
        await self._db.execute(
            insert(invites),
            {
                "hash": self._hash(code),
                "unit_id": unit_id,
                "role": role,
                "expires_at": now + LIFETIME,
                "custodian_id": custodian_id,
                "member_id": member_id,
            },
        )
        return code

    async def redeem(self, code: str, now: datetime) -> Invite | None:
        """Use a code up. None when it never was, has expired or is used: the three look alike."""
        plain = canonical(code, INVITE_LENGTH)
        if plain is None:
            return None
        row = (
            await self._db.execute(
                delete(invites)
                .where(invites.c.hash == self._hash(plain))
                .returning(
                    invites.c.unit_id,
                    invites.c.role,
                    invites.c.expires_at,
                    invites.c.custodian_id,
                    invites.c.member_id,
                )
            )
        ).first()
        if row is None or row.expires_at <= now:
            return None
        return Invite(row.unit_id, row.role, row.custodian_id, row.member_id)

    async def waiting(self, roles: Collection[str], now: datetime) -> set[int]:
        """The units that somebody was invited to in one of these roles and has not come yet."""
        rows = await self._db.execute(
            select(invites.c.unit_id).where(invites.c.role.in_(roles), invites.c.expires_at > now)
        )
        return {row.unit_id for row in rows}

    async def forget(self, now: datetime) -> None:
        """Drop expired codes."""
        await self._db.execute(delete(invites).where(invites.c.expires_at <= now))

    def _hash(self, code: str) -> bytes:
        return self._keyring.pseudonym("invite", code)
