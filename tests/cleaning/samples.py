"""Files as phones and offices make them, each full of words that must not come through."""

from __future__ import annotations

import contextlib
import math
import struct
import zlib
from array import array
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from typing import Any, Final

import av
import pikepdf
from PIL import Image, PngImagePlugin

NEEDLE: Final = "Nguyen-Van-Canary"
"""Who made it."""
PLACE: Final = "+11.5432+106.7654/"
"""Where, as ISO 6709."""
OWN: Final = (NEEDLE, PLACE, "106.7654")
XMP: Final = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>{NEEDLE} {PLACE}</rdf></x:xmpmeta>'.encode()
)


def picture(width: int = 96, height: int = 64) -> Image.Image:
    """Red at the left, blue at the right, lighter towards the top left corner."""
    made = Image.new("RGB", (width, height), (30, 40, 200))
    made.paste((220, 30, 30), (0, 0, width // 2, height))
    made.paste((250, 250, 250), (0, 0, width // 4, height // 4))
    return made


def exif(orientation: int = 6, thumbnail: bool = True) -> bytes:
    """EXIF with a place, a name, a way to turn, and (by hand) a thumbnail with a name inside."""
    made = Image.Exif()
    made[0x010F] = NEEDLE  # Make
    made[0x0112] = orientation
    made[0x013B] = NEEDLE  # Artist
    gps = made.get_ifd(0x8825)
    gps.update(
        {1: "N", 2: (11.0, 32.0, 35.52), 3: "E", 4: (106.0, 45.0, 55.44), 27: PLACE.encode()}
    )
    raw = made.tobytes()
    if not thumbnail:
        return raw
    small = BytesIO()
    picture(16, 16).save(small, "JPEG", comment=NEEDLE.encode())
    return raw + small.getvalue()


def jpeg(orientation: int = 6) -> bytes:
    """EXIF with GPS and thumbnail, XMP, IPTC, a comment, a second picture behind the end."""
    made = BytesIO()
    iptc = f"\x1c\x02\x50\x00{chr(len(NEEDLE))}{NEEDLE}".encode("latin-1")
    picture().save(made, "JPEG", exif=exif(orientation), comment=NEEDLE.encode(), quality=90)
    raw = made.getvalue()
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + XMP
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    parts = b"".join(
        b"\xff" + mark + struct.pack(">H", len(data) + 2) + data
        for mark, data in ((b"\xe1", xmp), (b"\xed", iptc))
    )
    return raw[:2] + parts + raw[2:] + raw + NEEDLE.encode()


def png() -> bytes:
    """tEXt, zTXt, iTXt, eXIf, tIME, and words behind the end."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", NEEDLE)
    info.add_text("Comment", NEEDLE * 3, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    made = BytesIO()
    picture().save(made, "PNG", pnginfo=info, exif=exif(thumbnail=False))
    return made.getvalue() + NEEDLE.encode()


def webp() -> bytes:
    """EXIF and XMP."""
    made = BytesIO()
    picture().save(made, "WEBP", exif=exif(thumbnail=False), xmp=XMP, lossless=True)
    return made.getvalue()


def gif() -> bytes:
    """Two frames and a comment."""
    made = BytesIO()
    second = picture().rotate(180)
    picture().save(
        made, "GIF", save_all=True, append_images=[second], comment=NEEDLE.encode(), duration=200
    )
    return made.getvalue() + NEEDLE.encode()


def pdf() -> bytes:
    """Info, XMP, an attachment, a script, a photo with EXIF, a note with its author, a link."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    photo = made.make_stream(
        jpeg(1),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=96,
        Height=64,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
        Metadata=made.make_stream(XMP),
    )
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.obj.Contents = made.make_stream(b"q 100 0 0 66 20 20 cm /Im0 Do Q")
    page.obj.PieceInfo = pikepdf.Dictionary(X=pikepdf.Dictionary(Private=NEEDLE))
    page.obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=NEEDLE))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        T=NEEDLE,
        Contents="x",
    )
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://{NEEDLE}/"),
    )
    page.obj.Annots = pikepdf.Array([made.make_indirect(note), made.make_indirect(link)])
    made.attachments["a.txt"] = pikepdf.AttachedFileSpec(made, NEEDLE.encode(), filename=NEEDLE)
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=NEEDLE)
    names = made.Root.Names
    names.JavaScript = pikepdf.Dictionary(
        Names=["a", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=NEEDLE)]
    )
    with made.open_metadata() as meta:
        meta["dc:creator"] = [NEEDLE]
    made.docinfo["/Author"] = NEEDLE
    out = BytesIO()
    made.save(out)
    return out.getvalue() + f"%{NEEDLE}\n".encode()


