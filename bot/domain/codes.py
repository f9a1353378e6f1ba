"""Crockford base32: references, receipts, invitations and doors that survive being read aloud or
copied by hand.
"""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH: Final = 16
INVITE_LENGTH: Final = 12
DOOR_LENGTH: Final = 12
MEMBER_LENGTH: Final = 5
_FORGIVE: Final = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2013": None, "\u00a0": None}
)


def random_code(length: int) -> str:
    """`length` characters of 5 random bits each, from the operating system."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def random_receipt() -> str:
    """A receipt: 80 random bits, with a digit in it. One in four hundred would have none, and
    pasted into a chat it could not be told from four short words.
    """
    while True:
        code = random_code(RECEIPT_LENGTH)
        if any(c.isdigit() for c in code):
            return code


def grouped(code: str, size: int = 4) -> str:
    """`7F3K2Q...` as `7F3K-2Q...`."""
    return "-".join(code[i : i + size] for i in range(0, len(code), size))


def canonical(typed: str, length: int) -> str | None:
    """What was meant: forgiving of case, spaces, dashes, O for 0, I and L for 1. None when it
    is no such code.
    """
    code = typed.strip().upper().translate(_FORGIVE)
    return code if len(code) == length and all(c in ALPHABET for c in code) else None
