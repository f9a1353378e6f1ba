"""How fast posters are made and read back: `benchmarks/posters.py [--json] [--readability]`.

A ward's 1,280 and a commune's 370 A5 posters, whole: typeset, every code read back in four ways,
joined. With the floor: what the typesetter, the renderer and the decoder take alone on one core.
`--readability` reads the codes of 50 random posters of all sizes and themes as a phone might
meet them.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import secrets
import string
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageDraw, ImageFilter

from benchmarks.service import machine
from bot.texts import Texts
from qr import readback, typeset
from qr.layout import QUIET, Sheet, Size, sheet
from qr.outline import MODULES
from qr.posters import Options, Poster, Theme, Unreadable, checked, make
from qr.readback import PIXELS, Wanted, confirm, read, tilted
from qr.typeset import Script

COUNTS: Final = (1280, 370)
CORE: Final = 64
"""Posters that the parts are measured alone with."""
RANDOM: Final = 50
_PLACES: Final = (
    "Khu phố Phú Cường",
    "Ấp Mỹ Tân",
    "Nhà trọ Hồng Ngọc, đường Nguyễn Thị Minh Khai",
    "Trường Trung học phổ thông Lê Hồng Phong",
    "Sóc Lộc Khê",
)


def texts(lang: str) -> Script:
    """The words of posters."""
    loaded = Texts.load()
    return Script.of(lambda text: loaded.render(text, lang), lang)


def posters(count: int, dice: random.Random) -> list[Poster]:
    """Posters of one unit."""
    return [
        Poster(
            dice.choice(_PLACES),
            "Công an phường Bình Phước",
            f"https://tinbao.example.vn/q/{secrets.token_urlsafe(9)}",
            "".join(dice.choices(string.digits + string.ascii_uppercase, k=6)),
            f"TK-{at:04}",
            "0271 3879 113",
            dice.choice(list(Theme)),
        )
        for at in range(1, count + 1)
    ]


class Peak:
    """The most memory that this process and its children had at once, in MiB."""

    def __init__(self) -> None:
        self.mib = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.mib = max(self.mib, sum(map(_resident, _family(os.getpid()))))


def _family(process: int) -> list[int]:
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [each for child in task.read_text().split() for each in _family(int(child))]
        except OSError:
            continue
    return found


def _resident(process: int) -> float:
    """What only this process has, and its share of what several have."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def run(count: int, folder: Path) -> dict[str, float]:
    """Make and read back `count` A5 posters."""
    loaded = Texts.load()
    made = posters(count, random.Random(count))
    out = folder / "posters.pdf"
    unreadable = 0
    began = time.perf_counter()
    with Peak() as peak:
        try:
            make(made, out, Options(Size.A5), lambda text: loaded.render(text, "vi"))
        except Unreadable as error:
            print(error, file=sys.stderr)
            unreadable += 1
    seconds = time.perf_counter() - began
    return {
        "seconds": round(seconds, 1),
        "posters_per_s": round(count / seconds, 1),
        "unreadable": unreadable,
        "peak_mib": round(peak.mib),
        "file_mib": round(out.stat().st_size / 2**20, 1) if out.exists() else 0,
    }


def alone() -> dict[str, float]:
    """Milliseconds a poster that each step takes on one core, and the rate of a core that did
    nothing but typeset, render once and decode once. Every round has new posters: the typesetter
    remembers what it has set before.
    """
    pages, script = sheet(Size.A5, None), texts("vi")
    dice = random.Random(1)
    spent: dict[str, list[float]] = {}

    for _ in range(4):
        for name, each in _steps(checked(posters(CORE, dice)), pages, script).items():
            spent.setdefault(name, []).append(each * 1000 / CORE)
    best = {name: min(each) for name, each in spent.items()}
    floor = best["typesetter_ms"] + best["renderer_ms"] + best["decoder_ms"]
    whole = floor - best["decoder_ms"] + best["qr_code_ms"] + best["four_readings_ms"]
    return {
        **{name: round(each, 2) for name, each in best.items()},
        "floor_posters_per_s_and_core": round(1000 / floor, 1),
        "posters_per_s_and_core": round(1000 / whole, 1),
    }


