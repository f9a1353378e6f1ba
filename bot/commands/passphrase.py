"""Asking for a passphrase, and saying when it would protect nothing."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.domain.errors import OperatorError
from bot.domain.words import squash

PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="Read the passphrase from the first line of a file (- is standard input).",
    ),
]
SHORTEST: Final = 12
_DISTINCT: Final = 5
_COMMON: Final = (
    "123456789012", "0123456789", "1234567890", "qwertyuiop", "asdfghjkl", "password",
    "passphrase", "matkhau", "tinbao", "congan", "vietnam", "iloveyou", "anhyeuem", "emyeuanh",
    "abcdefgh", "admin", "letmein",
)  # fmt: skip


def existing(file: Path | None) -> str:
    """The passphrase of a key that is there."""
    check_terminal(file)
    return _from(file) if file else str(typer.prompt("Passphrase", hide_input=True))


def check_terminal(file: Path | None) -> None:
    """Raise `OperatorError` when a passphrase must be typed and cannot be."""
    if file is None and not sys.stdin.isatty():
        raise OperatorError(
            "there is no terminal to type the passphrase into: use --passphrase-file FILE"
        )


def new(file: Path | None, name: str) -> str:
    """A passphrase for a new key, typed twice. Raises `OperatorError` for a weak one."""
    if file:
        chosen = _from(file)
        refuse_weak(chosen, name)
        return chosen
    check_terminal(file)
    chosen = str(typer.prompt("New passphrase (four or five words)", hide_input=True))
    refuse_weak(chosen, name)
    if str(typer.prompt("The same again", hide_input=True)) != chosen:
        raise OperatorError("the two passphrases differ: begin again")
    return chosen


def refuse_weak(passphrase: str, name: str = "") -> None:
    """Raise `OperatorError` for what would be guessed first."""
    typed = unicodedata.normalize("NFC", passphrase.strip())
    if len(typed) < SHORTEST:
        raise OperatorError(f"the passphrase needs {SHORTEST} characters or more: take four words")
    plain = squash(typed).replace(" ", "")
    left = plain
    for word in (*_COMMON, *(squash(part) for part in (name, *name.split()) if len(part) > 1)):
        left = left.replace(word.replace(" ", ""), "")
    left = "".join(c for c in left if not c.isdigit())
    if len(set(plain)) < _DISTINCT or len(left) < SHORTEST // 2:
        raise OperatorError(
            "the passphrase would soon be guessed: take four or more words that do not belong "
            "together"
        )


def _from(file: Path) -> str:
    try:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{file} is not a text in UTF-8") from None
    first = text.splitlines()[0].strip() if text.strip() else ""
    if not first:
        raise OperatorError("the passphrase is empty: its first line counts")
    return first
