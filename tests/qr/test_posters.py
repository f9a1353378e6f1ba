"""Posters as files: every page is looked at by other programs than the one that made it."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from qr import readback, typeset
from qr.layout import QUIET, Size, sheet
from qr.outline import MODULES
from qr.posters import Options, PosterError, Theme, Unreadable, checked, make, render_png
from qr.printable import BREAK, cleaned
from qr.readback import Wanted
from qr.typeset import Script
from tests.qr.posters import LETTERS, poster, say, seen

POINTS = [
    poster(1),
    poster(2, "Nhà trọ Hồng Ngọc, đường số 7", Theme.WORKERS),
    poster(3, "Trường THCS Nguyễn Thị Minh Khai", Theme.PUPILS),
]
LONG = "Nhà trọ công nhân Hợp tác xã Nông nghiệp Ấp Mỹ Tân, đường Nguyễn Thị Minh Khai, sau Trạm"
ODD = '#panic() *đậm* $x^2$ <thẻ> "ngoặc" \\ @a [b] `c` // /* */ _d_ = ~'


def pages(posters, size=Size.A5, impose=None, lang="vi"):
    script = Script.of(lambda text: say(text, lang), lang)
    return seen(typeset.pdf(checked(posters), sheet(size, impose), script))


@pytest.mark.parametrize(
    ("size", "impose", "width", "height", "each"),
    [
        (Size.A6, None, 105, 148, 1),
        (Size.A5, None, 148, 210, 1),
        (Size.A4, None, 210, 297, 1),
        (Size.A3, None, 297, 420, 1),
        (Size.A6, "a4", 210, 297, 4),
        (Size.A5, "a4", 297, 210, 2),
        (Size.A6, "a3", 420, 297, 8),
        (Size.STICKERS, None, 210, 297, 12),
    ],
)
def test_every_size_carries_its_codes_in_order(tmp_path: Path, size, impose, width, height, each):
    out = tmp_path / "posters.pdf"
    posters = [poster(at, theme=list(Theme)[at % 3]) for at in range(each + 1)]
    make(posters, out, Options(size, impose=impose, workers=1), say)

    first, last = seen(out)
    assert (round(first.width), round(first.height)) == (width, height)
    assert first.codes() == [poster.link for poster in posters[:each]]
    assert last.codes() == [posters[-1].link]
    assert not (tmp_path / "posters.pdf.parts").exists()


@pytest.mark.parametrize(
    ("size", "least"), [(Size.STICKERS, 30), (Size.A6, 45), (Size.A5, 70), (Size.A4, 95)]
)
def test_a_code_is_large_and_has_its_quiet_zone(size: Size, least: float):
    code = sheet(size, None).face.code
    quiet = QUIET * code.side / MODULES
    assert code.side >= least
    [page, *_] = pages([poster(1, LONG)], size)
    x, y = sheet(size, None).places[0]
    box = [code.x + x - quiet, code.y + y - quiet, code.side + 2 * quiet]
    image = page.picture(288)
    pixel = 288 / 25.4
    outer = [box[0], box[1], box[0] + box[2], box[1] + box[2]]
    zone = image.crop(tuple(round(edge * pixel) for edge in outer))
    inner = [round(quiet * pixel) - 2] * 2 + [zone.width - round(quiet * pixel) + 2] * 2
    zone.paste(255, tuple(inner))
    assert zone.getextrema() == (255, 255)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_poster_says_what_a_resident_needs(lang: str):
    for point in POINTS:
        [page] = pages([point], lang=lang)
        said = " ".join(page.text.split())
        for part in (point.place, point.unit, point.hotline, "113", "111", point.serial):
            assert part in said
        assert point.short_code in said.replace(" ", "")
        assert "tinbao.example.vn" in said
        assert ("không cần nói tên" if lang == "vi" else "need not give your name") in said


def test_every_vietnamese_letter_is_printed_in_our_own_font(tmp_path: Path):
    out = tmp_path / "letters.pdf"
    make([poster(1, LETTERS), poster(2, LETTERS.upper())], out, Options(workers=1), say)

    assert "".join(LETTERS.split()) in "".join(seen(out)[0].text.split())
    assert "".join(LETTERS.upper().split()) in "".join(seen(out)[1].text.split())
    with pikepdf.open(out) as document:
        assert str(document.Root.Lang) == "vi"
        for page in document.pages:
            fonts = page.resources["/Font"]
            assert {str(font.BaseFont).partition("+")[2][:12] for font in fonts.values()} == {
                "BeVietnamPro"
            }
            assert all(font.DescendantFonts[0].FontDescriptor for font in fonts.values())
            assert not [code for code in _glyphs(page) if code == 0], "a letter is missing"


def _glyphs(page: pikepdf.Page):
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in {"Tj", "TJ"}:
            shown = operands[0] if str(operator) == "TJ" else operands
            for part in shown:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    yield from (
                        int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)
                    )


def test_what_stands_in_a_name_is_never_markup():
    [page] = pages([replace(poster(1, ODD), unit=ODD, hotline="#1 *2* $3$", short_code="#[A]$")])
    said = " ".join(page.text.split())
    assert said.count(" ".join(ODD.split())) == 2
    assert "#1 *2* $3$" in said


@pytest.mark.parametrize("place", [LONG + " Trung học cơ sở Lê Lợi", "W" * 120, "Ẫ " * 60, "x"])
@pytest.mark.parametrize("size", [Size.A6, Size.A5, Size.STICKERS])
def test_a_long_name_shrinks_and_stays_in_its_place(place: str, size: Size):
    layout = sheet(size, None)
    [page] = pages([replace(poster(1, place), unit=(place * 2)[:120])], size)
    x, y = layout.places[0]
    face, code = layout.face, layout.face.code.moved(*layout.places[0])
    assert "".join(cleaned(place).split()) in "".join(page.text.replace(BREAK, "").split())
    for letter in page.letters():
        assert x + 5 < letter.left, letter
        assert letter.right < x + face.width - 4, letter
        top = page.height - letter.top
        assert y + 4 < top < y + face.height - 4, letter
        across = letter.right > code.x - 1 and letter.left < code.x + code.side + 1
        along = page.height - letter.bottom > code.y - 1 and top < code.y + code.side + 1
        assert not (across and along), f"{letter} lies on the code"
    assert page.codes() == [poster(1).link]


def test_a_long_host_and_no_hotline_fit():
    link = "https://tin-bao-cong-an-phuong-binh-phuoc.dong-nai.gov.example.vn:8443/q/Ab3_-xyz0001"
    for size in (Size.A6, Size.STICKERS):
        [page] = pages([replace(poster(1), link=link, hotline="")], size)
        assert "tin-bao-cong-an-phuong-binh-phuoc.dong-nai.gov.example.vn:8443" in "".join(
            page.text.split()
        )
        assert max(letter.right for letter in page.letters()) < page.width - 4
        assert say(typeset.Text("poster-hotline")) not in page.text


def test_names_are_cleaned_before_they_are_printed():
    decomposed = "Ấp\u00a0\u202ePhú\tMỹ\n\u200b  –  Số\u20111\u0007"
    [ready] = checked([poster(1, decomposed)])
    assert ready.place == "Ấp Phú Mỹ – Số-1"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"place": ""}, "place is empty"),
        ({"place": "\u200b"}, "place is empty"),
        ({"place": "Sóc ភ្នំ"}, "which the fonts lack"),
        ({"unit": "Công an 🚓"}, "which the fonts lack"),
        ({"place": "x" * 161}, "more than 160 letters"),
        ({"link": ""}, "no address"),
        ({"link": "https://tin báo/q/x"}, "no address"),
        ({"link": "https://tinbao.example.vn/q/" + "x" * 100}, "more than 119"),
    ],
)
def test_what_cannot_be_printed_is_told_before_anything_is_made(tmp_path: Path, change, reason):
    out = tmp_path / "posters.pdf"
    with pytest.raises(PosterError, match=f"TK-0002: .*{reason}"):
        make([poster(1), replace(poster(2), **change)], out, Options(workers=1), say)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_list_a_repeated_serial_and_an_odd_sheet_are_refused(tmp_path: Path):
    out = tmp_path / "posters.pdf"
    with pytest.raises(PosterError, match="no poster"):
        make([], out, Options(), say)
    with pytest.raises(PosterError, match="TK-0001: comes twice"):
        make([poster(1), poster(1)], out, Options(), say)
    with pytest.raises(PosterError, match="a4 is too large"):
        make([poster(1)], out, Options(Size.A4, impose="a4"), say)
    with pytest.raises(PosterError, match="no sheet is called"):
        make([poster(1)], out, Options(Size.A5, impose="b5"), say)


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path):
    with pytest.raises(IsADirectoryError):
        make([poster(1)], tmp_path, Options(), say)
    with pytest.raises(FileNotFoundError):
        make([poster(1)], tmp_path / "none" / "posters.pdf", Options(), say)
    with pytest.raises(OSError, match=r"proc|denied|cannot|No such"):
        make([poster(1)], Path("/proc/posters.pdf"), Options(), say)
    if os.getuid():
        tmp_path.chmod(0o500)
        with pytest.raises(PermissionError):
            make([poster(1)], tmp_path / "posters.pdf", Options(), say)


def test_a_page_with_a_spoilt_code_names_its_serial():
    layout, points = sheet(Size.A5, None), checked(POINTS)
    good = typeset.pdf(points, layout, Script.of(say, "vi"))
    wanted = [Wanted(point.serial, point.link) for point in points]
    readback.check(good, layout, wanted)

    with pikepdf.open(io.BytesIO(good)) as document:
        page = document.pages[1]
        page.contents_add(b"q 1 g 31 92 90 300 re f Q")
        spoilt = io.BytesIO()
        document.save(spoilt)
    with pytest.raises(Unreadable, match="TK-0002"):
        readback.check(spoilt.getvalue(), layout, wanted)
    with pytest.raises(Unreadable, match="TK-0001"):
        readback.check(good, layout, [wanted[0]._replace(link=wanted[1].link)])
    with pytest.raises(Unreadable, match="TK-0009: there is no page"):
        readback.check(good, layout, [*wanted, Wanted("TK-0009", "https://x")])


def test_a_fifth_of_any_code_may_be_covered():
    layout = sheet(Size.STICKERS, None)
    [ready] = checked([poster(1)])
    image = next(readback.codes(typeset.pdf([ready], layout, Script.of(say, "vi")), layout))
    for x in range(8, 23, 7):
        for y in range(8, 23, 7):
            for tone in (0, 255):
                stained = image.copy()
                stained.paste(tone, tuple(round(edge) for edge in readback.blot(x, y)))
                assert readback.read(stained) == ready.link, (x, y)


@pytest.mark.parametrize("theme", Theme)
def test_a_picture_for_groups_is_read_back_too(theme: Theme):
    point = poster(1, LONG, theme)
    with Image.open(io.BytesIO(render_png(point, say))) as image:
        assert image.size == (1080, 1350)
        small = io.BytesIO()
        image.convert("RGB").resize((540, 675)).save(small, "JPEG", quality=60)
    with Image.open(small) as shared:
        assert readback.read(shared.convert("L")) == point.link
