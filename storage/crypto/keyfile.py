"""One key in one file: 0600 in a 0700 folder, a comment line and a line of text.

    # Tinbao key. Whoever has it reads what is sealed to it. Back it up apart from the database.
    tinbao-key-1 unit unit/tan-khai/1 MDEy...

Every refusal is a `KeyFileError` of one line that says what to do; none shows the secret.
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

SESSION: Final = "session"
RELAY: Final = "relay"
UNIT: Final = "unit"

_FORMAT: Final = "tinbao-key-1"
_COMMENT: Final = (
    "# Tinbao key. Whoever has it reads what is sealed to it. Back it up apart from the database."
)
_OTHERS: Final = 0o077
_MOST: Final = 4096
_KEY_ID: Final = re.compile(
    r"(?P<session>session)"
    r"|relay/(?P<relay>[1-9][0-9]{0,5})"
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
            raise KeyFileError(f"{key_id!r} is no key id: use session, relay/1 or unit/<slug>/1")
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
        return SECRET_BYTES if self.kind == SESSION else PRIVATE_BYTES


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file of one key in a key folder."""

    folder: Path
    name: KeyName
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
        line = f"{_FORMAT} {self.name.kind} {self.name.key_id} {base64.b64encode(secret).decode()}"
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
        if words[:-1] != [_FORMAT, self.name.kind, self.name.key_id]:
            raise self._malformed()
        try:
            secret = base64.b64decode(words[-1], validate=True)
        except (binascii.Error, ValueError):
            raise self._malformed() from None
        if len(secret) != self.name.length:
            raise self._malformed()
        return secret

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
        if mode & _OTHERS:
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
