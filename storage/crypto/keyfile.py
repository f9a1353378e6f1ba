"""One key in one file: 0600 in a 0700 folder, a comment line and a line of text.

    # Tinbao key. Whoever has it reads what is sealed to it. Back it up apart from the database.
    tinbao-key-1 unit unit/tan-khai/1 MDEy...

Under a passphrase the line begins with `tinbao-locked-key-1`, and its last word is what
`passphrase.py` makes of the secret. Every refusal is a `KeyFileError` of one line that says what
to do; none shows the secret.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.domain.errors import KeyFileError
from storage.crypto.envelope import PRIVATE_BYTES, SECRET_BYTES
from storage.crypto.passphrase import Lock, salt_of
from storage.crypto.signing import SIGNING_BYTES

SESSION: Final = "session"
RELAY: Final = "relay"
UNIT: Final = "unit"
AUDIT: Final = "audit"
DESK: Final = "desk"
DRAFT: Final = "draft"

_FORMAT: Final = "tinbao-key-1"
_LOCKED: Final = "tinbao-locked-key-1"
_COMMENT: Final = (
    "# Tinbao key. Whoever has it reads what is sealed to it. Back it up apart from the database."
)
_OTHERS: Final = 0o077
_MOST: Final = 4096
_KEY_ID: Final = re.compile(
    r"(?P<session>session)"
    r"|relay/(?P<relay>[1-9][0-9]{0,5})"
    r"|audit/(?P<audit>[1-9][0-9]{0,5})"
    r"|desk/(?P<desk>[1-9][0-9]{0,5})"
    r"|draft/(?P<draft>[1-9][0-9]{0,5})"
    r"|unit/(?P<owner>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<unit>[1-9][0-9]{0,5})"
)


@dataclass(frozen=True, slots=True)
class KeyName:
    """What a key id says: `session`, `relay/1`, `unit/tan-khai/1`."""

    key_id: str
    kind: str
    owner: str = ""
    epoch: int = 1

    @classmethod
    def parse(cls, key_id: str) -> KeyName:
        """Raises `KeyFileError` for anything else: no id can point out of the key folder."""
        match = _KEY_ID.fullmatch(key_id)
        if match is None:
            raise KeyFileError(
                f"{key_id!r} is no key id: use session, relay/1, draft/1, desk/1, audit/1"
                " or unit/<slug>/1"
            )
        kind = str(match.lastgroup)
        epoch = 1 if kind == SESSION else int(match[kind])
        return cls(key_id, kind, match["owner"] or "", epoch)

    @property
    def file(self) -> str:
        """`session.key`, `relay-1.key`, `unit-tan-khai-1.key`."""
        return self.key_id.replace("/", "-") + ".key"

    @property
    def length(self) -> int:
        """Bytes of its secret."""
        short = {SESSION: SECRET_BYTES, DRAFT: SECRET_BYTES, AUDIT: SIGNING_BYTES}
        return short.get(self.kind, PRIVATE_BYTES)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file of one key in a key folder; `lock` encrypts it under a passphrase.

    `private`: other users must not be able to read it; where the system keeps them out (systemd's
    credentials) the mode says nothing.
    """

    folder: Path
    name: KeyName
    lock: Lock | None = None
    private: bool = True
    path: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", self.folder / self.name.file)

    def exists(self) -> bool:
        """Whether anything lies there, even what cannot be read."""
        return os.path.lexists(self.path)

    def write(self, secret: bytes) -> None:
        """Durable and whole when this returns; an existing file is never touched.

        Raises `KeyFileError`.
        """
        line = " ".join((*self._words(), base64.b64encode(self._locked(secret)).decode()))
        temporary = self.path.with_name(f".{self.name.file}.{os.getpid()}.tmp")
        try:
            if not self.folder.exists():
                self.folder.mkdir(mode=0o700, parents=True)
                _sync(self.folder.parent)
            temporary.unlink(missing_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            with os.fdopen(os.open(temporary, flags, 0o600), "w", encoding="ascii") as file:
                file.write(f"{_COMMENT}\n{line}\n")
                file.flush()
                os.fsync(file.fileno())
            # link, not rename: rename would replace a key that another process made meanwhile.
            os.link(temporary, self.path)
            temporary.unlink()
            _sync(self.folder)
        except FileExistsError:
            raise KeyFileError(f"{self.path} exists: keys are never overwritten") from None
        except OSError as error:
            raise KeyFileError(
                f"{self.path} cannot be written ({error.strerror}): make {self.folder} writable"
            ) from None
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()

    def read(self) -> bytes:
        """The secret. Raises `KeyFileError`: missing, unreadable, open to others, or malformed."""
        text = self._read_text()
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        words = lines[0].split(" ") if len(lines) == 1 else []
        self._check_lock(words[:1])
        if words[:-1] != self._words():
            raise self._malformed()
        try:
            secret = base64.b64decode(words[-1], validate=True)
        except (binascii.Error, ValueError):
            raise self._malformed() from None
        if self.lock is not None:
            secret = self.lock.open(secret, self.name.key_id)
        if len(secret) != self.name.length:
            raise self._malformed()
        return secret

    def salt(self) -> bytes:
        """The salt that this file was locked with; empty for one without a lock."""
        words = self._read_text().splitlines()[-1:]
        word = words[0].split(" ") if words else []
        if word[:1] != [_LOCKED]:
            return b""
        with contextlib.suppress(binascii.Error, ValueError):
            return salt_of(base64.b64decode(word[-1], validate=True))
        raise self._malformed()

    def destroy(self) -> None:
        """Overwrite, remove, and make that durable; one that is not there is fine.

        Overwriting is an attempt: a disk may keep the old cells. Raises `KeyFileError`.
        """
        try:
            with contextlib.suppress(FileNotFoundError):
                handle = os.open(self.path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
                try:
                    os.write(handle, os.urandom(os.fstat(handle).st_size))
                    os.fsync(handle)
                finally:
                    os.close(handle)
                self.path.unlink()
                _sync(self.folder)
        except OSError as error:
            raise KeyFileError(
                f"{self.path} cannot be destroyed ({error.strerror}): make {self.folder} writable"
            ) from None

    def _words(self) -> list[str]:
        return [_LOCKED if self.lock else _FORMAT, self.name.kind, self.name.key_id]

    def _locked(self, secret: bytes) -> bytes:
        return self.lock.seal(secret, self.name.key_id) if self.lock else secret

    def _check_lock(self, form: list[str]) -> None:
        if form == [_LOCKED] and self.lock is None:
            raise KeyFileError(
                f'{self.path} is under a passphrase: set [keys] source = "passphrase"'
            )
        if form == [_FORMAT] and self.lock is not None:
            raise KeyFileError(f'{self.path} is without a passphrase: set [keys] source = "files"')

    def _read_text(self) -> str:
        try:
            # Non-blocking, or a named pipe in the file's place would hang the start.
            handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            raise KeyFileError(
                f"{self.path} is missing: restore the key folder from its backup,"
                " or correct [keys] dir"
            ) from None
        except OSError as error:
            raise self._unreadable(error) from None
        try:
            self._check(os.fstat(handle).st_mode)
            return os.read(handle, _MOST).decode("ascii")
        except UnicodeDecodeError:
            raise self._malformed() from None
        except OSError as error:
            raise self._unreadable(error) from None
        finally:
            os.close(handle)

    def _check(self, mode: int) -> None:
        if not stat.S_ISREG(mode):
            raise KeyFileError(f"{self.path} is not a file: put the key file in its place")
        if self.private and mode & _OTHERS:
            raise KeyFileError(
                f"{self.path} is open to other users (mode {stat.S_IMODE(mode):04o}):"
                f" run chmod 600 {self.path}"
            )

    def _unreadable(self, error: OSError) -> KeyFileError:
        return KeyFileError(
            f"{self.path} cannot be read by user {os.geteuid()} ({error.strerror}):"
            " run chown to give it to the user that runs tinbao"
        )

    def _malformed(self) -> KeyFileError:
        return KeyFileError(
            f"{self.path} is not the key file of {self.name.key_id}: restore it from its backup"
        )


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
