"""QR codes as PNG pictures, one bit a pixel.

The picture is written here, in a few lines of zlib: no imaging library runs beside the keys.
"""

from __future__ import annotations

import struct
import zlib
from itertools import repeat
from typing import Final

QUIET_ZONE: Final = 4
"""Light modules around the code, as ISO/IEC 18004 asks."""
SCALE: Final = 8
"""Pixels a module: sharp on a phone's screen, about 300 dpi on a 30 mm sticker."""
_HALVES: Final = {
    (False, False): " ",
    (False, True): "▄",
    (True, False): "▀",
    (True, True): "█",
}
"""Two modules above each other, dark on light."""


def qr_png(data: str, *, scale: int = SCALE) -> bytes:
    """A PNG of `data`, readable with 15% of it covered (level M).

    About 10 ms for a link. Raises `ValueError` when it is more than a QR code holds (2,331 bytes).
    """
    return _png(modules(data), scale)


def modules(data: str) -> list[list[bool]]:
    """The code of `data`, a row of modules each, dark ones True, with its quiet zone. Raises as
    `qr_png`.
    """
    # Imported when the first code is drawn: 8 MiB that most processes never need.
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.exceptions import DataOverflowError
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(data)
    try:
        return [list(row) for row in code.get_matrix()]
    except (DataOverflowError, ValueError):
        raise ValueError("too long for a QR code") from None


def _png(matrix: list[list[bool]], scale: int) -> bytes:
    side = len(matrix) * scale
    rows = b"".join(b"\0" + line for row in matrix for line in repeat(_row(row, scale), scale))
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _row(row: list[bool], scale: int) -> bytes:
    """Eight pixels a byte, light is 1."""
    bits = "".join(("0" if dark else "1") * scale for dark in row)
    padded = bits.ljust(-(-len(bits) // 8) * 8, "0")
    return int(padded, 2).to_bytes(len(padded) // 8, "big")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def qr_text(data: str, *, dark_screen: bool = False) -> str:
    """A QR code of half blocks, for white paper, or for a terminal that writes light on dark.

    Raises `ValueError` when it is more than a QR code holds.
    """
    matrix = modules(data)
    matrix += [[False] * len(matrix)] * (len(matrix) % 2)
    lines = []
    for rows in zip(matrix[::2], matrix[1::2], strict=True):
        pairs = zip(*rows, strict=True)
        lines.append("".join(_HALVES[a ^ dark_screen, b ^ dark_screen] for a, b in pairs))
    return "\n".join(lines)
