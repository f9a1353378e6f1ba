"""`tinbao tips`: what happened before the service, and the reception register."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    UnitOption,
    check_folder,
    opened,
    put,
    put_json,
    unit_named,
)
from bot.commands.past_lines import Book, Reader
from bot.commands.register_file import write
from bot.commands.sheet_out import checked
from bot.commands.sheets import read
from bot.domain.errors import OperatorError
from bot.domain.past_tips import PastTip
from bot.domain.unit_settings import of_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.app import App
    from storage.importing import Prepared
    from storage.units import Unit

tips = typer.Typer(help="Tips from before, and the register.", no_args_is_help=True)
SHOWN: Final = 50
"""Faults told at once."""


@tips.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx table.")],
    unit: UnitOption,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check and count.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import past tips: all lines of the file, or none when one has a fault.

    Columns, in any order: ngày, loại, nội dung; if there are any also điểm/thôn, khẩn, tình trạng,
    kết quả, ngày kết thúc, nguồn. Others are ignored. Lines imported before are left as they are.
    """
    answer = asyncio.run(_import(config, file, unit, dry_run=dry_run))
    faults = answer["faults"]
    if as_json:
        put_json(answer)
        raise typer.Exit(2 if faults else 0)
    if isinstance(faults, list) and faults:
        told = [f"{file} line {each['line']}: {each['fault']}" for each in faults[:SHOWN]]
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise OperatorError("\n".join([*told, *more, "tinbao: nothing was imported"]))
    verb = "would be added" if dry_run else "added"
    put(
        f"{answer['added']} {verb}, {answer['open']} of them still open; "
        f"{answer['there_already']} were there already."
    )
    if answer["places"]:
        put(f"{answer['places']} name a place that is no point of {unit}: kept as words.")
    if answer["past_retention"]:
        put(f"{answer['past_retention']} have passed the unit's retention and will be erased.")
    ignored = answer["ignored"]
    if isinstance(ignored, list) and ignored:
        put(f"Ignored columns: {', '.join(ignored)}")


async def _import(
    config: Path | None, file: Path, slug: str, *, dry_run: bool
) -> dict[str, object]:
    async with opened(config) as app:
        async with app.stores() as stores:
            unit = await unit_named(stores, slug)
            points = [p for p in await stores.points.of_unit(unit.id) if not p.revoked]
            settings = await stores.unit_settings.of(unit.id)
        now = app.clock.now()
        zone = ZoneInfo(settings["timezone"])
        reader = Reader(app.texts, points, zone, now, officials=unit.parent_id is None)
        book = reader.read(read(file))
        fresh: list[PastTip] = []
        if not book.faults:
            async with app.stores() as stores:
                fresh = await stores.importing.new(unit, book.past)
            if not dry_run and fresh:
                await _store(app, unit, fresh)
    from storage.retention import months_before

    over = [
        each
        for each in fresh
        if each.ended_at
        and each.ended_at
        <= months_before(now, int(of_kind(settings, "content-months", each.kind)))
    ]
    return _answer(book, fresh, dry_run=dry_run, over=len(over))


async def _store(app: App, unit: Unit, fresh: Sequence[PastTip]) -> None:
    """Sealing takes the time, so it is done before the transaction that stores all of it."""
    from storage.importing import open_since

    async with app.stores() as stores:
        prepared = _prepared(stores.importing.prepare, unit, fresh)
    now = app.clock.now()
    async with app.stores() as stores:
        if len(await stores.importing.new(unit, fresh)) != len(fresh):
            raise OperatorError("somebody imports the same lines now: look, then try again")
        await stores.importing.add(unit, prepared)
        for tip_id, since in open_since(prepared):
            await stores.clocks.start(tip_id, unit.id, since, now)
        await stores.audit.record(
            "tips-imported", now=now, unit_id=unit.id, subject=str(len(prepared))
        )


def _prepared(
    prepare: Callable[[Unit, PastTip], Prepared], unit: Unit, fresh: Sequence[PastTip]
) -> list[Prepared]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    quiet = not console.is_terminal
    shown = track(fresh, "Sealing", console=console, disable=quiet, transient=True)
    return [prepare(unit, each) for each in shown]


def _answer(
    book: Book, fresh: Sequence[PastTip], *, dry_run: bool, over: int
) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "added": len(fresh),
        "open": sum(not each.outcome for each in fresh),
        "there_already": 0 if book.faults else len(book.past) - len(fresh),
        "places": sum(bool(each.place) for each in fresh),
        "past_retention": over,
        "ignored": book.ignored,
        "faults": [{"line": line, "fault": fault} for line, fault in book.faults],
    }


@tips.command("register")
def register(
    unit: UnitOption,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A .csv or .xlsx file.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a unit's reception register: no reporter, nothing of what was said."""
    checked(out)
    count = asyncio.run(_register(config, unit, out))
    if as_json:
        put_json({"lines": count, "file": str(out)})
    else:
        put(f"{count} line{'s' * (count != 1)} written to {out}")


async def _register(config: Path | None, slug: str, out: Path) -> int:
    check_folder(out.parent, "--out")
    async with opened(config) as app:
        async with app.stores() as stores:
            unit = await unit_named(stores, slug)
            # Before the file: there is no book out of the house without its row.
            await stores.audit.record(
                "register-exported",
                now=app.clock.now(),
                unit_id=unit.id,
                subject=out.suffix.lower().removeprefix("."),
            )
        out.parent.mkdir(parents=True, exist_ok=True)
        return await _written(app, unit, out)


async def _written(app: App, unit: Unit, out: Path) -> int:
    from storage.stores import Stores

    async with app.database.reading() as connection:
        stores = Stores(connection, app.keyring)
        zone = ZoneInfo(await stores.unit_settings.get(unit.id, "timezone"))
        return await write(out, stores.registers, unit, app.texts, zone)
