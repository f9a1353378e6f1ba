"""Numbers that change every half minute (RFC 6238), as programs for telephones make them."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

import pyotp

ISSUER: Final = "Tin báo"
SECONDS: Final = 30
LENGTH: Final = 6
_AROUND: Final = (0, -1, 1)
"""A telephone's clock may be half a minute off, and typing takes a while."""


def fresh_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def link(secret: str, code: str) -> str:
    """What the QR code says: it names the member's code, so that nobody has to remember it."""
    return pyotp.TOTP(secret).provisioning_uri(name=code, issuer_name=ISSUER)


def step_of(secret: str, number: str, now: datetime) -> int | None:
    """The half minute whose number this is; None when it is no number of about now."""
    given = "".join(c for c in number if c.isascii() and c.isdigit())
    step, found = int(now.timestamp()) // SECONDS, None
    totp = pyotp.TOTP(secret)
    for offset in _AROUND:
        if hmac.compare_digest(totp.generate_otp(step + offset), given):
            found = step + offset
    return found
