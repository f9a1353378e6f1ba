"""What a PDF says about itself in places where only a part of a page should be."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageCms

from bot.domain.errors import FileRefused
from tests.cleaning.samples import NEEDLE, exif, picture
from tests.cleaning.test_formats import cleaned, found

Plant = Callable[[Pdf, Any], bytes]
"""Plants the needle in a page and returns what the page draws."""
SHOWN: Final = b"q 100 0 0 66 20 20 cm /Im0 Do Q"


def photo(**more: Any) -> bytes:
    made = BytesIO()
    picture().save(made, "JPEG", **more)
    return made.getvalue()


def drawn(pdf: Pdf, raw: bytes, **more: Any) -> Stream:
    about = {"ColorSpace": Name.DeviceRGB, "Filter": Name.DCTDecode, **more}
    return pdf.make_stream(
        raw,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=96,
        Height=64,
        BitsPerComponent=8,
        **about,
    )


def profile(pdf: Pdf, page: Any) -> bytes:
    words = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + NEEDLE.encode()
    space = Array([Name.ICCBased, pdf.make_stream(words, N=3)])
    indexed = Array([Name.Indexed, space, 1, pikepdf.String(b"\0" * 6)])
    page.Resources.XObject = Dictionary(Im0=drawn(pdf, photo(), ColorSpace=space))
    page.Resources.ColorSpace = Dictionary(A=space, B=indexed, DefaultRGB=space)
    return SHOWN


def layer(pdf: Pdf, page: Any) -> bytes:
    user = Dictionary(Type=Name.Ind, Name=NEEDLE)
    group = Dictionary(Type=Name.OCG, Name=NEEDLE, Usage=Dictionary(User=user))
    group = pdf.make_indirect(group)
    page.Resources.Properties = Dictionary(MC0=group)
    page.Resources.XObject = Dictionary(Im0=drawn(pdf, photo(), OC=group))
    return b"/OC /MC0 BDC " + SHOWN + b" EMC"


def marks(pdf: Pdf, page: Any) -> bytes:
    page.Resources.Properties = Dictionary(MC0=Dictionary(Title=NEEDLE, Company=NEEDLE))
    page.Resources.XObject = Dictionary(Im0=drawn(pdf, photo()))
    words = f"/A <</Title ({NEEDLE})>> BDC /B ({NEEDLE}) DP %{NEEDLE}\n".encode()
    return words + b"/Tag /MC0 BDC " + SHOWN + b" EMC EMC"


def marks_in_a_form(pdf: Pdf, page: Any) -> bytes:
    words = f"/A <</Title ({NEEDLE})>> BDC ".encode()
    inner = Dictionary(XObject=Dictionary(Im0=drawn(pdf, photo())))
    page.Resources.XObject = Dictionary(
        Fm0=pdf.make_stream(
            words + SHOWN + b" EMC",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 200, 200]),
            Resources=inner,
        )
    )
    return b"/Fm0 Do"


def state(pdf: Pdf, page: Any) -> bytes:
    one = Dictionary(Type=Name.ExtGState, CA=1, AAPL_Who=NEEDLE)
    page.Resources.ExtGState = Dictionary(G0=one)
    page.Resources.XObject = Dictionary(Im0=drawn(pdf, photo()))
    return b"/G0 gs " + SHOWN


def short_filter(pdf: Pdf, page: Any) -> bytes:
    raw = photo(exif=exif())
    page.Resources.XObject = Dictionary(
        Im0=drawn(pdf, raw, Filter=Name("/DCT"), Name=Name(f"/{NEEDLE}"), F=NEEDLE)
    )
    return SHOWN


def picture_of_no_kind(pdf: Pdf, page: Any) -> bytes:
    unknown = pdf.make_stream(NEEDLE.encode(), Width=96, Height=64)
    page.Resources.XObject = Dictionary(Im0=drawn(pdf, photo()), Im1=unknown)
    return SHOWN


def field(pdf: Pdf, page: Any) -> bytes:
    above = pdf.make_indirect(Dictionary(T=NEEDLE, TU=NEEDLE, FT=Name.Tx))
    looks = pdf.make_stream(SHOWN, BBox=Array([0, 0, 200, 200]))
    looks.Resources = Dictionary(XObject=Dictionary(Im0=drawn(pdf, photo())))
    unseen = pdf.make_stream(NEEDLE.encode())
    about = {"Rect": Array([0, 0, 200, 200]), "Parent": above, "TU": NEEDLE, "Subj": NEEDLE}
    seen = Dictionary(N=Dictionary(On=looks, Off=unseen), D=unseen)
    page.Annots = Array(
        [
            pdf.make_indirect(Dictionary(Subtype=Name.Widget, AS=Name.On, AP=seen, **about)),
            Dictionary(Subtype=Name.Stamp, ExData=Dictionary(Who=NEEDLE), **about),
            Dictionary(Subtype=Name.Text, F=2, Contents=NEEDLE, **about),
        ]
    )
    return b"q Q"


def small_picture(pdf: Pdf, page: Any) -> bytes:
    page.Resources.XObject = Dictionary(Im0=drawn(pdf, photo()))
    words = f"/Who ({NEEDLE})".encode()
    return b"q BI /W 1 /H 1 /BPC 8 /CS /RGB /F /AHx " + words + b" ID FF0000> EI Q " + SHOWN


PLANTS: Final = (
    *(profile, layer, marks, marks_in_a_form, state, short_filter, picture_of_no_kind),
    *(field, small_picture),
)


def document(plant: Plant) -> bytes:
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(200, 200)).obj
    page.Resources = Dictionary()
    page.Contents = pdf.make_stream(plant(pdf, page))
    made = BytesIO()
    pdf.save(made)
    return made.getvalue()


def words(content: bytes) -> list[str]:
    """Also in streams that are not packed, and in keys that stand in objects packed together."""
    with Pdf.open(BytesIO(content)) as pdf:
        parts = [found(each.read_raw_bytes()) for each in pdf.objects if isinstance(each, Stream)]
        told = found(b"".join(each.unparse(resolved=True) for each in pdf.objects))
    return found(content) + told + [hit for hits in parts for hit in hits]


def pictures(holder: Any) -> list[Image.Image]:
    seen = [
        pikepdf.PdfImage(each).as_pil_image()
        for each in holder.objects
        if isinstance(each, Stream) and each.stream_dict.get("/Subtype") == Name.Image
    ]
    return [each for each in seen if each.size == (96, 64)]


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
async def test_a_part_of_a_page_tells_nothing(plant: Plant) -> None:
    dirty = document(plant)
    assert words(dirty)
    clean = await cleaned(dirty)
    assert words(clean) == []
    with Pdf.open(BytesIO(clean)) as pdf:
        (shown,) = pictures(pdf)
        colour = shown.convert("RGB").getpixel((40, 60))
        assert isinstance(colour, tuple)
        assert colour[0] > 180 > 90 > colour[2]
        contents = b"".join(
            each.read_bytes()
            for each in pdf.objects
            if isinstance(each, Stream) and each.stream_dict.get("/Type") != Name.ObjStm
            if each.stream_dict.get("/Subtype") != Name.Image
        )
        assert b"/Im0 Do" in contents


async def test_a_photo_within_contents_is_refused() -> None:
    raw = photo(exif=exif())
    small = b"q BI /W 96 /H 64 /BPC 8 /CS /RGB /F /DCT ID " + raw + b"\nEI Q"
    with pytest.raises(FileRefused, match="too-complex"):
        await cleaned(document(lambda _pdf, _page: small))


async def test_letters_that_are_drawings_stay_drawings() -> None:
    def plant(pdf: Pdf, page: Any) -> bytes:
        letter = pdf.make_stream(f"9 0 0 0 9 9 d1 0 0 9 9 re f %{NEEDLE}\n".encode())
        page.Resources.Font = Dictionary(
            F0=Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                Name=Name(f"/{NEEDLE}"),
                FontBBox=Array([0, 0, 9, 9]),
                FontMatrix=Array([1, 0, 0, 1, 0, 0]),
                CharProcs=Dictionary(B=letter),
                Encoding=Dictionary(Differences=Array([66, Name.B])),
                FirstChar=66,
                LastChar=66,
                Widths=Array([9]),
            )
        )
        return b"BT /F0 1 Tf (B) Tj ET"

    clean = await cleaned(document(plant))
    assert words(clean) == []
    with Pdf.open(BytesIO(clean)) as pdf:
        assert b"re" in pdf.pages[0].obj.Resources.Font.F0.CharProcs.B.read_bytes()
        assert b"(B) Tj" in pdf.pages[0].obj.Contents.read_bytes()
