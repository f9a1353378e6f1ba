"""An export of the audit as lines of JSON: a header, rows, checkpoints, an end.

Read strictly: what is not exactly in this form is refused, so that nothing in an export goes
unverified.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.domain.chain import VERSION, Checkpoint, Row
from bot.domain.errors import TinbaoError

_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")
_ID: Final = re.compile(r"[1-9][0-9]{0,18}")


class Malformed(TinbaoError):
    """The file is not an export, or not whole; the message names the line."""


@dataclass(frozen=True, slots=True)
class Begin:
    """A chain's first row here, and the hash before it."""

    first: int
    previous: bytes


@dataclass(frozen=True, slots=True)
class End:
    """A chain's newest row and how many checkpoints it has, when it was exported."""

    seq: int
    hash: bytes
    checkpoints: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its hash, and its reason where it was exported in clear."""

    row: Row
    hash: bytes
    salt: bytes = b""
    why: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class Export:
    """A whole export, by chain. `at`: when it was made, in milliseconds."""

    at: int
    begins: dict[str, Begin]
    rows: dict[str, list[Line]]
    checkpoints: dict[str, list[Checkpoint]]
    ends: dict[str, End]


def header(at: int, begins: Mapping[str, Begin], keys: Mapping[str, bytes]) -> str:
    """The first line."""
    chains = {n: {"first": b.first, "previous": b.previous.hex()} for n, b in begins.items()}
    public = {key_id: base64.b64encode(key).decode() for key_id, key in keys.items()}
    return _line({"tinbao-audit": VERSION, "at": at, "chains": chains, "keys": public})


def row_line(line: Line) -> str:
    """A row. Ids are texts: they have 63 bits, and many programs read numbers with 53."""
    row = line.row
    raw: dict[str, object] = {
        "row": row.chain,
        "seq": row.seq,
        "id": str(row.id),
        "at": row.at,
        "unit": None if row.unit_id is None else str(row.unit_id),
        "member": None if row.member_id is None else str(row.member_id),
        "name": row.member,
        "action": row.action,
        "subject": row.subject,
        "why_digest": row.why_digest.hex(),
        "hash": line.hash.hex(),
    }
    if line.why is not None:
        raw |= {"why": line.why, "salt": line.salt.hex()}
    return _line(raw)


def checkpoint_line(point: Checkpoint) -> str:
    """A checkpoint."""
    return _line(
        {
            "checkpoint": point.chain,
            "number": point.number,
            "seq": point.seq,
            "hash": point.hash.hex(),
            "at": point.at,
            "key": point.key_id,
            "signature": base64.b64encode(point.signature).decode(),
        }
    )


def end_line(ends: Mapping[str, End]) -> str:
    """The last line."""
    chains = {
        name: {"seq": e.seq, "hash": e.hash.hex(), "checkpoints": e.checkpoints}
        for name, e in ends.items()
    }
    return _line({"end": chains})


def read(lines: Iterable[str]) -> Export:
    """The reverse. Raises `Malformed`."""
    export: Export | None = None
    for number, text in enumerate(lines, start=1):
        if export is not None and export.ends:
            raise Malformed(f"line {number}: nothing may come after the end")
        try:
            raw = json.loads(text)
            if export is None:
                export = _header(raw)
            else:
                _take(export, raw)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Malformed(f"line {number} is not a line of an audit export") from None
    if export is None:
        raise Malformed("the file is empty")
    if not export.ends:
        raise Malformed("the file is cut: its last line, which says where it ends, is missing")
    return export


def _header(raw: Any) -> Export:
    _shape(raw, {"tinbao-audit", "at", "chains", "keys"})
    if _int(raw["tinbao-audit"]) != VERSION:
        raise ValueError
    begins = {}
    for name, begin in raw["chains"].items():
        _shape(begin, {"first", "previous"})
        begins[name] = Begin(_int(begin["first"]), _hex(begin["previous"]))
    return Export(_int(raw["at"]), begins, {n: [] for n in begins}, {n: [] for n in begins}, {})


def _take(export: Export, raw: Any) -> None:
    if "row" in raw:
        line = _row(raw)
        export.rows[line.row.chain].append(line)
    elif "checkpoint" in raw:
        point = _checkpoint(raw)
        export.checkpoints[point.chain].append(point)
    else:
        _shape(raw, {"end"})
        for name, end in raw["end"].items():
            _shape(end, {"seq", "hash", "checkpoints"})
            export.ends[name] = End(_int(end["seq"]), _hex(end["hash"]), _int(end["checkpoints"]))
        if set(export.ends) != set(export.begins):
            raise ValueError


def _row(raw: Any) -> Line:
    names = {"row", "seq", "id", "at", "unit", "member", "name", "action", "subject"}
    names |= {"why_digest", "hash"}
    _shape(raw, names | ({"why", "salt"} if "why" in raw else set()))
    row = Row(
        _str(raw["row"]),
        _int(raw["seq"]),
        int(_id(raw["id"]) or 0),
        _int(raw["at"]),
        _id(raw["unit"]),
        _id(raw["member"]),
        _str(raw["name"]),
        _str(raw["action"]),
        _str(raw["subject"]),
        _hex(raw["why_digest"]),
    )
    why, salt = (_str(raw["why"]), _hex(raw["salt"])) if "why" in raw else (None, b"")
    return Line(row, _hex(raw["hash"]), salt, why)


def _checkpoint(raw: Any) -> Checkpoint:
    _shape(raw, {"checkpoint", "number", "seq", "hash", "at", "key", "signature"})
    try:
        signature = base64.b64decode(_str(raw["signature"]), validate=True)
    except binascii.Error:
        raise ValueError from None
    return Checkpoint(
        _str(raw["checkpoint"]),
        _int(raw["number"]),
        _int(raw["seq"]),
        _hex(raw["hash"]),
        _int(raw["at"]),
        _str(raw["key"]),
        signature,
    )


def _shape(raw: Any, names: set[str]) -> None:
    if not isinstance(raw, dict) or set(raw) != names:
        raise ValueError


def _int(raw: Any) -> int:
    if type(raw) is not int or abs(raw) >= 2**63:
        raise ValueError
    return raw


def _str(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError
    raw.encode()
    return raw


def _id(raw: Any) -> int | None:
    if raw is None:
        return None
    if not _ID.fullmatch(raw):
        raise ValueError
    return int(raw)


def _hex(raw: Any) -> bytes:
    if not _HEX.fullmatch(raw):
        raise ValueError
    return bytes.fromhex(raw)


def _line(raw: object) -> str:
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
