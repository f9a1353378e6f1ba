"""`tinbao points posters`: the signs of a unit, ready for the printer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

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
from bot.commands.point_signs import place_named
from bot.domain.errors import OperatorError
from bot.domain.message import Text
from bot.domain.points import LIVE, Audience, PointKind
from bot.texts import Texts
from qr.layout import Size
from qr.links import point_link
from qr.typeset import Poster, Theme

if TYPE_CHECKING:
    from storage.many_points import Held
    from storage.stickers import Sticker

_NAMED: Final = 20
"""Signs that are told by their number at once."""
_HERE: Final = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared, not bound


def posters(
    unit: UnitOption,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.pdf", help="The file to print.")
    ] = None,
    png: Annotated[
        Path | None,
        typer.Option("--png", metavar="DIR", help="Pictures to share in groups, one a sign."),
    ] = None,
    size: Annotated[Size, typer.Option(help="What is made.")] = Size.A5,
    impose: Annotated[
        str | None,
        typer.Option(metavar="a4|a3", help="Several on a sheet of this size, with cut marks."),
    ] = None,
    lang: Annotated[str, typer.Option(metavar="LANG", help="The language of the words.")] = "vi",
    theme: Annotated[
        Theme | None,
        typer.Option(help="Whom they speak to; without it as the place's kind and tags say."),
    ] = None,
    point: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only signs of this place.")
    ] = None,
    kind: Annotated[PointKind | None, typer.Option(help="Only places of this kind.")] = None,
    serial: Annotated[
        list[str] | None, typer.Option(metavar="TK-0001", help="Only this sign.")
    ] = None,
    not_installed: Annotated[
        bool, typer.Option("--not-installed", help="Only signs of which nobody said they hang.")
    ] = False,
    skip_unprintable: Annotated[
        bool, typer.Option(help="Leave out signs whose place has a letter that the fonts lack.")
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make posters or stickers for the signs in use: one PDF, pictures, or both.

    Every code is read back from the finished page, also blurred, tilted and with a fifth of it
    covered, before the file is there. Made again after an interruption, it goes on where it was.
    """
    from qr.posters import PosterError, Unreadable

    if out is None and png is None:
        raise typer.BadParameter("name a file to print (--out FILE.pdf), or --png DIR")
    if out is not None and out.suffix.lower() != ".pdf":
        raise typer.BadParameter("--out takes a file that ends in .pdf")
    if lang not in Texts.locales:
        raise typer.BadParameter(f"--lang takes {' or '.join(Texts.locales)}")
    if png is not None:
        check_folder(png, "--png")
    wanted = Wanted(point or [], kind, serial or [], not_installed, theme)
    texts, made = asyncio.run(_posters(config, unit, lang, wanted))
    skipped: list[str] = []
    if skip_unprintable:
        made, skipped = _printable(made)
    here = urlsplit(made[0].link).hostname
    if here in _HERE:
        typer.echo(
            f"tinbao: no phone can open these codes: they lead to {here}, which is only this "
            "computer; set public_url in [service] before you print",
            err=True,
        )

    def say(text: Text) -> str:
        return texts.render(text, lang)

    try:
        if out is not None:
            _print(made, out, size, impose, lang, say)
        if png is not None:
            _share(made, png, lang, say)
    except (PosterError, Unreadable) as error:
        raise OperatorError(str(error)) from None
    except OSError as error:
        told = f"{error.filename}: {error.strerror}" if error.strerror else str(error)
        raise OperatorError(told) from None
    if as_json:
        files = {"file": str(out) if out else None, "pictures": str(png) if png else None}
        put_json({"posters": len(made), "skipped": skipped, **files})
        return
    where = " and ".join(str(each) for each in (out, png) if each is not None)
    put(f"{len(made)} sign{'s' * (len(made) != 1)} made and read back: {where}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a unit's signs, and whom their posters speak to (None: as the place says)."""

    places: Sequence[str]
    kind: PointKind | None
    serials: Sequence[str]
    not_installed: bool
    theme: Theme | None

    def of(self, register: Sequence[Held], signs: Sequence[Sticker]) -> list[tuple[Held, Sticker]]:
        """Signs in use with their places, by serial number. Raises `OperatorError` for what was
        named and is not there.
        """
        only = {place_named(register, name, self.kind).id for name in self.places}
        there = {held.id: held for held in register if not held.closed}
        live = [sign for sign in signs if sign.state in LIVE and sign.point_id in there]
        named = {serial.strip().upper() for serial in self.serials}
        if gone := named - {sign.serial for sign in live}:
            raise OperatorError(f"no sign in use has the number {', '.join(sorted(gone))}")
        return [
            (there[sign.point_id], sign)
            for sign in live
            if (not only or sign.point_id in only)
            and self.kind in (None, there[sign.point_id].kind)
            and (not named or sign.serial in named)
            and not (self.not_installed and sign.installed_at is not None)
        ]


async def _posters(
    config: Path | None, slug: str, lang: str, wanted: Wanted
) -> tuple[Texts, list[Poster]]:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        register = await stores.points.held(unit.id)
        meant = wanted.of(register, await stores.stickers.of_unit(unit.id))
        texts, public_url = app.texts, app.config.public_url
    if not meant:
        raise OperatorError(f"{unit.name} has no such sign in use: see tinbao points signs list")
    office = Text("poster-unit", {"unit": unit.name.removeprefix("Công an ")})
    police = texts.render(office, lang)
    return texts, [
        Poster(
            held.name,
            police,
            point_link(public_url, sign.code),
            sign.short,
            sign.serial,
            unit.hotline,
            wanted.theme or theme_of(held.kind, held.plain.tags),
        )
        for held, sign in meant
    ]


def _printable(made: Sequence[Poster]) -> tuple[list[Poster], list[str]]:
    """Those whose place can be printed, and the numbers of the rest, which are told."""
    from qr.printable import cleaned, unprintable

    odd = {poster.serial: unprintable(cleaned(poster.place)) for poster in made}
    skipped = [serial for serial, letter in odd.items() if letter]
    if skipped:
        told = ", ".join(skipped[:_NAMED]) + (", …" if len(skipped) > _NAMED else "")
        letters = "".join(sorted({letter for letter in odd.values() if letter}))
        typer.echo(
            f"tinbao: {len(skipped)} left out, the fonts lack {letters!r}: {told}", err=True
        )
    if len(skipped) == len(made):
        raise OperatorError("no sign is left that can be printed: change the names of the places")
    return [poster for poster in made if not odd[poster.serial]], skipped


def theme_of(kind: str, tags: Sequence[str]) -> Theme:
    """Whom a place's poster speaks to."""
    if Audience.PUPILS in tags or kind == PointKind.SCHOOL:
        return Theme.PUPILS
    if Audience.WORKERS in tags or kind in (PointKind.BOARDING_HOUSE, PointKind.ENTERPRISE):
        return Theme.WORKERS
    return Theme.GENERAL


def _print(
    made: Sequence[Poster],
    out: Path,
    size: Size,
    impose: str | None,
    lang: str,
    say: Callable[[Text], str],
) -> None:
    from qr.posters import Options, make

    with _bar("Printing", len(made)) as progress:
        make(made, out, Options(size, lang, impose), say, progress)


def _share(made: Sequence[Poster], folder: Path, lang: str, say: Callable[[Text], str]) -> None:
    from qr.posters import render_png

    folder.mkdir(parents=True, exist_ok=True)
    with _bar("Drawing", len(made)) as progress:
        for done, poster in enumerate(made, 1):
            (folder / f"{poster.serial}.png").write_bytes(render_png(poster, say, lang))
            progress(done, len(made))


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of)
