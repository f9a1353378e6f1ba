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
    Theme.GENERAL: ("Khu phố Phú Cường", "TK-0001", "7F3K2Q"),
    Theme.WORKERS: ("Nhà trọ Hồng Ngọc, đường số 7", "TK-0002", "M4XW9A"),
    Theme.PUPILS: ("Trường THCS Nguyễn Thị Minh Khai", "TK-0003", "0RB6TD"),
}
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
    """The same point `count` times, as several stickers of one point are."""
    place, serial, short = POINTS[theme]
    return [
        Poster(
            place,
            "Công an phường Bình Phước",
            f"https://tinbao.example.vn/q/{serial}-sample-{at}",
            short,
            serial,
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
