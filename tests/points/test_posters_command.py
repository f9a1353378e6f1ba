"""`tinbao points posters`: from the register to a PDF whose codes read, as operators meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from bot.commands.point_posters import theme_of
from qr.typeset import Theme
from tests.points.table import UNIT, Tinbao, imported, rows, sheet

QR = zxingcpp.BarcodeFormat.QRCode
"""Alone: noise sometimes looks like another bar code."""
LINES = (
    "thôn;Thôn 1;;;;;;;;;;2",
    "nhà trọ;Nhà trọ Hoa;Thôn 1",
    "trường học;Trường 1;Thôn 1",
)


@pytest.fixture(autouse=True)
def _address(tinbao: Tinbao, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", "https://tinbao.example.vn")


def read(file: str) -> list[str]:
    """What the codes of a PDF say, page by page."""
    found = []
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            picture = page.render(scale=150 / 72, grayscale=True).to_pil()
            found += sorted(code.text for code in zxingcpp.read_barcodes(picture, formats=QR))
    return found


def links(where: str = "") -> list[str]:
    wanted = rows(f"SELECT code FROM stickers {where} ORDER BY serial")
    return [f"https://tinbao.example.vn/q/{code}" for (code,) in wanted]


def test_every_sign_in_use_gets_a_page_with_its_code(tinbao: Tinbao) -> None:
    imported(tinbao, sheet(*LINES))
    assert tinbao("points", "signs", "revoke", "TK-0002", *UNIT)[0] == 0
    said = tinbao("points", "posters", *UNIT, "--out", "in.pdf")
    assert said == (0, "3 signs made and read back: in.pdf\n", "")
    assert read("in.pdf") == links("WHERE state = 'made'")
    assert not Path("in.pdf.parts").exists()


def test_a_code_that_no_phone_can_follow_is_warned_of(
    tinbao: Tinbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", "http://127.0.0.1:8080")
    imported(tinbao, sheet(*LINES))
    status, _, err = tinbao("points", "posters", *UNIT, "--png", "anh", "--serial", "TK-0001")
    assert status == 0
    assert "no phone can open" in err
    assert "public_url" in err


def test_only_those_that_are_meant(tinbao: Tinbao) -> None:
    imported(tinbao, sheet(*LINES))
    for chosen, serials in (
        (("--kind", "school"), ["TK-0004"]),
        (("--point", "Thôn 1"), ["TK-0001", "TK-0002"]),
        (("--serial", "tk-0003", "--serial", "TK-0001"), ["TK-0001", "TK-0003"]),
    ):
        status, out, _ = tinbao("points", "posters", *UNIT, *chosen, "--png", "anh", "--json")
        assert status == 0
        assert json.loads(out) == {
            "posters": len(serials),
            "skipped": [],
            "file": None,
            "pictures": "anh",
        }
        assert sorted(path.stem for path in Path("anh").iterdir()) == serials
        for path in Path("anh").iterdir():
            with Image.open(path) as picture:
                assert [code.text for code in zxingcpp.read_barcodes(picture, formats=QR)]
            path.unlink()


def test_one_letter_that_no_font_has_stops_nobody_elses_poster(tinbao: Tinbao) -> None:
    """It is told at the import, by the line, and can be left out when printing."""
    file = sheet("thôn;Thôn 1", "nhà trọ;Nhà trọ Hoa 😀;Thôn 1", "trường học;Trường 1;Thôn 1")
    status, out, err = tinbao("points", "import", file, *UNIT)
    assert status == 0, err
    assert "Tên có chữ không in được lên biển, ở dòng: 3 (😀)." in out
    assert imported(tinbao, file)["unprintable"] == [{"line": 3, "letter": "😀"}]

    status, _, err = tinbao("points", "posters", *UNIT, "--out", "in.pdf")
    assert (status, "TK-0002" in err) == (2, True)
    said = tinbao("points", "posters", *UNIT, "--out", "in.pdf", "--skip-unprintable")
    assert said == (
        0,
        "2 signs made and read back: in.pdf\n",
        "tinbao: 1 left out, the fonts lack '😀': TK-0002\n",
    )
    assert read("in.pdf") == links("WHERE serial <> 2")
    only = ("--serial", "TK-0002", "--skip-unprintable")
    status, _, err = tinbao("points", "posters", *UNIT, "--out", "in.pdf", *only)
    assert status == 2
    assert "no sign is left that can be printed" in err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--out", "in.pdf", "--serial", "TK-0099"), "no sign in use has the number TK-0099"),
        (("--out", "in.pdf", "--point", "Thôn 9"), "no place of that name"),
        (("--out", "in.doc"), "ends in .pdf"),
        (("--out", "khong/co/in.pdf"), "no folder"),
        (("--out", "in.pdf", "--lang", "fr"), "--lang takes vi or en"),
        (("--out", "in.pdf", "--size", "a3", "--impose", "a4"), "a4"),
        ((), "--out FILE.pdf"),
    ],
)
def test_what_cannot_be_is_one_line_that_says_so(
    tinbao: Tinbao, arguments: tuple[str, ...], why: str
) -> None:
    imported(tinbao, sheet(*LINES))
    status, out, err = tinbao("points", "posters", *UNIT, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert why in err
    assert not list(Path().glob("in.*"))


def test_a_unit_without_signs_is_told_where_they_come_from(tinbao: Tinbao) -> None:
    status, _, err = tinbao("points", "posters", *UNIT, "--out", "in.pdf")
    assert status == 2
    assert "tinbao points signs" in err


@pytest.mark.parametrize(
    ("kind", "tags", "theme"),
    [
        ("hamlet", (), Theme.GENERAL),
        ("school", (), Theme.PUPILS),
        ("boarding-house", (), Theme.WORKERS),
        ("hamlet", ("workers",), Theme.WORKERS),
        ("enterprise", ("pupils",), Theme.PUPILS),
    ],
)
def test_a_poster_speaks_to_who_passes(kind: str, tags: tuple[str, ...], theme: Theme) -> None:
    assert theme_of(kind, tags) is theme
