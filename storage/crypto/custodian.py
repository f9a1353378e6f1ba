"""A custodian's key pair: a private half under a passphrase, a public half to hand in.

The private half never comes near the server. It lies in a small text file, and on paper, in the
same bytes: `version, function, memory, passes, lanes, salt, fingerprint, name`, then the 96 bytes
of the key under AES-256-GCM with all of that as associated data, then a checksum. So a slip of the
pen and a wrong passphrase are told apart.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import struct
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bot.domain.codes import ALPHABET
from bot.domain.errors import OperatorError, SealError, TinbaoError
from storage.crypto.envelope import PUBLIC_BYTES, PrivateKey, PublicKey, framed, generate

PRIVATE_FORMAT: Final = "tinbao-custodian-1"
PUBLIC_FORMAT: Final = "tinbao-custodian-public-1"
LONGEST_NAME: Final = 60

ARGON2ID: Final = 1
SCRYPT: Final = 2
_FUNCTIONS: Final = {ARGON2ID: "argon2id", SCRYPT: "scrypt"}
_MEMORY_KIB: Final = 256 * 1024
_PASSES: Final = 3
_LANES: Final = 4
_MOST_MEMORY_KIB: Final = 4 * 1024 * 1024
"""A file that asks for more memory than this is not one of ours but an attack on the machine."""

_VERSION: Final = 1
_HEAD: Final = struct.Struct(">BBIBB16s10sB")
_NONCE: Final = 12
_CHECK: Final = 4
_SCRYPT_R: Final = 8
_WIDTH: Final = 64
_DAMAGED: Final = "the key is damaged: use another copy of the file, or the paper backup"
_DAMAGED_PUBLIC: Final = "the public key file is damaged: ask the custodian for it again"


class WrongPassphrase(TinbaoError):
    """The passphrase does not open the key."""


class Damaged(TinbaoError):
    """What was read is not what was written."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of the passphrase costs: `memory` in KiB, at least 8 for each lane."""

    function: int = ARGON2ID
    memory: int = _MEMORY_KIB
    passes: int = _PASSES
    lanes: int = _LANES


@dataclass(frozen=True, slots=True)
class PublicHalf:
    """What a custodian hands in: a name that people read, and the key."""

    name: str
    key: PublicKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """To be read out over the telephone: `7F3K-2QXM-A9TE-WB4D`."""
        return fingerprint(self.key.to_bytes())


@dataclass(frozen=True, slots=True)
class LockedKey:
    """A private half as it lies in its file and on paper. `raw` is described at the top."""

    name: str
    fingerprint: str
    cost: Cost
    raw: bytes = field(repr=False)

    def unlock(self, passphrase: str) -> PrivateKey:
        """The key; takes about a second and 256 MiB. Raises `WrongPassphrase`."""
        *_, salt, _, _ = _HEAD.unpack(self.raw[: _HEAD.size])
        start = _HEAD.size + len(self.name.encode())
        nonce, sealed = self.raw[start : start + _NONCE], self.raw[start + _NONCE : -_CHECK]
        key = _stretch(passphrase, salt, self.cost)
        try:
            raw = AESGCM(key).decrypt(nonce, sealed, _bound(self.raw[:start]))
        except InvalidTag:
            raise WrongPassphrase(
                "the passphrase is wrong: try again, watching capitals and the keyboard's language"
            ) from None
        return PrivateKey.from_bytes(key_id(self.fingerprint), raw)


def make(name: str, passphrase: str, cost: Cost | None = None) -> tuple[LockedKey, PublicHalf]:
    """A new pair. `name` must be as `cleaned` leaves it."""
    pair = generate("")
    public = pair.public().to_bytes()
    mark = fingerprint(public)
    locked = _lock(name, mark, pair, passphrase, cost or Cost())
    return locked, PublicHalf(name, PublicKey.from_bytes(key_id(mark), public))


def cleaned(name: str) -> str:
    """One line of visible characters, or `OperatorError`."""
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    plain = " ".join(unicodedata.normalize("NFC", plain).split())
    if not plain or len(plain) > LONGEST_NAME:
        raise OperatorError(f"--name takes 1 to {LONGEST_NAME} letters")
    return plain


def fingerprint(public: bytes) -> str:
    """16 characters of Crockford base32: 80 bits of SHA-256, in groups of four."""
    raw = hashlib.sha256(framed(b"tinbao custodian", public)).digest()[:10]
    return _spoken(raw)


def key_id(mark: str) -> str:
    """A custodian's key in ciphertexts."""
    return f"custodian/{mark}"


def private_text(key: LockedKey) -> str:
    """The private file."""
    note = "# Private key of a custodian of Tinbao. Keep it offline. The passphrase opens it."
    lines = [PRIVATE_FORMAT, note, f"name: {key.name}", f"fingerprint: {key.fingerprint}", ""]
    return "\n".join([*lines, *wrapped(key.raw), ""])


