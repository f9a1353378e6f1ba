"""What lies between and behind the pictures of a film."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import av
import pytest

from tests.cleaning.samples import NEEDLE, film, picture
from tests.cleaning.test_formats import cleaned, found


def packed(raw: bytes, more: bytes) -> bytes:
    """The same film with more behind each coded picture."""
    made = BytesIO()
    with av.open(BytesIO(raw)) as old, av.open(made, "w", format="mp4") as new:
        video = old.streams.video[0]
        out = new.add_stream_from_template(video)
        for packet in old.demux(video):
            if packet.dts is not None:
                new.mux(longer(packet, out, more))
    return made.getvalue()


def coded(coding: str, muxer: str, more: bytes) -> bytes:
    """Ten pictures, with more behind each as it leaves the encoder."""
    made = BytesIO()
    with av.open(made, "w", format=muxer) as new:
        out = new.add_stream(coding, rate=10)
        out.width, out.height, out.pix_fmt = 96, 64, "yuv420p"
        for number in (*range(10), None):
            frame = None
            if number is not None:
                frame = av.VideoFrame.from_image(picture().rotate(number))
                frame.pts, frame.time_base = number, Fraction(1, 10)
            for packet in out.encode(frame):
                new.mux(longer(packet, out, more))
    return made.getvalue()


def longer(packet: av.Packet, out: av.VideoStream, more: bytes) -> av.Packet:
    changed = av.Packet(bytes(packet) + more)
    changed.pts, changed.dts, changed.time_base = packet.pts, packet.dts, packet.time_base
    changed.is_keyframe, changed.stream = packet.is_keyframe, out
    return changed


def shown(content: bytes) -> int:
    with av.open(BytesIO(content)) as box:
        return sum(1 for _ in box.decode(video=0))


def unit(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


@pytest.mark.parametrize(
    ("coding", "muxer"),
    [
        ("libvpx", "webm"),
        ("libvpx-vp9", "webm"),
        ("libvpx-vp9", "mp4"),
        ("libsvtav1", "mp4"),
        ("libsvtav1", "matroska"),
    ],
)
async def test_words_behind_a_picture_are_gone(coding: str, muxer: str) -> None:
    # Of AV1 a muxer takes only whole units: one for private use, and its size.
    words = NEEDLE.encode()
    more = bytes((0x2A, len(words) + 1, 31)) + words if "av1" in coding else words
    dirty = coded(coding, muxer, more)
    assert found(dirty)
    clean = await cleaned(dirty)
    assert found(clean) == []
    assert shown(clean) == 10


@pytest.mark.parametrize(
    ("coding", "more"),
    [
        ("libx264", unit(b"\x0c\xff\xff\x80" + NEEDLE.encode())),
        ("libx265", unit(b"\x7c\x01" + NEEDLE.encode() + b"\x80")),
        ("libx265", unit(b"\x4c\x01\xff\xff" + NEEDLE.encode() + b"\x80")),
    ],
    ids=["h264 filler", "hevc dolby vision", "hevc filler"],
)
async def test_units_that_are_no_picture_are_cut_out(coding: str, more: bytes) -> None:
    plain = film("mp4", video=coding, audio="")
    dirty = packed(plain, more)
    assert found(dirty)
    clean = await cleaned(dirty)
    assert found(clean) == []
    assert shown(clean) == 10


async def test_an_old_film_without_sound_still_plays() -> None:
    clean = await cleaned(film("mp4", video="mpeg4", audio=""))
    with av.open(BytesIO(clean)) as box:
        assert (box.streams.video[0].width, box.streams.video[0].height) == (96, 64)
    assert shown(clean) == 10
