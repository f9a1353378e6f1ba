"""Posters for tests, and how another program sees a page of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL.Image import Image

from bot.domain.message import Text
from bot.texts import Texts
from qr.posters import Poster, Theme

MM = 72 / 25.4
LETTERS = "ăâđêôơưĂÂĐÊÔƠƯ áàảãạ ấầẩẫậ ắằẳẵặ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ"


def say(text: Text, lang: str = "vi") -> str:
    return Texts.load(strict=True).render(text, lang)


def poster(at: int, place: str = "Khu phố Phú Cường", theme: Theme = Theme.GENERAL) -> Poster:
    return Poster(
        place=place,
        unit="Công an phường Bình Phước",
        link=f"https://tinbao.example.vn/q/Ab3_-xyz{at:04}",
        short_code="7F3K2X",
        serial=f"TK-{at:04}",
        hotline="0271 3879 113",
        theme=theme,
    )


@dataclass(frozen=True)
class Letter:
    text: str
    left: float
    bottom: float
    right: float
    top: float


class Seen:
    """A page in millimetres, and what is on it."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._words = page.get_textpage()
        self.width, self.height = (round(side / MM, 1) for side in page.get_size())
        self.text = self._words.get_text_range()

    def picture(self, dpi: float = 150) -> Image:
        image: Image = self._page.render(scale=dpi / 72, grayscale=True).to_pil()
        return image

    def codes(self) -> list[str]:
        """In reading order."""
        qr = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        found = zxingcpp.read_barcodes(self.picture(), qr)
        return [
            code.text
            for code in sorted(
                found,
                key=lambda c: (round(c.position.top_left.y, -2), c.position.top_left.x),
            )
        ]

    def letters(self) -> Iterator[Letter]:
        for at in range(self._words.count_chars()):
            letter = self._words.get_text_range(at, 1)
            if letter.strip():
                left, bottom, right, top = (edge / MM for edge in self._words.get_charbox(at))
                yield Letter(letter, left, bottom, right, top)


def seen(file: Path | bytes) -> list[Seen]:
    return [Seen(page) for page in pypdfium2.PdfDocument(file)]
