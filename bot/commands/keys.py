"""`tinbao keys`: what everything is sealed with, in life."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    put,
    put_json,
    put_table,
    read_config,
)
from bot.domain.errors import KeyFileError, OperatorError

if TYPE_CHECKING:
    from bot.app import App
    from storage.keys import Life

keys = typer.Typer(help="The keys that everything is sealed with.", no_args_is_help=True)
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Read the passphrase there instead of asking."
    ),
]
UnitsOption = Annotated[
    list[str] | None, typer.Option("--unit", metavar="SLUG", help="Only this unit's; repeatable.")
]
_WAIT_SECONDS: Final = 2.0
_OPTION: Final = "use --passphrase-file FILE"


@keys.command("list")
def show(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the keys: made when, how many rows still need an old one, whether it is here, exported
    or destroyed.
    """
    asyncio.run(_list(config, as_json))


async def _list(config: Path | None, as_json: bool) -> None:
    async with _opened(config, frozenset({"intake"})) as app, app.stores() as stores:
        lives = await stores.key_register.lives()
        rows = [
            _as_dict(app, life, await stores.resealing.left(life.key_id, life.kind))
            for life in lives
        ]
    if as_json:
        put_json(rows)
        return
    heads = ("key", "made", "state", "rows", "here", "exported")
    put_table(heads, [_cells(row) for row in rows])
    if any(row["state"] == "newest" and not row["exported"] for row in rows):
        put("Keys that were never exported are lost with this disk: run tinbao keys export.")


def _as_dict(app: App, life: Life, left: int) -> dict[str, object]:
    from storage.crypto.keyfile import KeyName

    state = "destroyed" if life.destroyed_at else "replaced" if life.retired_at else "newest"
    return {
        "key": life.key_id,
        "kind": life.kind,
        "epoch": life.epoch,
        "made": life.made_at.isoformat(),
        "state": state,
        "rows": left,
        "here": app.key_source.exists(KeyName.parse(life.key_id)),
        "exported": life.exported_at.isoformat() if life.exported_at else None,
        "destroy_from": life.destroy_at.isoformat() if life.destroy_at else None,
        "destroyed": life.destroyed_at.isoformat() if life.destroyed_at else None,
    }


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    left = f"{row['rows']:,}" + (" left" if row["state"] == "replaced" else "")
    here = "yes" if row["here"] else "no"
    made, exported = str(row["made"])[:10], str(row["exported"] or "never")[:10]
    return (str(row["key"]), made, str(row["state"]), left, here, exported)


