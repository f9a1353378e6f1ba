"""Posters and stickers as one PDF to print, or a picture to share: every code in it has been read
back from the finished page.

    make(posters, Path("posters.pdf"), Options(Size.A5), say, progress)
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from qr import parts
from qr.layout import SHARED, Size, sheet, single
from qr.printable import cleaned, unprintable
from qr.readback import Unreadable, read
from qr.typeset import Poster, Say, Script, Theme, host, png

__all__ = ["Options", "Poster", "PosterError", "Size", "Theme", "Unreadable", "make", "render_png"]

_LONGEST: Final = {"place": 160, "unit": 120, "hotline": 20, "short_code": 10, "serial": 16}
_SHARED_PIXELS: Final = 1080
_CODE_HOLDS: Final = 119
"""Letters of a link: `qr.outline.VERSION` at level H."""
_NAMED: Final = 5
"""Posters that an error names at most."""


class PosterError(ValueError):
    """What was asked cannot be printed; the message says which poster and why."""


@dataclass(frozen=True)
class Options:
    """How to print. `impose`: "a4" or "a3" to put several on a sheet with cut marks. `lang` is
    the language of the words that `say` gives. `workers`: processes, 0 for one a core.
    """

    size: Size = Size.A5
    lang: str = "vi"
    impose: str | None = None
    workers: int = 0


def make(
    posters: Sequence[Poster],
    out: Path,
    options: Options,
    say: Say,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Typeset `posters` in their order, read every code back, and only then put the PDF at `out`.

    `progress(done, all)` counts posters, those of an interrupted run included: its finished parts
    wait in `<out>.parts/`, and the next call with the same posters goes on from there.

    Raises `PosterError` for what cannot be printed or is being made by another run, `Unreadable`
    for a code that cannot be read, `OSError` when `out` cannot be written. `out` is replaced at
    once, at the very end, or not at all.
    """
    try:
        pages = sheet(options.size, options.impose)
    except ValueError as error:
        raise PosterError(str(error)) from None
    ready = checked(posters)
    _writable(out)
    script = Script.of(say, options.lang)
    try:
        parts.make(ready, out, pages, script, options.workers or os.cpu_count() or 1, progress)
    except parts.Busy as error:
        raise PosterError(str(error)) from None


def render_png(poster: Poster, say: Say, lang: str = "vi") -> bytes:
    """The poster as a picture for groups, 1080 by 1350 pixels, its code read back from it at
    half the size too, as a chat may shrink it.

    Raises `PosterError` and `Unreadable`.
    """
    from PIL import Image

    [ready] = checked([poster])
    made = png(ready, single(SHARED), Script.of(say, lang), _SHARED_PIXELS)
    with Image.open(io.BytesIO(made)) as opened:
        whole = opened.convert("L")
    half = whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.BOX)
    for seen in (whole, half):
        if read(seen) != ready.link:
            raise Unreadable(f"{ready.serial}: the code does not read back from the picture")
    return made


def checked(posters: Sequence[Poster]) -> list[Poster]:
    """The posters as they are printed: names in one line, letters composed, nothing invisible.

    Raises `PosterError` before any work is done when the list is empty, a serial comes twice, or
    something is missing, too long, or written in letters that the fonts lack.
    """
    if not posters:
        raise PosterError("there is no poster to print")
    faults: list[str] = []
    ready: list[Poster] = []
    seen: set[str] = set()
    for poster in posters:
        fields = {name: cleaned(getattr(poster, name)) for name in _LONGEST}
        ready.append(replace(poster, **fields))  # type: ignore[arg-type]
        serial = fields["serial"]
        faults += [f"{serial}: {fault}" for fault in _faults(fields, poster.link)]
        if serial in seen:
            faults.append(f"{serial}: comes twice")
        seen.add(serial)
    if faults:
        more = len(faults) - _NAMED
        tail = f"; and {more} more" if more > 0 else ""
        raise PosterError("; ".join(faults[:_NAMED]) + tail)
    return ready


def _faults(fields: dict[str, str], link: str) -> list[str]:
    faults = []
    for name, text in fields.items():
        if not text and name != "hotline":
            faults.append(f"{name} is empty")
        elif len(text) > _LONGEST[name]:
            faults.append(f"{name} has more than {_LONGEST[name]} letters")
        elif odd := unprintable(text):
            faults.append(f"{name} has {odd!r}, which the fonts lack")
    if not link.isascii() or not link.isprintable() or not host(link):
        faults.append("the link is no address")
    elif len(link) > _CODE_HOLDS:
        faults.append(f"the link has more than {_CODE_HOLDS} letters")
    return faults


def _writable(out: Path) -> None:
    """An hour of work must not end at a folder that nobody may write to."""
    if out.is_dir():
        raise IsADirectoryError(f"{out} is a folder: name a file")
    if not out.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {out.parent}")
    if not os.access(out.parent, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise PermissionError(f"{out} cannot be written")
