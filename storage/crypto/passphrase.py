"""Keys under a passphrase: Argon2id (RFC 9106) and AES-256-GCM.

    version (1) | salt (16) | nonce (12) | sealed

People choose passphrases, so each guess is made to cost 64 MiB and a third of a second. The
parameters belong to the version byte: nobody can make them weaker in a file.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from bot.domain.errors import KeyFileError
from storage.crypto.envelope import framed

LEAST: Final = 12
"""Letters of a passphrase."""
_VERSION: Final = b"\x01"
_SALT: Final = 16
_NONCE: Final = 12
_PASSES: Final = 3
_KIB: Final = 64 * 1024
_BUNDLE: Final = "tinbao-keys-1"
_WRONG: Final = "the passphrase does not open the keys: it is another one, or they are damaged"


class Lock:
    """One passphrase with one salt; what it derives stays in memory, so that a rotation can write
    new keys while the service runs.
    """

    def __init__(self, passphrase: str, salt: bytes = b"") -> None:
        if len(passphrase) < LEAST:
            raise KeyFileError(f"the passphrase is too short: it needs at least {LEAST} letters")
        self._passphrase = passphrase.encode()
        self._salt = salt or os.urandom(_SALT)
        self._derived: dict[bytes, AESGCM] = {}

    def seal(self, secret: bytes, what: str) -> bytes:
        """Lock a secret; `what` names it, and it opens under no other name."""
        nonce = os.urandom(_NONCE)
        sealed = self._key(self._salt).encrypt(nonce, secret, _bind(what))
        return _VERSION + self._salt + nonce + sealed

    def open(self, sealed: bytes, what: str) -> bytes:
        """Unlock. Raises `KeyFileError`: another passphrase, another name, or damage."""
        if sealed[:1] != _VERSION:
            raise KeyFileError(_WRONG)
        nonce = sealed[1 + _SALT : 1 + _SALT + _NONCE]
        try:
            key = self._key(salt_of(sealed))
            return key.decrypt(nonce, sealed[1 + _SALT + _NONCE :], _bind(what))
        except (InvalidTag, ValueError):
            raise KeyFileError(_WRONG) from None

    def __repr__(self) -> str:
        return "Lock(...)"

    def _key(self, salt: bytes) -> AESGCM:
        if salt not in self._derived:
            kdf = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=1, memory_cost=_KIB)
            self._derived[salt] = AESGCM(kdf.derive(self._passphrase))
        return self._derived[salt]


def salt_of(sealed: bytes) -> bytes:
    """The salt that something was locked with."""
    return sealed[1 : 1 + _SALT]


def bundle(secrets: Mapping[str, bytes], passphrase: str) -> str:
    """Keys by id, as one line of text under a passphrase."""
    plain = json.dumps({key: base64.b64encode(raw).decode() for key, raw in secrets.items()})
    sealed = Lock(passphrase).seal(plain.encode(), _BUNDLE)
    return f"{_BUNDLE} {base64.b64encode(sealed).decode()}\n"


def unbundle(text: str, passphrase: str) -> dict[str, bytes]:
    """The reverse. Raises `KeyFileError`: no such file, another passphrase, or damaged."""
    form, _, word = text.strip().partition(" ")
    try:
        sealed = base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        form = ""
    if form != _BUNDLE:
        raise KeyFileError("this is no export of keys: use a file that tinbao keys export made")
    plain = json.loads(Lock(passphrase).open(sealed, _BUNDLE))
    return {str(key): base64.b64decode(raw) for key, raw in plain.items()}


def _bind(what: str) -> bytes:
    return framed(b"tinbao locked key", _VERSION, what.encode())
