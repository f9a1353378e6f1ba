"""What may be printed: which letters the fonts have, and what of a name is left when it is."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

_JOINED: Final = 22
"""Letters without a space after which a line may break: no word of Vietnamese is as long."""
_INSTEAD: Final = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "–",
    "\u2212": "–",
    "\u02bc": "’",
    "\u00ad": "",
    "\u200b": "",
}
BREAK: Final = "\u200b"


@cache
def fonts() -> Path:
    """The folder of the fonts that are printed with: Be Vietnam Pro, drawn for Vietnamese."""
    return Path(str(files("fontpkg_be_vietnam_pro") / "files"))


def cleaned(text: str) -> str:
    """One line, composed letters, no invisible characters, single spaces."""
    composed = unicodedata.normalize("NFC", text)
    letters = (
        " " if unicodedata.category(letter) in {"Zs", "Zl", "Zp", "Cc"} else letter
        for letter in "".join(_INSTEAD.get(letter, letter) for letter in composed)
    )
    visible = (letter for letter in letters if unicodedata.category(letter) != "Cf")
    return " ".join("".join(visible).split())


def breakable(text: str) -> str:
    """The same with places to break a line in what is too long for a word."""
    return " ".join(
        BREAK.join(word[at : at + _JOINED] for at in range(0, len(word), _JOINED))
        for word in text.split(" ")
    )


def unprintable(text: str) -> str:
    """The first letter that the fonts lack, or nothing."""
    known = _letters(fonts() / "BeVietnamPro-Regular.ttf")
    return next((letter for letter in text if ord(letter) not in known), "")


@cache
def _letters(font: Path) -> frozenset[int]:
    """The code points of a font: its `cmap` table in format 4, which every TrueType font of
    the basic plane has.
    """
    data = font.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    for at in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">HHL", data, cmap + 4 + 8 * at)[2]
        if struct.unpack_from(">H", data, start)[0] == 4:
            return frozenset(_segments(data, start))
    raise ValueError(f"{font.name} has no table of letters")


def _segments(data: bytes, start: int) -> set[int]:
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends, first = start + 14, start + 16 + 2 * count
    found: set[int] = set()
    for at in range(count):
        end, begin, delta, offset = (
            struct.unpack_from(">H", data, table + 2 * at)[0]
            for table in (ends, first, first + 2 * count, first + 4 * count)
        )
        for point in range(begin, min(end, 0xFFFE) + 1):
            glyph = point
            if offset:
                place = first + 4 * count + 2 * at + offset + 2 * (point - begin)
                glyph = struct.unpack_from(">H", data, place)[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(point)
    return found
