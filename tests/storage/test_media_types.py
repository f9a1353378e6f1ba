"""What is taken for what, by the first bytes that phones, browsers and platforms really write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import MediaKind
from storage.media_types import KINDS, kind_of, sniff


def _ftyp(own: bytes, *like: bytes) -> bytes:
    brands = own + bytes(4) + b"".join(like)
    return (len(brands) + 8).to_bytes(4, "big") + b"ftyp" + brands + b"\0\0\0\x08mdat"


EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"
TAKEN = {
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "image/jpeg"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20), "image/png"),
    "apng": (b"\x89PNG\r\n\x1a\n\0\0\0\0acTL" + bytes(20), "image/png"),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20), "image/webp"),
    "gif": (b"GIF89a" + bytes(20), "image/gif"),
    "heic": (_ftyp(b"heic", b"mif1", b"heic"), "image/heic"),
    "heic, iPhone": (_ftyp(b"mif1", b"mif1", b"heic"), "image/heic"),
    "heif": (_ftyp(b"mif1", b"mif1", b"miaf"), "image/heif"),
    "mp4": (_ftyp(b"mp42", b"isom", b"mp42"), "video/mp4"),
    "mp4, Telegram": (_ftyp(b"isom", b"isom", b"iso2", b"avc1", b"mp41"), "video/mp4"),
    "mp4, Zalo": (_ftyp(b"iso5", b"iso6"), "video/mp4"),
    "mov": (_ftyp(b"qt  ", b"qt  "), "video/quicktime"),
    "3gp": (_ftyp(b"3gp4", b"isom", b"3gp4"), "video/3gpp"),
    "3gp, other": (_ftyp(b"3gr6", b"3gp6"), "video/3gpp"),
    "m4a": (_ftyp(b"M4A ", b"isom", b"mp42"), "audio/mp4"),
    "webm": (EBML + b"\x86\x85V_VP9" + b"\x86\x86A_OPUS", "video/webm"),
    "webm, voice": (EBML + b"\x86\x86A_OPUS", "audio/webm"),
    "mkv": (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", "video/x-matroska"),
    "mp3, tagged": (b"ID3\x04" + bytes(20), "audio/mpeg"),
    "mp3": (b"\xff\xfb\x90\x44" + bytes(20), "audio/mpeg"),
    "mp3, checksum": (b"\xff\xfa\x90\x44" + bytes(20), "audio/mpeg"),
    "mp3, low rate": (b"\xff\xf3\x40\xc4" + bytes(20), "audio/mpeg"),
    "mp3, lowest": (b"\xff\xe3\x18\xc4" + bytes(20), "audio/mpeg"),
    "ogg": (b"OggS\0\x02" + bytes(22) + b"\x01vorbis", "audio/ogg"),
    "opus": (b"OggS\0\x02" + bytes(22) + b"OpusHead", "audio/ogg"),
    "aac": (b"\xff\xf1\x50\x80" + bytes(20), "audio/aac"),
    "aac, MPEG-2": (b"\xff\xf9\x50\x80" + bytes(20), "audio/aac"),
    "wav": (b"RIFF\x24\0\0\0WAVEfmt " + bytes(20), "audio/wav"),
    "amr": (b"#!AMR\n\x3c" + bytes(20), "audio/amr"),
    "amr, wide": (b"#!AMR-WB\n" + bytes(20), "audio/amr"),
    "pdf": (b"%PDF-1.7\n" + bytes(20), "application/pdf"),
}
REFUSED = {
    "text": b"Ban dem o nha tro",
    "html": b"<!DOCTYPE html><script>",
    "svg": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>",
    "zip": b"PK\x03\x04" + bytes(40),
    "docx": b"PK\x03\x04\x14\0\x06\0" + bytes(18) + b"\x13\0\0\0[Content_Types].xml",
    "exe": b"MZ\x90\0" + bytes(60),
    "elf": b"\x7fELF" + bytes(60),
    "avif": _ftyp(b"avif", b"mif1", b"miaf"),
    "avif, generic": _ftyp(b"mif1", b"mif1", b"avif"),
    "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
    "tiff": b"II*\0" + bytes(40),
    "ftyp and no more": b"\0\0\0\x18ftyp",
    "ftyp of no brand": _ftyp(b"    ", b"????"),
    "ftyp that lies": b"\xff\xff\xff\xffftyp",
    "zeros": bytes(100),
    "one byte": b"\xff",
}


@pytest.mark.parametrize("name", TAKEN)
def test_types_that_are_taken(name: str) -> None:
    content, media_type = TAKEN[name]
    assert sniff(content) == media_type
    assert kind_of(media_type) is KINDS[media_type]


@pytest.mark.parametrize("name", REFUSED)
def test_types_that_are_not(name: str) -> None:
    assert sniff(REFUSED[name]) is None


def test_every_type_is_shown_by_one_of_the_examples() -> None:
    assert {media_type for _, media_type in TAKEN.values()} == set(KINDS)


MAGIC = st.sampled_from([content[:12] for content, _ in TAKEN.values()] + [b"\0\0\0\x20ftyp"])


@given(magic=MAGIC, rest=st.binary(max_size=300), cut=st.integers(0, 20))
def test_no_bytes_break_it(magic: bytes, rest: bytes, cut: int) -> None:
    assert sniff((magic + rest)[cut:]) in {None, *KINDS}


def test_kinds() -> None:
    shown = {t: kind_of(t) for t in ("image/heic", "video/3gpp", "audio/ogg", "application/pdf")}
    kinds = [MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.DOCUMENT]
    assert list(shown.values()) == kinds
    assert kind_of("text/html") is MediaKind.DOCUMENT
