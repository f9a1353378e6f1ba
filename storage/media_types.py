"""What a file is, by its first bytes. Names and declared types are not believed.

`filetype` knows most; it is helped where phones in Vietnam make files that it misses or names
otherwise.
"""

from __future__ import annotations

from typing import Final

import filetype

from bot.domain.message import MediaKind

HEAD: Final = 8192
"""Bytes that `sniff` looks at; fewer when the file is shorter."""

KINDS: Final[dict[str, MediaKind]] = {
    "image/jpeg": MediaKind.PHOTO,
    "image/png": MediaKind.PHOTO,
    "image/webp": MediaKind.PHOTO,
    "image/gif": MediaKind.PHOTO,
    "image/heic": MediaKind.PHOTO,
    "image/heif": MediaKind.PHOTO,
    "video/mp4": MediaKind.VIDEO,
    "video/quicktime": MediaKind.VIDEO,
    "video/webm": MediaKind.VIDEO,
    "video/x-matroska": MediaKind.VIDEO,
    "video/3gpp": MediaKind.VIDEO,
    "audio/mpeg": MediaKind.AUDIO,
    "audio/ogg": MediaKind.AUDIO,
    "audio/mp4": MediaKind.AUDIO,
    "audio/aac": MediaKind.AUDIO,
    "audio/wav": MediaKind.AUDIO,
    "audio/amr": MediaKind.AUDIO,
    "audio/webm": MediaKind.AUDIO,
    "application/pdf": MediaKind.DOCUMENT,
}
"""Every type that is taken.

Nothing in it can run as a script in a browser (so no SVG, no HTML).
"""

_SAME: Final = {"image/apng": "image/png", "audio/x-wav": "audio/wav", "video/x-m4v": "video/mp4"}

_BRANDS: Final[dict[bytes, str]] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys((b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6"), "video/mp4"),
    **dict.fromkeys((b"mp41", b"mp42", b"mmp4", b"avc1", b"dash", b"MSNV", b"M4V "), "video/mp4"),
    b"qt  ": "video/quicktime",
    b"3g": "video/3gpp",
}
_GENERIC: Final[dict[bytes, str]] = {b"mif1": "image/heif", b"msf1": "image/heif"}
"""Brands that AVIF and HEIC pictures carry beside their own: asked last."""


def sniff(head: bytes) -> str | None:
    """The media type by a file's first `HEAD` bytes; None when it is not one that is taken."""
    if head[4:8] == b"ftyp":
        found = _sniff_iso(head)
    elif head.startswith(b"#!AMR"):
        found = "audio/amr"
    elif head[:2] in (b"\xff\xfa", b"\xff\xe2", b"\xff\xe3"):
        # MP3 with a checksum, or of the low rates that cheap voice recorders use.
        found = "audio/mpeg"
    else:
        found = filetype.guess_mime(head)
    if found == "video/webm" and b"V_" not in head and b"A_" in head:
        # A voice message recorded by a browser: its track is A_OPUS, with no V_VP9 beside it.
        found = "audio/webm"
    found = _SAME.get(found or "", found)
    return found if found in KINDS else None


def kind_of(media_type: str) -> MediaKind:
    """How to show it; a type that is not taken is a document."""
    return KINDS.get(media_type, MediaKind.DOCUMENT)


def _sniff_iso(head: bytes) -> str | None:
    """Of the MP4 family: by the file's brand, then those it is like (ISO/IEC 14496-12, 4.3)."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
    for table in (_BRANDS, _GENERIC):
        for brand in brands:
            if found := table.get(brand) or table.get(brand[:2]):
                return found
    return None
