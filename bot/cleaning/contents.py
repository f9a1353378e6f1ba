"""What a page of a PDF draws, written anew: what draws is kept, no remarks, no marks."""

from __future__ import annotations

from typing import Any, Final

import pikepdf
from pikepdf import ContentStreamInlineImage, Dictionary, Name, PdfInlineImage, Stream

from bot.cleaning import known
from bot.cleaning.result import Uncleanable
from bot.domain.message import Refusal

_PHOTOS: Final = frozenset(("/DCTDecode", "/DCT", "/JPXDecode"))


def of_page(pdf: pikepdf.Pdf, page: Any) -> None:
    """Its contents, often in several pieces, become one."""
    if "/Contents" in page:
        page.Contents = pdf.make_stream(_drawn(page))


def of_drawing(item: Any, holder: Any) -> None:
    """The same for forms, patterns, and letters that are drawings."""
    form = holder.get("/Subtype") == Name.Form or holder.get("/PatternType") == 1
    if form and isinstance(item, Stream):
        item.write(_drawn(item))
    letters = holder.get("/CharProcs")
    if isinstance(letters, Dictionary):
        for letter, drawing in list(letters.items()):
            if isinstance(drawing, Stream):
                drawing.write(_drawn(drawing))
            else:
                del letters[letter]


def _drawn(source: Any) -> bytes:
    kept: list[Any] = []
    for step in pikepdf.parse_content_stream(source):
        if isinstance(step, ContentStreamInlineImage):
            kept.append(_small_picture(step.iimage))
        elif str(step.operator) in known.OPERATORS:
            kept.append(step)
    return pikepdf.unparse_content_stream(kept)


def _small_picture(picture: Any) -> ContentStreamInlineImage:
    """With known keys only. A photo in this place is rare, and is refused: it may say anything.

    pikepdf has no other way to these parts of a picture than its own names for them.
    """
    if _PHOTOS & {str(each) for each in picture.filters}:
        raise Uncleanable(Refusal.TOO_COMPLEX)
    about = picture._image_object
    for at in reversed(range(0, len(about), 2)):
        if str(about[at]) not in known.INLINE:
            del about[at : at + 2]
    made = PdfInlineImage(image_data=picture._data, image_object=about)
    return ContentStreamInlineImage(made)  # type: ignore[call-arg]
