"""Sound and film, put into a fresh file.

Only one track of each is taken: no data, no subtitles, no cover pictures, no chapters. How a film
is turned stays. Pictures are copied, sound is coded anew (`bot.cleaning.films`, `voice`).
"""

from __future__ import annotations

import contextlib
from io import BytesIO
from typing import Any, Final

import av
import av.subtitles.stream  # what a film may have is loaded before the files are shut away

from bot.cleaning import boxes
from bot.cleaning.films import Pictures, Sound
from bot.cleaning.result import Cleaned, StillDirty, Uncleanable
from bot.domain.message import Refusal

LONGEST: Final = 30 * 60
"""Seconds."""
_HARMLESS: Final = {
    "major_brand", "minor_version", "compatible_brands", "encoder", "ENCODER", "DURATION",
    "language", "handler_name", "vendor_id",
}  # fmt: skip
"""What this program's own library writes, and its values below."""
_VALUES: Final = (
    "Lavf",
    "Lavc",
    "und",
    "eng",
    "VideoHandler",
    "SoundHandler",
    "[0][0][0][0]",
    "FFMP",
)


def clean(content: bytes, demuxer: str) -> Cleaned:
    """The same pictures and sound. Raises `Uncleanable`."""
    with av.open(BytesIO(content), format=demuxer, metadata_errors="ignore") as old:
        video, audio = _tracks(old)
        if video is not None:
            return _film(old, demuxer, video, audio)
    from bot.cleaning import voice

    return voice.recode(content, demuxer)


def _film(old: Any, demuxer: str, video: Any, audio: Any) -> Cleaned:
    if demuxer == "ogg":
        raise Uncleanable(Refusal.WRONG_TYPE)
    made = BytesIO()
    with av.open(made, "w", format="mp4", options={"fflags": "+bitexact"}) as new:
        pictures = Pictures(video, new)
        sound = Sound(audio, new, LONGEST) if audio else None
        new.metadata.clear()
        for packet in old.demux([track for track in (video, audio) if track]):
            if packet.dts is None or not packet.size:
                continue
            if packet.stream.index == video.index:
                pictures.take(packet)
            elif sound is not None:
                sound.take(packet)
        pictures.end()
        if sound is not None:
            sound.end()
    result = made.getvalue()
    check(result, "mov")
    return Cleaned("video/mp4", result)


def _tracks(old: Any) -> tuple[Any, Any]:
    cover = av.stream.Disposition.attached_pic
    pictures = [s for s in old.streams.video if not s.disposition & cover]
    still = {"mjpeg", "png", "bmp", "gif"}
    films = [s for s in pictures if old.format.name.startswith("mov") or s.name not in still]
    video = films[0] if films else None
    audio = old.streams.audio[0] if old.streams.audio else None
    if video is None and audio is None:
        raise Uncleanable(Refusal.UNREADABLE)
    return video, audio


def check(made: bytes, demuxer: str) -> None:
    """A second look at what was made. Raises `StillDirty`, `Uncleanable`."""
    if made[4:8] == b"ftyp" or made[4:8] in (b"moov", b"mdat", b"wide"):
        boxes.check(made)
        demuxer = "mov"
    if demuxer == "wav" and b"LIST" in made[:64]:
        raise StillDirty("tags")
    with av.open(BytesIO(made), "r", format=demuxer) as again:
        for about in (again.metadata, *(stream.metadata for stream in again.streams)):
            for name, value in about.items():
                if name in ("major_brand", "minor_version", "compatible_brands", "DURATION"):
                    continue
                if name not in _HARMLESS or not value.startswith(_VALUES):
                    raise StillDirty(name)
        if any(stream.type not in ("audio", "video") for stream in again.streams):
            raise StillDirty("track")
        with contextlib.suppress(AttributeError):
            if again.chapters():
                raise StillDirty("chapters")
        if not any(packet.size for packet in again.demux()):
            raise Uncleanable(Refusal.UNREADABLE)
