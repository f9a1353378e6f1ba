"""Six characters that stand for a printed sign where nobody can scan: told over the telephone,
typed into a chat. Five are drawn, the last one checks them.

Crockford base32, so that O and 0, I, L and 1 are one. The check is a sum over GF(32) with a
different power of a primitive element at each place: it finds every single wrong character and
every two neighbours that changed places, which a plain sum would not.
"""

from __future__ import annotations

import re
from typing import Final

from bot.domain.codes import ALPHABET, canonical, random_code

LENGTH: Final = 6
_FIELD: Final = 0b100101
"""x^5 + x^2 + 1, primitive over GF(2)."""
_LOOKS: Final = re.compile(r"\w(?:[ -]?\w){5}")


def random_short_code() -> str:
    """A fresh one; at least one digit, so that it is not taken for a word."""
    while True:
        drawn = random_code(LENGTH - 1)
        code = drawn + _check(drawn)
        if any(c.isdigit() for c in code):
            return code


def short_code(typed: str) -> str | None:
    """What was meant by `7f3-k2x`; None when it cannot be one: a wrong character, a wrong check,
    or a word without a digit.
    """
    typed = typed.strip()
    code = canonical(typed, LENGTH) if _LOOKS.fullmatch(typed) else None
    right = code is not None and _check(code[:-1]) == code[-1]
    return code if right and any(c.isdigit() for c in typed) else None


def _check(drawn: str) -> str:
    total = 0
    for place, character in enumerate(drawn, 1):
        value = ALPHABET.index(character)
        for _ in range(place):
            value = _times_x(value)
        total ^= value
    return ALPHABET[total]


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & 0b100000 else value
