"""The keys this process holds.

Private halves come from the key folder, public halves from the database. A process loads only what
its roles need, so that the machine facing the internet cannot open a filed tip even when a key
file has strayed into its folder.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import KeyFileError, KeyNotHere
from storage.crypto.envelope import (
    SECRET_BYTES,
    Place,
    PrivateKey,
    PublicKey,
    SecretKey,
    derive,
    fingerprint,
    framed,
    generate,
    open,
    sealed_to,
)
from storage.crypto.keyfile import RELAY, SESSION, UNIT, KeyFile, KeyName
from storage.crypto.pseudonym import Purpose, Size, pseudonym

__all__ = ["RELAY", "SESSION", "UNIT", "Keyring", "KnownKey", "create_missing", "load"]

_WRITABLE_BY_OTHERS = 0o022


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What the database keeps of a key; none of it is secret.

    `public` is 1216 bytes, empty for the session secret. `check` is 16 bytes that prove the
    session secret, empty for pairs: their public half proves them. `owner` is a unit's slug or
    empty. `epoch` counts from 1.
    """

    key_id: str
    kind: str
    owner: str
    epoch: int
    public: bytes = field(repr=False)
    check: bytes = field(repr=False)


@dataclass(slots=True, repr=False)
class Keyring:
    """The keys of one process.

    Seals to the newest epoch. Opens by the fingerprint in a ciphertext, so that every epoch still
    held opens.
    """

    _session: SecretKey | None = None
    _pseudonym_secret: bytes | None = None
    _publics: dict[tuple[str, str], PublicKey] = field(default_factory=dict)
    _privates: dict[str, PrivateKey] = field(default_factory=dict)
    _openers: dict[bytes, PrivateKey | SecretKey] = field(default_factory=dict)

    @property
    def session(self) -> SecretKey:
        """Seals unfinished drafts. Raises `KeyNotHere` outside the intake role."""
        if self._session is None:
            raise KeyNotHere("the session key is not in this process")
        return self._session

    def pseudonym(self, purpose: Purpose | str, *parts: str, size: Size = 16) -> bytes:
        """`pseudonym.pseudonym` under the session secret.

        Raises `KeyNotHere` outside the intake role.
        """
        if self._pseudonym_secret is None:
            raise KeyNotHere("the session key is not in this process")
        return pseudonym(self._pseudonym_secret, purpose, *parts, size=size)

    @property
    def relay_public(self) -> PublicKey:
        """Seals return addresses and outbox bodies. Raises `KeyNotHere` before `tinbao init`."""
        return self._public(RELAY, "")

    @property
    def relay_private(self) -> PrivateKey | None:
        """The newest; None outside the sender role."""
        newest = self._publics.get((RELAY, ""))
        return self._privates.get(newest.key_id) if newest else None

    def unit_public(self, slug: str) -> PublicKey:
        """Seals the private halves of a unit's tip keys.

        Raises `KeyNotHere` for a unit without a key.
        """
        return self._public(UNIT, slug)

    def unit_private(self, slug: str) -> PrivateKey:
        """The newest of a unit. Raises `KeyNotHere` outside the desk role."""
        return self.private(self._public(UNIT, slug).key_id)

    def private(self, key_id: str) -> PrivateKey:
        """One epoch's private half. Raises `KeyNotHere`."""
        if key_id not in self._privates:
            raise KeyNotHere(f"the private half of {key_id} is not in this process")
        return self._privates[key_id]

    def open(self, ciphertext: bytes, place: Place) -> bytes:
        """Open with whichever key here it was sealed to.

        Raises `KeyNotHere` or another `SealError`.
        """
        with_ = self._openers.get(sealed_to(ciphertext))
        if with_ is None:
            raise KeyNotHere("sealed to a key that is not in this process")
        return open(ciphertext, with_, place)

    def holds(self, kind: str, owner: str = "") -> bool:
        """Whether the newest key of this kind and owner can open here."""
        if kind == SESSION:
            return self._session is not None
        newest = self._publics.get((kind, owner))
        return newest is not None and newest.key_id in self._privates

    def take_over(self, other: Keyring) -> None:
        """Hold what `other` holds: every part of the process shares this object."""
        self._session, self._pseudonym_secret = other._session, other._pseudonym_secret
        self._publics, self._privates = other._publics, other._privates
        self._openers = other._openers

    def __repr__(self) -> str:
        return f"Keyring({', '.join(sorted(self._privates))})"

    def _public(self, kind: str, owner: str) -> PublicKey:
        try:
            return self._publics[kind, owner]
        except KeyError:
            raise KeyNotHere(f"the database has no {kind} key {owner}".rstrip()) from None

    def _add_pair(self, key: PrivateKey) -> None:
        self._privates[key.key_id] = key
        self._openers[fingerprint(key.key_id)] = key

    def _add_session(self, secret: bytes) -> None:
        # A key for each of the two purposes: neither use can weaken the other.
        drafts = derive(secret, "session drafts").to_bytes()
        self._session = SecretKey.from_bytes(SESSION, drafts)
        self._pseudonym_secret = derive(secret, "session pseudonyms").to_bytes()
        self._openers[fingerprint(SESSION)] = self._session


