"""Draws coverage as a PNG. Words come from the catalogues, numbers from the register of places:
nothing that a resident did is in a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.domain.coverage import Chart, Map, Part, Standing, Tally
from bot.domain.message import Text
from bot.points_pictures.ground import Ground, plotted
from bot.points_pictures.typeset import typeset

MOST: Final = 30
"""Bars of hamlets: those that have furthest to go; the others are summed up."""


class Pictures:
    """`say` gives the words, in the language of the pictures."""

    def __init__(self, say: Callable[[Text], str]) -> None:
        self._say = say

    def draw(self, figures: Chart | Map) -> bytes:
        """The PNG, 960 pixels wide. Raises whatever the typesetter does."""
        if isinstance(figures, Chart):
            return typeset("chart.typ", self._chart(figures))
        return self._map(figures)

    def _chart(self, chart: Chart) -> dict[str, object]:
        report = chart.report
        shown, others = _furthest(report.parts)
        parts = [self._bar(each.name, each.tally) for each in shown]
        if others:
            rest = sum((each.tally for each in others), Tally())
            label = self._say(Text("points-chart-others", {"n": len(others)}))
            parts.append(self._bar(label, rest))
        return {
            "title": chart.name,
            "whole": self._bar("", report.tally),
            "headline": self._say(
                Text(
                    "points-chart-headline",
                    {"installed": report.tally.installed, "places": report.tally.places},
                )
            ),
            "kinds-title": self._say(Text("points-chart-kinds")),
            "kinds": [
                self._bar(self._say(Text(f"points-kind-{kind}")), tally)
                for kind, tally in report.kinds
            ],
            "parts-title": self._say(
                Text("points-chart-units" if report.by_unit else "points-chart-hamlets")
            ),
            "parts": parts,
            "legend": self._legend(),
        }

    def _bar(self, label: str, tally: Tally) -> dict[str, object]:
        return {
            "label": label or self._say(Text("points-no-hamlet")),
            "places": tally.places,
            "installed": tally.installed,
            "damaged": tally.damaged,
            "missing": tally.missing,
            "percent": tally.percent,
        }

    def _legend(self) -> dict[str, str]:
        return {each.value: self._say(Text(f"points-standing-{each}")) for each in Standing}

    def _map(self, figures: Map) -> bytes:
        ground = Ground.of(figures.spots)
        counts = dict.fromkeys(Standing, 0)
        for spot in figures.spots:
            counts[spot.standing] += 1
        words = {
            "title": figures.name,
            "legend": self._legend(),
            "counts": {each.value: counts[each] for each in Standing},
            "width": ground.width,
            "height": ground.height,
            "bar": ground.bar,
            "bar-label": self._distance(ground.metres),
            "north": self._say(Text("points-map-north")),
            "far": self._say(Text("points-map-far", {"n": ground.far})) if ground.far else "",
            "note": self._say(Text("points-map-note")),
        }
        return typeset("map.typ", words, plotted(figures.spots, ground))

    def _distance(self, metres: int) -> str:
        if metres < 1000:
            return self._say(Text("points-metres", {"n": metres}))
        return self._say(Text("points-kilometres", {"n": metres // 1000}))


def _furthest(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Those that are drawn, in their order, and the others."""
    if len(parts) <= MOST:
        return list(parts), []
    by_need = sorted(parts, key=lambda each: -each.tally.missing - each.tally.damaged)
    shown = {id(each) for each in by_need[: MOST - 1]}
    return (
        [each for each in parts if id(each) in shown],
        [each for each in parts if id(each) not in shown],
    )
