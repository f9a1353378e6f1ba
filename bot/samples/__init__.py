"""Units to try the service with, from the figures of real, published plans."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit and its points as (kind, name)."""

    slug: str
    name: str
    prefix: str
    parent: str
    hotline: str
    points: tuple[tuple[str, str], ...]


def sample_units() -> list[SampleUnit]:
    """All of them, parents first."""
    raw = tomllib.loads(files(__name__).joinpath("localities.toml").read_text(encoding="utf-8"))
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
        for slug, unit in raw.items()
    ]
