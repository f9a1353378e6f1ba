"""A QR code as one shape: its outlines, so that no printer shows hairlines between modules."""

from __future__ import annotations

from typing import Final

VERSION: Final = 10
"""57 modules a side. A link would fit in 37, but then a blot of a fifth of the area spoils more
codewords at its rim than level H can repair; with smaller modules it does not.
"""
MODULES: Final = 17 + 4 * VERSION
_MASK: Final = 3
"""The standard's encoder tries all eight masks and keeps the one that scores best: 15 ms a code,
half of a poster's time. Readers take any; that ours can be read is tried on the finished page.
"""
_RIGHT: Final = {(1, 0): (0, 1), (0, 1): (-1, 0), (-1, 0): (0, -1), (0, -1): (1, 0)}
_Corner = tuple[int, int]


def matrix(data: str) -> list[list[bool]]:
    """Rows of modules, dark is true, without a quiet zone, at level H.

    Raises `ValueError` when `data` is more than such a code holds (119 bytes).
    """
    # Imported when the first code is drawn: 8 MiB that most processes never need.
    from qrcode.constants import ERROR_CORRECT_H
    from qrcode.exceptions import DataOverflowError
    from qrcode.main import QRCode

    code = QRCode(version=VERSION, error_correction=ERROR_CORRECT_H, border=0, mask_pattern=_MASK)
    code.add_data(data, optimize=0)
    try:
        code.make(fit=False)
    except (DataOverflowError, ValueError):
        raise ValueError("the link is too long for a code that survives damage") from None
    return [[bool(module) for module in row] for row in code.get_matrix()]


def outline(rows: list[list[bool]]) -> str:
    """The dark modules as one SVG path, a module long a unit, to be filled by non-zero winding.

    Every edge between dark and light is walked once with the dark side on its right, so holes
    wind the other way and stay light.
    """
    leaving = _edges(rows)
    path: list[str] = []
    while leaving:
        at = next(iter(leaving))
        heading, run = leaving[at][0], 0
        path.append(f"M{at[0]} {at[1]}")
        while ways := leaving.get(at):
            # Where two dark modules touch at a corner only, a right turn keeps them apart.
            right = _RIGHT[heading]
            way = right if right in ways else heading if heading in ways else ways[0]
            if way != heading:
                path.append(_line(heading, run))
                heading, run = way, 0
            ways.remove(way)
            if not ways:
                del leaving[at]
            at = (at[0] + way[0], at[1] + way[1])
            run += 1
        path.append(_line(heading, run) + "z")
    return "".join(path)


def _line(heading: _Corner, run: int) -> str:
    return f"h{run * heading[0]}" if heading[0] else f"v{run * heading[1]}"


def _edges(rows: list[list[bool]]) -> dict[_Corner, list[_Corner]]:
    """From each corner the directions in which an edge leaves it."""
    leaving: dict[_Corner, list[_Corner]] = {}
    side = len(rows)
    dark = [[False] * (side + 2)]
    dark += [[False, *row, False] for row in rows]
    dark += [[False] * (side + 2)]
    for y in range(side):
        for x in range(side):
            if not dark[y + 1][x + 1]:
                continue
            if not dark[y][x + 1]:
                leaving.setdefault((x, y), []).append((1, 0))
            if not dark[y + 1][x + 2]:
                leaving.setdefault((x + 1, y), []).append((0, 1))
            if not dark[y + 2][x + 1]:
                leaving.setdefault((x + 1, y + 1), []).append((-1, 0))
            if not dark[y + 1][x]:
                leaving.setdefault((x, y + 1), []).append((0, -1))
    return leaving
