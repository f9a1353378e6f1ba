"""Draws the pictures of this folder: `python docs/images/posters/draw.py`."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import pypdfium2
from PIL import Image

from bot.texts import Texts
from qr.layout import Size, sheet
from qr.posters import Poster, Theme, render_png
from qr.typeset import Script, pdf

HERE: Final = Path(__file__).resolve().parent
POINTS: Final = {
    Theme.GENERAL: ("Khu phố Phú Cường", 1),
    Theme.WORKERS: ("Nhà trọ Hồng Ngọc, đường số 7", 20),
    Theme.PUPILS: ("Trường THCS Nguyễn Thị Minh Khai", 40),
}
"""A place, and the number of its first sign."""
SHORT: Final = (
    *("7F3K2X", "GP1XFA", "3A7QYD", "FR6F0F", "A48W8G", "800DD2"),
    *("AAJMC3", "1QTA93", "G4NK0M", "N4KPK4", "B3G1PT", "S1TQRR"),
)
SHOWN: Final = (
    (Size.A6, None, 400),
    (Size.A5, None, 560),
    (Size.A4, None, 640),
    (Size.A3, None, 720),
    (Size.STICKERS, None, 800),
    (Size.A6, "a4", 640),
)
"""Size, sheet and width in pixels."""


def posters(theme: Theme, count: int) -> list[Poster]:
    """`count` signs of one place."""
    place, first = POINTS[theme]
    return [
        Poster(
            place,
            "Công an phường Bình Phước",
            f"https://tinbao.example.vn/q/sample-{first + at:05}",
            SHORT[at % len(SHORT)],
            f"TK-{first + at:04}",
            "0271 3879 113",
            theme,
        )
        for at in range(count)
    ]


def main() -> None:
    """Every theme in every size, one in English, and the picture for groups."""
    texts = Texts.load()
    for lang in ("vi", "en"):
        script = Script.of(lambda text, lang=lang: texts.render(text, lang), lang)
        for theme in Theme:
            for size, impose, width in SHOWN if lang == "vi" else SHOWN[1:2]:
                pages = sheet(size, impose)
                made = pdf(posters(theme, len(pages.places)), pages, script)
                page = pypdfium2.PdfDocument(made)[0]
                image = page.render(scale=width / page.get_width()).to_pil()
                tail = f"-{lang}" if lang != "vi" else ""
                on = f"-on-{impose}" if impose else ""
                _save(image, f"{size.value}{on}-{theme.value}{tail}")
    for theme in Theme:
        shared = render_png(posters(theme, 1)[0], lambda text: texts.render(text, "vi"))
        with Image.open(io.BytesIO(shared)) as image:
            _save(image.resize((540, 675)), f"shared-{theme.value}")


def _save(image: Image.Image, name: str) -> None:
    small = image.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    small.save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
