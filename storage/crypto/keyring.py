"""The keys this process holds.

Private halves come from the key folder, public halves from the database. A process loads only what
its roles need, so that the machine facing the internet cannot open a filed tip even when a key
file has strayed into its folder.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.domain.errors import KeyDestroyed, KeyNotHere
from storage.crypto.envelope import (
    Place,
    PrivateKey,
    PublicKey,
    SecretKey,
    derive,
    fingerprint,
    open,
    sealed_to,
)
from storage.crypto.keyfile import AUDIT, DESK, DRAFT, RELAY, SESSION, UNIT
from storage.crypto.pseudonym import Purpose, Size, pseudonym
from storage.crypto.signing import SigningKey

__all__ = ["AUDIT", "DESK", "DRAFT", "RELAY", "SESSION", "UNIT", "Keyring", "KnownKey"]

VIEW_SECONDS: Final = 120.0
"""How long a process may seal without having looked which keys are the newest."""
_SECRETS: Final = (SESSION, DRAFT)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What the database keeps of a key; none of it is secret.

    `public` is 1216 bytes, 32 of the audit's key, empty for a secret. `check` is 16 bytes that
    prove a secret, empty for pairs: their public half proves them. `owner` is a unit's slug or
    empty. `epoch` counts from 1. A `destroyed` key is never sealed to nor asked for again.
    """

    key_id: str
    kind: str
    owner: str
    epoch: int
    public: bytes = field(repr=False)
    check: bytes = field(repr=False)
    made_at: datetime | None = field(default=None, compare=False)
    destroyed: bool = False


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
    signer: SigningKey | None = None
    """Signs the audit's checkpoints, newest epoch; None outside the scheduler role."""
    _drafts: SecretKey | None = None
    _gone: set[bytes] = field(default_factory=set)
    _until: float | None = None

    @property
    def drafts(self) -> SecretKey:
        """Seals unfinished drafts: the newest that rotates, or the session's where none is."""
        self._check_view()
        return self._drafts or self.session

    @property
    def session(self) -> SecretKey:
        """Sealed drafts before drafts had keys of their own. Raises `KeyNotHere` outside the
        intake role.
        """
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

    @property
    def desk_public(self) -> PublicKey:
        """Seals what another machine hands to the desk. Raises `KeyNotHere` before `tinbao
        init`.
        """
        return self._public(DESK, "")

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

        Raises `KeyNotHere`, `KeyDestroyed` or another `SealError`.
        """
        with_ = self._openers.get(sealed_to(ciphertext))
        if with_ is None and sealed_to(ciphertext) in self._gone:
            raise KeyDestroyed("sealed to a key that was destroyed")
        if with_ is None:
            raise KeyNotHere("sealed to a key that is not in this process")
        return open(ciphertext, with_, place)

    def holds(self, kind: str, owner: str = "") -> bool:
        """Whether the newest key of this kind and owner can open here."""
        if kind in _SECRETS:
            return (self._session if kind == SESSION else self._drafts) is not None
        newest = self._publics.get((kind, owner))
        return newest is not None and newest.key_id in self._privates

    def take_over(self, other: Keyring) -> None:
        """Hold what `other` holds: every part of the process shares this object."""
        self._session, self._pseudonym_secret = other._session, other._pseudonym_secret
        self._publics, self._privates = other._publics, other._privates
        self._openers, self._drafts = other._openers, other._drafts
        self._gone, self._until, self.signer = other._gone, other._until, other.signer

    def expires(self) -> Keyring:
        """From now on this view of the keys must be renewed, or nothing is sealed any more: an
        epoch is destroyed only after every view that knew no newer one has ended.
        """
        self._until = _now() + VIEW_SECONDS
        return self

    def opens(self, key_id: str) -> bool:
        """Whether what was sealed to this key opens here."""
        return fingerprint(key_id) in self._openers

    def newest(self, kind: str, owner: str = "") -> PublicKey | SecretKey:
        """What is sealed to. Raises `KeyNotHere`."""
        return self.drafts if kind == DRAFT else self._public(kind, owner)

    def __repr__(self) -> str:
        return f"Keyring({', '.join(sorted(self._privates))})"

    def _check_view(self) -> None:
        if self._until is not None and _now() > self._until:
            raise KeyNotHere("this process has not looked at the keys for too long")

    def _public(self, kind: str, owner: str) -> PublicKey:
        self._check_view()
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

    def _add_draft(self, key_id: str, secret: bytes) -> None:
        self._drafts = SecretKey.from_bytes(key_id, secret)
        self._openers[fingerprint(key_id)] = self._drafts


def _now() -> float:
    # Goes on while the machine sleeps; the clock on the wall may be set back.
    return time.clock_gettime(time.CLOCK_BOOTTIME)
