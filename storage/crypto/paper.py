"""A locked key on paper: groups to be typed in, each line with its own check, and a QR code.

The paper carries the key as encrypted as the file does: without the passphrase it opens nothing.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from bot.domain.codes import ALPHABET
from storage.crypto.custodian import Damaged, LockedKey, locked_from
from storage.crypto.envelope import framed

QR_PREFIX: Final = "TINBAO-CUSTODIAN-1:"
_LINE: Final = 20
_CHECK: Final = 4
_NUMBERED: Final = re.compile(r"\s*([0-9]{1,2})[.:)]?\s+(.+)")
_FORGIVE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\t": None})


def lines_of(key: LockedKey) -> list[str]:
    """`" 1  7F3K 2QXM A9TE WB4D 9C2H  K7TX"`, and so on: 20 characters and a check of 4."""
    code = _encode(key.raw)
    found = []
    for number, at in enumerate(range(0, len(code), _LINE), 1):
        piece = code[at : at + _LINE]
        groups = " ".join(piece[i : i + 4] for i in range(0, len(piece), 4))
        found.append(f"{number:2}  {groups}  {_check(number, piece)}")
    return found


def qr_data(key: LockedKey) -> str:
    """What the QR code says: capitals and digits alone, so that it stays coarse."""
    return QR_PREFIX + _encode(key.raw)


def read(text: str) -> LockedKey:
    """The key from the typed lines, or from what a QR reader gave. Raises `Damaged`."""
    if text.lstrip("\ufeff \t\r\n")[:5].lower() in ("<!doc", "<html"):
        raise Damaged(
            "this is the page, not the lines typed from it: type its numbered lines into a text "
            "file, or scan its QR code"
        )
    scanned = text.find(QR_PREFIX)
    if scanned >= 0:
        rest = text[scanned + len(QR_PREFIX) :].split()
        return locked_from(_decode(rest[0] if rest else ""))
    pieces: dict[int, str] = {}
    for line in text.splitlines():
        match = _NUMBERED.fullmatch(line)
        if match is None:
            continue
        number, typed = int(match[1]), match[2].upper().translate(_FORGIVE)
        piece, check = typed[:-_CHECK], typed[-_CHECK:]
        if any(c not in ALPHABET for c in typed) or _check(number, piece) != check:
            raise Damaged(f"line {number} is not as on the paper: compare it and try again")
        pieces[number] = piece
    missing = [n for n in range(1, max(pieces, default=1) + 1) if n not in pieces]
    if missing:
        raise Damaged(f"line {missing[0]} of the paper is missing: type every numbered line")
    try:
        return locked_from(_decode("".join(pieces[n] for n in sorted(pieces))))
    except Damaged:
        last = max(pieces)
        raise Damaged(f"the paper has more lines than the {last} that were typed") from None


def _check(number: int, piece: str) -> str:
    digest = hashlib.sha256(framed(b"tinbao paper", bytes((number,)), piece.encode())).digest()
    bits = int.from_bytes(digest[:4], "big")
    return "".join(ALPHABET[bits >> (5 * at) & 31] for at in range(_CHECK))


def _encode(raw: bytes) -> str:
    counted = len(raw).to_bytes(2, "big") + raw
    padded = counted + bytes(-len(counted) % 5)
    number = int.from_bytes(padded, "big")
    size = len(padded) * 8 // 5
    return "".join(ALPHABET[number >> (5 * at) & 31] for at in reversed(range(size)))


def _decode(code: str) -> bytes:
    broken = Damaged("the code is not whole: scan or type it again")
    if any(c not in ALPHABET for c in code) or len(code) * 5 % 8:
        raise broken
    number = 0
    for character in code:
        number = number * 32 + ALPHABET.index(character)
    padded = number.to_bytes(len(code) * 5 // 8, "big")
    size = int.from_bytes(padded[:2], "big")
    if len(padded) - 2 < size:
        raise broken
    return padded[2 : 2 + size]