def create_missing(folder: Path, key_ids: Iterable[str]) -> list[KnownKey]:
    """Make the key files that are not there, and say what the database must keep of each.

    Ask only for keys the database does not know: a file already there is taken as it is, for it
    was left by a crash between this and the commit. Never overwrites. Raises `KeyFileError`.
    """
    known = []
    for key_id in key_ids:
        name = KeyName.parse(key_id)
        file = KeyFile(folder, name)
        if not file.exists():
            new = os.urandom(SECRET_BYTES) if name.kind == SESSION else generate("").to_bytes()
            file.write(new)
        known.append(_known(name, file.read()))
    return known


def load(folder: Path, known: Sequence[KnownKey], needs: Collection[str] = ()) -> Keyring:
    """The keyring of a process whose roles need these kinds of private key.

    `needs` holds kinds (`session`, `relay`, `unit`) or single units (`unit/tan-khai`); what it
    does not name is not read. Raises `KeyFileError` for the first key that is missing, unreadable,
    open to others, malformed, or not the one the database knows.
    """
    ring = Keyring()
    for kind in (SESSION, RELAY):
        if kind in needs and not any(key.kind == kind for key in known):
            raise KeyFileError(f"the database has no {kind} key yet: run tinbao init")
    if needs:
        _check_folder(folder)
    for key in sorted(known, key=lambda key: key.epoch):
        if key.kind != SESSION:
            ring._publics[key.kind, key.owner] = PublicKey.from_bytes(key.key_id, key.public)
        if key.kind in needs or f"{key.kind}/{key.owner}" in needs:
            _load_private(ring, folder, key)
    return ring


def _load_private(ring: Keyring, folder: Path, key: KnownKey) -> None:
    name = KeyName.parse(key.key_id)
    file = KeyFile(folder, name)
    secret = file.read()
    found = _known(name, secret)
    if not hmac.compare_digest(found.public + found.check, key.public + key.check):
        raise KeyFileError(
            f"{file.path} is not the key of this database: restore the right key folder,"
            " or correct [keys] dir or [database] url"
        )
    if name.kind == SESSION:
        ring._add_session(secret)
    else:
        ring._add_pair(PrivateKey.from_bytes(name.key_id, secret))


def _known(name: KeyName, secret: bytes) -> KnownKey:
    public = check = b""
    if name.kind == SESSION:
        # Not a bare hash, so that it equals no other value computed from this secret.
        check = hmac.digest(secret, framed(b"tinbao key check", SESSION.encode()), hashlib.sha256)
        check = check[:16]
    else:
        public = PrivateKey.from_bytes(name.key_id, secret).public().to_bytes()
    return KnownKey(name.key_id, name.kind, name.owner, name.epoch, public, check)


def _check_folder(folder: Path) -> None:
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        raise KeyFileError(
            f"the key folder {folder} is missing: restore it from its backup,"
            " or correct [keys] dir"
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"the key folder {folder} cannot be read ({error.strerror}): correct its owner"
        ) from None
    if not stat.S_ISDIR(mode):
        raise KeyFileError(f"{folder} is not a folder: correct [keys] dir")
    if mode & _WRITABLE_BY_OTHERS:
        raise KeyFileError(f"other users can change {folder}: run chmod 700 {folder}")
