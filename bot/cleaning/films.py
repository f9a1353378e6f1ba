"""A film's two tracks on their way into a fresh file.

Pictures are copied as they were coded, but each only after it was decoded: a table of samples that
was tampered with, or an editor's leftovers, may point at anything, and what is not a picture does
not come along. Codings whose pictures nothing delimits (old ones, and VP8, VP9 and AV1, whose last
part goes on to the end of what is there) are coded anew as H.264, and so is all sound.
"""

from __future__ import annotations

from typing import Any, Final

import av
from av.bitstream import BitStreamFilterContext

from bot.cleaning.result import Uncleanable
from bot.cleaning.segments import h264_units, hevc_units, hevc_without_words
from bot.domain.message import Refusal

_FILTERS: Final = {
    "h264": "filter_units=remove_types=6|12",
    "hevc": "filter_units=remove_types=38-40|62-63",
}
"""Words (SEI), what only fills, and what players that do not know it skip (Dolby Vision)."""
COPIED: Final = {"h264", "hevc"}
_UNITS: Final = {"h264": h264_units, "hevc": hevc_units}
_MOST_BAD: Final = 10
"""Of a hundred pictures so many may be damaged, as where a film was cut off."""
_MOST_ANEW: Final = 640 * 480 * 30 * 120
"""Pixels in all of a film that is coded anew: two minutes of an old telephone's, forty
seconds of a browser's.
"""
_LATEST: Final = 10.0
"""Seconds after the pictures that the sound may begin."""


def coding(video: Any) -> str:
    """How pictures are coded, by the name of the coding and not of the library."""
    return str(video.codec_context.codec.canonical_name)


class Pictures:
    """Takes the packets of one film."""

    def __init__(self, video: Any, new: Any) -> None:
        self._video, self._new = video, new
        self._coding = coding(video)
        self.count = self._bad = self._pixels = 0
        self._filter: BitStreamFilterContext | None = None
        video.codec_context.options = {"err_detect": "explode"}
        video.codec_context.thread_count = 1
        if self._coding in COPIED:
            self._out = new.add_stream_from_template(video)
            self._out.metadata.clear()
            if self._coding in _FILTERS:
                self._filter = BitStreamFilterContext(_FILTERS[self._coding], video, self._out)
            extra = self._out.codec_context.extradata
            if self._coding == "hevc" and extra:
                # After the filter is made: it sets the stream's parameters anew.
                self._out.codec_context.extradata = hevc_without_words(extra)
        else:
            self._out = new.add_stream("libx264", rate=video.average_rate or 25)
            self._out.width, self._out.height = video.width & ~1, video.height & ~1
            self._out.pix_fmt, self._out.codec_context.time_base = "yuv420p", video.time_base
            self._out.options = {"preset": "ultrafast"}

    def take(self, packet: Any) -> None:
        """Copy a picture, or code it anew; one that is none is left out."""
        if not self._is_whole(packet):
            self._bad += 1
            return
        try:
            frames = packet.decode()
        except (av.error.InvalidDataError, av.error.PatchWelcomeError):
            self._bad += 1
            return
        self.count += 1
        if self._coding not in COPIED:
            self._encode(frames)
            return
        pieces = self._filter.filter(packet) if self._filter else [packet]
        for piece in pieces:
            piece.stream = self._out
            self._new.mux_one(piece)

    def end(self) -> None:
        """Nothing more comes. Raises `Uncleanable` when too little of it was a film."""
        late = self._late() if self._coding not in COPIED else []
        if not self.count or self._bad * 100 > (self.count + self._bad) * _MOST_BAD + 100:
            raise Uncleanable(Refusal.UNREADABLE)
        if self._coding not in COPIED:
            self._encode(late)
            self._write(self._out.encode(None))

    def _late(self) -> list[Any]:
        """Pictures the decoder still held back."""
        try:
            return list(self._video.decode(None))
        except (av.error.InvalidDataError, av.error.EOFError):
            return []

    def _is_whole(self, packet: Any) -> bool:
        if packet.is_corrupt:
            return False
        units = _UNITS.get(self._coding)
        return units is None or units(bytes(packet), self._video.codec_context.extradata or b"")

    def _encode(self, frames: list[Any]) -> None:
        for frame in frames:
            self._pixels += frame.width * frame.height
            if self._pixels > _MOST_ANEW:
                raise Uncleanable(Refusal.TOO_COMPLEX)
            plain = frame.reformat(self._out.width, self._out.height, "yuv420p")
            plain.pts, plain.time_base = frame.pts, frame.time_base
            plain.pict_type = 0
            self._write(self._out.encode(plain))

    def _write(self, packets: list[Any]) -> None:
        for packet in packets:
            if self._filter is None:  # now that the encoder is open; it signs with its settings
                # Before the filter, which takes the stream as it is: a film without sound, too.
                self._new.start_encoding()
                self._filter = BitStreamFilterContext(_FILTERS["h264"], self._out, self._out)
            for piece in self._filter.filter(packet):
                piece.stream = self._out
                self._new.mux_one(piece)


class Sound:
    """Takes the packets of a film's sound, at most `longest` seconds."""

    def __init__(self, audio: Any, new: Any, longest: int) -> None:
        self._new, self._most = new, longest * (rate := 48_000)
        self._rate = rate
        self._out = new.add_stream("aac", rate=rate, layout="mono")
        self._out.bit_rate = 64_000
        self._uniform = av.AudioResampler(format="fltp", layout="mono", rate=rate)
        self._at: int | None = None

    def take(self, packet: Any) -> None:
        """Decode and code anew; what is no sound is left out."""
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            return
        for frame in frames:
            if self._at is None:
                late = frame.time if frame.pts is not None else 0.0
                self._at = round(min(max(late or 0.0, 0.0), _LATEST) * self._rate)
            frame.pts = None
            self._encode(self._uniform.resample(frame))

    def end(self) -> None:
        """Nothing more comes."""
        if self._at is not None:
            self._encode(self._uniform.resample(None))
            self._new.mux(self._out.encode(None))

    def _encode(self, frames: list[Any]) -> None:
        for frame in frames:
            assert self._at is not None  # noqa: S101 - set by the first frame
            frame.pts, self._at = self._at, self._at + frame.samples
            if self._at > self._most:
                raise Uncleanable(Refusal.TOO_COMPLEX)
            self._new.mux(self._out.encode(frame))
