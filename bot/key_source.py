"""Where this process takes its private keys from, as `[keys]` says; asks for the passphrase."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Final

from bot.domain.errors import KeyFileError
from bot.sections import KeysSection
from storage.crypto.sources import Credentials, Folder, KeySource, folder_under

CREDENTIAL: Final = "tinbao-passphrase"
"""The systemd credential that a passphrase may come in."""


def key_source(section: KeysSection, *, new: bool = False) -> KeySource:
    """The source of the keys. `new`: keys may be made now, so a passphrase is asked for twice.

    Raises `KeyFileError`.
    """
    if section.source == "systemd":
        source = Credentials(_credentials() or Path("$CREDENTIALS_DIRECTORY"))
        source.check()
        return source
    if section.source == "files":
        return Folder(section.dir)
    twice = new and not list(section.dir.glob("*.key"))
    given = section.passphrase.get_secret_value()
    file = section.passphrase_file or _credential_file()
    if not given:
        given = read_passphrase(Path(file) if file else None, twice=twice)
    return folder_under(section.dir, given)


def read_passphrase(
    file: Path | None, *, twice: bool, instead: str = "set [keys] passphrase_file"
) -> str:
    """A passphrase from the first line of a file, or from the terminal. Raises `KeyFileError`,
    which ends in `instead` when there is neither.
    """
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise KeyFileError(f"the passphrase cannot be read from {file}: correct it") from None
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise KeyFileError(f"there is no terminal to type the passphrase into: {instead}")
    given = getpass.getpass("Passphrase of the keys: ")
    if twice and getpass.getpass("Once more: ") != given:
        raise KeyFileError("the two passphrases differ: try again")
    return given


def _credentials() -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return Path(folder) if folder else None


def _credential_file() -> str:
    folder = _credentials()
    return str(folder / CREDENTIAL) if folder and (folder / CREDENTIAL).exists() else ""
