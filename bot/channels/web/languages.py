"""Which language a browser asks for. What it asks for is used and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MOST: Final = 20
"""Languages looked at; no phone names more."""


def preferred(header: str, spoken: Sequence[str]) -> str:
    """Of the languages `spoken` the one that `Accept-Language` wants most; else the first."""
    best, weight = spoken[0], 0.0
    for part in header.split(",")[:_MOST]:
        tag, *parameters = part.split(";")
        language = tag.strip().lower().partition("-")[0]
        wanted = _weight(parameters)
        if language in spoken and wanted > weight:
            best, weight = language, wanted
    return best


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
