"""Makes the keys that are missing, and loads those that a process's roles need."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.domain.errors import KeyFileError
from storage.crypto.envelope import PrivateKey, PublicKey, fingerprint, framed, generate
from storage.crypto.keyfile import AUDIT, DESK, DRAFT, RELAY, SESSION, KeyName
from storage.crypto.keyring import Keyring, KnownKey
from storage.crypto.signing import SigningKey
from storage.crypto.sources import Folder, KeySource

DRAFTS_OPEN: Final = timedelta(hours=48)
"""Nothing that is younger needs an older draft key; a backup that is older starts without it."""
_SECRETS: Final = (SESSION, DRAFT)


def create_missing(source: KeySource | Path, key_ids: Iterable[str]) -> list[KnownKey]:
    """Make the keys that are not there, and say what the database must keep of each.

    Ask only for keys the database does not know: one already there is taken as it is, for it was
    left by a crash between this and the commit. Never overwrites. Raises `KeyFileError`.
    """
    source, known = _source(source), []
    for key_id in key_ids:
        name = KeyName.parse(key_id)
        if not source.exists(name):
            random = name.kind in (*_SECRETS, AUDIT)
            source.write(name, os.urandom(name.length) if random else generate("").to_bytes())
        known.append(_known(name, source.read(name)))
    return known


def refuse_without_desk(source: KeySource | Path, known: Sequence[KnownKey]) -> None:
    """Raises `KeyFileError` where the desk's newest key is not: no unit's key is made there, or
    the machine that takes tips in could read them.
    """
    desk = max((key for key in known if key.kind == DESK), key=lambda k: k.epoch, default=None)
    if desk is not None and not _source(source).exists(KeyName.parse(desk.key_id)):
        raise KeyFileError(
            "the desk's keys are on another machine: run this there, and keep its keys there"
        )


def load(
    source: KeySource | Path,
    known: Sequence[KnownKey],
    needs: Collection[str] = (),
    *,
    now: datetime | None = None,
    missing: list[str] | None = None,
) -> Keyring:
    """The keyring of a process whose roles need these kinds of private key.

    `needs` holds kinds (`session`, `relay`, `desk`, `unit`) or single units (`unit/tan-khai`);
    what it does not name is not read. Raises `KeyFileError` for the first key that is missing,
    unreadable, open to others, malformed, or not the one the database knows. With `missing`, what
    cannot be read is noted there instead: a process that runs goes on with what it has. With
    `now`, draft keys that were replaced and only a restored backup still needs may be gone.
    """
    ring, source = Keyring(), _source(source)
    for kind in (SESSION, RELAY, DESK, AUDIT):
        if kind in needs and not any(key.kind == kind for key in known):
            raise KeyFileError(f"the database has no {kind} key yet: run tinbao init")
    if needs:
        source.check()
    newest = newest_draft(known)
    for key in sorted(known, key=lambda key: key.epoch):
        name = KeyName.parse(key.key_id)
        replaced = key != newest and _outdated(key, now)
        if key.destroyed or (replaced and not source.exists(name)):
            ring._gone.add(fingerprint(key.key_id))
            continue
        if key.kind not in (*_SECRETS, AUDIT):
            ring._publics[key.kind, key.owner] = PublicKey.from_bytes(key.key_id, key.public)
        if key.kind in needs or f"{key.kind}/{key.owner}" in needs:
            try:
                _load_private(ring, source, key)
            except KeyFileError as error:
                if missing is None:
                    raise
                missing.append(str(error))
    return ring


def _load_private(ring: Keyring, source: KeySource, key: KnownKey) -> None:
    name = KeyName.parse(key.key_id)
    secret = source.read(name)
    found = _known(name, secret)
    if not hmac.compare_digest(found.public + found.check, key.public + key.check):
        raise KeyFileError(
            f"{source.where(name)} is not the key of this database: restore the right key folder,"
            " or correct [keys] dir or [database] url"
        )
    if name.kind == SESSION:
        ring._add_session(secret)
    elif name.kind == DRAFT:
        ring._add_draft(name.key_id, secret)
    elif name.kind == AUDIT:
        ring.signer = SigningKey.from_bytes(name.key_id, secret)
    else:
        ring._add_pair(PrivateKey.from_bytes(name.key_id, secret))


def _known(name: KeyName, secret: bytes) -> KnownKey:
    public = check = b""
    if name.kind in _SECRETS:
        # Not a bare hash, so that it equals no other value computed from this secret.
        label = framed(b"tinbao key check", name.key_id.encode())
        check = hmac.digest(secret, label, hashlib.sha256)[:16]
    elif name.kind == AUDIT:
        public = SigningKey.from_bytes(name.key_id, secret).public()
    else:
        public = PrivateKey.from_bytes(name.key_id, secret).public().to_bytes()
    return KnownKey(name.key_id, name.kind, name.owner, name.epoch, public, check)


def newest_draft(known: Sequence[KnownKey]) -> KnownKey | None:
    """The key that drafts are sealed to: without it they would be sealed to another."""
    drafts = [key for key in known if key.kind == DRAFT and not key.destroyed]
    return max(drafts, key=lambda key: key.epoch, default=None)


def _outdated(key: KnownKey, now: datetime | None) -> bool:
    old = now is not None and key.made_at is not None and now - key.made_at > DRAFTS_OPEN
    return key.kind == DRAFT and old


def _source(source: KeySource | Path) -> KeySource:
    return Folder(source) if isinstance(source, Path) else source
