"""How large everything is, in millimetres: the faces, where their code lies, and the sheets
that several of them are cut from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

QUIET: Final = 4
"""Light modules around a code, as ISO/IEC 18004 asks."""
_EDGE: Final = 8.0
"""What a sheet keeps free around stickers: office printers do not reach further."""


class Size(StrEnum):
    """What is made: one poster a page, or stickers to cut out."""

    A6 = "a6"
    A5 = "a5"
    A4 = "a4"
    A3 = "a3"
    STICKERS = "sticker-sheet"


@dataclass(frozen=True)
class Code:
    """The square of a QR code without its quiet zone, from the top left corner."""

    x: float
    y: float
    side: float

    def moved(self, x: float, y: float) -> Code:
        """The same on a sheet, when its face lies at (x, y)."""
        return Code(self.x + x, self.y + y, self.side)


@dataclass(frozen=True)
class Face:
    """One poster or sticker. `unit` is a 148th of a poster's width: posters differ in scale
    only; `panel` is the height of the coloured part, in such units.
    """

    name: str
    width: float
    height: float
    unit: float
    code: Code
    panel: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """A page and the upper left corners of the faces on it."""

    width: float
    height: float
    face: Face
    places: tuple[tuple[float, float], ...]
    marks: bool


def _poster(width: float, height: float) -> Face:
    unit = width / 148
    return Face("poster", width, height, unit, Code(11 * unit, 104 * unit, 71 * unit), 68)


_FACES: Final = {
    Size.A6: _poster(105, 148),
    Size.A5: _poster(148, 210),
    Size.A4: _poster(210, 297),
    Size.A3: _poster(297, 420),
    Size.STICKERS: Face("sticker", 96, 46, 1, Code(6, 6, 34)),
}
SHARED: Final = Face("poster", 148, 185, 1, Code(11, 93, 58), 59)
"""The picture for groups: four to five, as phones show it whole."""
_SHEETS: Final = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}


def single(face: Face) -> Sheet:
    """A page of the face's own size."""
    return Sheet(face.width, face.height, face, ((0.0, 0.0),), marks=False)


def sheet(size: Size, impose: str | None) -> Sheet:
    """The page for a size; `impose` is "a4", "a3" or None for one face a page.

    Stickers always share a sheet, A4 unless told. Raises `ValueError` for a sheet that is no
    larger than its face.
    """
    face = _FACES[size]
    if size is Size.STICKERS:
        impose = impose or "a4"
    if impose is None:
        return single(face)
    if impose not in _SHEETS:
        raise ValueError(f"no sheet is called {impose!r}: a4 or a3")
    width, height = _SHEETS[impose]
    edge = _EDGE if size is Size.STICKERS else 0.0
    best = max(
        (_imposed(face, *turned, edge) for turned in ((width, height), (height, width))),
        key=lambda found: len(found.places),
    )
    if len(best.places) < 2:
        raise ValueError(f"{size.value} is too large to be imposed on {impose}")
    return best


def _imposed(face: Face, width: float, height: float, edge: float) -> Sheet:
    columns = int((width - 2 * edge) // face.width)
    rows = int((height - 2 * edge) // face.height)
    left = (width - columns * face.width) / 2
    top = (height - rows * face.height) / 2
    places = tuple(
        (left + column * face.width, top + row * face.height)
        for row in range(rows)
        for column in range(columns)
    )
    return Sheet(width, height, face, places, marks=True)
