"""What the commands share: options, the way to the program's parts, how an answer is printed."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.domain.errors import OperatorError

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Config
    from storage.stores import Stores
    from storage.units import Unit

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings; without it config.toml in this folder."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
UnitOption = Annotated[str, typer.Option("--unit", metavar="SLUG", help="The unit's short name.")]


def read_config(path: Path | None) -> Config:
    """The settings. Raises `ConfigError`."""
    from bot.config import Config

    return Config.load(path)


@asynccontextmanager
async def opened(
    path: Path | None, roles: frozenset[str] = frozenset({"intake"})
) -> AsyncIterator[App]:
    """The whole program, not serving anything. Raises `OperatorError`."""
    from bot.app import App

    app = await App.open(read_config(path), roles=roles)
    try:
        yield app
    finally:
        await app.close()


async def unit_named(stores: Stores, slug: str) -> Unit:
    """A unit that exists. Raises `OperatorError` that lists the others."""
    unit = await stores.units.by_slug(slug)
    if unit is None:
        known = ", ".join(u.slug for u in await stores.units.all())
        raise OperatorError(
            f"there is no unit {slug}; "
            + (f"known are {known}" if known else "add it with tinbao unit add")
        )
    return unit


def check_folder(folder: Path, option: str, takes: str = "a folder") -> None:
    """Before any work: that files can be put there. Raises `OperatorError` that names it."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise OperatorError(f"{there} is a file: {option} takes {takes}")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OperatorError(f"{there} cannot be written: choose another {option}")


def put(line: str = "") -> None:
    """A line for people, on standard output."""
    typer.echo(line)


def put_json(answer: Any) -> None:
    """An answer for programs."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def put_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as they need to be."""
    table = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(len(row[i]) for row in table) for i in range(len(heads))]
    for row in table:
        put("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
