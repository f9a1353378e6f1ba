"""Units and lists of places to try the service with, from the figures of real, published plans."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

_LISTS: Final = "lists"


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit and its points as (kind, name)."""

    slug: str
    name: str
    prefix: str
    parent: str
    hotline: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """A line of a list of places. `parent`: the name of the place that it lies in, or empty."""

    kind: str
    name: str
    parent: str
    tags: tuple[str, ...]
    signs: int


def sample_units() -> list[SampleUnit]:
    """All of them, parents first."""
    return [
        SampleUnit(
            slug,
            unit["name"],
            unit["prefix"],
            unit.get("parent", ""),
            unit.get("hotline", ""),
            tuple(
                (group["kind"], group["name"].format(n=n))
                for group in unit.get("points", ())
                for n in range(1, group.get("count", 1) + 1)
            ),
        )
        for slug, unit in _facts().items()
        if slug != _LISTS
    ]


def sample_lists() -> dict[str, str]:
    """The lists of places there are: their short names, and whose places they are."""
    return {slug: each["name"] for slug, each in _facts()[_LISTS].items()}


def sample_places(slug: str, *, full: bool = False) -> Iterator[SamplePlace]:
    """The lines of one list, parents first; `full`: as many as such a place has when every
    boarding house has its sign. Raises `KeyError` for a list that does not exist.
    """
    groups = _facts()[_LISTS][slug]["places"]
    counts = {
        group["name"]: group.get("full", group["count"]) if full else group["count"]
        for group in groups
    }
    for group in groups:
        within = group.get("in", "")
        for n in range(1, counts[group["name"]] + 1):
            yield SamplePlace(
                group["kind"],
                group["name"].format(n=n),
                within.format(n=(n - 1) % counts[within] + 1) if within else "",
                tuple(group["tags"]),
                group.get("signs", 1),
            )


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath("localities.toml").read_text(encoding="utf-8"))
