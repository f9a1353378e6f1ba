"""`tinbao points`: places with a QR code."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    UnitOption,
    check_folder,
    opened,
    put,
    put_json,
    put_table,
    unit_named,
)
from bot.domain.errors import OperatorError
from qr.codes import qr_png
from qr.links import point_link

if TYPE_CHECKING:
    from storage.points import Point

points = typer.Typer(help="Places with a QR code.", no_args_is_help=True)

KINDS: Final = ("hamlet", "school", "boarding-house", "enterprise", "public-place")


@points.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="CSV", help="Columns: kind,name.")],
    unit: UnitOption,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add points from a CSV file with the columns kind and name; each gets a random code.

    Kinds: hamlet, school, boarding-house, enterprise, public-place. Points that are there are left
    as they are, so the same file can be imported again after lines were added.
    """
    asyncio.run(_import(config, unit, _rows(file), as_json))


def _rows(file: Path) -> list[tuple[str, str]]:
    try:
        content = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{file} is not a CSV file in UTF-8") from None
    # Spreadsheets under Vietnamese settings write semicolons.
    separator = ";" if content and ";" in content[0] else ","
    try:
        reader = csv.DictReader(content, delimiter=separator)
        # The reader's own count: it passes over empty lines.
        lines = [(reader.line_num, line) for line in reader]
    except csv.Error as error:
        raise OperatorError(f"{file} cannot be read as a table: {error}") from None
    if not {"kind", "name"} <= set(reader.fieldnames or ()):
        raise OperatorError(f"{file}: the first line must name the columns kind,name")
    rows = []
    for number, line in lines:
        if any(cell.strip() for cell in line.get(None) or ()):
            raise OperatorError(
                f"{file} line {number}: has more cells than the first line; put a name with a "
                f"{separator} in it between quotes"
            )
        kind, name = (line.get("kind") or "").strip(), (line.get("name") or "").strip()
        if kind not in KINDS or not name:
            raise OperatorError(
                f"{file} line {number}: needs a kind ({', '.join(KINDS)}) and a name"
            )
        rows.append((kind, name))
    return rows


async def _import(
    config: Path | None, slug: str, rows: list[tuple[str, str]], as_json: bool
) -> None:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        there = {(p.kind, p.name) for p in await stores.points.of_unit(unit.id)}
        new = [row for row in dict.fromkeys(rows) if row not in there]
        now = app.clock.now()
        added = [
            await stores.points.add(unit_id=unit.id, kind=kind, name=name, now=now)
            for kind, name in new
        ]
        if added:
            await stores.audit.record(
                "points-imported", now=now, unit_id=unit.id, subject=str(len(added))
            )
        public_url = app.config.public_url
    if as_json:
        put_json([_as_dict(point, point_link(public_url, point.code)) for point in added])
    else:
        put(f"{len(added)} added, {len(rows) - len(added)} were there already.")


@points.command("list")
def show(
    unit: UnitOption,
    png: Annotated[
        Path | None,
        typer.Option("--png", metavar="DIR", help="Also write each QR code there, to be printed."),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List a unit's points with the address that their QR codes open."""
    asyncio.run(_show(config, unit, png, as_json))


async def _show(config: Path | None, slug: str, png: Path | None, as_json: bool) -> None:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        found = await stores.points.of_unit(unit.id)
        public_url = app.config.public_url
    if png is not None:
        check_folder(png, "--png")
        drawn = _draw(found, public_url, png)
    if as_json:
        put_json([_as_dict(point, point_link(public_url, point.code)) for point in found])
    else:
        put_table(
            ("kind", "name", "address"),
            [
                (p.kind, p.name, "revoked" if p.revoked else point_link(public_url, p.code))
                for p in found
            ],
        )
        if png is not None:
            put(f"{drawn} picture{'s' * (drawn != 1)} written to {png}/")


def _draw(found: list[Point], public_url: str, folder: Path) -> int:
    """How many pictures it wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    hanging = [point for point in found if not point.revoked]
    for point in hanging:
        name = "".join(c if c.isalnum() else "-" for c in point.name)
        picture = qr_png(point_link(public_url, point.code))
        (folder / f"{name}-{point.code}.png").write_bytes(picture)
    return len(hanging)


def _as_dict(point: Point, url: str) -> dict[str, object]:
    return {
        "kind": point.kind,
        "name": point.name,
        "code": point.code,
        "url": url,
        "revoked": point.revoked,
    }
