"""`tinbao demo`: the whole service on this machine, with phones to try it on."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.commands.common import check_folder, put, put_json

FOLDER: Final = Path("tinbao-demo")


def demo(
    play: Annotated[
        bool, typer.Option("--play", help="Play transcripts instead of opening the page.")
    ] = False,
    scripts: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[SCRIPT]", help="Transcripts for --play; else all of ours."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Where everything is kept.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Else the first free one from 8080 on.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --play: print JSON.")] = False,
) -> None:
    """Try everything on this computer: no account, no token, no server.

    Opens a page with three phones: a resident's, an officer's, a lead's. What is done there is
    kept in ./tinbao-demo; delete that folder to begin anew.

    With --play, conversations are played against a server of their own and printed as they happen;
    exit status 1 when one goes otherwise than written.
    """
    from bot import logs

    logs.set_up(logging.WARNING)
    if data:
        check_folder(data, "--data")
    if play:
        raise typer.Exit(0 if _play(scripts or [], data, port, as_json) else 1)
    if scripts or as_json:
        raise typer.BadParameter("SCRIPT and --json go with --play")
    folder = data or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(folder, port))


async def _serve(folder: Path, port: int | None) -> None:
    from bot.demo import server

    def announce(url: str) -> None:
        put(f"Open {url} in a browser. Stop with Ctrl-C. Everything is kept in {folder}/.")

    await server.run(folder, port, announce)


def _play(scripts: list[Path], data: Path | None, port: int | None, as_json: bool) -> bool:
    from rich.console import Console

    from bot.demo import playing

    console = Console(quiet=as_json, highlight=False)
    reports = asyncio.run(playing.play(scripts, data, port, console))
    good = sum(bool(report["passed"]) for report in reports)
    if as_json:
        put_json({"passed": good == len(reports), "scripts": reports})
    else:
        put(f"\n{good} of {len(reports)} went as written.")
    return good == len(reports)
