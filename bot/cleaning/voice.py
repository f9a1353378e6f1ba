"""A voice made another: decoded, moved up or down with its resonances, and coded anew.

How far is chosen at random and told to nobody. It hides a voice from those who know it; it is no
proof against a laboratory, and what is said, and how, stays.
"""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Any, Final

import av

from bot.cleaning import media
from bot.cleaning.result import Cleaned, Uncleanable
from bot.domain.message import Refusal

RATE: Final = 24_000
LONGEST: Final = 30 * 60
"""Seconds."""
_FACTORS: Final = ((76, 85), (118, 132))
"""Per cent: well below or well above, so that it is neither the voice nor a caricature."""


def alter(content: bytes, demuxer: str) -> Cleaned:
    """Opus in Ogg, mono, as long as before. Raises `Uncleanable`."""
    if demuxer in ("photo", "pdf"):
        raise Uncleanable(Refusal.WRONG_TYPE)
    made = BytesIO()
    with (
        av.open(BytesIO(content), format=demuxer, metadata_errors="ignore") as old,
        av.open(made, "w", format="ogg", options={"fflags": "+bitexact"}) as new,
    ):
        if not old.streams.audio:
            raise Uncleanable(Refusal.UNREADABLE)
        out = new.add_stream("libopus", rate=RATE, layout="mono")
        out.bit_rate = 24_000
        _through(old, new, out)
    result = made.getvalue()
    media.check(result, "ogg")
    return Cleaned("audio/ogg", result)


def recode(content: bytes, demuxer: str) -> Cleaned:
    """The same sound, mono: Opus in Ogg for what browsers record, else AAC in MP4.

    Coded anew because what is copied undecoded may be anything. Raises `Uncleanable`.
    """
    opus = demuxer in ("ogg", "matroska")
    muxer, media_type = ("ogg", "audio/ogg") if opus else ("ipod", "audio/mp4")
    rate = 48_000 if opus else 16_000 if demuxer == "amr" else 44_100
    made, count = BytesIO(), 0
    with (
        av.open(BytesIO(content), format=demuxer, metadata_errors="ignore") as old,
        av.open(made, "w", format=muxer, options={"fflags": "+bitexact"}) as new,
    ):
        if not old.streams.audio:
            raise Uncleanable(Refusal.UNREADABLE)
        out = new.add_stream("libopus" if opus else "aac", rate=rate, layout="mono")
        out.bit_rate = 32_000 if opus or demuxer == "amr" else 96_000
        form = "flt" if opus else "fltp"
        for frame in _frames(old, av.AudioResampler(format=form, layout="mono", rate=rate)):
            count += frame.samples
            if count > LONGEST * rate:
                raise Uncleanable(Refusal.TOO_COMPLEX)
            frame.pts = None
            for packet in out.encode(frame):
                new.mux(packet)
        for packet in out.encode(None):
            new.mux(packet)
    if not count:
        raise Uncleanable(Refusal.UNREADABLE)
    result = made.getvalue()
    media.check(result, "ogg" if opus else "mov")
    return Cleaned(media_type, result)


def _factor() -> float:
    low, high = secrets.choice(_FACTORS)
    return (low * 100 + secrets.randbelow((high - low) * 100)) / 10_000


def _through(old: Any, new: Any, out: Any) -> None:
    graph, source, sink = _graph()
    samples = 0
    uniform = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    for frame in _frames(old, uniform):
        samples += frame.samples
        if samples > LONGEST * RATE:
            raise Uncleanable(Refusal.TOO_COMPLEX)
        frame.pts = None
        source.push(frame)
        _drain(sink, new, out)
    if not samples:
        raise Uncleanable(Refusal.UNREADABLE)
    source.push(None)
    _drain(sink, new, out)
    for packet in out.encode(None):
        new.mux(packet)
    del graph  # not before: its filters do not keep it alive


def _frames(old: Any, uniform: Any) -> Any:
    try:
        for frame in old.decode(old.streams.audio[0]):
            frame.pts = None
            yield from uniform.resample(frame)
    except av.error.InvalidDataError:
        pass  # cut off: what came before is still a voice
    yield from uniform.resample(None)


def _graph() -> tuple[Any, Any, Any]:
    factor = _factor()
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_abuffer(format="fltp", sample_rate=RATE, layout="mono")
    chain = [
        graph.add("asetrate", str(round(RATE * factor))),
        graph.add("aresample", str(RATE)),
        graph.add("atempo", f"{1 / factor:.6f}"),
        graph.add("aformat", f"sample_fmts=flt:sample_rates={RATE}:channel_layouts=mono"),
        graph.add("abuffersink"),
    ]
    for before, after in zip([source, *chain], chain, strict=False):
        before.link_to(after)
    graph.configure()
    return graph, source, chain[-1]


def _drain(sink: Any, new: Any, out: Any) -> None:
    while True:
        try:
            frame = sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        frame.pts = None
        for packet in out.encode(frame):
            new.mux(packet)
