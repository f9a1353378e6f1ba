"""Every primitive and every choice about it, in one file with two verbs: `seal` and `open`.

A ciphertext is `version (1) | algorithm (1) | key fingerprint (8) | body`. Those ten bytes and the
`Place` it was made for are authenticated with it, so a row's ciphertext opens in that row and
column and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import SealError

VERSION: Final = 1

# HPKE base mode (RFC 9180). The hybrid of ML-KEM-768 and X25519 stays safe while either of them
# does: what is copied today waits for a quantum computer, and ML-KEM is young. AES-256 because
# Grover halves AES-128.
PAIR: Final = 1
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

# AES-256-GCM with a random 96-bit nonce. NIST allows 2^32 messages under one key before two nonces
# meet with a chance of 2^-32. The busiest key here, the session's, seals a draft per turn: 300,000
# tips, a province in ten years, of a hundred turns each are 2^25.
SECRET: Final = 2
_NONCE: Final = 12

_HEAD: Final = 10
_MLKEM_PUBLIC: Final = 1184
_MLKEM_SEED: Final = 64
_X25519: Final = 32
PUBLIC_BYTES: Final = _MLKEM_PUBLIC + _X25519
PRIVATE_BYTES: Final = _MLKEM_SEED + _X25519
SECRET_BYTES: Final = 32

# "Yes" and "số 12" must not be told apart by length. Padme (Nikitin et al., PETS 2019) costs at
# most 12 % but hides little below a few kilobytes, where nearly every tip lies; so never finer
# than 512 bytes, some 350 letters of Vietnamese.
_STEP: Final = 512
_MARK: Final = b"\x80"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ciphertext lives: one column of one row. `row` is its primary key."""

    table: str
    column: str
    row: int

    def to_bytes(self) -> bytes:
        """Unambiguous: no two places have the same bytes."""
        return framed(self.table.encode(), self.column.encode(), str(self.row).encode())


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Seals to whoever holds the private half.

    `raw` is ML-KEM-768 (1184 bytes) then X25519 (32).
    """

    key_id: str
    raw: bytes = field(repr=False)
    _hpke: MLKEM768X25519PublicKey = field(repr=False, compare=False)

    @classmethod
    def from_bytes(cls, key_id: str, raw: bytes) -> PublicKey:
        """Raises `SealError` when `raw` is not such a key."""
        if len(raw) != PUBLIC_BYTES:
            raise SealError("not a public key: wrong length")
        try:
            pair = MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC]),
                X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC:]),
            )
        except ValueError:
            raise SealError("not a public key: no such point") from None
        return cls(key_id, raw, pair)

    def to_bytes(self) -> bytes:
        """1216 bytes, for the database."""
        return self.raw


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PrivateKey:
    """Opens what was sealed to its public half. Shows nothing of itself."""

    key_id: str
    _mlkem: MLKEM768PrivateKey
    _x25519: X25519PrivateKey
    _hpke: MLKEM768X25519PrivateKey

    @classmethod
    def from_bytes(cls, key_id: str, raw: bytes) -> PrivateKey:
        """From the 96 bytes of `to_bytes`. Raises `SealError` when they are not such a key."""
        if len(raw) != PRIVATE_BYTES:
            raise SealError("not a private key: wrong length")
        mlkem = MLKEM768PrivateKey.from_seed_bytes(raw[:_MLKEM_SEED])
        x25519 = X25519PrivateKey.from_private_bytes(raw[_MLKEM_SEED:])
        return cls(key_id, mlkem, x25519, MLKEM768X25519PrivateKey(mlkem, x25519))

    def to_bytes(self) -> bytes:
        """96 bytes: the ML-KEM seed (64), from which the key is regrown, then X25519 (32)."""
        return self._mlkem.private_bytes_raw() + self._x25519.private_bytes_raw()

    def public(self) -> PublicKey:
        """Its public half, under the same key id."""
        mlkem, x25519 = self._mlkem.public_key(), self._x25519.public_key()
        raw = mlkem.public_bytes_raw() + x25519.public_bytes_raw()
        return PublicKey(self.key_id, raw, MLKEM768X25519PublicKey(mlkem, x25519))

    def __repr__(self) -> str:
        return "PrivateKey(...)"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SecretKey:
    """Both seals and opens. Shows nothing of itself."""

    key_id: str
    _raw: bytes

    @classmethod
    def from_bytes(cls, key_id: str, raw: bytes) -> SecretKey:
        """From 32 uniformly random bytes; a receipt or a cookie goes through `derive` instead."""
        if len(raw) != SECRET_BYTES:
            raise SealError("not a secret key: wrong length")
        return cls(key_id, raw)

    def to_bytes(self) -> bytes:
        """32 bytes."""
        return self._raw

    def __repr__(self) -> str:
        return "SecretKey(...)"


def generate(key_id: str) -> PrivateKey:
    """A new pair from the operating system's randomness; about 0.1 ms."""
    mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    return PrivateKey(key_id, mlkem, x25519, MLKEM768X25519PrivateKey(mlkem, x25519))


