"""`tinbao init`, `run`, `check` and `keys`: setting up and running a server."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    opened,
    put,
    put_json,
    put_table,
    read_config,
)

ROLES: Final = ("intake", "desk", "sender", "scheduler", "web")

keys = typer.Typer(help="The keys that everything is sealed with.", no_args_is_help=True)


def init(config: ConfigOption = None) -> None:
    """Create the database and the keys, or bring them up to date."""
    from bot.app import App

    settings = read_config(config)
    asyncio.run(App.create(settings))
    put(f"The database is ready. The keys are in {settings.keys.dir}/:")
    put("back that folder up, and not in the same place as the database.")
    put("Next: tinbao unit add, tinbao points import, tinbao invite, tinbao check, tinbao run.")


def run(
    config: ConfigOption = None,
    roles: Annotated[
        str, typer.Option(help=f"Which parts to run here: {', '.join(ROLES)}.")
    ] = ",".join(ROLES),
) -> None:
    """Run the service until it is told to stop (Ctrl-C or SIGTERM)."""
    chosen = frozenset(part.strip() for part in roles.split(",") if part.strip())
    if not chosen or not chosen <= set(ROLES):
        raise typer.BadParameter(f"--roles takes some of {', '.join(ROLES)}, with commas between")
    asyncio.run(_run(config, chosen))


async def _run(config: Path | None, roles: frozenset[str]) -> None:
    from bot import logs
    from bot.app import App
    from bot.serve import serve

    logs.set_up()
    logs.quiet_loop(asyncio.get_running_loop())

    app = await App.open(read_config(config), roles=roles)
    try:
        await serve(app, announce=lambda url: logging.getLogger("bot").info("serving on %s", url))
    finally:
        await app.close()


def check(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Try every part, a line each; exit 1 when one fails."""
    from bot.check import check_all

    results = asyncio.run(check_all(config))
    good = all(result.ok for result in results)
    if as_json:
        put_json({"ok": good, "checks": [result.as_dict() for result in results]})
    else:
        width = max(len(result.part) for result in results)
        for result in results:
            put(f"{result.part.ljust(width)}  {'ok' if result.ok else 'FAILED'}  {result.detail}")
    raise typer.Exit(0 if good else 1)


@keys.command("list")
def list_keys(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the keys the database knows, and whether their files are in the key folder."""
    asyncio.run(_list_keys(config, as_json))


async def _list_keys(config: Path | None, as_json: bool) -> None:
    from storage.crypto.keyfile import KeyFile, KeyName

    async with opened(config) as app, app.stores() as stores:
        known = await stores.key_register.known()
        folder = app.config.keys.dir
    rows = [
        {
            "key": key.key_id,
            "kind": key.kind,
            "here": KeyFile(folder, KeyName.parse(key.key_id)).exists(),
        }
        for key in known
    ]
    if as_json:
        put_json(rows)
    else:
        put_table(("key", "here"), [(str(r["key"]), "yes" if r["here"] else "no") for r in rows])
