"""What a file is, for the worker: by its bytes. Decides which library may look at it at all."""

from __future__ import annotations

from typing import Final

_PHOTOS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_HEIF: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_AVIF: Final = (b"avif", b"avis")


def of(content: bytes) -> str:
    """`photo`, `pdf`, `heif`, the name of a demuxer (`mov`, `matroska`, …), or empty."""
    if content.startswith(_PHOTOS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "photo"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content[4:8] == b"ftyp":
        return "heif" if content[8:12] in (*_HEIF, *_AVIF) else "mov"
    if content.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if content.startswith(b"OggS"):
        return "ogg"
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content.startswith(b"#!AMR"):
        return "amr"
    if content.startswith(b"ID3") or (content[:1] == b"\xff" and content[1:2] >= b"\xe0"):
        aac = content[1:2] in (b"\xf0", b"\xf1", b"\xf8", b"\xf9")
        return "aac" if aac else "mp3"
    return ""
