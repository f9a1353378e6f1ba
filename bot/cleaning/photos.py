"""Pictures: decoded to pixels, turned upright, brought to sRGB, and written anew from the pixels.

Nothing of the old file is copied. The pixels themselves stay as they are: what is to be seen in
a picture, and a camera's noise, is still there.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    ImageSequence,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from bot.cleaning.result import Cleaned, StillDirty, Uncleanable
from bot.domain.message import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PIXELS: Final = 50_000_000
"""Of one picture, or of all frames of a moving one together."""
MOST_FRAMES: Final = 500
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_LOADED: Final = (
    *(GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin),
    TiffImagePlugin,
)
"""Pillow loads them when it needs them, and then the worker can open no file."""
Image.preinit()
_JPEG_PARTS: Final = {0xE0, 0xDB, 0xC4, 0xC0, 0xC1, 0xC2, 0xDD, 0xDA}
_PNG_PARTS: Final = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_WEBP_PARTS: Final = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}


def clean(content: bytes) -> Cleaned:
    """A picture of the same kind with the same pixels. Raises `Uncleanable`."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked first, before anything is decoded
    picture = Image.open(BytesIO(content), formats=_FORMATS)
    width, height = picture.size
    frames = getattr(picture, "n_frames", 1) if picture.format in ("GIF", "WEBP") else 1
    if width * height * frames > MOST_PIXELS or frames > MOST_FRAMES:
        raise Uncleanable(Refusal.TOO_COMPLEX)
    if frames > 1:
        return _moving(picture)
    upright = _pixels(picture)
    if picture.format in ("JPEG", "MPO"):
        return _checked("JPEG", upright, quality=92, subsampling="4:2:0", optimize=False)
    if picture.format == "WEBP":
        return _checked("WEBP", upright, quality=90, method=2)
    return _checked("PNG", upright, compress_level=6)


def _pixels(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture)
    see_through = "A" in turned.getbands() or "transparency" in turned.info
    if turned.mode.startswith("I"):  # 16 bits of grey
        turned = turned.convert("F").point(lambda value: value / 256).convert("L")
    grey = turned.mode in ("1", "L") and not see_through
    wanted = "L" if grey else "RGBA" if see_through else "RGB"
    if profile and turned.mode in ("RGB", "RGBA", "CMYK", "L"):
        turned = _to_srgb(turned, profile, wanted)
    plain = turned.convert(wanted)
    # A fresh picture: `info`, where comments and profiles travel along, does not come with it.
    fresh = Image.new(wanted, plain.size)
    fresh.paste(plain)
    return fresh


def _to_srgb(picture: Image.Image, profile: bytes, wanted: str) -> Image.Image:
    if picture.mode == "L":
        return picture
    try:
        made = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=wanted if picture.mode != "CMYK" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile: the colours are taken as they are
    return made or picture


def _moving(picture: Image.Image) -> Cleaned:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(int(frame.info.get("duration", 100)) or 100)
        fresh = Image.new("RGBA", frame.size)
        fresh.paste(frame.convert("RGBA"))
        frames.append(fresh)
    kind = picture.format or "GIF"
    first, *rest = frames
    return _checked(kind, first, save_all=True, append_images=rest, duration=durations, loop=0)


def _checked(kind: str, picture: Image.Image, **how: object) -> Cleaned:
    made = BytesIO()
    picture.save(made, kind, **how)
    content = made.getvalue()
    look = {"JPEG": _jpeg_parts, "PNG": _png_parts, "WEBP": _webp_parts, "GIF": _gif_parts}[kind]
    for part in look(content):
        raise StillDirty(str(part))
    again = Image.open(BytesIO(content), formats=[kind])
    if again.size != picture.size or {"exif", "xmp", "icc_profile", "comment"} & set(again.info):
        raise StillDirty(kind)
    return Cleaned(f"image/{kind.lower()}", content)


def _jpeg_parts(content: bytes) -> Iterator[object]:
    """Every segment that is not part of the picture, up to the pixels; what follows the end."""
    at = 2
    while content[at] == 0xFF:
        if content[at + 1] not in _JPEG_PARTS:
            yield content[at + 1]
        if content[at + 1] == 0xDA:
            break
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    if content.find(b"\xff\xd9", at) != len(content) - 2:
        yield "end"


def _png_parts(content: bytes) -> Iterator[object]:
    at = 8
    while at < len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if name not in _PNG_PARTS:
            yield name
        at += 12 + size


def _webp_parts(content: bytes) -> Iterator[object]:
    at = 12
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name not in _WEBP_PARTS:
            yield name
        at += 8 + size + size % 2


def _gif_parts(content: bytes) -> Iterator[object]:
    def colours(flags: int) -> int:
        return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0

    at = 13 + colours(content[10])
    while content[at] != 0x3B:
        if content[at] == 0x21:
            looping = content[at + 1] == 0xFF and content[at + 3 : at + 14] == b"NETSCAPE2.0"
            if content[at + 1] != 0xF9 and not looping:
                yield content[at + 1]
            at += 2
        else:
            at += 11 + colours(content[at + 9])
        while content[at]:
            at += 1 + content[at]
        at += 1
    if at != len(content) - 1:
        yield "end"
