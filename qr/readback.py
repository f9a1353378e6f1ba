"""Reads every code back from its finished page, by another's decoder, before it is handed over:
as printed, out of focus, from the side, and with a fifth of it covered.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from qr.layout import QUIET, Code, Sheet
from qr.outline import MODULES

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

PIXELS: Final = 5
"""A module's side in a reading: what a phone sees of a poster that fills half of its picture."""
COVERED: Final = 0.20
"""Share of the code's area that is covered in the last reading."""
_BLOT_AT: Final = range(8, 23)
"""Where a blot may begin, in modules from the left and the top: clear of the corner marks, without
which there is no code to repair, and where all that it covers can be repaired. Further to the
right or down there are a few places where one block of the code has more of it than level H bears.
"""
_INCH: Final = 25.4


class Unreadable(Exception):
    """A code that does not read back. The message names its serial and the reading."""


class Wanted(NamedTuple):
    """What a code has to say, and whose it is."""

    serial: str
    link: str


def check(pdf: bytes, sheet: Sheet, wanted: Sequence[Wanted]) -> None:
    """Read all codes of `pdf`, which lie on its pages in the order of `wanted`, in every way.

    Raises `Unreadable` at the first that fails.
    """
    images = codes(pdf, sheet)
    for each in wanted:
        image = next(images, None)
        if image is None:
            raise Unreadable(f"{each.serial}: there is no page for it")
        confirm(each, image)
    images.close()


def first(path: Path, page: int, sheet: Sheet, wanted: Wanted) -> None:
    """Read the first code of one page of a file. Raises `Unreadable`."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        x, y = sheet.places[0]
        seen = read(_picture(document[page], sheet, sheet.face.code.moved(x, y)))
    finally:
        document.close()
    if seen != wanted.link:
        raise Unreadable(f"{wanted.serial}: its page is not where it belongs")


def codes(pdf: bytes, sheet: Sheet) -> Generator[Image, None, None]:
    """The pictures of all places for a code, page by page, with their quiet zones, in grey."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            for x, y in sheet.places:
                yield _picture(page, sheet, sheet.face.code.moved(x, y))
            page.close()
    finally:
        document.close()


def confirm(wanted: Wanted, image: Image) -> None:
    """One code in every way. Raises `Unreadable`."""
    for name, seen in _READINGS.items():
        if read(seen(image, wanted.serial)) != wanted.link:
            raise Unreadable(f"{wanted.serial}: the code does not read back {name}")


def read(image: Image) -> str | None:
    """What the only QR code in a picture says."""
    import zxingcpp

    qr = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(image, qr)
    return found[0].text if len(found) == 1 else None


def _picture(page: pypdfium2.PdfPage, sheet: Sheet, code: Code) -> Image:
    quiet = QUIET * code.side / MODULES
    edges = (
        code.x - quiet,
        sheet.height - code.y - code.side - quiet,
        sheet.width - code.x - code.side - quiet,
        code.y - quiet,
    )
    scale = PIXELS * MODULES / code.side * _INCH / 72
    crop = tuple(max(0.0, edge) * 72 / _INCH for edge in edges)
    bitmap = page.render(
        scale=scale, crop=crop, grayscale=True, may_draw_forms=False, no_smoothtext=True
    )
    image: Image = bitmap.to_pil()
    return image


def _plain(image: Image, _: str) -> Image:
    return image


def _blurred(image: Image, _: str) -> Image:
    from PIL import ImageFilter

    return image.filter(ImageFilter.GaussianBlur(0.3 * PIXELS))


def _tilted(image: Image, _: str) -> Image:
    return tilted(image, 30)


def tilted(image: Image, degrees: float) -> Image:
    """Turned around its upright axis and seen from twice its width away."""
    from PIL import Image as Pictures

    width, height = image.size
    cosine = math.cos(math.radians(degrees))
    bend = math.tan(math.radians(degrees)) / (2 * width)
    out = (width, round(1.3 * height))
    x, y = out[0] / 2, out[1] / 2
    # From the picture back to the paper, each from its middle: (x / cosine, y) / (1 - bend * x).
    scale = 1 + x * bend
    back = (
        (1 / cosine - bend * width / 2) / scale,
        0.0,
        (width / 2 * scale - x / cosine) / scale,
        -bend * height / 2 / scale,
        1 / scale,
        (height / 2 * scale - y) / scale,
        -bend / scale,
        0.0,
    )
    method = Pictures.Transform.PERSPECTIVE
    return image.transform(out, method, back, Pictures.Resampling.BILINEAR, fillcolor=255)


def _covered(image: Image, serial: str) -> Image:
    """With a square blot between the corner marks, dark or light: always the same for a serial,
    so that what failed fails again.
    """
    from PIL import ImageDraw

    dice = random.Random(serial)  # noqa: S311 - where a blot lies is no secret
    x, y = dice.choice(_BLOT_AT), dice.choice(_BLOT_AT)
    blotted = image.copy()
    ImageDraw.Draw(blotted).rectangle(blot(x, y), fill=dice.choice((0, 90, 255)))
    return blotted


def blot(x: float, y: float) -> tuple[float, float, float, float]:
    """The edges, in pixels, of a square of a fifth of the code that begins at (x, y) modules."""
    side = math.sqrt(COVERED) * MODULES
    left, top, right, bottom = (PIXELS * (QUIET + at) for at in (x, y, x + side, y + side))
    return left, top, right, bottom


_READINGS: Final[dict[str, Callable[[Image, str], Image]]] = {
    "as printed": _plain,
    "out of focus": _blurred,
    "from the side": _tilted,
    "with a fifth of it covered": _covered,
}
