"""What members did, and that a tip came in. Never anything of a reporter.

Rows are only ever added, each linked to the one before it in the chain of its unit, in the
transaction of the deed. See `bot.domain.chain` and `docs/audit.md`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, func, insert, select, text, update

from bot.domain import chain as chains
from bot.domain.chain import SERVICE, START, Row
from bot.domain.errors import SealError
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import audit, audit_heads, members, units
from storage.statements import Upsert

REFUSED: Final = "access-refused"
PATIENCE: Final = timedelta(minutes=1)
"""One stubborn button leaves one row a minute, not a thousand."""
_SALT: Final = 16
_RECENT: Final = 200

_NAME: Final = (
    select(members.c.name).where(members.c.id == bindparam("member_id")).scalar_subquery()
)
_HEAD: Final = select(
    audit_heads.c.chain, audit_heads.c.seq, audit_heads.c.hash, _NAME.label("name")
).with_for_update(of=audit_heads)
_OF_UNIT: Final = _HEAD.where(audit_heads.c.unit_id == bindparam("unit"))
_OF_SERVICE: Final = _HEAD.where(audit_heads.c.chain == SERVICE)
_WHOSE: Final = select(
    func.coalesce(
        select(members.c.unit_id).where(members.c.id == bindparam("whom")).scalar_subquery(),
        select(func.min(audit_heads.c.unit_id)).scalar_subquery(),
    )
)
"""A member's unit; for nobody any that has a chain."""
_BEGIN: Final = Upsert(audit_heads, ["chain"])
_INSERT: Final = insert(audit)
_MOVE: Final = (
    update(audit_heads)
    .where(audit_heads.c.chain == bindparam("of"))
    .values(seq=bindparam("to"), hash=bindparam("newest"))
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row as an auditor reads it. `subject` is a tip's reference, a unit's slug, or a
    member's id with the role that was given; `why` None when none was given, empty when this
    process cannot open it.
    """

    seq: int
    at: datetime
    member_id: int | None
    member: str
    action: str
    subject: str
    why: str | None = field(default=None, repr=False)


class Audit:
    """The audit tables of one transaction, for those who add and read."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def record(
        self,
        action: str,
        *,
        now: datetime,
        unit_id: int | None = None,
        member_id: int | None = None,
        subject: str = "",
        why: str = "",
    ) -> None:
        """Add a row, in the same transaction as the deed. `why`: free words of staff, sealed."""
        head = await self._head(unit_id, member_id)
        row_id = new_id()
        digest, sealed = self._seal(head.chain, why, row_id)
        at, name = chains.milliseconds(now), head.name or ""
        row = Row(
            head.chain, head.seq + 1, row_id, at, unit_id, member_id, name, action, subject, digest
        )
        newest = chains.row_hash(head.hash, row)
        await self._db.execute(
            _INSERT,
            {
                "id": row_id,
                "at": now,
                "unit_id": unit_id,
                "member_id": member_id,
                "action": action,
                "subject": subject,
                "chain": row.chain,
                "seq": row.seq,
                "member_name": name,
                "hash": newest,
                "why_digest": digest or None,
                "sealed_why": sealed,
            },
        )
        await self._db.execute(_MOVE, {"of": row.chain, "to": row.seq, "newest": newest})

    async def refused(self, action: str, *, now: datetime, unit_id: int, member_id: int) -> None:
        """Record that a member (or somebody who was one) was refused; once a minute for each
        action.
        """
        head = await self._head(unit_id, member_id)
        same = await self._db.execute(
            select(audit.c.id)
            .where(
                audit.c.chain == head.chain,
                audit.c.seq > head.seq - _RECENT,
                audit.c.member_id == member_id,
                audit.c.action == REFUSED,
                audit.c.subject == action,
                audit.c.at > now - PATIENCE,
            )
            .limit(1)
        )
        if same.first() is None:
            await self.record(
                REFUSED, now=now, unit_id=unit_id, member_id=member_id, subject=action
            )

    async def sign_in_failed(self, member_id: int | None, how: str, now: datetime) -> None:
        """Record that somebody tried to be a member and was not. For a code that is nobody's all
        the same work is done and then undone: strangers must neither learn from the time it takes
        which codes there are, nor fill a chain.
        """
        known = member_id is not None
        unit_id = (await self._db.execute(_WHOSE, {"whom": member_id or 0})).scalar()
        if unit_id is None:
            return
        await self._db.execute(text("SAVEPOINT attempt"))
        await self.record(
            "sign-in-failed", now=now, unit_id=unit_id, member_id=member_id, subject=how
        )
        end = "RELEASE SAVEPOINT attempt" if known else "ROLLBACK TO SAVEPOINT attempt"
        await self._db.execute(text(end))

    async def of_unit(
        self,
        unit_id: int,
        limit: int = 100,
        *,
        before: int | None = None,
        subject: str = "",
        member_id: int | None = None,
        action: str = "",
    ) -> list[AuditEntry]:
        """The newest rows of a unit, newest first, of those before a seq that fit the filters."""
        wanted = [audit.c.chain == await self.chain_of(unit_id)]
        if before is not None:
            wanted.append(audit.c.seq < before)
        if subject:
            wanted.append(audit.c.subject == subject)
        if member_id is not None:
            wanted.append(audit.c.member_id == member_id)
        if action:
            wanted.append(audit.c.action == action)
        rows = await self._db.execute(
            select(audit).where(and_(*wanted)).order_by(audit.c.seq.desc()).limit(limit)
        )
        return [self._entry(row) for row in rows]

    async def actors(self, unit_id: int) -> list[tuple[int, str]]:
        """Everybody who ever did something in a unit, whether a member still or not."""
        rows = await self._db.execute(
            select(audit.c.member_id, audit.c.member_name)
            .where(audit.c.chain == await self.chain_of(unit_id), audit.c.member_id.is_not(None))
            .distinct()
            .order_by(audit.c.member_name)
        )
        return [(row.member_id, row.member_name) for row in rows]

    async def chain_of(self, unit_id: int | None) -> str:
        """The name of a unit's chain: its slug."""
        if unit_id is None:
            return SERVICE
        found = await self._db.execute(select(units.c.slug).where(units.c.id == unit_id))
        return str(found.scalar_one())

    def why(self, row_id: int, sealed: bytes) -> tuple[bytes, str]:
        """A reason's salt and words. Raises `SealError` when they do not open here."""
        opened = self._keyring.open(sealed, _why_place(row_id))
        return opened[:_SALT], opened[_SALT:].decode()

    def _entry(self, row: Any) -> AuditEntry:
        why = None
        if row.why_digest is not None:
            try:
                why = self.why(row.id, row.sealed_why)[1] if row.sealed_why else ""
            except SealError:
                why = ""
        return AuditEntry(
            row.seq, row.at, row.member_id, row.member_name, row.action, row.subject, why
        )

    async def _head(self, unit_id: int | None, member_id: int | None) -> Any:
        """The chain's head, locked until the end of the transaction; made when there is none."""
        statement: Select[Any] = _OF_SERVICE if unit_id is None else _OF_UNIT
        values = {"member_id": member_id} | ({} if unit_id is None else {"unit": unit_id})
        head = (await self._db.execute(statement, values)).first()
        if head is not None:
            return head
        first = {
            "chain": await self.chain_of(unit_id),
            "unit_id": unit_id,
            "seq": 0,
            "hash": START,
            "signed_seq": 0,
            "checkpoints": 0,
        }
        await self._db.execute(_BEGIN.on(self._db), first)
        return (await self._db.execute(statement, values)).one()

    def _seal(self, chain: str, why: str, row_id: int) -> tuple[bytes, bytes | None]:
        """The chain covers the digest only: sealed anew or destroyed, the words leave it whole."""
        if not why:
            return b"", None
        salt = os.urandom(_SALT)
        to = self._keyring.relay_public if chain == SERVICE else self._keyring.unit_public(chain)
        sealed = envelope.seal(salt + why.encode(), to, _why_place(row_id))
        return chains.why_digest(salt, why), sealed


def _why_place(row_id: int) -> Place:
    return Place("audit", "sealed_why", row_id)