def film(muxer: str, video: str = "libx264", audio: str = "aac", turned: int = 0) -> bytes:
    """A second of colours and a tone, with a title, an artist and a place."""
    made = BytesIO()
    options = {"movflags": "use_metadata_tags"} if muxer == "mov" else {}
    with av.open(made, "w", format=muxer, options=options) as out:
        _tags(out.metadata)
        tracks: list[tuple[Any, list[Any]]] = []
        if video:
            stream = out.add_stream(video, rate=10)
            stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
            stream.metadata.update(title=NEEDLE, handler_name=NEEDLE)
            if video == "libx264":
                stream.options = {"x264-params": "aud=1", "preset": "ultrafast"}
            tracks.append((stream, [_shown(n) for n in range(10)]))
        if audio:
            rate = 8000 if "amr" in audio else 48000
            sound = out.add_stream(audio, rate=rate, layout="mono")
            sound.metadata.update(title=NEEDLE, comment=PLACE)
            if "amr" in audio:
                sound.bit_rate = 12200
            tracks.append((sound, _tone(rate)))
        for stream, frames in tracks:
            for frame in [*frames, None]:
                for packet in stream.encode(frame):
                    out.mux(packet)
    raw = made.getvalue()
    return _turned(raw) if turned else raw


def _tags(metadata: dict[str, str]) -> None:
    metadata.update(
        title=NEEDLE,
        artist=NEEDLE,
        comment=f"{NEEDLE} {PLACE}",
        location=PLACE,
        creation_time="2026-11-01T10:11:12Z",
    )
    metadata["com.apple.quicktime.location.ISO6709"] = PLACE
    metadata["com.apple.quicktime.author"] = NEEDLE


def _shown(number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_image(picture().rotate(number))
    frame.pts, frame.time_base = number, Fraction(1, 10)
    return frame


def _tone(rate: int, seconds: float = 1.0, hertz: float = 300.0) -> list[av.AudioFrame]:
    turn = 2 * math.pi * hertz / rate
    wave = array(
        "h",
        (
            int(13000 * math.sin(turn * n) + 6500 * math.sin(2 * turn * n))
            for n in range(int(rate * seconds))
        ),
    )
    frames, size = [], 1024 if rate > 8000 else 160
    for begins in range(0, len(wave) - size, size):
        frame = av.AudioFrame(format="s16", layout="mono", samples=size)
        frame.planes[0].update(
            wave[begins : begins + size].tobytes().ljust(frame.planes[0].buffer_size, b"\0")
        )
        frame.sample_rate, frame.pts, frame.time_base = rate, begins, Fraction(1, rate)
        frames.append(frame)
    return frames


def _turned(raw: bytes) -> bytes:
    """A quarter turn, written into the film's track header as phones do."""
    at = raw.index(b"tkhd") + 4 + 40
    matrix = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 64 << 16, 0, 1 << 30)
    return raw[:at] + matrix + raw[at + 36 :]


def mp4() -> bytes:
    """udta with ©xyz, made by the muxer from `location`; turned; words in a free box behind."""
    raw = film("mp4", turned=90)
    words = f"{NEEDLE}{PLACE}".encode()
    return raw + struct.pack(">I", 8 + len(words)) + b"free" + words


def mp3() -> bytes:
    """ID3v2 with a cover, ID3v1 and APE."""
    raw = film("mp3", video="", audio="libmp3lame")
    ape = b"APETAGEX" + struct.pack("<IIII8x", 2000, 32 + 40, 1, 0)
    ape += struct.pack("<II", len(NEEDLE), 0) + b"Artist\0" + NEEDLE.encode()
    return raw + ape + ape[:8] + b"TAG" + NEEDLE.encode().ljust(125, b"\0")


def wav() -> bytes:
    """LIST/INFO, before and behind the sound."""
    raw = film("wav", video="", audio="pcm_s16le")
    words = b"INFOIART" + struct.pack("<I", len(NEEDLE) + 1) + NEEDLE.encode() + b"\0"
    return raw + b"LIST" + struct.pack("<I", len(words)) + words


SAMPLES: Final[dict[str, Callable[[], bytes]]] = {
    "jpeg": jpeg,
    "png": png,
    "webp": webp,
    "gif": gif,
    "pdf": pdf,
    "mp4": mp4,
    "mp4-mpeg4": lambda: film("mp4", video="mpeg4"),
    "mov": lambda: film("mov"),
    "mov-pcm": lambda: film("mov", audio="pcm_s16le"),
    "3gp": lambda: film("3gp", video="mpeg4", audio="libopencore_amrnb"),
    "hevc": lambda: film("mp4", video="libx265"),
    "mkv": lambda: film("matroska"),
    "webm": lambda: film("webm", video="libvpx", audio="libopus"),
    "m4a": lambda: film("ipod", video="", audio="aac"),
    "mp3": mp3,
    "ogg": lambda: film("ogg", video="", audio="libopus"),
    "webm-voice": lambda: film("webm", video="", audio="libopus"),
    "wav": wav,
    "amr": lambda: film("amr", video="", audio="libopencore_amrnb"),
    "aac": lambda: film("adts", video="", audio="aac"),
}


def zipped_words(content: bytes) -> list[bytes]:
    """What lies in every zlib stream of a file, as far as it can be unpacked."""
    found, at = [], 0
    while (at := content.find(b"\x78", at)) >= 0:
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(content[at:], 1_000_000))
        at += 1
    return found
