"""What parts of a PDF may have: keys that are not listed here are not kept.

Each list is what a viewer needs to draw that part (ISO 32000-1), without names, dates, what acts
and what is attached.
"""

from __future__ import annotations

from typing import Final


def _keys(names: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in names.split())


_STREAM: Final = _keys("Filter DecodeParms Length")
PAGE: Final = _keys(
    "Type Parent Resources Contents Annots Group Rotate Tabs"
    " MediaBox CropBox BleedBox TrimBox ArtBox UserUnit"
)
DRAWN: Final = _STREAM | _keys(
    "Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode"
    " Interpolate SMask SMaskInData Matte FormType BBox Matrix Resources Group"
)
"""Pictures and forms."""
INLINE: Final = DRAWN | _keys("W H CS BPC IM D I F DP L")
"""Pictures within contents, whose keys may be written short."""
RESOURCES: Final = _keys("Font XObject ExtGState ColorSpace Pattern Shading")
"""Not /Properties: names of layers, and what programs write about pieces of a page."""
STATE: Final = _keys("Type LW LC LJ ML D RI OP op OPM Font FL SM SA BM SMask CA ca AIS TK")
FONT: Final = _keys(
    "Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode"
    " DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix CharProcs"
    " Resources"
)
DESCRIPTOR: Final = _keys(
    "Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent"
    " Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2"
    " FontFile3 CharSet Style FD CIDSet"
)
NOTE: Final = _keys(
    "Type Subtype Rect Contents AP F C IC CA BS BE Border QuadPoints L LE LL LLE LLO Vertices"
    " InkList RD Q FT Ff V"
)
"""What a note on a page shows, not who wrote it and when, nor what it does. It has no /Parent:
the parts of a form are named there.
"""
_FUNCTION: Final = _STREAM | _keys(
    "FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Functions Bounds"
)
_SHADING: Final = _STREAM | _keys(
    "ShadingType ColorSpace Background BBox AntiAlias Coords Domain Function Extend Matrix"
    " BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow"
)
_PATTERN: Final = _STREAM | _keys(
    "Type PatternType PaintType TilingType BBox XStep YStep Resources Matrix Shading ExtGState"
)
BY_MARK: Final = {"/FunctionType": _FUNCTION, "/ShadingType": _SHADING, "/PatternType": _PATTERN}
"""Parts that a key of their own tells."""
BY_KEY: Final = {
    "/DecodeParms": _keys(
        "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows"
        " EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform"
    ),
    "/Group": _keys("Type S CS I K"),
    "/SMask": DRAWN | _keys("S G BC TR"),
    "/FontDescriptor": DESCRIPTOR,
    "/CIDSystemInfo": _keys("Registry Ordering Supplement"),
}
"""Parts that the key tells under which they lie."""
FILTERS: Final = _keys(
    "ASCIIHexDecode AHx ASCII85Decode A85 LZWDecode LZW FlateDecode Fl RunLengthDecode RL"
    " CCITTFaxDecode CCF JBIG2Decode DCTDecode DCT JPXDecode"
)
"""How streams are packed; some names have a short form."""
NOTES: Final = _keys(
    "Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut"
    " Stamp Caret Ink Widget"
)
"""Kinds of notes that stay."""
DROPPED: Final = _keys(
    "Metadata PieceInfo LastModified AA OpenAction JS JavaScript EmbeddedFiles AF EF Thumb XFA"
    " RichMediaContent Collection DSS Perms SpiderInfo Threads Info ID IDS URI URLS CreationDate"
    " ModDate Author Creator Producer SeparationInfo OPI Measure PtData DPartRoot DPart VP"
    " StructTreeRoot StructParents StructParent Private Properties OC OCProperties AcroForm"
)
"""Keys that are taken out wherever they stand."""
OPERATORS: Final = frozenset(
    key[1:]
    for key in _keys(
        "b B b* B* BT BX c cm CS cs d d0 d1 Do ET EX f F f* G g gs h i j J K k l M m n q Q re"
        " RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
    )
)
"""What draws. Marks of contents (BDC and its like) draw nothing and carry words."""
