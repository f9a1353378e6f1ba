"""Small real files for transcripts, by extension: what a phone would send, only smaller."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

_JPEG: Final = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQ"
    "c1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAQABgDASIAAhEBAxEB/8QAGAAAAwEBAAAAAAAAAAAAAAAA"
    "AAEDAgT/xAAlEAACAQICCwAAAAAAAAAAAAABAgADERNhEhQhIjEyUmNxkaH/xAAXAQADAQAAAAAAAAAAAAAAAAAA"
    "AQID/8QAGBEBAQEBAQAAAAAAAAAAAAAAAQACISL/2gAMAwEAAhEDEQA/AEzBRdiAMzM4tPrX3FWpYqBb2234SOp9"
    "z5FnOE9NN0qytysD4MJOhRwdLevfKEz0A8i//9k="
)
"""A blue car on a field, 24 by 16."""
_FILM: Final = (
    "eNp9Uj9Lw0AUf0nVdnBIsYhgkAiVOlhQ0VFxEOnmIAqCg2nvSkNzTcidAZ3qpoPiKn4JQXR26OJHcHdw8gs41HeX"
    "lF5b20de3p/7vT/33gGAXReXoccDBmCClMibLNzaAIBcPaIU5QojrgAwXsDKonjLXx9YT+dfpUX2K82j93uATIkF"
    "QYxgn8UNAgOU+UbYAxggvz4Zg6hhew8mkolfLCK3ifqZaKqamdFsWBcm1/m37gKypcwiJYKjtKnPRT8izatijR9G"
    "PBcVh5Hhu6+qRMcdZZQbxI96J7FHqI48QTuouC3iU4kxHpnXqqNSiJlKqrdZJMmZTSJa164xexH5TtrgKRdVH/VP"
    "LjjRMB+43XjMKOTFLaigrIxFjER0u/g/pJxwtex2u72LYVMo1518sqt9ydPoWcKMz7K719u5JLnhQOfuBsrQMQu1"
    "GYQYphxZ6PIwLS+5UBVROv0kmSzMhdpMr02My0m9gBfW/ZJt9NWGfKZ2djX4smAeOZvkqgVa3BryzgURctvbjCop"
    "aVnfLL6GyA1DX59SzsPn8wdhrmr0"
)
"""Two blue frames in MPEG-4, 24 by 16, as zlib packs them."""


def make(name: str) -> bytes:
    """The content of a sample file; an extension that is not known gives plain words."""
    maker = _MAKERS.get(PurePath(name).suffix.lower())
    return maker() if maker else f"Tệp mẫu {name}\n".encode()


def _jpeg() -> bytes:
    return base64.b64decode(_JPEG)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    width, height = 24, 16
    rows = b"".join(b"\0" + b"\x28\x32\xa0" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _pdf() -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def _ogg() -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 6) + b"tinbao" + struct.pack("<I", 0)
    silence = b"\xf8\xff\xfe"
    return b"".join(
        _ogg_page(data, number, flags, granule)
        for number, (data, flags, granule) in enumerate(
            ((head, 2, 0), (tags, 0, 0), (silence, 4, 960))
        )
    )


def _ogg_page(data: bytes, number: int, flags: int, granule: int) -> bytes:
    header = struct.pack("<4sBBqIIIBB", b"OggS", 0, flags, granule, 1, number, 0, 1, len(data))
    crc = 0
    for byte in header + data:
        crc ^= byte << 24
        for _ in range(8):
            crc = ((crc << 1) ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return header[:22] + struct.pack("<I", crc) + header[26:] + data


def _mp4() -> bytes:
    return zlib.decompress(base64.b64decode(_FILM))


def _program() -> bytes:
    return b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0" + b"\0" * 64


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".png": _png,
    ".pdf": _pdf,
    ".ogg": _ogg,
    ".mp4": _mp4,
    ".exe": _program,
}
