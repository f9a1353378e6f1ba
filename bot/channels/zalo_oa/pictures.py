"""Pictures as the platform takes them: at most 1 MB, JPEG or PNG."""

from __future__ import annotations

from io import BytesIO
from typing import Final

LIMIT: Final = 1_000_000
"""Bytes; whether a megabyte is this or 2^20 is not documented."""
MOST_PIXELS: Final = 50_000_000
_KINDS: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
_SIZES: Final = ((2048, 85), (2048, 70), (1600, 75), (1200, 70), (800, 65))
"""Longest side and JPEG quality, tried in turn."""


def fitted(content: bytes) -> tuple[bytes, str] | None:
    """The picture and its media type, made smaller where it must be; None when it is no picture.

    Takes tenths of a second: not on the event loop. What comes here has been cleaned, that is
    decoded in confinement and written anew by us, so that Pillow may see it in this process.
    """
    for magic, media_type in _KINDS.items():
        if content.startswith(magic) and len(content) <= LIMIT:
            return content, media_type
    from PIL import Image, ImageOps

    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF"))
        if picture.width * picture.height > MOST_PIXELS:
            return None
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright, mask=upright.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    for side, quality in _SIZES:
        plain.thumbnail((side, side))
        written = BytesIO()
        plain.save(written, "JPEG", quality=quality)
        if written.tell() <= LIMIT:
            return written.getvalue(), "image/jpeg"
    return None
