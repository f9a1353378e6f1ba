"""`tinbao points`: places with a QR code."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import point_import, point_told
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
from bot.commands.point_posters import posters
from bot.commands.point_signs import place_named, signs
from bot.commands.point_words import AUDIENCES, HEADS, KINDS
from bot.commands.sheet_out import checked, writing
from bot.domain.errors import OperatorError
from bot.domain.points import LIVE, Audience, PointKind
from qr.codes import qr_png
from qr.links import point_link

if TYPE_CHECKING:
    from storage.points import Point

points = typer.Typer(help="Places with a QR code.", no_args_is_help=True)
points.add_typer(signs, name="signs")
points.command("posters")(posters)
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="A .csv or .xlsx file.")]


@points.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx table.")],
    unit: UnitOption,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check and count.")] = False,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Add closed places again, as new ones.")
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import places from a table: all lines of the file, or none when one has a fault.

    Columns, in any order: loại (kind), tên (name); if there are any also thuộc thôn (parent), địa
    chỉ (address), người phụ trách (keeper), vĩ độ (latitude), kinh độ (longitude), đối tượng
    (tags), ngày ký cam kết (pledged), ngày niêm yết nội quy (rules), ghi chú (notes), số biển
    (signs). Kinds: hamlet, school, boarding-house, enterprise, public-place, or in Vietnamese.

    The same file can be imported again: a place that is there is changed where the file says
    something else. An empty cell says nothing, a dash says that there is none. See docs/points.md.
    """
    done = asyncio.run(point_import.run(config, file, unit, dry_run=dry_run, reopen=reopen))
    if as_json:
        put_json(point_told.as_json(done, dry_run=dry_run))
        raise typer.Exit(2 if done.plan.faults else 0)
    point_told.refuse(file, done)
    for line in point_told.summary(done, dry_run=dry_run):
        put(line)


@points.command("export")
def export(
    unit: UnitOption,
    out: OutOption,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a unit's places, with who keeps them and notes, as a table that import takes back.

    The file names people: keep it as you keep the list of members. The audit notes the export.
    """
    from bot.commands import point_export

    checked(out)
    count = asyncio.run(point_export.run(config, unit, out))
    if as_json:
        put_json({"places": count, "file": str(out)})
    else:
        put(f"{count} place{'s' * (count != 1)} written to {out}")


@points.command("sample")
def sample(
    name: Annotated[str, typer.Argument(help="One of those that --list names.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A .csv or .xlsx file.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="As many places as it has when all have a sign.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="Name the samples.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a list of places to try the import with, from the figures of a published plan."""
    from bot.samples import sample_lists, sample_places

    known = sample_lists()
    if listing or not name:
        sizes = {slug: sum(1 for _ in sample_places(slug)) for slug in known}
        rows = [(slug, str(sizes[slug]), known[slug]) for slug in known]
        if as_json:
            put_json([{"name": s, "places": sizes[s], "of": known[s]} for s in known])
        else:
            put_table(("name", "places", "of"), rows)
        return
    if name not in known:
        raise OperatorError(f"there is no sample {name}; known are {', '.join(known)}")
    if out is None:
        raise typer.BadParameter("--out FILE is missing: where the list is written")
    checked(out)
    check_folder(out.parent, "--out")
    count = 0
    with writing(out, "Diem") as line:
        line([names[0].capitalize() for names in HEADS.values()])
        for place in sample_places(name, full=full):
            tags = ", ".join(AUDIENCES[Audience(tag)][0] for tag in place.tags)
            said: dict[str, str | float] = {
                "kind": KINDS[PointKind(place.kind)][0],
                "name": place.name,
                "parent": place.parent,
                "tags": tags,
                "signs": place.signs,
            }
            line([said.get(what, "") for what in HEADS])
            count += 1
    if as_json:
        put_json({"places": count, "file": str(out)})
    else:
        put(f"{count} places written to {out}")


@points.command("close")
def close(
    name: Annotated[str, typer.Argument(help='The place, or "Thôn 1 > its name".')],
    unit: UnitOption,
    kind: Annotated[
        PointKind | None, typer.Option(help="Where places of two kinds have the name.")
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a place with all its signs. Their codes open a page that says so and leads on."""
    told = asyncio.run(_close(config, unit, name, kind))
    if as_json:
        put_json(told)
        return
    put(f"{told['name']} is closed, {told['signs']} of its signs are revoked: take them down.")
    if told["inside"]:
        put(f"{told['inside']} places that lie in it are still open.")


async def _close(
    config: Path | None, slug: str, name: str, kind: PointKind | None
) -> dict[str, str | int]:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        register = await stores.points.held(unit.id)
        place = place_named(register, name, kind)
        now = app.clock.now()
        await stores.points.revoke(place.id, now)
        await stores.audit.record("point-closed", now=now, unit_id=unit.id, subject=place.name)
        inside = sum(held.parent_id == place.id and not held.closed for held in register)
        return {"name": place.name, "signs": place.signs, "inside": inside}


@points.command("list")
def show(
    unit: UnitOption,
    png: Annotated[
        Path | None,
        typer.Option(
            "--png", metavar="DIR", help="Also write the QR code of each sign there, to print it."
        ),
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
        names = {point.id: point.name for point in found if not point.revoked}
        hanging = [
            (f"{sign.serial}-{_safe(names[sign.point_id])}.png", sign.code)
            for sign in (await stores.stickers.of_unit(unit.id) if png is not None else ())
            if sign.state in LIVE and sign.point_id in names
        ]
        public_url = app.config.public_url
    if png is not None:
        _draw(hanging, public_url, png)
    if as_json:
        put_json([_as_dict(point, public_url) for point in found])
    else:
        put_table(
            ("kind", "name", "address"),
            [
                (p.kind, p.name, "revoked" if p.revoked else _url(p, public_url) or "no sign")
                for p in found
            ],
        )
        if png is not None:
            put(f"{len(hanging)} picture{'s' * (len(hanging) != 1)} written to {png}/")


def _draw(hanging: Sequence[tuple[str, str]], public_url: str, folder: Path) -> None:
    """Each sign's code as a picture: `(file name, code)`."""
    check_folder(folder, "--png")
    folder.mkdir(parents=True, exist_ok=True)
    for name, code in point_import.shown(hanging, "Drawing"):
        (folder / name).write_bytes(qr_png(point_link(public_url, code)))


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name)[:60]


def _url(point: Point, public_url: str) -> str:
    return point_link(public_url, point.code) if point.code else ""


def _as_dict(point: Point, public_url: str) -> dict[str, object]:
    return {
        "kind": point.kind,
        "name": point.name,
        "code": point.code,
        "url": _url(point, public_url),
        "revoked": point.revoked,
    }
