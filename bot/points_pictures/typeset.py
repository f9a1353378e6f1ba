"""Typesets this package's sheets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

PPI: Final = 144


def typeset(sheet: str, words: Mapping[str, object], drawing: str = "") -> bytes:
    """The PNG of a sheet of this package. Raises whatever the typesetter does."""
    # Only when a picture is asked for: its library and fonts take 17 MiB.
    import typst

    drawn = typst.compile(
        files("bot.points_pictures").joinpath(sheet).read_bytes(),
        format="png",
        ppi=PPI,
        sys_inputs={"words": json.dumps(words), "map": drawing},
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
    )
    if not isinstance(drawn, bytes):
        raise TypeError("the picture has more than one page")
    return drawn
