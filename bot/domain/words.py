"""What people type, made comparable: with or without tone marks, capitals, punctuation."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`  Hàng-đợi! ` as `hang doi`: no case, no marks (đ is d), single spaces for all that is
    not a letter or digit.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return _NOT_A_WORD.sub(" ", plain).strip()


def marks(text: str) -> str:
    """The marks of a text, sorted: `túy` and `tuý` have the same, `tuy` has none."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d\u0335"))
    return "".join(sorted(c for c in parts if unicodedata.combining(c)))


def squash(text: str) -> str:
    """`fold` without the spaces, so that `/hang-doi`, `/hangdoi` and `Hàng đợi` are one word."""
    return fold(text).replace(" ", "")
