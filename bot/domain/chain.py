"""The audit's chain, pure: what a row's hash covers, what a checkpoint signs, and the short line
that an auditor keeps. `docs/audit.md` says the same for whoever writes another verifier.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from bot.domain.codes import ALPHABET, canonical, grouped

SERVICE: Final = "-"
"""The chain of what belongs to no unit; every unit has a chain named by its slug."""
START: Final = bytes(32)
"""Stands for the hash before the first row."""
VERSION: Final = 1

_ROW: Final = b"tinbao audit row 1"
_CHECKPOINT: Final = b"tinbao audit checkpoint 1"
_WHY: Final = b"tinbao audit why 1"
_REMINDER: Final = re.compile(
    r"(?P<chain>-|[a-z0-9]+(?:-[a-z0-9]+)*) (?P<seq>[1-9][0-9]{0,17})"
    r" (?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z) (?P<code>[0-9A-Za-z-]{16,23})"
)
_CODE: Final = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One deed. `at` is in milliseconds since 1970 UTC; `member` the name they had then, empty
    when no member did it; `why_digest` 32 bytes, or empty when no reason was given.
    """

    chain: str
    seq: int
    id: int
    at: int
    unit_id: int | None
    member_id: int | None
    member: str
    action: str
    subject: str
    why_digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signature over the newest row of a chain, and so over all before it. `number` counts
    from 1 in each chain.
    """

    chain: str
    number: int
    seq: int
    hash: bytes
    at: int
    key_id: str
    signature: bytes = field(default=b"", repr=False)

    def message(self) -> bytes:
        """What is signed."""
        numbers = (str(n).encode() for n in (self.number, self.seq, self.at))
        number, seq, at = numbers
        return _framed(
            _CHECKPOINT, self.chain.encode(), number, seq, self.hash, at, self.key_id.encode()
        )


@dataclass(frozen=True, slots=True)
class Reminder:
    """A checkpoint as somebody wrote it down: 80 bits of the row's hash as 16 characters."""

    chain: str
    seq: int
    at: str
    code: str

    @classmethod
    def of(cls, chain: str, seq: int, at: int, hash_: bytes) -> Reminder:
        """The reminder of a row that was signed at `at` (milliseconds)."""
        moment = datetime.fromtimestamp(at // 1000, UTC)
        return cls(chain, seq, f"{moment:%Y-%m-%dT%H:%MZ}", code(hash_))

    @classmethod
    def parse(cls, line: str) -> Reminder | None:
        """Forgiving like all codes here; None when it is no such line."""
        found = _REMINDER.fullmatch(" ".join(line.split()))
        meant = canonical(found["code"], _CODE) if found else None
        if found is None or meant is None:
            return None
        return cls(found["chain"], int(found["seq"]), found["at"], meant)

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.at} {grouped(self.code)}"


def row_hash(previous: bytes, row: Row) -> bytes:
    """SHA-256 over the hash before and every field of the row."""
    return hashlib.sha256(
        _framed(
            _ROW,
            previous,
            row.chain.encode(),
            str(row.seq).encode(),
            str(row.id).encode(),
            str(row.at).encode(),
            _number(row.unit_id),
            _number(row.member_id),
            row.member.encode(),
            row.action.encode(),
            row.subject.encode(),
            row.why_digest,
        )
    ).digest()


def why_digest(salt: bytes, why: str) -> bytes:
    """What the chain knows of a reason: without the salt no guess at the words can be tried."""
    return hashlib.sha256(_framed(_WHY, salt, why.encode())).digest()


def code(hash_: bytes) -> str:
    """The first 80 bits of a hash in Crockford's base32."""
    value = int.from_bytes(hash_[:10], "big")
    return "".join(ALPHABET[value >> shift & 31] for shift in range(75, -1, -5))


def key_text(key_id: str, public: bytes) -> str:
    """A public key as it is handed over: `audit/1 BASE64`."""
    return f"{key_id} {base64.b64encode(public).decode()}"


def milliseconds(at: datetime) -> int:
    """A time as the database stores it."""
    return int(at.timestamp() * 1000)


def _number(value: int | None) -> bytes:
    return b"" if value is None else str(value).encode()


def _framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
