"""`tinbao unit`: organisations that have a queue."""

from __future__ import annotations

import asyncio
import re
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
    unit_named,
)
from bot.domain.errors import OperatorError
from bot.domain.unit_settings import SETTINGS

units = typer.Typer(help="Organisations that have a queue.", no_args_is_help=True)

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREFIX: Final = re.compile(r"[A-Z]{1,4}")


@units.command("add")
def add(
    slug: Annotated[str, typer.Argument(help="Short name for commands, such as tan-khai.")],
    name: Annotated[str, typer.Option(help='What people read, such as "xã Tân Khai".')],
    prefix: Annotated[str, typer.Option(help="Begins its tips' references: 1 to 4 letters.")],
    parent: Annotated[str, typer.Option(metavar="SLUG", help="The unit above it.")] = "",
    hotline: Annotated[str, typer.Option(help="A telephone number shown to residents.")] = "",
    config: ConfigOption = None,
) -> None:
    """Add a unit and make its key."""
    if not _SLUG.fullmatch(slug) or len(slug) > 40:
        raise typer.BadParameter("SLUG takes small letters, digits and single dashes, at most 40")
    if not _PREFIX.fullmatch(prefix):
        raise typer.BadParameter("--prefix takes 1 to 4 capital letters A to Z")
    asyncio.run(_add(config, slug, _readable(name), prefix, parent, hotline.strip()))


def _readable(name: str) -> str:
    """A name that people can read. Raises `BadParameter` for an empty one."""
    name = name.strip()
    if not name or not name.isprintable():
        raise typer.BadParameter('--name takes what people read, such as "xã Tân Khai"')
    return name


async def _add(
    config: Path | None, slug: str, name: str, prefix: str, parent: str, hotline: str
) -> None:
    async with opened(config) as app:
        async with app.stores() as stores:
            if await stores.units.by_slug(slug):
                raise OperatorError(f"there is a unit {slug} already")
            for other in await stores.units.all():
                if other.prefix == prefix:
                    raise OperatorError(
                        f"--prefix {prefix} is that of {other.slug}: choose another, so that a "
                        "reference says whose tip it is"
                    )
            above = await unit_named(stores, parent) if parent else None
        unit = await app.add_unit(
            slug=slug,
            name=name,
            prefix=prefix,
            parent_id=above.id if above else None,
            hotline=hotline,
        )
    put(f"{unit.name} ({unit.slug}) has been added, with a key file of its own: back it up.")
    put("A tinbao that is running learns of it within a minute.")


@units.command("list")
def show(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the units."""
    asyncio.run(_show(config, as_json))


async def _show(config: Path | None, as_json: bool) -> None:
    async with opened(config) as app, app.stores() as stores:
        found = await stores.units.all()
    slugs = {unit.id: unit.slug for unit in found}
    rows = [(u.slug, u.name, u.prefix, slugs.get(u.parent_id or 0, ""), u.hotline) for u in found]
    heads = ("slug", "name", "prefix", "parent", "hotline")
    if as_json:
        put_json([dict(zip(heads, row, strict=True)) for row in rows])
    else:
        put_table(heads, rows)


@units.command("change")
def change(
    slug: Annotated[str, typer.Argument(help="The unit's short name.")],
    name: Annotated[
        str | None, typer.Option(help='What people read, such as "xã Tân Khai".')
    ] = None,
    hotline: Annotated[
        str | None, typer.Option(help='A telephone number shown to residents; "" for none.')
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Correct a unit's name or hotline. Short name, prefix and parent stay: keys and references
    hold them.
    """
    given: dict[str, str] = {}
    if name is not None:
        given["name"] = _readable(name)
    if hotline is not None:
        given["hotline"] = hotline.strip()
    if not given:
        raise typer.BadParameter("give --name, --hotline or both")
    asyncio.run(_change(config, slug, given))


async def _change(config: Path | None, slug: str, given: dict[str, str]) -> None:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        held = {"name": unit.name, "hotline": unit.hotline}
        changes = {what: value for what, value in given.items() if value != held[what]}
        for what, value in changes.items():
            await stores.audit.record(
                "unit-setting", now=app.clock.now(), unit_id=unit.id, subject=f"{what}={value}"
            )
        held |= changes
        await stores.units.change(unit.id, name=held["name"], hotline=held["hotline"])
    put(f"{slug} is {held['name']}, hotline {held['hotline'] or '(none)'}.")


@units.command("set")
def set_(
    slug: Annotated[str, typer.Argument(help="The unit's short name.")],
    name: Annotated[str, typer.Argument(help="A setting, see: tinbao unit settings.")],
    value: Annotated[str, typer.Argument(help="Its value; - returns to the default.")],
    config: ConfigOption = None,
) -> None:
    """Change what a unit decides for itself."""
    asyncio.run(_set(config, slug, name, "" if value == "-" else value))


async def _set(config: Path | None, slug: str, name: str, value: str) -> None:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        setting = SETTINGS.get(name)
        if setting is None:
            raise OperatorError(f"there is no setting {name}: see tinbao unit settings {slug}")
        if value and not setting.fits(value):
            raise OperatorError(f"{name} takes {setting.takes}")
        await stores.unit_settings.set(unit.id, name, value)
        await stores.audit.record(
            "unit-setting", now=app.clock.now(), unit_id=unit.id, subject=f"{name}={value}"
        )
        held = await stores.unit_settings.get(unit.id, name)
    put(f"{name} is {held or 'as for all kinds'}.")


@units.command("settings")
def settings(
    slug: Annotated[str, typer.Argument(help="The unit's short name.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a unit decides for itself."""
    asyncio.run(_settings(config, slug, as_json))


async def _settings(config: Path | None, slug: str, as_json: bool) -> None:
    async with opened(config) as app, app.stores() as stores:
        held = await stores.unit_settings.of((await unit_named(stores, slug)).id)
    if as_json:
        put_json({name: held.get(name, s.default) for name, s in SETTINGS.items()})
        return
    shown = [s for s in SETTINGS.values() if "." not in s.name or s.name in held]
    rows = [(s.name, held.get(s.name, s.default), s.takes, s.what) for s in shown]
    put_table(("setting", "value", "takes", "what it is"), rows)
    put("contact-days and content-months also take one kind: content-months.dealing")
