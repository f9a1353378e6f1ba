"""`tinbao points signs`: the printed signs of places, and what becomes of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    UnitOption,
    opened,
    put,
    put_json,
    put_table,
    unit_named,
)
from bot.commands.point_lines import name_key
from bot.commands.point_parents import WITHIN
from bot.domain.errors import OperatorError
from bot.domain.points import LIVE, PointKind, SignEvent
from qr.links import point_link

if TYPE_CHECKING:
    from storage.many_points import Held
    from storage.stickers import Sticker
    from storage.stores import Stores
    from storage.units import Unit

signs = typer.Typer(help="The printed signs of places.", no_args_is_help=True)
MOST: Final = 100_000
"""Signs made at once."""
SerialArgument = Annotated[str, typer.Argument(help="As printed on the sign, such as TK-0001.")]


@signs.command("make")
def make(
    unit: UnitOption,
    count: Annotated[int, typer.Option(min=1, max=50, help="Signs for each place.")] = 1,
    point: Annotated[str, typer.Option(metavar="NAME", help="For this place.")] = "",
    kind: Annotated[PointKind | None, typer.Option(help="For all places of a kind.")] = None,
    every: Annotated[bool, typer.Option("--all", help="For all places.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make new signs, each with a code and a serial number of its own.

    Say for which places: --point, --kind or --all; --point and --kind together find the one of two
    places that have the same name. "Thôn 1 > Nhà trọ Hoa" names a place by where it lies.
    """
    if every == bool(point or kind):
        raise typer.BadParameter("say for which places: --point, --kind or --all")
    made = asyncio.run(_make(config, unit, count, point, kind))
    if as_json:
        put_json(made)
        return
    ends = f"{made[0]['serial']} to {made[-1]['serial']}" if len(made) > 1 else made[0]["serial"]
    put(f"{len(made)} sign{'s' * (len(made) != 1)} made: {ends}")


async def _make(
    config: Path | None, slug: str, count: int, point: str, kind: PointKind | None
) -> list[dict[str, str]]:
    async with opened(config) as app:
        from storage.stores import Stores

        async with app.database.reading() as connection:
            stores = Stores(connection, app.keyring)
            unit = await unit_named(stores, slug)
            register = await stores.points.held(unit.id)
            if point:
                places = [place_named(register, point, kind)]
            else:
                places = [p for p in register if not p.closed and kind in (None, p.kind)]
            if not places:
                raise OperatorError("there is no such place yet: tinbao points import")
            if len(places) * count > MOST:
                raise OperatorError(f"these are more than {MOST} signs: make them kind by kind")
            wanted = [place.id for place in places for _ in range(count)]
            drawn = await stores.stickers.drawn(unit.id, wanted, app.clock.now())
        async with app.stores() as stores:
            await stores.stickers.put(unit.id, drawn)
            fresh = {row["id"] for row in drawn}
            made = [s for s in await stores.stickers.of_unit(unit.id) if s.id in fresh]
            ends = list(dict.fromkeys((made[0].serial, made[-1].serial)))
            await stores.audit.record(
                "signs-made", now=app.clock.now(), unit_id=unit.id, subject=" - ".join(ends)
            )
        return _told(made, register, app.config.public_url)


@signs.command("list")
def show(unit: UnitOption, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List a unit's signs: serial number, place, state, short code, address."""
    found = asyncio.run(_show(config, unit))
    if as_json:
        put_json(found)
        return
    heads = ("serial", "kind", "place", "state", "short", "url")
    rows = [tuple(sign[head] for head in heads) for sign in found]
    put_table((*heads[:-1], "address"), rows)


async def _show(config: Path | None, slug: str) -> list[dict[str, str]]:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        found = await stores.stickers.of_unit(unit.id)
        return _told(found, await stores.points.held(unit.id), app.config.public_url)


def _told(
    found: Sequence[Sticker], register: Sequence[Held], public_url: str
) -> list[dict[str, str]]:
    places = {held.id: held for held in register}
    return [
        {
            "serial": sign.serial,
            "kind": places[sign.point_id].kind,
            "place": places[sign.point_id].name,
            "state": sign.state.value,
            "short": sign.short,
            "code": sign.code,
            "url": point_link(public_url, sign.code),
        }
        for sign in found
    ]


@signs.command("revoke")
def revoke(
    serial: SerialArgument,
    unit: UnitOption,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a sign: its code opens a page that says so and leads on."""
    told = asyncio.run(_end(config, unit, serial, replace=False))
    if as_json:
        put_json(told)
    else:
        put(f"{told['serial']} is revoked. Take it down.")


@signs.command("replace")
def replace(
    serial: SerialArgument,
    unit: UnitOption,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a sign that is damaged or lost, and make another for the same place."""
    told = asyncio.run(_end(config, unit, serial, replace=True))
    if as_json:
        put_json(told)
    else:
        put(f"{told['serial']} is replaced by {told['by']}: {told['url']}")


async def _end(config: Path | None, slug: str, printed: str, *, replace: bool) -> dict[str, str]:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        now = app.clock.now()
        sign = await _sign(stores, unit, printed)
        told = {"serial": sign.serial, "state": "replaced" if replace else "revoked"}
        if replace:
            new = await stores.stickers.replace(sign, now, None)
            ended = new is not None
            if new is not None:
                told |= {"by": new.serial, "url": point_link(app.config.public_url, new.code)}
        else:
            ended = await stores.stickers.mark(sign, SignEvent.REVOKED, now)
        if not ended:
            raise OperatorError(f"{sign.serial} has ended already: it was {sign.state.value}")
        if replace:
            await stores.audit.record(
                "sign-replaced",
                now=now,
                unit_id=unit.id,
                subject=f"{sign.serial} - {told['by']}",
            )
        else:
            await stores.audit.record(
                "sign-revoked", now=now, unit_id=unit.id, subject=sign.serial
            )
        return told


async def _sign(stores: Stores, unit: Unit, printed: str) -> Sticker:
    sign = await stores.stickers.by_serial(unit.id, printed)
    if sign is None:
        raise OperatorError(
            f"{unit.slug} has no sign with that serial number: see tinbao points signs list"
        )
    if sign.state in LIVE:
        for held in await stores.points.held(unit.id):
            if held.id == sign.point_id and held.closed:
                raise OperatorError(f"the place of {sign.serial} is closed")
    return sign


def place_named(register: Sequence[Held], name: str, kind: PointKind | None = None) -> Held:
    """The one place that is there and has this name, or `Thôn 1 > its name`. Raises
    `OperatorError`.
    """
    names = {held.id: name_key(held.name) for held in register}
    there = [held for held in register if not held.closed and kind in (None, held.kind)]
    found = [held for held in there if names[held.id] == name_key(name)]
    if not found and WITHIN in name:
        above, _, own = name.rpartition(WITHIN)
        within = name_key(above.rpartition(WITHIN)[2])
        found = [
            held
            for held in there
            if names[held.id] == name_key(own) and names.get(held.parent_id or 0) == within
        ]
    if not found:
        raise OperatorError("there is no place of that name: see tinbao points list")
    if len(found) > 1:
        raise OperatorError(
            'several places have that name: add --kind, or where it lies: "Thôn 1 > Nhà trọ Hoa"'
        )
    return found[0]
