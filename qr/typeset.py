"""Turns posters into pages with typst. Their words and names are data that is read by the
templates, never part of a template: nothing that stands in a name is markup.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from bot.domain.message import Text
from qr.layout import Sheet
from qr.outline import MODULES, matrix, outline
from qr.printable import breakable, fonts

if TYPE_CHECKING:
    import typst

Say = Callable[[Text], str]
_SHEETS: Final = ("main", "poster", "sticker", "style", "art")
_HOST: Final = "{host}"


class Theme(StrEnum):
    """Whom a poster speaks to."""

    GENERAL = "general"
    WORKERS = "workers"
    PUPILS = "pupils"


@dataclass(frozen=True)
class Poster:
    """What is printed for one sticker or poster. `link` is what its code says."""

    place: str
    unit: str
    link: str
    short_code: str
    serial: str
    hotline: str
    theme: Theme = Theme.GENERAL


@dataclass(frozen=True)
class Script:
    """All words of a run, in its language: rendered once, so that a worker needs no catalogue."""

    lang: str
    title: str
    themes: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, say: Say, lang: str) -> Script:
        """From the catalogues."""
        return cls(lang, say(Text("poster-title")), {t.value: _words(say, t) for t in Theme})


def _words(say: Say, theme: Theme) -> dict[str, object]:
    return {
        "headline": say(Text(f"poster-{theme}-headline")),
        "sub": say(Text(f"poster-{theme}-sub")),
        "call": say(Text(f"poster-{theme}-call")),
        "point": say(Text("poster-point")),
        "steps": [say(Text(f"poster-step-{n}")) for n in (1, 2, 3)],
        "type": say(Text("poster-type")),
        "hotline": say(Text("poster-hotline")),
        "113": say(Text("poster-113")),
        "111": say(Text("poster-111")),
        "trust": say(Text("poster-trust", {"host": _HOST})),
        "no-name": say(Text("poster-no-name")),
    }


def templates() -> dict[str, bytes]:
    """The templates by file name."""
    folder = files("qr") / "sheets"
    return {f"{name}.typ": (folder / f"{name}.typ").read_bytes() for name in _SHEETS}


def drawn(link: str) -> str:
    """The code of a link as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {MODULES} {MODULES}">'
        f'<path d="{outline(matrix(link))}"/></svg>'
    )


def pdf(
    posters: Sequence[Poster],
    sheet: Sheet,
    script: Script,
    draw: Callable[[str], str] = drawn,
) -> bytes:
    """The pages, in order. Raises whatever the typesetter does."""
    made = _compile(posters, sheet, script, draw, format="pdf", pdf_tags=False)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def png(poster: Poster, sheet: Sheet, script: Script, pixels: int) -> bytes:
    """One page, `pixels` wide."""
    made = _compile([poster], sheet, script, drawn, format="png", ppi=pixels / sheet.width * 25.4)
    if not isinstance(made, bytes):
        raise TypeError("the picture has more than one page")
    return made


def _compile(
    posters: Sequence[Poster],
    sheet: Sheet,
    script: Script,
    draw: Callable[[str], str],
    **how: Any,
) -> object:
    # Only when something is printed: the library and its fonts take 17 MiB.
    import typst

    job = {
        "sheet": asdict(sheet),
        "face": asdict(sheet.face),
        "lang": script.lang,
        "words": script.themes,
        "posters": [_printed(poster, draw) for poster in posters],
    }
    source: Any = templates() | {"job.json": json.dumps(job).encode()}
    return typst.compile(source, font_paths=_fonts(), ignore_system_fonts=True, **how)


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts())]
    )


def _printed(poster: Poster, draw: Callable[[str], str]) -> dict[str, str]:
    return {
        "place": breakable(poster.place),
        "unit": breakable(poster.unit),
        "host": host(poster.link),
        "short": poster.short_code,
        "serial": poster.serial,
        "hotline": poster.hotline,
        "theme": poster.theme.value,
        "qr": draw(poster.link),
    }


def host(link: str) -> str:
    """What is printed as the address to trust: the link's host, with a port if it has one."""
    return urlsplit(link).netloc
