"""`tinbao audit`: what members did, exported, and verified by anybody who has the public key."""

from __future__ import annotations

import asyncio
import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.common import ConfigOption, JsonOption, opened, put, put_json, unit_named
from bot.domain.chain import Reminder, key_text
from bot.domain.errors import OperatorError

if TYPE_CHECKING:
    from bot.app import App
    from bot.domain.chain_verifier import Verdict

audit = typer.Typer(help="What members did, and that nobody changed it.", no_args_is_help=True)

_KEY_BYTES: Final = 32


@audit.command("export")
def export(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write; must be new.")],
    unit: Annotated[
        str, typer.Option(metavar="SLUG", help="One unit; without it everything.")
    ] = "",
    reasons: Annotated[
        bool,
        typer.Option("--reasons", help="With the reasons in clear (needs the unit's key here)."),
    ] = False,
    why: Annotated[str, typer.Option(help="What it is for; kept, sealed, in the audit.")] = "",
    config: ConfigOption = None,
) -> None:
    """Write the audit to a file that tinbao audit verify can check anywhere.

    Needs the database. The export is itself recorded; where the signing key is, it is signed.
    """
    if out.exists():
        raise OperatorError(f"{out} exists: choose another name, an export overwrites nothing")
    if not out.parent.is_dir():
        raise OperatorError(f"there is no folder {out.parent}: make it, or choose another")
    count = asyncio.run(_export(config, out, unit, reasons, why))
    put(f"{count} rows are in {out}.")
    put("Give it to the auditor with the public key: tinbao audit key.")


async def _export(config: Path | None, out: Path, slug: str, reasons: bool, why: str) -> int:
    from storage.stores import Stores

    async with opened(config, frozenset({"intake"} | ({"desk"} if reasons else set()))) as app:
        await _take_more_keys(app, reasons)
        async with app.stores() as stores:
            now = app.clock.now()
            found = await unit_named(stores, slug) if slug else None
            await stores.audit.record(
                "audit-exported",
                now=now,
                unit_id=found.id if found else None,
                subject=slug or "all",
                why=why,
            )
            await stores.audit_chains.sign(now)
        # Reading holds nobody up, however long the audit is.
        async with app.database.reading() as connection:
            chains = Stores(connection, app.keyring).audit_chains
            lines = await chains.export(now, slug or None, reasons=reasons)
        _write(out, lines)
    return sum(line.startswith('{"row"') for line in lines)


async def _take_more_keys(app: App, reasons: bool) -> None:
    """The key that signs, and the relay's for the service's own reasons, where they are here."""
    from storage.crypto.keyfile import KeyFile, KeyName

    async with app.stores() as stores:
        known = await stores.key_register.known()
    here = {
        k.kind for k in known if KeyFile(app.config.keys.dir, KeyName.parse(k.key_id)).exists()
    }
    more = {"scheduler"} if "audit" in here else set()
    if reasons and "relay" in here:
        more.add("sender")
    app.roles |= more
    await app.refresh_keys()


def _write(out: Path, lines: list[str]) -> None:
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


@audit.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export.")],
    public_key: Annotated[
        str,
        typer.Option(metavar="FILE|KEY", help="The public key, as tinbao audit key printed it."),
    ],
    checkpoint: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE", help="A line that was written down earlier; can be repeated"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check an export, line by line; name the first broken row. Exit 1 when there is one.

    Needs nothing but the file and the public key: no settings, no database, no network.
    """
    from bot.domain.chain_lines import Malformed
    from bot.domain.chain_verifier import verify as verify_lines
    from storage.crypto import signing

    keys = _public_keys(public_key)
    remembered = [_reminder(line) for line in checkpoint or ()]
    try:
        with file.open(encoding="utf-8") as lines:
            verdicts = verify_lines(lines, keys, signing.verify, remembered)
    except UnicodeDecodeError:
        raise Malformed(f"{file} is not an audit export") from None
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from None
    good = all(verdict.fault is None for verdict in verdicts)
    if as_json:
        put_json({"ok": good, "chains": [_as_dict(verdict) for verdict in verdicts]})
    else:
        for verdict in verdicts:
            put(_said(verdict))
    raise typer.Exit(0 if good else 1)


@audit.command("key")
def key(
    qr: Annotated[bool, typer.Option("--qr", help="Also as a QR code.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the public key that audit verify needs. Keep it away from this machine."""
    keys = asyncio.run(_keys(config))
    if as_json:
        put_json({key_id: base64.b64encode(public).decode() for key_id, public in keys.items()})
        return
    text = "\n".join(key_text(key_id, public) for key_id, public in keys.items())
    put(text)
    if qr:
        from qr.codes import qr_text

        put(qr_text(text, dark_screen=True))


async def _keys(config: Path | None) -> dict[str, bytes]:
    async with opened(config, frozenset()) as app, app.stores() as stores:
        keys = await stores.audit_chains.keys()
    if not keys:
        raise OperatorError("there is no audit key yet: run tinbao init")
    return keys


def _public_keys(given: str) -> dict[str, bytes]:
    """From a file or as typed: lines of `audit/1 BASE64`; a bare key is audit/1."""
    path = Path(given)
    try:
        text = path.read_text("utf-8") if path.is_file() else given
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"{given} cannot be read: give the public key's file") from None
    keys = {}
    for line in text.splitlines():
        words = line.split()
        if not words or line.startswith("#"):
            continue
        key_id = words[0] if len(words) == 2 else "audit/1"
        try:
            keys[key_id] = base64.b64decode(words[-1], validate=True)
        except (binascii.Error, ValueError):
            keys[key_id] = b""
        if len(words) > 2 or len(keys[key_id]) != _KEY_BYTES:
            raise OperatorError(
                "--public-key is no public key, nor a file with one: see tinbao audit key"
            )
    if not keys:
        raise OperatorError("--public-key is empty: see tinbao audit key")
    return keys


def _reminder(line: str) -> Reminder:
    found = Reminder.parse(line)
    if found is None:
        raise typer.BadParameter(
            '--checkpoint takes a line such as "tan-khai 1234 2026-11-23T05:00Z 7F3K-2Q9X-…"'
        )
    return found


def _said(verdict: Verdict) -> str:
    if verdict.fault is not None:
        return f"BROKEN  {verdict.fault}"
    if not verdict.rows:
        return f"OK      {verdict.chain}: no rows"
    signed = "not signed yet"
    if verdict.signed is not None:
        point = verdict.signed
        signed = f"signed to {Reminder.of(point.chain, point.seq, point.at, point.hash)}"
        if verdict.unsigned:
            signed += f", {verdict.unsigned} newer not signed yet"
    rows = f"{verdict.rows} rows, {verdict.first} to {verdict.last}"
    return f"OK      {verdict.chain}: {rows}, {signed}"


def _as_dict(verdict: Verdict) -> dict[str, object]:
    fault, point = verdict.fault, verdict.signed
    return {
        "chain": verdict.chain,
        "ok": fault is None,
        "rows": verdict.rows,
        "first": verdict.first,
        "last": verdict.last,
        "unsigned": verdict.unsigned,
        "checkpoint": str(Reminder.of(point.chain, point.seq, point.at, point.hash))
        if point
        else None,
        "broken": {"row": fault.seq, "kind": fault.kind, "detail": fault.detail}
        if fault
        else None,
    }
