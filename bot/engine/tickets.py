"""What somebody brings back within a few minutes: signed with the session key, with its time and
purpose. Nothing is stored for whoever only asks, and any process with the key checks it.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from typing import Final

from storage.crypto.keyring import Keyring

LIFETIME: Final = 300
"""Seconds a ticket is good for."""
_NONCE: Final = 16
_TIME: Final = 8


class Tickets:
    """Makes and checks them. That one is used once only is for the caller to see to."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def make(self, purpose: str, now: datetime) -> bytes:
        """A fresh one, for this purpose and no other."""
        until = int(now.timestamp()) + LIFETIME
        head = secrets.token_bytes(_NONCE) + until.to_bytes(_TIME, "big")
        return head + self._signature(head, purpose)

    def good(self, ticket: bytes, purpose: str, now: datetime) -> bool:
        """Whether it is ours, for this purpose, and in time."""
        head, signature = ticket[: _NONCE + _TIME], ticket[_NONCE + _TIME :]
        until = int.from_bytes(head[_NONCE:], "big")
        right = hmac.compare_digest(signature, self._signature(head, purpose))
        return right and until > now.timestamp()

    def _signature(self, head: bytes, purpose: str) -> bytes:
        return self._keyring.pseudonym("challenge", "passkey", purpose, head.hex(), size=32)
