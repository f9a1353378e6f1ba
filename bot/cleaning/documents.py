"""PDF: the pages go into a new document; what is about them, what runs and what is attached stays
behind.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from bot.cleaning import contents, known, segments
from bot.cleaning.result import Cleaned, StillDirty, Uncleanable
from bot.domain.message import Refusal

MOST_PAGES: Final = 2000
MOST_OBJECTS: Final = 200_000
_PHOTOS: Final = {"/DCTDecode": segments.jpeg, "/DCT": segments.jpeg, "/JPXDecode": segments.jp2}
_DEVICES: Final = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_HIDDEN: Final = 2 | 32
"""Flags of a note that nobody is shown."""


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
        _only(page.obj, known.PAGE)
        _notes(page.obj)
        contents.of_page(new, page.obj)
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
        if not isinstance(note, Dictionary) or str(note.get("/Subtype")) not in known.NOTES:
            continue
        if int(note.get("/F", 0)) & _HIDDEN:
            continue
        _looks(note)
        _only(note, known.NOTE)
        kept.append(note)
    page["/Annots"] = kept


def _looks(note: Any) -> None:
    """Of all the ways a note can look, the one that is seen."""
    look = note.AP.get("/N") if isinstance(note.get("/AP"), Dictionary) else None
    if isinstance(look, Dictionary):
        look = look.get(str(note.get("/AS")))
    if isinstance(look, Stream):
        look.Subtype = Name.Form
        note.AP = Dictionary(N=look)
    elif "/AP" in note:
        del note["/AP"]


def _strip(item: Any, depth: int = 0) -> None:
    if depth > 60:
        raise Uncleanable(Refusal.TOO_COMPLEX)
    if isinstance(item, pikepdf.Array):
        for number, inner in enumerate(item):
            if device := _device(inner):
                item[number] = device
            else:
                _inside(inner, depth)
        return
    if not isinstance(item, Dictionary | Stream):
        return
    holder = item.stream_dict if isinstance(item, Stream) else item
    if holder.get("/Type") in (Name.Action, Name.EmbeddedFile, Name.Filespec, Name.Metadata):
        _empty(item, holder)
        return
    for key in known.DROPPED & set(holder.keys()):
        del holder[key]
    _known_parts(holder)
    if isinstance(item, Stream):
        _stream(item, holder)
    contents.of_drawing(item, holder)
    for key, inner in list(holder.items()):
        if device := _device(inner):
            holder[key] = device
        else:
            _inside(inner, depth)


def _inside(inner: Any, depth: int) -> None:
    # What has a number of its own comes by itself in the list of objects.
    if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
        _strip(inner, depth + 1)


def _known_parts(holder: Any) -> None:
    if holder.get("/Type") == Name.Font:
        _only(holder, known.FONT)
    for mark, keys in known.BY_MARK.items():
        if mark in holder:
            _only(holder, keys)
    for key, keys in known.BY_KEY.items():
        part = holder.get(key)
        for each in part if isinstance(part, pikepdf.Array) else [part]:
            if isinstance(each, Dictionary | Stream):
                _only(each.stream_dict if isinstance(each, Stream) else each, keys)
    if "/PatternType" in holder and isinstance(state := holder.get("/ExtGState"), Dictionary):
        _only(state, known.STATE)
    if isinstance(resources := holder.get("/Resources"), Dictionary):
        _resources(resources)


def _resources(holder: Any) -> None:
    """What a page draws with, by the names its contents call it."""
    _only(holder, known.RESOURCES)
    groups = {key: part for key, part in holder.items() if isinstance(part, Dictionary)}
    for group, keys in (("/ExtGState", known.STATE), ("/Font", known.FONT)):
        for part in groups[group].values() if group in groups else ():
            if isinstance(part, Dictionary):
                _only(part, keys)
    nothing = Dictionary()
    drawings, spaces = groups.get("/XObject", nothing), groups.get("/ColorSpace", nothing)
    for name, drawing in list(drawings.items()):
        if not _is(drawing, Name.Image, Name.Form):
            del drawings[name]
    # Profiles that stand for the device's own colours, which are taken instead.
    for name in {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"} & set(spaces.keys()):
        del spaces[name]


def _is(item: Any, *kinds: Any) -> bool:
    return isinstance(item, Stream) and item.stream_dict.get("/Subtype") in kinds


def _device(space: Any) -> Any:
    """What stands for a profile: the colours of the device. A profile is a file of its own, with
    words in it. None when this is no profile.
    """
    if not isinstance(space, pikepdf.Array) or len(space) < 2 or space[0] != Name.ICCBased:
        return None
    if not isinstance(space[1], Stream) or space[1].stream_dict.get("/N") not in _DEVICES:
        raise Uncleanable(Refusal.UNREADABLE)
    return _DEVICES[int(space[1].stream_dict["/N"])]


def _only(holder: Any, keys: frozenset[str]) -> None:
    for key in set(holder.keys()) - keys:
        del holder[key]


def _empty(item: Any, holder: Any) -> None:
    for key in list(holder.keys()):
        del holder[key]
    if isinstance(item, Stream):
        item.write(b"")


def _stream(stream: Any, holder: Any) -> None:
    for key in {"/F", "/FFilter", "/FDecodeParms"} & set(holder.keys()):
        del holder[key]  # the name of a file elsewhere
    if _is(stream, Name.Image, Name.Form):
        _only(holder, known.DRAWN)
    for key in ("/SMask", "/Mask"):
        if isinstance(holder.get(key), Stream) and not _is(holder[key], Name.Image):
            del holder[key]
    filters = holder.get("/Filter")
    names = [str(each) for each in ([filters] if isinstance(filters, Name) else filters or [])]
    if set(names) - known.FILTERS:
        _empty(stream, holder)  # nobody can read it
    elif set(names) & set(_PHOTOS):
        _photo(stream, names)


def _photo(stream: Any, names: list[str]) -> None:
    """Photos lie in a PDF as whole JPEG files, with all that a camera writes into them."""
    if len(names) > 1:
        raise Uncleanable(Refusal.TOO_COMPLEX)
    raw = _PHOTOS[names[0]](stream.read_raw_bytes())
    params = stream.stream_dict.get("/DecodeParms")
    full = Name.JPXDecode if names[0] == "/JPXDecode" else Name.DCTDecode
    stream.write(raw, filter=full, decode_parms=params)


def _check(made: BytesIO) -> None:
    again = Pdf.open(BytesIO(made.getvalue()))
    if "/Info" in again.trailer or set(again.Root.keys()) - {"/Type", "/Pages"}:
        raise StillDirty("document")
    for item in again.objects:
        if isinstance(item, Dictionary | Stream):
            holder = item.stream_dict if isinstance(item, Stream) else item
            if holder.get("/Type") != Name.XRef and known.DROPPED & set(holder.keys()):
                raise StillDirty("object")
