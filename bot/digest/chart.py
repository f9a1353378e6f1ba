"""Draws the figures of a digest as a small PNG. Its words come from the catalogues, its numbers
from a unit's tips: nothing that anybody wrote is in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files

from bot.domain.duty import Figures
from bot.domain.message import Text
from bot.domain.tip import TipStatus


class Chart:
    """`say` gives the words, in the language of the picture."""

    def __init__(self, say: Callable[[Text], str]) -> None:
        self._say = say

    def draw(self, figures: Figures) -> bytes:
        """The PNG, 960 pixels wide. Raises whatever the typesetter does."""
        # Only when a digest is due: its library and fonts take 17 MiB.
        import typst

        drawn = typst.compile(
            files("bot.digest").joinpath("chart.typ").read_bytes(),
            format="png",
            ppi=144,
            sys_inputs={"chart": json.dumps(self._words(figures))},
            font_paths=typst.Fonts(include_system_fonts=False),
            ignore_system_fonts=True,
        )
        if not isinstance(drawn, bytes):
            raise TypeError("the chart has more than one page")
        return drawn

    def _words(self, figures: Figures) -> dict[str, object]:
        return {
            "days-title": self._say(Text("duty-chart-days", {"n": len(figures.days)})),
            "open-title": self._say(Text("duty-chart-open", {"n": sum(figures.open.values())})),
            "none": self._say(Text("duty-chart-none")),
            "days": [{"label": day.strftime("%d/%m"), "n": n} for day, n in figures.days],
            "open": [
                {"label": self._say(Text(f"duty-chart-{status}")), "n": figures.open[status]}
                for status in TipStatus
                if figures.open.get(status)
            ],
        }