@keys.command("rotate")
def rotate(
    what: Annotated[str, typer.Argument(help="unit/SLUG, relay, desk, drafts or all.")],
    destroy_now: Annotated[
        bool, typer.Option("--destroy-now", help="Do not wait [keys] grace_days to destroy.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Do the work here and now, until no row is left.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Replace a key while the service runs. What it sealed is sealed anew in the background; then
    the old key is destroyed, and every older copy of the database is unreadable.
    """
    asyncio.run(_rotate(config, what, destroy_now, wait))


async def _rotate(config: Path | None, what: str, destroy_now: bool, wait: bool) -> None:
    async with _opened(config, _roles_for(what)) as app:
        chosen = await _chosen(app, what)
        for kind, owner in chosen:
            made = await app.rotation.rotate(kind, owner, destroy_now=destroy_now)
            put(f"{made} is the newest key now. Back it up: tinbao keys export.")
        if wait:
            for kind, owner in chosen:
                await _reseal(app, kind, owner)
            if destroy_now:
                await _until_destroyed(app, chosen)


def _roles_for(what: str) -> frozenset[str]:
    roles = {"relay": {"sender"}, "drafts": {"scheduler"}, "all": {"desk", "sender"}}
    return frozenset(roles.get(what, {"desk"}))


async def _chosen(app: App, what: str) -> list[tuple[str, str]]:
    async with app.stores() as stores:
        units = [("unit", unit.slug) for unit in await stores.units.all()]
    everything = [("relay", ""), ("desk", ""), ("draft", ""), *units]
    kind, _, owner = what.partition("/")
    wanted = ("draft" if kind == "drafts" else kind, owner)
    if what == "all":
        return everything
    if wanted not in everything:
        raise OperatorError(
            f"there is no {what} to rotate: use unit/SLUG, relay, desk, drafts or all"
        )
    return [wanted]


async def _reseal(app: App, kind: str, owner: str) -> None:
    """Until a pass finds nothing, with a bar on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    name = f"{kind}/{owner}" if owner else kind
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        total = sum(each.left for each in await app.rotation.progress(kind, owner))
        task = bar.add_task(f"sealing {name} anew", total=total)
        work = asyncio.create_task(app.rotation.reseal(kind, owner))
        while not work.done():
            await asyncio.wait({work}, timeout=_WAIT_SECONDS)
            left = sum(each.left for each in await app.rotation.progress(kind, owner))
            bar.update(task, completed=total - left)
        moved = await work
    for each in await app.rotation.progress(kind, owner):
        put(f"{each.key_id}: {each.left:,} left")
    put(f"{name}: {moved:,} rows sealed anew.")


async def _until_destroyed(app: App, chosen: list[tuple[str, str]]) -> None:
    """Work until no replaced key of these is here any more; some four minutes."""
    from storage.crypto.keyfile import KeyName

    while True:
        await app.refresh_keys()
        await app.rotation.work()
        async with app.stores() as stores:
            lives = await stores.key_register.lives()
        old = [x for x in lives if (x.kind, x.owner) in chosen and x.retired_at]
        if not any(app.key_source.exists(KeyName.parse(life.key_id)) for life in old):
            put("The replaced keys are destroyed.")
            return
        await asyncio.sleep(_WAIT_SECONDS)


@keys.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A file that is not there.")],
    unit: UnitsOption = None,
    passphrase_file: PassphraseOption = None,
    config: ConfigOption = None,
) -> None:
    """Write the keys of this machine into one file under a passphrase, to be kept elsewhere."""
    asyncio.run(_export(config, out, unit or [], passphrase_file))


async def _export(
    config: Path | None, out: Path, units: list[str], passphrase_file: Path | None
) -> None:
    from bot.key_source import read_passphrase
    from storage.crypto.keyfile import KeyName
    from storage.crypto.passphrase import bundle

    async with _opened(config, frozenset({"intake"})) as app:
        async with app.stores() as stores:
            lives = [life for life in await stores.key_register.lives() if not life.destroyed_at]
        names = [KeyName.parse(x.key_id) for x in lives if not units or x.owner in units]
        here = [name for name in names if app.key_source.exists(name)]
        if not here:
            raise OperatorError("none of these keys is here: see tinbao keys list")
        secrets = {name.key_id: app.key_source.read(name) for name in here}
        passphrase = read_passphrase(passphrase_file, twice=True, instead=_OPTION)
        _write(out, bundle(secrets, passphrase))
        async with app.stores() as stores:
            now = app.clock.now()
            await stores.key_register.exported(list(secrets), now)
            await stores.audit.record("keys-exported", now=now, subject=str(len(secrets)))
    put(f"{len(secrets)} keys are in {out}. Keep it, and the passphrase, apart from the database.")


def _write(out: Path, text: str) -> None:
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with os.fdopen(os.open(out, flags, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise OperatorError(f"{out} exists: name another file") from None
    except OSError as error:
        raise OperatorError(f"{out} cannot be written: {error.strerror}") from None


@keys.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Made by tinbao keys export.")],
    passphrase_file: PassphraseOption = None,
    config: ConfigOption = None,
) -> None:
    """Put exported keys into an empty key folder; one that is there is never overwritten."""
    from bot.key_source import key_source, read_passphrase
    from storage.crypto.keyfile import KeyName
    from storage.crypto.passphrase import unbundle

    section = read_config(config).keys
    if section.dir.exists() and any(section.dir.iterdir()):
        raise KeyFileError(f"{section.dir} is not empty: move it away, keys are never overwritten")
    try:
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"{file} cannot be read as an export of keys") from None
    secrets = unbundle(text, read_passphrase(passphrase_file, twice=False, instead=_OPTION))
    named = [(KeyName.parse(key_id), secret) for key_id, secret in secrets.items()]
    source = key_source(section, new=True)
    for name, secret in named:
        source.write(name, secret)
    put(f"{len(named)} keys are in {section.dir}/.")


@asynccontextmanager
async def _opened(config: Path | None, roles: frozenset[str]) -> AsyncIterator[App]:
    """The program with the private keys of these roles."""
    from bot.app import App

    app = await App.open(read_config(config), roles=roles)
    try:
        yield app
    finally:
        await app.close()
