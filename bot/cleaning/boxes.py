"""The boxes of an MP4 (ISO/IEC 14496-12): the second look knows every name that may be there."""

from __future__ import annotations

from typing import Final

from bot.cleaning.result import StillDirty

_INSIDE: Final = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"udta", b"ilst"}
_OURS: Final = b"data\0\0\0\1\0\0\0\0Lavf"
"""The one thing our library may say there: its own name."""
_TELLING: Final = {b"uuid", b"keys", b"loci", b"tmcd", b"gps ", b"XMP_", b"xml "}


def check(made: bytes, start: int = 0, end: int | None = None) -> None:
    """Raises `StillDirty` at a box that says something about the film."""
    at, end = start, len(made) if end is None else end
    while at + 8 <= end:
        size, name, head = int.from_bytes(made[at : at + 4], "big"), made[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(made[at + 8 : at + 16], "big"), 16
        size = size or end - at
        empty = size == head
        ours = name == b"\xa9too" and made[at + head + 4 : at + head + 20] == _OURS
        if (name in _TELLING or name[:1] == b"\xa9") and not (empty or ours):
            raise StillDirty("box")
        if size < head:
            raise StillDirty("size")
        if name in _INSIDE or name == b"meta":
            check(made, at + head + (4 if name == b"meta" else 0), at + size)
        at += size
