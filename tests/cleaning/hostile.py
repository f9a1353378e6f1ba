"""Two hundred files that mean harm, or are only broken; the same ones every time."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.cleaning.samples import NEEDLE, SAMPLES, picture

SEED = 20261123
COUNT = 200


def files() -> Iterator[tuple[str, bytes]]:
    """A name that says what it is, and the content."""
    chance = random.Random(SEED)
    good = {name: make() for name, make in SAMPLES.items() if name not in ("mov-pcm", "wav")}
    made = [*_bombs(), *_polyglots(good)]
    names = sorted(good)
    for name in names:
        content = good[name]
        made += [
            (f"{name} cut at {part}/7", content[: len(content) * part // 7])
            for part in (1, 3, 5, 6)
        ]
    while len(made) < COUNT:
        name = chance.choice(names)
        content = bytearray(good[name])
        for _ in range(chance.choice((1, 8, 64))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        made.append((f"{name} changed {len(made)}", bytes(content)))
    yield from made[:COUNT]


def _bombs() -> list[tuple[str, bytes]]:
    return [
        ("png of 20,000 x 20,000", png_bomb(20_000, 20_000)),
        ("png of 60,000 x 60,000", png_bomb(60_000, 60_000)),
        ("png whose words unpack to 200 MB", png_words_bomb()),
        ("jpeg that says 65,500 x 65,500", jpeg_bomb()),
        (
            "gif of 60,000 x 60,000",
            b"GIF89a" + struct.pack("<HHBBB", 60000, 60000, 0, 0, 0) + b";",
        ),
        ("pdf whose page unpacks to 300 MB", pdf_bomb()),
        ("pdf that is its own page", pdf_loop()),
        (
            "pdf of nested lists",
            b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<<>>",
        ),
        (
            "mp4 that says it is endless",
            b"\0\0\0\x18ftypisom\0\0\2\0isommp41\xff\xff\xff\xffmoov" * 9,
        ),
        ("mp4 of nested boxes", _nested()),
        ("a playlist", b"#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n"),
        ("svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'),
        ("nothing", b""),
        ("one byte", b"\xff"),
        ("zeros", bytes(100_000)),
    ]


def png_bomb(width: int, height: int) -> bytes:
    """A header that promises much, and well packed rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(3_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    )


def png_words_bomb() -> bytes:
    """A small picture with a huge compressed remark."""
    words = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    good = SAMPLES["png"]()
    return good[:33] + _chunk(b"zTXt", words) + good[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg_bomb() -> bytes:
    """Its header lies about its size."""
    made = io.BytesIO()
    picture().save(made, "JPEG")
    raw = bytearray(made.getvalue())
    at = raw.index(b"\xff\xc0")
    raw[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    return bytes(raw)


def pdf_bomb() -> bytes:
    """A page of 300 MB of spaces, packed twice."""
    packed = zlib.compress(zlib.compress(b" " * 300_000_000, 9), 9)
    return _pdf(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(packed)
        + packed
        + b"\nendstream",
    )


def pdf_loop() -> bytes:
    """Its pages are their own parents and children."""
    return _pdf(b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Parent 3 0 R /Count 5 >>", b"[4 0 R]")


def _pdf(*more: bytes) -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        *more,
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Size 9 /Root 1 0 R >>\n%%EOF\n"


def _nested() -> bytes:
    raw = b""
    for _ in range(5000):
        raw = struct.pack(">I", 8 + len(raw)) + b"moov" + raw
    return b"\0\0\0\x10ftypisom\0\0\2\0" + raw


def _polyglots(good: dict[str, bytes]) -> list[tuple[str, bytes]]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NEEDLE, NEEDLE * 100)
    script = f"<script>{NEEDLE}</script>".encode()
    made = [
        (f"{name} with a zip behind", content + packed.getvalue())
        for name, content in good.items()
    ]
    made += [(f"{name} with a page behind", content + script) for name, content in good.items()]
    made += [
        ("pdf that begins as a gif", b"GIF89a" + good["pdf"]),
        ("gif that begins as a pdf", b"%PDF-1.7\n" + good["gif"]),
        ("zip named as a pdf", b"%PDF-1.4\n" + packed.getvalue()),
        ("jpeg that goes on as a film", good["jpeg"] + good["mp4"]),
        ("two films in one", good["mp4"] + good["mp4"]),
        ("program that begins as a photo", b"\xff\xd8\xff\xe0MZ" + bytes(5000)),
    ]
    return made
