"""Pictures of coverage: what is on them, and that any register can be drawn."""

from __future__ import annotations

import io
import math
import re

import pytest
import zxingcpp
from PIL import Image

from bot import pictures
from bot.domain.coverage import Chart, Map, Part, Report, Spot, Standing, Tally
from bot.points_pictures.ground import METRES, Ground, plotted
from bot.points_pictures.spots import spot_picture
from bot.texts import Texts
from qr.codes import modules

DRAW = pictures.of_places(Texts.load(strict=True))
HERE = (11.5, 106.6)


def spot(north: float = 0, east: float = 0, standing: Standing = Standing.INSTALLED) -> Spot:
    """So many metres away from here."""
    shrink = math.cos(math.radians(HERE[0]))
    return Spot(HERE[0] + north / METRES, HERE[1] + east / METRES / shrink, standing)


def size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


@pytest.mark.parametrize("parts", [0, 1, 30, 103])
def test_a_chart_of_any_unit(parts: int) -> None:
    every = tuple(Part(f"Thôn số {n} “#[{n}]”", Tally(n, n // 2, n % 2)) for n in range(parts))
    tally = sum((part.tally for part in every), Tally())
    for by_unit in (False, True):
        report = Report(tally, (("hamlet", tally),), every, by_unit, 0, {})
        width, height = size(DRAW(Chart("xã *Tân* #Khai", report)))
        assert width == 960
        assert height < 2600


def test_the_scale_is_true() -> None:
    ground = Ground.of([spot(), spot(3000, 4000)])
    (x1, y1), (x2, y2) = (ground.at(spot()) or (0, 0), ground.at(spot(3000, 4000)) or (0, 0))
    metres_for_one = ground.metres / ground.bar
    assert math.hypot(x2 - x1, y2 - y1) * metres_for_one == pytest.approx(5000, rel=0.01)
    assert (x2 > x1, y2 < y1) == (True, True)  # east is right, north is up
    assert ground.metres == 1000


def test_standings_differ_in_shape_and_in_colour() -> None:
    spots = [spot(n * 300, 0, standing) for n, standing in enumerate(Standing)]
    paths = re.findall(
        r'<path d="([^"]+)" fill="(#\w+)" stroke="(#\w+)"', plotted(spots, Ground.of(spots))
    )
    shapes = {re.sub(r"[-0-9. ]+", "", path) for path, _, _ in paths}
    assert len(shapes) == len({(fill, stroke) for _, fill, stroke in paths}) == len(Standing)


def test_a_slip_of_the_pen_does_not_make_the_map_one_dot() -> None:
    spots = [spot(n * 10, n * 20) for n in range(100)]
    ground = Ground.of([*spots, Spot(106.6, 11.5, Standing.MISSING)])
    assert ground.far == 1
    assert ground.at(Spot(106.6, 11.5, Standing.MISSING)) is None
    assert ground.metres < 1000


@pytest.mark.parametrize(
    "spots",
    [[spot()], [spot(), spot()], [spot(0, 90_000), spot()], [spot(90_000, 0), spot()]],
    ids=["one", "the same", "wide", "high"],
)
def test_a_map_of_any_unit(spots: list[Spot]) -> None:
    width, height = size(DRAW(Map("xã Tân Khai", tuple(spots))))
    assert width == 960
    assert height < 1700


def test_a_province_is_drawn() -> None:
    spots = tuple(spot(n % 200 * 500, n // 200 * 500, tuple(Standing)[n % 3]) for n in range(4000))
    assert len(DRAW(Map("tỉnh Đồng Nai", spots))) < 2_000_000


def test_a_place_that_was_sent_is_drawn_with_a_code_that_a_phone_opens() -> None:
    say = Texts.load(strict=True)
    draw = spot_picture(lambda text: say.render(text, "vi"), modules)

    png = draw("11.543210, 106.654320")

    assert png is not None
    assert size(png)[0] == 960
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    assert [each.text for each in found] == ["geo:11.543210,106.654320"]


@pytest.mark.parametrize("spot", ["", "11.5", "a, b", "95, 10", "10, 181", "1, 2, 3"])
def test_what_is_no_place_is_not_drawn(spot: str) -> None:
    assert spot_picture(lambda text: text.key, modules)(spot) is None
