"""`tinbao points coverage`: how much of 100% hangs, and what may be told of use. Always as others
than the desk may see it: what is printed is passed on.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    UnitOption,
    opened,
    put,
    put_json,
    unit_named,
)
from bot.domain.errors import OperatorError
from bot.domain.small_numbers import UNDER

if TYPE_CHECKING:
    from rich.table import Table

    from bot.app import App
    from bot.domain.coverage import Report, Spot, Tally, Used
    from storage.coverage import Use
    from storage.units import Unit

UNDER_FIVE: Final = "<5"


def coverage(
    unit: UnitOption,
    png: Annotated[
        Path | None, typer.Option("--png", metavar="FILE", help="Also draw it as a chart.")
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Also draw the places that have a location."),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how many of a unit's places have their sign, by kind and by hamlet (of a unit above: by
    unit), and how the signs were used in the last quarter.

    Figures about reporters are always protected: under five none is given, others are rounded down
    to a multiple of five, and only quarters that have ended are told of (docs/points/numbers.md).
    """
    asyncio.run(_coverage(config, unit, png, map_, as_json))


async def _coverage(
    config: Path | None, slug: str, png: Path | None, map_: Path | None, as_json: bool
) -> None:
    async with opened(config) as app:
        async with app.stores() as stores:
            unit = await unit_named(stores, slug)
            now = app.clock.now()
            report = await stores.coverage.report(unit.id, now)
            use = await stores.coverage.use(unit.id, await stores.coverage.quarter(unit.id, now))
            spots = await stores.coverage.spots(unit.id) if map_ else []
        _draw(app, unit, report, png, map_, spots)
    if as_json:
        put_json(_as_dict(unit, report, use))
        return
    _print(unit, report, use)
    for file in (png, map_):
        if file:
            put(f"written to {file}")


def _draw(
    app: App, unit: Unit, report: Report, png: Path | None, map_: Path | None, spots: list[Spot]
) -> None:
    from bot import pictures
    from bot.domain.coverage import Chart, Map

    draw = pictures.of_places(app.texts)
    if map_ and not spots:
        raise OperatorError(f"no place of {unit.slug} has a location: leave --map out")
    wanted: list[tuple[Path | None, Chart | Map]] = [(png, Chart(unit.name, report))]
    if map_:
        wanted.append((map_, Map(unit.name, tuple(spots))))
    for file, figures in wanted:
        if file is None:
            continue
        try:
            file.write_bytes(draw(figures))
        except OSError as error:
            raise OperatorError(f"{file} cannot be written: {error.strerror}") from None


def _as_dict(unit: Unit, report: Report, use: Use) -> dict[str, Any]:
    return {
        "unit": unit.slug,
        "places": _tally(report.tally),
        "kinds": {kind: _tally(tally) for kind, tally in report.kinds},
        "by": "unit" if report.by_unit else "hamlet",
        "parts": [{"name": part.name, **_tally(part.tally)} for part in report.parts],
        "wanting": {which.value: n for which, n in report.lists.items()},
        "located": report.located,
        "use": {
            "since": use.period.since.isoformat(),
            "until": use.period.last.isoformat(),
            "all": _used(use.all),
            "parts": [{"name": name, **_used(used)} for name, used in use.parts],
        },
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "places": tally.places,
        "installed": tally.installed,
        "damaged": tally.damaged,
        "missing": tally.missing,
        "percent": tally.percent,
    }


def _used(used: Used) -> dict[str, int | str]:
    """A number, or `UNDER_FIVE`."""
    counts = {"scans": used.scans, "started": used.started, "sent": used.sent}
    return {name: UNDER_FIVE if n == UNDER else n for name, n in counts.items()}


def _print(unit: Unit, report: Report, use: Use) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    put(f"{unit.name}: {report.tally.installed} of {report.tally.places} places have their sign")
    hangs = Table("", box=box.SIMPLE_HEAD)
    for head in ("places", "installed", "damaged", "missing", "%"):
        hangs.add_column(head, justify="right")
    for kind, tally in report.kinds:
        _row(hangs, kind, tally)
    hangs.add_section()
    for part in report.parts:
        _row(hangs, part.name or _nowhere(report), part.tally)
    hangs.add_section()
    _row(hangs, "all", report.tally)
    console.print(hangs)
    put(f"Use from {use.period.since} to {use.period.last}, rounded down to a multiple of 5:")
    used = Table("", box=box.SIMPLE_HEAD)
    for head in ("scans", "started", "sent"):
        used.add_column(head, justify="right")
    for name, each in use.parts:
        used.add_row(name or _nowhere(report), *map(str, _used(each).values()))
    used.add_section()
    used.add_row("all", *map(str, _used(use.all).values()))
    console.print(used)
    for which, n in report.lists.items():
        if n:
            put(f"{which.value}: {n}")


def _row(table: Table, name: str, tally: Tally) -> None:
    table.add_row(name, *map(str, _tally(tally).values()))


def _nowhere(report: Report) -> str:
    return "(the unit itself)" if report.by_unit else "(in no hamlet)"
