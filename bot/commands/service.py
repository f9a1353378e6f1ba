"""`tinbao init`, `run` and `check`: setting up and running a server."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    put,
    put_json,
    read_config,
)
from bot.domain.errors import OperatorError

ROLES: Final = ("intake", "desk", "sender", "scheduler", "web")


def init(config: ConfigOption = None) -> None:
    """Create the database and the keys, or bring them up to date."""
    from bot.app import App

    settings = read_config(config)
    asyncio.run(App.create(settings))
    put(f"The database is ready. The keys are in {settings.keys.dir}/:")
    put("back that folder up, and not in the same place as the database.")
    put("Next: tinbao unit add, tinbao points import, tinbao invite, tinbao check, tinbao run.")


RolesOption = Annotated[
    str,
    typer.Option("--roles", metavar="ROLES", help=f"Which parts run here: {', '.join(ROLES)}."),
]
EVERY: Final = ",".join(ROLES)


def run(config: ConfigOption = None, roles: RolesOption = EVERY) -> None:
    """Run the service until it is told to stop (Ctrl-C or SIGTERM)."""
    asyncio.run(_run(config, _chosen(roles)))


def _chosen(roles: str) -> frozenset[str]:
    chosen = frozenset(part.strip() for part in roles.split(",") if part.strip())
    if not chosen or not chosen <= set(ROLES):
        raise typer.BadParameter(f"--roles takes some of {', '.join(ROLES)}, with commas between")
    return chosen


async def _run(config: Path | None, roles: frozenset[str]) -> None:
    from bot import logs
    from bot.app import App
    from bot.opening import database_there
    from bot.serve import serve
    from bot.sole import serving

    logs.set_up()
    logs.quiet_loop(asyncio.get_running_loop())

    settings = read_config(config)
    if settings.database.file is not None and roles != set(ROLES):
        raise OperatorError(
            "a SQLite file is for one process with all roles: leave --roles out, or use PostgreSQL"
        )
    database_there(settings)
    # Before the keys: nobody shall type a passphrase for a process that must not run.
    with serving(settings.database.file):
        app = await App.open(settings, roles=roles)
        try:
            await serve(
                app, announce=lambda url: logging.getLogger("bot").info("serving on %s", url)
            )
        finally:
            await app.close()


def check(
    config: ConfigOption = None, roles: RolesOption = EVERY, as_json: JsonOption = False
) -> None:
    """Try every part that these roles need, a line each; exit 1 when one fails."""
    from bot.check import check_all

    results = asyncio.run(check_all(config, _chosen(roles)))
    good = all(result.ok for result in results)
    if as_json:
        put_json({"ok": good, "checks": [result.as_dict() for result in results]})
    else:
        width = max(len(result.part) for result in results)
        for result in results:
            put(f"{result.part.ljust(width)}  {'ok' if result.ok else 'FAILED'}  {result.detail}")
    raise typer.Exit(0 if good else 1)
