"""Where private keys come from: a folder of files, the same under a passphrase, or systemd."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from bot.domain.errors import KeyFileError
from storage.crypto.keyfile import KeyFile, KeyName
from storage.crypto.passphrase import Lock

_WRITABLE_BY_OTHERS: Final = 0o022


class KeySource(Protocol):
    """Private keys by name. Everything raises `KeyFileError` that says what to do."""

    def check(self) -> None:
        """Refuse a source that nothing can be read from, or that others can change."""

    def exists(self, name: KeyName) -> bool:
        """Whether this key is here, even when it cannot be read."""
        ...

    def read(self, name: KeyName) -> bytes:
        """Its secret."""
        ...

    def write(self, name: KeyName, secret: bytes) -> None:
        """Keep a new key, durable when this returns; one that is there is never touched."""

    def destroy(self, name: KeyName) -> None:
        """Remove a key for good; one that is not there is fine."""

    def writable(self) -> bool:
        """Whether keys can be made and destroyed here."""
        ...

    def where(self, name: KeyName) -> str:
        """What a person calls the place of this key."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of key files, each under the passphrase of `lock` when there is one."""

    path: Path
    lock: Lock | None = None

    def check(self) -> None:
        """The folder is there, is ours, and nobody else can put a key into it."""
        try:
            mode = self.path.stat().st_mode
        except FileNotFoundError:
            raise KeyFileError(
                f"the key folder {self.path} is missing: restore it from its backup,"
                " or correct [keys] dir"
            ) from None
        except OSError as error:
            raise KeyFileError(
                f"the key folder {self.path} cannot be read ({error.strerror}): correct its owner"
            ) from None
        if not stat.S_ISDIR(mode):
            raise KeyFileError(f"{self.path} is not a folder: correct [keys] dir")
        if mode & _WRITABLE_BY_OTHERS:
            raise KeyFileError(f"other users can change {self.path}: run chmod 700 {self.path}")

    def exists(self, name: KeyName) -> bool:
        """Whether anything lies there."""
        return self._file(name).exists()

    def read(self, name: KeyName) -> bytes:
        """From its file."""
        return self._file(name).read()

    def write(self, name: KeyName, secret: bytes) -> None:
        """To a file of its own."""
        self._file(name).write(secret)

    def destroy(self, name: KeyName) -> None:
        """Overwritten, then removed."""
        self._file(name).destroy()

    def writable(self) -> bool:
        """Whether this user may write here."""
        return os.access(self.path, os.W_OK | os.X_OK)

    def where(self, name: KeyName) -> str:
        """Its path."""
        return str(self._file(name).path)

    def _file(self, name: KeyName) -> KeyFile:
        return KeyFile(self.path, name, self.lock)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Key files that systemd has decrypted for this service (`LoadCredentialEncrypted=`)."""

    path: Path

    def check(self) -> None:
        """systemd keeps others out; only whether it is there is ours to see."""
        if not self.path.is_dir():
            raise KeyFileError(
                '[keys] source = "systemd" needs $CREDENTIALS_DIRECTORY: start tinbao as a service'
                " with LoadCredentialEncrypted="
            )

    def exists(self, name: KeyName) -> bool:
        """Whether systemd gave it."""
        return KeyFile(self.path, name).exists()

    def read(self, name: KeyName) -> bytes:
        """As systemd gave it."""
        return KeyFile(self.path, name, private=False).read()

    def write(self, name: KeyName, secret: bytes) -> None:
        """Refused: credentials are read only."""
        raise KeyFileError(_read_only(f"{name.key_id} cannot be made here"))

    def destroy(self, name: KeyName) -> None:
        """Refused while it is there."""
        if self.exists(name):
            raise KeyFileError(_read_only(f"{name.key_id} cannot be destroyed here"))

    def writable(self) -> bool:
        """Never."""
        return False

    def where(self, name: KeyName) -> str:
        """The credential's name."""
        return f"the credential {name.file}"


def folder_under(path: Path, passphrase: str) -> Folder:
    """A folder whose files are under a passphrase, with the salt that they share."""
    for file in sorted(path.glob("*.key")) if path.is_dir() else ():
        name = _name_in(file)
        salt = KeyFile(path, name).salt() if name else b""
        if salt:
            return Folder(path, Lock(passphrase, salt))
    return Folder(path, Lock(passphrase))


def _name_in(file: Path) -> KeyName | None:
    """The name of the key in a file, as far as the file's own name tells it."""
    parts = file.stem.split("-")
    ids = [file.stem, "/".join(parts), "/".join((parts[0], "-".join(parts[1:-1]), parts[-1]))]
    for key_id in ids:
        try:
            return KeyName.parse(key_id)
        except KeyFileError:
            continue
    return None


def _read_only(what: str) -> str:
    return (
        f"{what}: systemd's credentials are read only. Run this with the key files themselves"
        ' ([keys] source = "files"), then systemd-creds encrypt the new ones'
    )