def derive(secret: bytes, label: str) -> SecretKey:
    """A key for one purpose (`label`) from a secret of at least 80 random bits.

    HKDF, not a slow password hash: receipts and cookies are made by machines, and guessing 2^80 is
    out of reach. No salt, because the secret alone must find the key again.
    """
    info = framed(b"tinbao derive", label.encode())
    return SecretKey(label, HKDF(SHA256(), SECRET_BYTES, salt=None, info=info).derive(secret))


def seal(
    plaintext: bytes, to: PublicKey | SecretKey, place: Place, *, exact: bool = False
) -> bytes:
    """Seal for one place.

    Padded to hide the length, unless `exact`: for keys, whose length says nothing.
    """
    algorithm = PAIR if isinstance(to, PublicKey) else SECRET
    head = bytes((VERSION, algorithm)) + fingerprint(to.key_id)
    padded = plaintext + _MARK if exact else pad(plaintext)
    if isinstance(to, PublicKey):
        return head + _SUITE.encrypt(padded, to._hpke, _bind(head, place))
    nonce = os.urandom(_NONCE)
    return head + nonce + AESGCM(to._raw).encrypt(nonce, padded, _bind(head, place))


def open(ciphertext: bytes, with_: PrivateKey | SecretKey, place: Place) -> bytes:
    """What was sealed.

    Raises `SealError`: another key, another place, another version, or damaged.
    """
    head, body = ciphertext[:_HEAD], ciphertext[_HEAD:]
    algorithm = PAIR if isinstance(with_, PrivateKey) else SECRET
    if head != bytes((VERSION, algorithm)) + fingerprint(with_.key_id):
        raise SealError("not sealed to this key")
    try:
        if isinstance(with_, PrivateKey):
            padded = _SUITE.decrypt(body, with_._hpke, _bind(head, place))
        else:
            nonce, sealed = body[:_NONCE], body[_NONCE:]
            padded = AESGCM(with_._raw).decrypt(nonce, sealed, _bind(head, place))
    except (InvalidTag, ValueError):
        # From None: the cause could carry bytes of the key or the text into a log.
        raise SealError("damaged, or sealed for another place or key") from None
    return unpad(padded)


@lru_cache(maxsize=256)
def fingerprint(key_id: str) -> bytes:
    """Eight bytes that name a key inside a ciphertext.

    Of its id, not of the key, so they tell nothing about it.
    """
    return hashlib.sha256(framed(b"tinbao key id", key_id.encode())).digest()[:8]


def sealed_to(ciphertext: bytes) -> bytes:
    """The `fingerprint` of the key that opens it (not yet authenticated; `open` does that)."""
    return ciphertext[2:_HEAD]


def pad(plaintext: bytes) -> bytes:
    """Lengthened to the next step: 512 bytes, or Padme's from 8 KiB on."""
    length = len(plaintext) + 1
    exponent = length.bit_length() - 1
    step = max(_STEP, 1 << (exponent - exponent.bit_length()))
    return plaintext + _MARK + bytes(-length % step)


def unpad(padded: bytes) -> bytes:
    """The reverse; the mark is the last byte that is not zero."""
    bare = padded.rstrip(b"\0")
    if not bare.endswith(_MARK):
        raise SealError("damaged padding")
    return bare[:-1]


def framed(*parts: bytes) -> bytes:
    """Each part after its length (4 bytes): no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _bind(head: bytes, place: Place) -> bytes:
    return framed(b"tinbao seal", head, place.to_bytes())