def public_text(half: PublicHalf) -> str:
    """The public file; none of it is secret."""
    note = "# Public key of a custodian of Tinbao: for the operator. Not secret."
    lines = [PUBLIC_FORMAT, note, f"name: {half.name}", f"fingerprint: {half.fingerprint}", ""]
    return "\n".join([*lines, *wrapped(half.key.to_bytes()), ""])


def private_from(text: str) -> LockedKey:
    """The reverse of `private_text`. Raises `Damaged`."""
    heads, raw = parsed(text, PRIVATE_FORMAT, "a custodian's private key file", _DAMAGED)
    key = locked_from(raw)
    if (heads.get("name"), heads.get("fingerprint")) != (key.name, key.fingerprint):
        raise Damaged("the key file has been changed: use a copy of it, or the paper backup")
    return key


def public_from(text: str) -> PublicHalf:
    """The reverse of `public_text`. Raises `Damaged`."""
    heads, raw = parsed(text, PUBLIC_FORMAT, "a custodian's public key file", _DAMAGED_PUBLIC)
    if len(raw) != PUBLIC_BYTES or fingerprint(raw) != heads.get("fingerprint"):
        raise Damaged(_DAMAGED_PUBLIC)
    try:
        key = PublicKey.from_bytes(key_id(fingerprint(raw)), raw)
    except SealError:
        raise Damaged(_DAMAGED_PUBLIC) from None
    return PublicHalf(cleaned(heads.get("name", "")), key)


def locked_from(raw: bytes) -> LockedKey:
    """From the bytes of a file or of a paper. Raises `Damaged`."""
    broken = Damaged(_DAMAGED)
    body, check = raw[:-_CHECK], raw[-_CHECK:]
    if len(body) < _HEAD.size or hashlib.sha256(body).digest()[:_CHECK] != check:
        raise broken
    version, function, memory, passes, lanes, _, mark, size = _HEAD.unpack(body[: _HEAD.size])
    known = version == _VERSION and function in _FUNCTIONS and memory <= _MOST_MEMORY_KIB
    if not known or len(body) < _HEAD.size + size + _NONCE:
        raise Damaged("the key was made by another version of tinbao: use that one, or newer")
    try:
        name = body[_HEAD.size : _HEAD.size + size].decode()
    except UnicodeDecodeError:
        raise broken from None
    return LockedKey(name, _spoken(mark), Cost(function, memory, passes, lanes), raw)


def wrapped(raw: bytes) -> list[str]:
    """Base64 in lines that every mail program leaves alone."""
    text = base64.b64encode(raw).decode()
    return [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]


def parsed(text: str, first: str, what: str, damaged: str) -> tuple[dict[str, str], bytes]:
    """A text of ours: its format, `name: value` lines, an empty line, base64. Raises `Damaged`,
    with the words of `damaged` for a text that is ours and not whole.

    Forgiving of what mail and chat do to a text: line ends, spaces, a byte-order mark.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    while lines and not lines[0]:
        lines.pop(0)
    if not lines or lines[0] != first:
        raise Damaged(f"this is not {what}: its first line is not {first}")
    middle = lines.index("") if "" in lines else len(lines)
    heads = dict(line.split(": ", 1) for line in lines[1:middle] if ": " in line)
    try:
        raw = base64.b64decode("".join(lines[middle:]), validate=True)
    except (binascii.Error, ValueError):
        raise Damaged(damaged) from None
    return heads, raw


def _lock(name: str, mark: str, pair: PrivateKey, passphrase: str, cost: Cost) -> LockedKey:
    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    try:
        key = _stretch(passphrase, salt, cost)
    except UnsupportedAlgorithm:  # an OpenSSL before 3.2
        cost = Cost(SCRYPT, cost.memory, 1, 1)
        key = _stretch(passphrase, salt, cost)
    called = name.encode()
    head = _HEAD.pack(
        _VERSION, cost.function, cost.memory, cost.passes, cost.lanes, salt, _bytes(mark),
        len(called),
    ) + called  # fmt: skip
    body = head + nonce + AESGCM(key).encrypt(nonce, pair.to_bytes(), _bound(head))
    return LockedKey(name, mark, cost, body + hashlib.sha256(body).digest()[:_CHECK])


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # Typed on another keyboard the same letters may come decomposed.
    typed = unicodedata.normalize("NFC", passphrase.strip()).encode()
    if cost.function == SCRYPT:
        n = cost.memory * 1024 // (128 * _SCRYPT_R)
        return Scrypt(salt=salt, length=32, n=n, r=_SCRYPT_R, p=cost.passes).derive(typed)
    return Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    ).derive(typed)


def _bound(head: bytes) -> bytes:
    return framed(b"tinbao custodian key", head)


def _spoken(raw: bytes) -> str:
    number, size = int.from_bytes(raw, "big"), len(raw) * 8 // 5
    code = "".join(ALPHABET[number >> (5 * at) & 31] for at in reversed(range(size)))
    return "-".join(code[at : at + 4] for at in range(0, size, 4))


def _bytes(mark: str) -> bytes:
    number = 0
    for character in mark.replace("-", ""):
        number = number * 32 + ALPHABET.index(character)
    return number.to_bytes(10, "big")
