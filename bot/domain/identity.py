"""What a reporter may choose to leave: a name and a telephone number, for the custodians alone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Final

NAME_LENGTH: Final = 80
PHONE_LENGTH: Final = 40
REASON_LENGTHS: Final = (10, 1000)
"""Characters of a reason: to ask, to decide, to tell the reporter later."""
DELAYS: Final = (30, 60, 90)
"""Days by which telling the reporter may be put off."""

_LETTERS: Final = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1"})
_BETWEEN: Final = " .-–()/\u00a0"


@dataclass(frozen=True, slots=True)
class Identity:
    """Name and number as the reporter gave them; either may be empty, not both."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Whether anything was left."""
        return bool(self.name or self.phone)


def filled_in(name: str, phone: str) -> Identity:
    """What two fields of a page were filled with. Words alone in the second are a name."""
    called, number = plain_name(name), as_typed(phone)
    if number and not called and not any(c.isdigit() for c in number):
        called, number = number, ""
    return Identity(called, number)


@dataclass(frozen=True, slots=True)
class Keeper:
    """One custodian of one identity, in the order of the layers: the last one opens first."""

    custodian_id: int
    fingerprint: str
    name: str


def plain_name(typed: str) -> str:
    """One line of visible characters, at most 80; any words will do."""
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in typed)
    return " ".join(unicodedata.normalize("NFC", visible).split())[:NAME_LENGTH].rstrip()


def plain_phone(typed: str) -> str:
    """A telephone number in one spelling (`0912345678`, `+85512345678`); empty if it is none.

    Forgiving: spaces, dots, dashes, brackets, O for 0, `+84` or `84` for the first 0.
    """
    text = unicodedata.normalize("NFKC", typed).strip().translate(_LETTERS)
    text = "".join(c for c in text if c not in _BETWEEN)
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return ""
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:].removeprefix("0")
    if digits[:2] in ("03", "05", "07", "08", "09") and len(digits) == 10:
        return digits
    if digits.startswith("02") and len(digits) in (10, 11):
        return digits
    foreign = text.startswith(("+", "00")) and 8 <= len(digits) <= 15
    return f"+{digits}" if foreign else ""


def as_typed(phone: str) -> str:
    """The number in one spelling, or else the words as they were typed."""
    return plain_phone(phone) or plain_name(phone)[:PHONE_LENGTH].rstrip()


def masked(identity: Identity) -> tuple[str, str]:
    """Enough to recognise one's own, too little for somebody who looks over the shoulder."""
    name = " ".join(f"{word[0]}…" for word in identity.name.split())
    phone = identity.phone
    return name, f"{phone[:2]}•••••{phone[-2:]}" if len(phone) > 6 else "•••" if phone else ""
