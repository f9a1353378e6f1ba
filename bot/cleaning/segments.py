"""Pictures inside documents and codes inside films: taken apart by hand, nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cleaning.result import Uncleanable
from bot.domain.message import Refusal

_KEPT_MARKS: Final = {0xE0, 0xEE}
"""Of a JPEG: JFIF, and Adobe's note of how colours are coded. Without it they would come wrong."""
_DROPPED_BOXES: Final = {b"xml ", b"uuid", b"uinf", b"asoc", b"jp2i"}


def jpeg(raw: bytes) -> bytes:
    """A JPEG without comments and application segments, and without what follows its end."""
    if raw[:2] != b"\xff\xd8":
        raise Uncleanable(Refusal.UNREADABLE)
    kept, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(raw):
        while raw[at : at + 2] == b"\xff\xff":
            at += 1
        mark = raw[at + 1]
        if raw[at] != 0xFF:
            raise Uncleanable(Refusal.UNREADABLE)
        if mark == 0xD9:
            break
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        dropped = mark == 0xFE or (0xE0 <= mark <= 0xEF and mark not in _KEPT_MARKS)
        if mark == 0xE0:
            # Its first 14 bytes are JFIF; a thumbnail may follow.
            kept += b"\xff\xe0\x00\x10" + raw[at + 4 : at + 16].ljust(12, b"\0") + b"\0\0"
        elif mark == 0xEE:
            kept += b"\xff\xee\x00\x0e" + raw[at + 4 : at + 16].ljust(12, b"\0")
        elif not dropped:
            kept += raw[at:end]
        at = end
        if mark == 0xDA:
            at = _scan(raw, end)
            kept += raw[end:at]
    return bytes(kept + b"\xff\xd9")


def _scan(raw: bytes, at: int) -> int:
    """Where the coded pixels that begin here end."""
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            return len(raw)
        if raw[at + 1] == 0 or 0xD0 <= raw[at + 1] <= 0xD7:
            at += 2
        elif raw[at + 1] == 0xFF:
            at += 1
        else:
            return at


def jp2(raw: bytes) -> bytes:
    """A JPEG 2000 file without its boxes of words; a bare code stream as it is."""
    if raw[4:8] != b"jP  ":
        return raw
    kept, at = bytearray(), 0
    while at + 8 <= len(raw):
        size = int.from_bytes(raw[at : at + 4], "big") or len(raw) - at
        if size < 8:
            raise Uncleanable(Refusal.UNREADABLE)
        if raw[at + 4 : at + 8] not in _DROPPED_BOXES:
            kept += raw[at : at + size]
        at += size
    return bytes(kept)


def hevc_without_words(raw: bytes) -> bytes:
    """Parameter sets between start codes, without SEI, where encoders write their settings.

    Raises `Uncleanable` for another form: the filters that come before make this one.
    """
    if not raw.startswith((b"\0\0\1", b"\0\0\0\1")):
        raise Uncleanable(Refusal.UNREADABLE)
    units = [unit.rstrip(b"\0") for unit in raw.split(b"\0\0\1")[1:]]
    kept = [unit for unit in units if unit and (unit[0] >> 1) & 0x3F not in (38, 39, 40, 62, 63)]
    return b"".join(b"\0\0\0\1" + unit for unit in kept)


_H264: Final = frozenset((*range(1, 10), 12))
_HEVC: Final = frozenset((*range(10), *range(16, 22), *range(32, 36), *range(38, 41), 62, 63))
"""Also those that are cut out afterwards."""


def h264_units(raw: bytes, extra: bytes) -> bool:
    """Whether a packet is nothing but the units of an H.264 picture, to its last byte."""
    size = (extra[4] & 3) + 1 if len(extra) > 4 and extra[0] == 1 else 0
    return all(unit and unit[0] & 0x1F in _H264 for unit in _units(raw, size))


def hevc_units(raw: bytes, extra: bytes) -> bool:
    """The same for HEVC."""
    size = (extra[21] & 3) + 1 if len(extra) > 21 and extra[0] == 1 else 0
    return all(unit and (unit[0] >> 1) & 0x3F in _HEVC for unit in _units(raw, size))


def _units(raw: bytes, size: int) -> Iterator[bytes]:
    """Units after their length in `size` bytes, or between start codes when that is 0; an empty
    one where they do not add up.
    """
    if not size:
        parts = raw.split(b"\0\0\1")
        if parts[0].strip(b"\0"):
            yield b""
        yield from (part for part in parts[1:] if part)
        return
    at = 0
    while at < len(raw):
        end = at + size + int.from_bytes(raw[at : at + size], "big")
        if end > len(raw):
            yield b""
            return
        yield raw[at + size : end]
        at = end
