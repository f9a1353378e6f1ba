"""The audit's chains as a whole: signing their heads, exporting them, verifying them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, insert, select, type_coerce, update

from bot.domain import chain_lines
from bot.domain.chain import START, Checkpoint, Row, milliseconds
from bot.domain.chain_lines import Begin, End, Line
from bot.domain.chain_verifier import Verdict, verify
from bot.domain.errors import SealError
from storage.audit import Audit
from storage.connection import Db
from storage.crypto import signing
from storage.crypto.keyring import AUDIT, Keyring
from storage.keys import Keys
from storage.schema import audit, audit_checkpoints, audit_heads

SIGN_AFTER: Final = 200
"""Rows of a chain that are not left unsigned until the hour is over."""

_UNSIGNED: Final = (
    select(audit_heads)
    .where(audit_heads.c.seq > audit_heads.c.signed_seq)
    .order_by(audit_heads.c.chain)
)
_ROWS: Final = select(audit, type_coerce(audit.c.at, BigInteger).label("ms")).order_by(audit.c.seq)
_HEADS: Final = (
    select(
        audit_heads.c.chain,
        audit_heads.c.seq.label("head_seq"),
        audit_heads.c.hash.label("head_hash"),
        audit_heads.c.checkpoints,
        audit_checkpoints.c.number,
        audit_checkpoints.c.seq,
        audit_checkpoints.c.hash,
        type_coerce(audit_checkpoints.c.at, BigInteger).label("ms"),
        audit_checkpoints.c.key_id,
        audit_checkpoints.c.signature,
    )
    .outerjoin(audit_checkpoints, audit_checkpoints.c.chain == audit_heads.c.chain)
    .order_by(audit_heads.c.chain, audit_checkpoints.c.number)
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands."""

    chain: str
    seq: int
    hash: bytes
    checkpoints: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Which part of a chain an export holds: after `after` (a checkpoint, or None from row 1)."""

    head: Head
    after: Checkpoint | None
    checkpoints: Sequence[Checkpoint]


class AuditChains:
    """The audit's chains of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def most_unsigned(self) -> int:
        """How many rows the chain with the most of them has beyond its last checkpoint."""
        rows = (await self._db.execute(_UNSIGNED)).all()
        return max((row.seq - row.signed_seq for row in rows), default=0)

    async def sign(self, now: datetime) -> list[Checkpoint]:
        """Sign the head of every chain that has grown; nothing without the key."""
        signer = self._keyring.signer
        if signer is None:
            return []
        signed = []
        for head in (await self._db.execute(_UNSIGNED.with_for_update())).all():
            number, at = head.checkpoints + 1, milliseconds(now)
            point = Checkpoint(head.chain, number, head.seq, head.hash, at, signer.key_id)
            signature = signer.sign(point.message())
            await self._db.execute(
                insert(audit_checkpoints),
                {
                    "chain": head.chain,
                    "number": number,
                    "seq": head.seq,
                    "hash": head.hash,
                    "at": now,
                    "key_id": signer.key_id,
                    "signature": signature,
                },
            )
            await self._db.execute(
                update(audit_heads)
                .where(audit_heads.c.chain == head.chain)
                .values(signed_seq=head.seq, checkpoints=number)
            )
            signed.append(point)
        return signed

    async def newest(self, chain: str) -> Checkpoint | None:
        """A chain's last checkpoint."""
        points = next((p for head, p in (await self._heads()).items() if head.chain == chain), [])
        return points[-1] if points else None

    async def keys(self) -> dict[str, bytes]:
        """Every public key that checkpoints were signed with, by its id."""
        known = await Keys(self._db).known()
        return {key.key_id: key.public for key in known if key.kind == AUDIT}

    async def export(
        self,
        now: datetime,
        chain: str | None = None,
        *,
        reasons: bool = False,
        most: int | None = None,
    ) -> list[str]:
        """The lines of an export: of one chain, or of all. With `most`, rows before the last
        checkpoint that leaves at least so many are left out. `reasons`: in clear, where they open.
        """
        heads = await self._heads()
        parts = [
            _part(head, points, most)
            for head, points in heads.items()
            if chain is None or head.chain == chain
        ]
        begins = {p.head.chain: _begin(p.after) for p in parts}
        lines = [chain_lines.header(milliseconds(now), begins, await self.keys())]
        for part in parts:
            # Not beyond the head: others may add rows between two statements.
            after = part.after.seq if part.after else 0
            rows = await self._db.execute(
                _ROWS.where(
                    audit.c.chain == part.head.chain,
                    audit.c.seq > after,
                    audit.c.seq <= part.head.seq,
                )
            )
            lines += [chain_lines.row_line(line) for line in self._lines(rows.all(), reasons)]
            lines += [chain_lines.checkpoint_line(point) for point in part.checkpoints]
        ends = {p.head.chain: End(p.head.seq, p.head.hash, p.head.checkpoints) for p in parts}
        return [*lines, chain_lines.end_line(ends)]

    async def verify(
        self, now: datetime, chain: str | None = None, *, most: int | None = None
    ) -> list[Verdict]:
        """What `tinbao audit verify` would say of an export made now."""
        lines = await self.export(now, chain, most=most)
        return verify(lines, await self.keys(), signing.verify)

    async def _heads(self) -> dict[Head, list[Checkpoint]]:
        """Every chain's head with its checkpoints, in one statement: nobody signs between two."""
        found: dict[Head, list[Checkpoint]] = {}
        for r in await self._db.execute(_HEADS):
            head = Head(r.chain, r.head_seq, r.head_hash, r.checkpoints)
            points = found.setdefault(head, [])
            if r.number is not None:
                points.append(_point(r))
        return found

    def _lines(self, rows: Sequence[Any], reasons: bool) -> Iterator[Line]:
        opener = Audit(self._db, self._keyring)
        for r in rows:
            row = Row(
                r.chain, r.seq, r.id, r.ms, r.unit_id, r.member_id, r.member_name, r.action,
                r.subject, r.why_digest or b"",
            )  # fmt: skip
            salt, why = b"", None
            if reasons and r.sealed_why is not None:
                # Another desk's, or its key was destroyed: the digest stays.
                with suppress(SealError):
                    salt, why = opener.why(r.id, r.sealed_why)
            yield Line(row, r.hash, salt, why)


def _begin(after: Checkpoint | None) -> Begin:
    return Begin(after.seq + 1, after.hash) if after else Begin(1, START)


def _part(head: Head, points: Sequence[Checkpoint], most: int | None) -> Taken:
    after = None
    if most is not None and head.seq > most:
        early = [point for point in points if point.seq <= head.seq - most]
        after = early[-1] if early else None
    kept = [point for point in points if after is None or point.number >= after.number]
    return Taken(head, after, kept)


def _point(r: Any) -> Checkpoint:
    return Checkpoint(r.chain, r.number, r.seq, r.hash, r.ms, r.key_id, r.signature)
