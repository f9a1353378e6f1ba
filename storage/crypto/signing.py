"""Ed25519: the audit's checkpoints are signed, so that a copy of the database cannot be rewritten
unnoticed by whoever lacks the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.domain.errors import SealError

SIGNING_BYTES: Final = 32


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SigningKey:
    """Signs. Shows nothing of itself."""

    key_id: str
    _key: Ed25519PrivateKey

    @classmethod
    def from_bytes(cls, key_id: str, raw: bytes) -> SigningKey:
        """From 32 uniformly random bytes. Raises `SealError` for any other length."""
        if len(raw) != SIGNING_BYTES:
            raise SealError("not a signing key: wrong length")
        return cls(key_id, Ed25519PrivateKey.from_private_bytes(raw))

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)

    def public(self) -> bytes:
        """32 bytes, for everybody."""
        return self._key.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return "SigningKey(...)"


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of `public`'s private half signed this; False for a malformed one too."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
