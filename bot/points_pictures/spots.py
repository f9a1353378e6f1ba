"""A place on the map as a picture, for platforms that show no pin: its numbers, and a code that
any phone opens in its own map. No map of anybody else's is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape

from bot.domain.message import Text
from bot.points_pictures.typeset import typeset


def spot_picture(
    say: Callable[[Text], str], matrix: Callable[[str], list[list[bool]]]
) -> Callable[[str], bytes | None]:
    """Draws `latitude, longitude` in degrees as a PNG, 960 pixels wide; None for anything else.

    `matrix` makes a QR code of a text, a row of modules each.
    """

    @lru_cache(maxsize=16)
    def draw(spot: str) -> bytes | None:
        place = _degrees(spot)
        if place is None:
            return None
        latitude, longitude = place
        words = {
            "title": say(Text("points-spot-title")),
            "place": f"{latitude:.6f}, {longitude:.6f}",
            "degrees": f"{_spelt(latitude, 'N', 'S')}   {_spelt(longitude, 'E', 'W')}",
            "scan": say(Text("points-spot-scan")),
        }
        return typeset("spot.typ", words, _svg(matrix(f"geo:{latitude:.6f},{longitude:.6f}")))

    return draw


def _degrees(spot: str) -> tuple[float, float] | None:
    parts = spot.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _spelt(value: float, above: str, below: str) -> str:
    """Degrees, minutes and seconds: what an old map or a radio takes."""
    seconds = round(abs(value) * 3600, 1)
    degrees, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{degrees:.0f}°{minutes:02.0f}′{left:04.1f}″{above if value >= 0 else below}"


def _svg(rows: list[list[bool]]) -> str:
    size = len(rows)
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#ffffff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path fill="#000000" d="{escape(dark)}"/></svg>'
    )
