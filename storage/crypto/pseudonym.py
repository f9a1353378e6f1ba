"""Names for what must be found again but not known: accounts, event ids, receipts.

Without the session secret they tell nothing, not even whether a guessed phone account is among
them.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from typing import Literal, TypeAlias

from storage.crypto.envelope import framed

Size: TypeAlias = Literal[16, 32]


class Purpose(StrEnum):
    """What is named.

    One account's contact, event and throttle entries cannot be joined by their pseudonyms.
    """

    CHALLENGE = "challenge"
    CONTACT = "contact"
    DOOR = "door"
    EVENT = "event"
    INVITE = "invite"
    PAST_TIP = "past-tip"
    PIN = "pin"
    RECEIPT = "receipt"
    THROTTLE = "throttle"


def pseudonym(
    session_secret: bytes, purpose: Purpose | str, *parts: str, size: Size = 16
) -> bytes:
    """HMAC-SHA256 of the purpose and the parts, each with its length: "ab", "c" is not "a", "bc".

    16 bytes: with 10^9 of them the chance that any two are equal is 10^-21. Use 32 where an equal
    one would do harm. Raises `ValueError` for a purpose that is not in the list.
    """
    text = (part.encode("utf-8", "surrogatepass") for part in parts)
    message = framed(b"tinbao pseudonym", Purpose(purpose).encode(), *text)
    return hmac.digest(session_secret, message, hashlib.sha256)[:size]
