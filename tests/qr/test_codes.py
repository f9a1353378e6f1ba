"""Pictures of QR codes are read back by another program."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qr.codes import QUIET_ZONE, qr_png, qr_text
from qr.links import point_link


def read(png: bytes) -> str:
    with Image.open(io.BytesIO(png)) as image:
        found = zxingcpp.read_barcodes(image.convert("L"), zxingcpp.BarcodeFormat.QRCode)
    assert len(found) == 1
    return found[0].text


def test_a_points_link_reads_back_in_one_small_picture():
    link = point_link("https://tinbao.example.vn", "Ab3_-xyz90KQ")
    png = qr_png(link)

    assert read(png) == link
    assert len(png) < 1000


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=120))
def test_any_text_makes_a_valid_picture(text: str):
    with Image.open(io.BytesIO(qr_png(text, scale=3))) as image:
        image.load()
        assert image.mode == "1"
        assert image.width == image.height
        assert (image.width // 3 - 2 * QUIET_ZONE - 17) % 4 == 0


def test_the_edge_is_light():
    with Image.open(io.BytesIO(qr_png("x", scale=2))) as image:
        edge = 2 * QUIET_ZONE
        assert {image.getpixel((x, y)) for x in range(image.width) for y in range(edge)} == {255}


def test_a_code_of_letters_reads_back_when_printed():
    data = "TINBAO-CUSTODIAN-1:" + "7F3K2QXM" * 36
    lines = qr_text(data).splitlines()
    image = Image.new("L", (len(lines[0]), 2 * len(lines)), 255)
    for y, line in enumerate(lines):
        for x, letter in enumerate(line):
            image.putpixel((x, 2 * y), 0 if letter in "█▀" else 255)
            image.putpixel((x, 2 * y + 1), 0 if letter in "█▄" else 255)
    big = image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)
    assert [
        found.text for found in zxingcpp.read_barcodes(big, zxingcpp.BarcodeFormat.QRCode)
    ] == [data]


def test_too_much_is_refused():
    with pytest.raises(ValueError, match="too long"):
        qr_png("x" * 3000)


def test_a_terminal_shows_it_as_well():
    lines = qr_text("audit/1 oC6Fwl09eqGVy74EH3M7DY4o").splitlines()
    shades = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    picture = Image.new("L", (len(lines[0]), 2 * len(lines)))
    for y, line in enumerate(lines):
        for x, mark in enumerate(line):
            for half, shade in enumerate(shades[mark]):
                picture.putpixel((x, 2 * y + half), shade)
    large = picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)

    [found] = zxingcpp.read_barcodes(large, zxingcpp.BarcodeFormat.QRCode)
    assert found.text == "audit/1 oC6Fwl09eqGVy74EH3M7DY4o"
