"""Questions that every unit has from the beginning. Their words lie in the catalogues beside this
file; here they are read as words, because what is sent has to stay what it was.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

STARTERS: Final = (
    "talk-starter-danger",
    "talk-starter-when",
    "talk-starter-house",
    "talk-starter-vehicle",
    "talk-starter-way",
    "talk-starter-people",
    "talk-starter-often",
    "talk-starter-online",
    "talk-starter-picture",
)
"""Their keys, in the order in which they are offered. None asks who the reporter is."""
LANGUAGES: Final = ("vi", "en")
"""In which a question can be sent; the first unless the officer asks for the other."""


def starter(number: int, language: str) -> str:
    """The words of a starter (from 0); empty when there is none of this number."""
    return _words(language)[number] if 0 <= number < len(STARTERS) else ""


@cache
def _words(language: str) -> tuple[str, ...]:
    source = files("handlers.talk").joinpath(f"{language}.ftl").read_text("utf-8")
    lines = dict(line.split(" = ", 1) for line in source.splitlines() if " = " in line)
    return tuple(lines[key] for key in STARTERS)
