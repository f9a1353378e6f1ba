"""`tinbao custodian new|restore|open`: what a custodian does, on a machine of their own.

None of it reads the configuration, opens a database or uses the network.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands import passphrase
from bot.commands.common import check_folder, put
from bot.commands.passphrase import PassphraseOption
from bot.domain.errors import OperatorError

if TYPE_CHECKING:
    from bot.domain.identity import Identity
    from storage.crypto.custodian import LockedKey

custodian = typer.Typer(help="Keepers of the identities reporters leave.", no_args_is_help=True)

OutOption = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where files are put.")]
_MOST: Final = 1_000_000

LOST: Final = """\
Before the key is made, this is what it means to lose it:
  - Whoever loses this key, or forgets its passphrase, loses EVERY name and telephone number
    sealed to it, for ever. All custodians must open together, so the others cannot open them
    either. Nobody can help: not the operator, not the makers of Tinbao.
  - The tips themselves are not affected.
  - So keep the key file on two sticks in two places, print the paper backup, and keep the
    passphrase in your head or in a safe, apart from both.
"""


@custodian.command("new")
def new(
    name: Annotated[str, typer.Option(help="Who keeps the key, as colleagues know them.")],
    out: OutOption = Path(),
    paper: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The paper backup, .html or .txt; made in any case."),
    ] = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Make a custodian's key pair. Do it on a machine that is not the server, best offline.

    Writes the private key (keep it), the public key (hand it in) and a paper backup (print it).
    """
    from storage.crypto.custodian import cleaned, make, private_text, public_text

    called = cleaned(name)
    # All that can be wrong, before a passphrase is thought up and a key made for nothing.
    check_folder(out, "--out")
    if paper:
        _check_paper(paper)
    passphrase.check_terminal(passphrase_file)
    put(LOST)
    chosen = passphrase.new(passphrase_file, called)
    put("Making the key ...")
    locked, half = make(called, chosen)
    base = f"custodian-{locked.fingerprint[:4]}"
    sheet = paper or out / f"{base}-paper.html"
    _write(out / f"{base}.key", private_text(locked))
    _write(out / f"{base}.pub", public_text(half))
    _print_paper(sheet, locked)
    put(f"Private key:  {out / base}.key   keep it offline, copy it to a second stick")
    put(f"Paper backup: {sheet}   print it, then delete the file")
    put(f"Public key:   {out / base}.pub   hand it to the operator")
    put(f"Fingerprint:  {locked.fingerprint}   read it out to the operator over the telephone")


@custodian.command("restore")
def restore(
    typed: Annotated[
        Path,
        typer.Argument(metavar="TEXT", help="The numbered lines, typed, or what the QR says."),
    ],
    out: OutOption = Path(),
) -> None:
    """Make the private key file again from its paper backup. The passphrase stays the same."""
    from storage.crypto.custodian import private_text
    from storage.crypto.paper import read

    check_folder(out, "--out")
    locked = read(read_text(typed))
    target = out / f"custodian-{locked.fingerprint[:4]}.key"
    _write(target, private_text(locked))
    put(f"{target} is the key of {locked.name}, {locked.fingerprint}.")
    put("Whether you still know its passphrase shows when you open an envelope with it.")


@custodian.command("paper")
def paper(
    key: Annotated[Path, typer.Argument(metavar="KEY", help="The private key file.")],
    to: Annotated[
        Path, typer.Option("--paper", metavar="FILE", help="The paper backup, .html or .txt.")
    ],
) -> None:
    """Make the paper backup of a key once more."""
    from storage.crypto.custodian import private_from

    _check_paper(to)
    _print_paper(to, private_from(read_text(key)))
    put(f"Print {to}, then delete the file.")


@custodian.command("open")
def open_(
    envelope: Annotated[Path, typer.Argument(metavar="ENVELOPE", help="The file from the chat.")],
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="Your private key file.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write the result there; a name is otherwise only shown.",
        ),
    ] = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Take your layer off an envelope. Needs no network, no settings and no database.

    While layers are left it writes the envelope for the next custodian; under the last one lie the
    name and the telephone number.
    """
    from storage.crypto.custodian import private_from
    from storage.crypto.layers import Envelope

    found = Envelope.from_text(read_text(envelope))
    locked = private_from(read_text(key))
    found.check_opener(locked)
    opened = found.open_with(locked, passphrase.existing(passphrase_file))
    if isinstance(opened, Envelope):
        target = out or envelope.with_name(f"phong-bi-{opened.reference}-con-{opened.left}.txt")
        _write(target, opened.to_text(), again=True)
        put(f"Your layer is off. Layers left: {opened.left}.")
        put(f"Next is {opened.next.name} ({opened.next.fingerprint}): hand over {target}")
        return
    _show(found.reference, opened, out)


def _show(reference: str, identity: Identity, out: Path | None) -> None:
    lines = [
        f"Tip {reference}",
        f"Name:      {identity.name or '(none left)'}",
        f"Telephone: {identity.phone or '(none left)'}",
    ]
    if out:
        _write(out, "\n".join([*lines, ""]))
        put(f"Written to {out}: delete it when it is no longer needed.")
        return
    for line in lines:
        put(line)
    put("This was only shown, not written down. Clear the screen when you have read it.")


def _print_paper(target: Path, locked: LockedKey) -> None:
    from bot.commands.paper_sheet import as_html, as_text

    _write(target, as_text(locked) if target.suffix == ".txt" else as_html(locked))


def _check_paper(target: Path) -> None:
    if target.suffix not in (".html", ".txt"):
        raise OperatorError("--paper takes a file that ends in .html or .txt")
    if target.exists():
        raise OperatorError(f"{target} exists: choose another name, nothing is overwritten")
    check_folder(target.parent, "--paper", "a file in a folder")


def read_text(file: Path) -> str:
    """A text file of ours. Raises `OperatorError`."""
    try:
        with file.open("rb") as handle:
            return handle.read(_MOST).decode("utf-8-sig")
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{file} is not a text file of Tinbao") from None


def _write(target: Path, text: str, *, again: bool = False) -> None:
    """For its owner alone, durable, never over another file (`again`: unless it says the same)."""
    try:
        if again and target.exists() and target.read_bytes() == text.encode():
            return
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with os.fdopen(os.open(target, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise OperatorError(
            f"{target} exists: choose another place, nothing is overwritten"
        ) from None
    except OSError as error:
        raise OperatorError(f"{target}: {error.strerror}") from None