def _steps(some: list[Poster], pages: Sheet, script: Script) -> dict[str, float]:
    """Seconds of each."""
    spent = {}

    def timed(name: str, deed: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = deed()
        spent[name] = time.perf_counter() - began
        return result

    wanted = [Wanted(poster.serial, poster.link) for poster in some]
    drawn = timed(
        "qr_code_ms", lambda: {poster.link: typeset.drawn(poster.link) for poster in some}
    )
    pdf = timed("typesetter_ms", lambda: typeset.pdf(some, pages, script, drawn.__getitem__))
    images = timed("renderer_ms", lambda: list(readback.codes(pdf, pages)))
    timed("decoder_ms", lambda: [read(image) for image in images])
    timed(
        "four_readings_ms", lambda: [confirm(*pair) for pair in zip(wanted, images, strict=True)]
    )
    return spent


def readability() -> dict[str, object]:
    """Of 50 random posters the share that reads in each state; and with larger specks."""
    dice = random.Random(50)
    script = texts("vi")
    some = checked(posters(RANDOM, dice))
    states: dict[str, Callable[[bytes, Sheet], Image.Image]] = {
        "at_72_dpi": _coarse,
        "tilted_15": lambda pdf, pages: tilted(_seen(pdf, pages), 15),
        "low_contrast": lambda pdf, pages: _faded(_seen(pdf, pages)),
        "dirt_20_percent_dust": _dirty(0.05, 0.3, (60, 200), dice),
        "dirt_20_percent_dark_dust": _dirty(0.05, 0.3, (40, 110), dice),
        "dirt_20_percent_one_stain": lambda pdf, pages: _stained(_seen(pdf, pages), dice),
        "dirt_20_percent_splashes_to_2_mm": _dirty(0.3, 2, (60, 200), dice),
        "dirt_10_percent_splashes_to_2_mm": _dirty(0.3, 2, (60, 200), dice, 0.1),
    }
    good = dict.fromkeys(states, 0)
    for poster in some:
        size = dice.choice(list(Size))
        pages = sheet(size, None)
        pdf = typeset.pdf([poster], pages, script)
        for name, state in states.items():
            good[name] += read(state(pdf, pages)) == poster.link
    return {"posters": RANDOM, **{name: round(100 * n / RANDOM) for name, n in good.items()}}


def _seen(pdf: bytes, pages: Sheet) -> Image.Image:
    return next(readback.codes(pdf, pages))


def _coarse(pdf: bytes, pages: Sheet) -> Image.Image:
    """The first code from the whole page at 72 dpi: a sticker's modules have 1.7 pixels."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1, grayscale=True).to_pil()
    x, y = pages.places[0]
    code = pages.face.code.moved(x, y)
    quiet = QUIET * code.side / MODULES
    edges = (
        code.x - quiet,
        code.y - quiet,
        code.x + code.side + quiet,
        code.y + code.side + quiet,
    )
    found: Image.Image = page.crop(tuple(round(edge * 72 / 25.4) for edge in edges))
    return found


def _faded(image: Image.Image) -> Image.Image:
    """Sun-bleached print on grey paper: dark at 150, light at 190 of 255."""
    return image.point(lambda tone: round(150 + tone * 40 / 255))


def _stained(image: Image.Image, dice: random.Random) -> Image.Image:
    """One square stain anywhere clear of the corner marks."""
    far = MODULES - math.sqrt(0.2) * MODULES
    stained = image.copy()
    edges = readback.blot(dice.uniform(8, far), dice.uniform(8, far))
    ImageDraw.Draw(stained).rectangle(edges, dice.choice((0, 90, 255)))
    return stained


def _dirty(
    small: float,
    large: float,
    tones: tuple[int, int],
    dice: random.Random,
    share: float = 0.2,
) -> Callable[[bytes, Sheet], Image.Image]:
    """A share of the code under opaque specks of `small` to `large` mm, seen by a camera."""

    def dirty(pdf: bytes, pages: Sheet) -> Image.Image:
        fine = 4
        image = _seen(pdf, pages)
        big = image.resize((image.width * fine, image.height * fine), Image.Resampling.NEAREST)
        module = PIXELS * fine
        pixels_per_mm = module * MODULES / pages.face.code.side
        draw = ImageDraw.Draw(big)
        edge, side = QUIET * module, MODULES * module
        area = -math.log(1 - share) * side * side  # specks lie on each other too
        while area > 0:
            radius = dice.uniform(small, large) / 2 * pixels_per_mm
            x, y = (edge + dice.random() * side for _ in "xy")
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), dice.randint(*tones))
            area -= math.pi * radius * radius
        seen = big.resize(image.size, Image.Resampling.BOX)
        return seen.filter(ImageFilter.GaussianBlur(0.3 * PIXELS))

    return dirty


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--readability", action="store_true", help="only read 50 random posters")
    parser.add_argument("--counts", default=",".join(map(str, COUNTS)), help="posters, a run each")
    options = parser.parse_args()
    libraries = ("typst", "pypdfium2", "zxing-cpp", "qrcode", "pikepdf", "pillow")
    figures: dict[str, Any] = {**machine(), **{name: version(name) for name in libraries}}
    if options.readability:
        figures["percent_read"] = readability()
    else:
        with tempfile.TemporaryDirectory(prefix="tinbao-") as folder:
            for count in map(int, options.counts.split(",")):
                figures[f"a5_{count}"] = run(count, Path(folder))
        figures["alone"] = alone()
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:14} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
