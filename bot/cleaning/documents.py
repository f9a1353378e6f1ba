"""PDF: the pages go into a new document; what is about them, what runs and what is attached stays
behind.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from bot.cleaning import segments
from bot.cleaning.result import Cleaned, StillDirty, Uncleanable
from bot.domain.message import Refusal

MOST_PAGES: Final = 2000
MOST_OBJECTS: Final = 200_000
_DROPPED: Final = [
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/AF",
    "/EF",
    "/Thumb",
    "/XFA",
    "/RichMediaContent",
    "/Collection",
    "/DSS",
    "/Perms",
    "/SpiderInfo",
    "/Threads",
    "/Info",
    "/ID",
    "/IDS",
    "/URI",
    "/URLS",
    "/CreationDate",
    "/ModDate",
    "/Author",
    "/Creator",
    "/Producer",
    "/SeparationInfo",
    "/OPI",
    "/Measure",
    "/PtData",
    "/DPartRoot",
    "/DPart",
    "/VP",
    "/StructTreeRoot",
    "/StructParents",
    "/StructParent",
    "/B",
    "/Private",
]
"""Keys that are taken out wherever they stand."""
_OF_A_PAGE: Final = frozenset(
    (
        *("/Type", "/Parent", "/Resources", "/Contents", "/Annots", "/Group", "/Rotate", "/Tabs"),
        *("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit"),
    )
)
_OF_A_PICTURE: Final = frozenset(
    (
        *("/Type", "/Subtype", "/Filter", "/DecodeParms", "/Length", "/Name", "/OC"),
        *("/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask"),
        *("/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte"),
        *("/FormType", "/BBox", "/Matrix", "/Resources", "/Group"),
    )
)
"""All that a page and what is drawn on it may have: what is not known is not kept."""
_NOTE_KEYS: Final = ("/T", "/M", "/NM", "/RC", "/Popup", "/IRT", "/A", "/PA", "/MK", "/DA", "/DV")
"""Of a note on a page: who wrote it and when, and what it does. What it shows stays."""
_SHOWN_NOTES: Final = frozenset(
    [
        "/Text",
        "/FreeText",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Stamp",
        "/Caret",
        "/Ink",
        "/Widget",
    ]
)


def clean(content: bytes) -> Cleaned:
    """The same pages. Raises `Uncleanable`."""
    try:
        old = Pdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        raise Uncleanable(Refusal.ENCRYPTED) from None
    if len(old.pages) > MOST_PAGES or len(old.objects) > MOST_OBJECTS:
        raise Uncleanable(Refusal.TOO_COMPLEX)
    if not len(old.pages):
        raise Uncleanable(Refusal.UNREADABLE)
    new = Pdf.new()
    new.pages.extend(old.pages)
    for page in new.pages:
        _only(page.obj, _OF_A_PAGE)
        _notes(page.obj)
    for item in new.objects:
        _strip(item)
    made = BytesIO()
    new.save(
        made,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        recompress_flate=True,
        fix_metadata_version=False,
    )
    _check(made)
    return Cleaned("application/pdf", made.getvalue())


def _notes(page: Any) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        if notes is not None:
            del page["/Annots"]
        return
    kept = pikepdf.Array()
    for note in notes:
        if isinstance(note, Dictionary) and str(note.get("/Subtype")) in _SHOWN_NOTES:
            for key in _NOTE_KEYS:
                if key in note:
                    del note[key]
            kept.append(note)
    page["/Annots"] = kept


def _strip(item: Any, depth: int = 0) -> None:
    if depth > 60:
        raise Uncleanable(Refusal.TOO_COMPLEX)
    if isinstance(item, pikepdf.Array):
        for inner in item:
            _inside(inner, depth)
        return
    if not isinstance(item, Dictionary | Stream):
        return
    holder = item.stream_dict if isinstance(item, Stream) else item
    if holder.get("/Type") == Name.Action or holder.get("/Type") in (
        Name.EmbeddedFile,
        Name.Filespec,
        Name.Metadata,
    ):
        _empty(item, holder)
        return
    for key in _DROPPED:
        if key in holder:
            del holder[key]
    if isinstance(item, Stream):
        if holder.get("/Subtype") in (Name.Image, Name.Form):
            _only(holder, _OF_A_PICTURE)
        _picture(item)
    for inner in list(holder.values()):
        _inside(inner, depth)


def _inside(inner: Any, depth: int) -> None:
    # What has a number of its own comes by itself in the list of objects.
    if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
        _strip(inner, depth + 1)


def _only(holder: Any, known: frozenset[str]) -> None:
    for key in set(holder.keys()) - known:
        del holder[key]


def _empty(item: Any, holder: Any) -> None:
    for key in list(holder.keys()):
        del holder[key]
    if isinstance(item, Stream):
        item.write(b"")


def _picture(stream: Any) -> None:
    """Photos lie in a PDF as whole JPEG files, with all that a camera writes into them."""
    filters = stream.stream_dict.get("/Filter")
    names = [filters] if isinstance(filters, Name) else list(filters or [])
    if not names or names[-1] not in (Name.DCTDecode, Name.JPXDecode):
        return
    if len(names) > 1:
        raise Uncleanable(Refusal.TOO_COMPLEX)
    raw = stream.read_raw_bytes()
    strip = segments.jpeg if names[0] == Name.DCTDecode else segments.jp2
    params = stream.stream_dict.get("/DecodeParms")
    stream.write(strip(raw), filter=names[0], decode_parms=params)


def _check(made: BytesIO) -> None:
    again = Pdf.open(BytesIO(made.getvalue()))
    if "/Info" in again.trailer or set(again.Root.keys()) - {"/Type", "/Pages"}:
        raise StillDirty("document")
    for item in again.objects:
        if isinstance(item, Dictionary | Stream):
            holder = item.stream_dict if isinstance(item, Stream) else item
            if holder.get("/Type") != Name.XRef and set(_DROPPED) & set(holder.keys()):
                raise StillDirty("object")
