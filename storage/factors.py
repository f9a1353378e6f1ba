"""Second factors of staff: secrets of numbers that change, public halves of passkeys, and the code
by which a member is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select, update

from bot.domain.codes import MEMBER_LENGTH, canonical, random_code
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place, SecretKey
from storage.ids import new_id
from storage.schema import invites, member_codes, members, passkeys, totp
from storage.statements import Upsert

PREFIX: Final = "CB-"
_CODE: Final = Upsert(member_codes, ["member_id"])
_TOTP: Final = Upsert(totp, ["member_id"], ["sealed_secret", "last_step"])


@dataclass(frozen=True, slots=True)
class Numbers:
    """A member's secret of numbers that change, sealed. `last_step` is the newest one used."""

    member_id: int
    sealed: bytes = field(repr=False)
    last_step: int
    since: datetime | None
    """When a number showed that the telephone has the secret; None until one does."""

    @property
    def confirmed(self) -> bool:
        """Whether one can sign in with it."""
        return self.since is not None

    def secret(self, key: SecretKey) -> str:
        """In base32, as programs for telephones take it. Raises `SealError`."""
        return envelope.open(self.sealed, key, _place(self.member_id)).decode()


@dataclass(frozen=True, slots=True)
class Passkey:
    """The public half of a key in a telephone or on a stick."""

    id: int
    member_id: int
    credential_id: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int
    since: datetime


class Factors:
    """The second factors of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def any(self, member_id: int) -> bool:
        """Whether a member can sign in."""
        numbers = select(totp.c.member_id).where(
            totp.c.member_id == member_id, totp.c.confirmed_at.is_not(None)
        )
        keys = select(passkeys.c.member_id).where(passkeys.c.member_id == member_id)
        return (await self._db.execute(numbers.union_all(keys).limit(1))).first() is not None

    async def code(self, member_id: int) -> str:
        """A member's code, made when first asked for: `CB-7F3K2`."""
        row = {"member_id": member_id, "code": random_code(MEMBER_LENGTH)}
        await self._db.execute(_CODE.on(self._db), row)
        found = await self._db.execute(
            select(member_codes.c.code).where(member_codes.c.member_id == member_id)
        )
        return PREFIX + str(found.scalar_one())

    async def by_code(self, plain: str) -> int | None:
        """The active member with a code that `plain_code` has read."""
        found = await self._db.execute(
            select(members.c.id)
            .join(member_codes, member_codes.c.member_id == members.c.id)
            .where(member_codes.c.code == plain, members.c.removed_at.is_(None))
        )
        return found.scalar()

    async def numbers(self, member_id: int) -> Numbers | None:
        """A member's secret, also one that no number has confirmed yet."""
        row = (await self._db.execute(select(totp).where(totp.c.member_id == member_id))).first()
        if row is None:
            return None
        return Numbers(member_id, row.sealed_secret, row.last_step, row.confirmed_at)

    async def offer(self, member_id: int, secret: str, key: SecretKey) -> None:
        """Store a secret that is still to be confirmed, in place of another such."""
        sealed = envelope.seal(secret.encode(), key, _place(member_id))
        row = {"member_id": member_id, "sealed_secret": sealed, "last_step": 0}
        await self._db.execute(_TOTP.on(self._db), {**row, "confirmed_at": None})

    async def confirm(self, member_id: int, now: datetime) -> None:
        """A number has shown that the telephone has the secret."""
        await self._db.execute(
            update(totp).where(totp.c.member_id == member_id).values(confirmed_at=now)
        )

    async def use(self, member_id: int, step: int) -> bool:
        """Use a number up, and all before it; False when it or a later one has been used."""
        done = await self._db.execute(
            update(totp)
            .where(totp.c.member_id == member_id, totp.c.last_step < step)
            .values(last_step=step)
        )
        return done.rowcount == 1

    async def passkeys(self, member_id: int) -> list[Passkey]:
        """A member's passkeys, oldest first."""
        rows = await self._db.execute(
            _PASSKEYS.where(passkeys.c.member_id == member_id).order_by(passkeys.c.id)
        )
        return [Passkey(*row) for row in rows]

    async def passkey(self, credential_id: bytes) -> Passkey | None:
        """An active member's passkey."""
        row = await self._db.execute(
            _PASSKEYS.join(members, members.c.id == passkeys.c.member_id).where(
                passkeys.c.credential_id == credential_id, members.c.removed_at.is_(None)
            )
        )
        found = row.first()
        return Passkey(*found) if found else None

    async def add_passkey(
        self, member_id: int, credential_id: bytes, public_key: bytes, count: int, now: datetime
    ) -> None:
        """Store a passkey that its member has just made."""
        await self._db.execute(
            insert(passkeys),
            {
                "id": new_id(),
                "member_id": member_id,
                "credential_id": credential_id,
                "public_key": public_key,
                "sign_count": count,
                "created_at": now,
            },
        )

    async def hold(self, member_id: int) -> None:
        """Nobody else changes a member's factors until the end of the transaction."""
        await self._db.execute(
            select(members.c.id).where(members.c.id == member_id).with_for_update(key_share=True)
        )

    async def remove_passkey(self, member_id: int, passkey_id: int) -> bool:
        """Erase one of a member's passkeys; False when it is none of theirs."""
        done = await self._db.execute(
            delete(passkeys).where(passkeys.c.member_id == member_id, passkeys.c.id == passkey_id)
        )
        return done.rowcount == 1

    async def remove_numbers(self, member_id: int) -> bool:
        """Erase a member's secret of numbers; False when there was none."""
        done = await self._db.execute(delete(totp).where(totp.c.member_id == member_id))
        return done.rowcount == 1

    async def count(self, passkey_id: int, count: int) -> None:
        """How often the passkey says it was used; a copy of it would say less."""
        await self._db.execute(
            update(passkeys).where(passkeys.c.id == passkey_id).values(sign_count=count)
        )

    async def forget(self, member_id: int) -> None:
        """Erase everything that a member could sign in with, and invitations to come back."""
        for table in (totp, passkeys, member_codes, invites):
            await self._db.execute(delete(table).where(table.c.member_id == member_id))


def plain_code(typed: str) -> str | None:
    """The 5 characters of a member's code as somebody typed it; None when it is none."""
    typed = typed.strip().upper()
    return canonical(typed.removeprefix("CB").lstrip("- –"), MEMBER_LENGTH)


def _place(member_id: int) -> Place:
    return Place("totp", "sealed_secret", member_id)


_PASSKEYS: Final = select(
    passkeys.c.id,
    passkeys.c.member_id,
    passkeys.c.credential_id,
    passkeys.c.public_key,
    passkeys.c.sign_count,
    passkeys.c.created_at,
)
