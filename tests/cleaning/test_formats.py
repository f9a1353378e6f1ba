"""Every format that is taken: what is about a file is gone, what is in it is still there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from io import BytesIO
from itertools import pairwise

import av
import pikepdf
import pytest
from PIL import Image

from bot.cleaning.cleaner import Cleaner
from tests.cleaning.samples import NEEDLE, OWN, SAMPLES, jpeg, zipped_words
from tests.end_to_end.canaries import hits

PLANTED_NOT = {"amr", "aac"}
"""Formats that have no place for words."""
MEDIA = [name for name in SAMPLES if name not in ("jpeg", "png", "webp", "gif", "pdf")]


async def cleaned(content: bytes, mode: str = "clean") -> bytes:
    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(content), 5000):
            yield content[at : at + 5000]

    return b"".join([piece async for piece in Cleaner().run(chunks(), mode)])


def found(content: bytes) -> list[str]:
    places = [("the file", content)]
    places += [(f"stream {n}", words) for n, words in enumerate(zipped_words(content))]
    return hits(places, OWN)


@pytest.mark.parametrize("name", SAMPLES)
async def test_what_is_about_a_file_is_gone(name: str) -> None:
    dirty = SAMPLES[name]()
    assert (name in PLANTED_NOT) or found(dirty)
    clean = await cleaned(dirty)
    assert found(clean) == []
    assert b"Exif" not in clean
    assert b"adobe" not in clean.lower().replace(b"\xff\xee\x00\x0eadobe", b"")
    assert b"x264 - core" not in clean
    assert b"x265 (build" not in clean


async def test_every_place_in_a_jpeg_was_planted() -> None:
    dirty = jpeg()
    for part in (b"Exif\0\0", b"xap/1.0", b"8BIM\x04\x04", b"\xff\xfe", b"\xff\xd9\xff\xd8"):
        assert part in dirty
    assert Image.open(BytesIO(dirty)).getexif().get_ifd(0x8825)[27]


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photo_stands_upright(orientation: int) -> None:
    turned = Image.open(BytesIO(await cleaned(jpeg(orientation))))
    assert not turned.getexif()
    assert turned.size == ((96, 64) if orientation < 5 else (64, 96))
    before = Image.open(BytesIO(jpeg(orientation)))
    way = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}.get(orientation)
    upright = before if way is None else before.transpose(Image.Transpose(way))
    for spot in ((4, 4), (turned.width - 5, 4), (4, turned.height - 5)):
        pairs = zip(turned.getpixel(spot), upright.getpixel(spot), strict=True)  # type: ignore[arg-type]
        assert all(abs(a - b) < 40 for a, b in pairs)


async def test_pictures_keep_their_pixels() -> None:
    for name in ("png", "webp"):
        before, after = (
            Image.open(BytesIO(c)) for c in (SAMPLES[name](), await cleaned(SAMPLES[name]()))
        )
        corner = after.convert("RGB").getpixel((5, after.height - 5))
        assert isinstance(corner, tuple)
        assert after.size == before.size[::-1]  # the way to turn it was in its EXIF
        assert corner[0] > 100 or corner[2] > 100


async def test_a_moving_picture_still_moves() -> None:
    assert Image.open(BytesIO(await cleaned(SAMPLES["gif"]()))).n_frames == 2


async def test_a_document_keeps_its_page_and_loses_what_acts() -> None:
    clean = pikepdf.open(BytesIO(await cleaned(SAMPLES["pdf"]())))
    assert set(clean.Root.keys()) == {"/Type", "/Pages"}
    (page,) = clean.pages
    assert [str(note.Subtype) for note in page.obj.Annots] == ["/Text"]
    photo = pikepdf.PdfImage(page.obj.Resources.XObject.Im0).as_pil_image()
    assert photo.size == (96, 64)
    assert b"/Im0 Do" in page.obj.Contents.read_bytes()


@pytest.mark.parametrize("name", MEDIA)
async def test_sound_and_film_still_play(name: str) -> None:
    before, after = (
        av.open(BytesIO(SAMPLES[name]())),
        av.open(BytesIO(await cleaned(SAMPLES[name]()))),
    )
    for kind in ("video", "audio"):
        before.seek(0)
        after.seek(0)
        counts = [
            _length(box, kind) if getattr(box.streams, kind) else 0 for box in (before, after)
        ]
        assert abs(counts[0] - counts[1]) <= (1 if kind == "video" else 0.15)
    assert {s.type for s in after.streams} <= {"video", "audio"}


def _length(box: av.container.InputContainer, kind: str) -> float:
    """Pictures, or seconds of sound."""
    if kind == "video":
        return sum(1 for _ in box.decode(video=0))
    heard = sum(frame.samples / frame.sample_rate for frame in box.decode(audio=0))
    box.seek(0)
    return heard


async def test_a_film_stays_turned_as_it_was_held() -> None:
    turned = {
        next(av.open(BytesIO(c)).decode(video=0)).rotation
        for c in (SAMPLES["mp4"](), await cleaned(SAMPLES["mp4"]()))
    }
    assert len(turned) == 1
    assert turned != {0}


async def test_a_voice_is_altered_and_lasts_as_long() -> None:
    dirty = SAMPLES["ogg"]()
    one, two = await cleaned(dirty, "alter"), await cleaned(dirty, "alter")
    assert one != two  # the factor is chosen anew each time
    assert found(one) == []
    assert abs(seconds(one) - seconds(dirty)) < 0.15
    assert abs(pitch(dirty) - 300) < 15
    assert abs(pitch(one) - 300) > 35


def seconds(content: bytes) -> float:
    return len(samples(content)) / 48000


def samples(content: bytes) -> list[float]:
    heard: list[float] = []
    same = av.AudioResampler(format="flt", layout="mono", rate=48000)
    with av.open(BytesIO(content)) as box:
        for frame in [*box.decode(audio=0), None]:
            for piece in same.resample(frame):
                heard += memoryview(bytes(piece.planes[0])[: piece.samples * 4]).cast("f")
    return heard


def pitch(content: bytes) -> float:
    """Hertz, by how often the wave rises through zero in the middle of it."""
    middle = samples(content)[12000:36000]
    rises = sum(a < 0 <= b for a, b in pairwise(middle))
    return rises / (len(middle) / 48000)


def test_the_needle_is_one_word() -> None:
    assert re.fullmatch(r"[\w-]+", NEEDLE)
