"""Puts places on a flat sheet: a local projection, good enough for a commune or a province, and a
scale. Marks differ in shape and in colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bot.domain.coverage import Spot, Standing

METRES: Final = 111_320.0
"""Of one degree of latitude."""
WIDTH: Final = 448.0
"""Points of the sheet."""
TALLEST: Final = 620.0
MARGIN: Final = 14.0
LEAST: Final = 400.0
"""Metres across, at least: a single place is no map of a house."""
_FAR: Final = 20
"""A place so many times farther from the middle than most are is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Ground:
    """How degrees become points of a sheet that is `width` by `height`. `bar`: how long the scale
    is on it, which stands for `metres`; `far`: how many places lie beyond the sheet.
    """

    west: float
    north: float
    across: float
    """Points for one degree of longitude."""
    down: float
    """Points for one degree of latitude."""
    width: float
    height: float
    bar: float
    metres: int
    far: int
    limits: tuple[float, float, float, float]

    @classmethod
    def of(cls, spots: Sequence[Spot]) -> Ground:
        """A sheet on which all of them find room, but for those that are far out. Takes one or
        more.
        """
        inside = _inside(spots)
        north, south = max(s.latitude for s in inside), min(s.latitude for s in inside)
        east, west = max(s.longitude for s in inside), min(s.longitude for s in inside)
        shrink = max(math.cos(math.radians((north + south) / 2)), 0.01)
        wide = max((east - west) * METRES * shrink, LEAST)
        high = max((north - south) * METRES, LEAST)
        room = WIDTH - 2 * MARGIN
        scale = min(room / wide, (TALLEST - 2 * MARGIN) / high)
        metres = _round(wide / 4)
        across, down = METRES * shrink * scale, METRES * scale
        height = high * scale + 2 * MARGIN
        return cls(
            (east + west) / 2 - WIDTH / 2 / across,
            (north + south) / 2 + height / 2 / down,
            across,
            down,
            WIDTH,
            height,
            metres * scale,
            metres,
            len(spots) - len(inside),
            (south, west, north, east),
        )

    def at(self, spot: Spot) -> tuple[float, float] | None:
        """Where it lies on the sheet, from the upper left; None beyond it."""
        south, west, north, east = self.limits
        if not (south <= spot.latitude <= north and west <= spot.longitude <= east):
            return None
        return (spot.longitude - self.west) * self.across, (self.north - spot.latitude) * self.down


def plotted(spots: Sequence[Spot], ground: Ground) -> str:
    """The marks as SVG; what wants somebody to go there lies on top."""
    size = max(1.6, min(4.2, 90 / math.sqrt(len(spots))))
    order = (Standing.INSTALLED, Standing.MISSING, Standing.DAMAGED)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ground.width:.1f}" '
        f'height="{ground.height:.1f}" viewBox="0 0 {ground.width:.1f} {ground.height:.1f}">'
    ]
    for standing in order:
        paths = "".join(
            _mark(standing, *at, size)
            for spot in spots
            if spot.standing is standing and (at := ground.at(spot))
        )
        if paths:
            parts.append(f'<path d="{paths}" {_LOOKS[standing].format(line=size / 3)}/>')
    return "".join([*parts, "</svg>"])


_LOOKS: Final = {
    Standing.INSTALLED: 'fill="#1f5fa8" stroke="#ffffff" stroke-width="0.5"',
    Standing.MISSING: 'fill="#ffffff" stroke="#b3261e" stroke-width="{line:.2f}"',
    Standing.DAMAGED: 'fill="#e08a00" stroke="#5a3700" stroke-width="0.6"',
}


def _mark(standing: Standing, x: float, y: float, size: float) -> str:
    """A dot, a hollow square, a triangle."""
    if standing is Standing.INSTALLED:
        r = size
        arc = f"a{r:.2f} {r:.2f} 0 1 0 "
        return f"M{x - r:.1f} {y:.1f}{arc}{2 * r:.2f} 0{arc}{-2 * r:.2f} 0z"
    if standing is Standing.MISSING:
        r = size * 0.9
        return f"M{x - r:.1f} {y - r:.1f}h{2 * r:.2f}v{2 * r:.2f}h{-2 * r:.2f}z"
    r = size * 1.4
    return f"M{x:.1f} {y - r:.1f}l{r:.2f} {1.8 * r:.2f}h{-2 * r:.2f}z"


def _inside(spots: Sequence[Spot]) -> list[Spot]:
    """Without those whose coordinates can hardly be meant."""
    middle = median(s.latitude for s in spots), median(s.longitude for s in spots)
    away = [math.hypot(s.latitude - middle[0], s.longitude - middle[1]) for s in spots]
    usual = max(sorted(away)[int(0.9 * (len(away) - 1))], LEAST / METRES)
    return [spot for spot, far in zip(spots, away, strict=True) if far <= _FAR * usual]


def _round(metres: float) -> int:
    """The next lower of 50, 100, 200, 500, 1000 …"""
    most = max(metres, 50) * 1.001  # degrees are no whole metres
    step = 10 ** math.floor(math.log10(most))
    return int(max(n * step for n in (1, 2, 5) if n * step <= most))
