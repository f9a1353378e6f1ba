"""Signs, exports and samples of places, as an operator meets them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.samples import sample_places
from tests.points.table import UNIT, Tinbao, audited, imported, rows, sheet, told

LINES = (
    "thôn;Thôn 1",
    "nhà trọ;'=Nhà trọ, Hoa;Thôn 1;-;@bà Tư;11,5432;106,61;công nhân;22/11/2025;;'+ cổng sau;2",
    "trường học;Trường 1;Thôn 1;;;;;học sinh, phụ huynh;;20/11/2025",
    "thôn;Thôn 2;;;;;;;;;;0",
)


@pytest.mark.parametrize("file", ["ra.csv", "ra.xlsx"])
def test_what_is_exported_changes_nothing_when_it_comes_back(tinbao: Tinbao, file: str) -> None:
    imported(tinbao, sheet(*LINES))
    before = rows("SELECT * FROM points"), rows("SELECT * FROM stickers")

    assert tinbao("points", "export", *UNIT, "--out", file) == (
        0,
        f"4 places written to {file}\n",
        "",
    )
    found = imported(tinbao, file)

    assert (found["added"], found["changed"], found["unchanged"]) == (0, 0, 4)
    assert (found["signs"], found["ignored"], found["faults"]) == (0, [], [])
    assert (rows("SELECT * FROM points"), rows("SELECT * FROM stickers")) == before
    assert audited("points-exported") == ["4"]
    if file == "ra.csv":
        table = list(csv.reader(Path(file).read_text("utf-8-sig").splitlines()))
    else:
        table = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    head, house = [str(cell) for cell in table[0]], table[2]
    line = dict(zip(head, house, strict=True))
    assert line["Tên"] == "'=Nhà trọ, Hoa"
    assert (line["Người phụ trách"], line["Ghi chú"]) == ("'@bà Tư", "'+ cổng sau")
    assert (line["Số hiệu biển"], line["Tình trạng"]) == (
        "TK-0002, TK-0003",
        "chưa treo, chưa treo",
    )
    assert not [c for row in table for c in row if str(c)[:1] in ("=", "+", "-", "@")]


def test_into_another_installation_comes_all_but_the_codes(tinbao: Tinbao, tmp_path: Path) -> None:
    imported(tinbao, sheet(*LINES))
    tinbao("points", "export", *UNIT, "--out", "a.csv")
    add = ("unit", "add", "minh-hung", "--name", "xã Minh Hưng", "--prefix", "MH")
    assert tinbao(*add)[0] == 0
    assert tinbao("points", "import", "a.csv", "--unit", "minh-hung")[0] == 0
    tinbao("points", "export", "--unit", "minh-hung", "--out", "b.csv")
    first, second = Path("a.csv").read_text("utf-8-sig"), Path("b.csv").read_text("utf-8-sig")
    assert second.replace("MH-", "TK-") == first


def test_a_machine_without_the_units_key_cannot_export(tinbao: Tinbao) -> None:
    imported(tinbao, sheet(*LINES))
    for key in [*Path("keys").glob("unit*"), *Path("data").rglob("unit-*.key")]:
        key.rename(key.with_suffix(".away"))
    status, out, err = tinbao("points", "export", *UNIT, "--out", "ra.csv")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "does not have the unit's key" in err
    assert not Path("ra.csv").exists()
    assert audited("points-exported") == []


PUBLISHED = {
    "tan-khai": {"hamlet": 21},
    "ha-tay": {"hamlet": 14, "school": 9, "enterprise": 1},
    "gia-vien": {"hamlet": 73},
    "nghe-an": {"public-place": 27},
    "dong-thap": {"public-place": 102},
}
SIZES = {
    "tan-khai": (190, 370),
    "ha-tay": (190, 370),
    "gia-vien": (660, 1_280),
    "nghe-an": (27 * 190, 27 * 370),
    "dong-thap": (22_000, 43_000),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_sample_is_as_published_and_can_be_imported(tinbao: Tinbao, name: str) -> None:
    written = told(tinbao, "sample", name, "--out", "mau.xlsx")
    found = imported(tinbao, "mau.xlsx")
    assert (found["added"], found["faults"]) == (written["places"], [])
    counts = Counter(kind for (kind,) in rows("SELECT kind FROM points"))
    assert PUBLISHED[name].items() <= counts.items()
    assert counts["boarding-house"] > 0
    inside = "SELECT count(*) FROM points WHERE parent_id IS NULL"
    assert rows(inside) == [(max(counts.values()),)]


@pytest.mark.parametrize("name", SIZES)
def test_a_full_sample_has_the_size_of_such_a_place(name: str) -> None:
    places = list(sample_places(name, full=True))
    least, most = SIZES[name]
    assert least <= len(places) <= most
    names = {place.name for place in places}
    assert len(names) == len(places)
    assert {place.parent for place in places} <= {"", *names}


def test_samples_are_named(tinbao: Tinbao) -> None:
    assert [each["name"] for each in told(tinbao, "sample", "--list")] == list(PUBLISHED)
    assert "phường Gia Viên" in tinbao("points", "sample")[1]
    assert "known are tan-khai, ha-tay" in tinbao("points", "sample", "ha-noi")[2]
    assert "--out FILE is missing" in tinbao("points", "sample", "ha-tay")[2]


@pytest.fixture
def places(tinbao: Tinbao) -> Tinbao:
    """Two hamlets with a sign each, and two boarding houses of one name without any."""
    lines = ("thôn;Thôn 1", "thôn;Thôn 2", *(f"nhà trọ;Hoa;Thôn {n};;;;;;;;;0" for n in (1, 2)))
    assert imported(tinbao, sheet(*lines))["signs"] == 2
    return tinbao


def test_signs_are_made_for_a_place_a_kind_or_all(places: Tinbao) -> None:
    made = told(places, "signs", "make", *UNIT, "--point", "thôn 1 > hoa", "--count", "3")
    assert [(s["serial"], s["place"]) for s in made] == [(f"TK-{n:04d}", "Hoa") for n in (3, 4, 5)]
    assert places("points", "signs", "make", *UNIT, "--kind", "hamlet")[1] == (
        "2 signs made: TK-0006 to TK-0007\n"
    )
    assert len(told(places, "signs", "make", *UNIT, "--all", "--count", "2")) == 8
    assert audited("signs-made") == ["TK-0003 - TK-0005", "TK-0006 - TK-0007", "TK-0008 - TK-0015"]
    listed = told(places, "signs", "list", *UNIT)
    assert len({s["code"] for s in listed}) == len({s["short"] for s in listed}) == 15
    assert all(s["url"].endswith(f"/q/{s['code']}") and s["state"] == "made" for s in listed)
    table = places("points", "signs", "list", *UNIT)[1].splitlines()
    assert table[0].split() == ["serial", "kind", "place", "state", "short", "address"]
    assert table[1].split()[:5] == ["TK-0001", "hamlet", "Thôn", "1", "made"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "say for which places"),
        (("--all", "--kind", "hamlet"), "say for which places"),
        (("--point", "Hoa"), "several places have that name"),
        (("--point", "Huệ"), "there is no place of that name"),
        (("--kind", "school"), "there is no such place yet"),
        (("--all", "--count", "0"), "should be greater than or equal to 1"),
    ],
)
def test_for_which_places_has_to_be_clear(
    places: Tinbao, options: tuple[str, ...], says: str
) -> None:
    status, out, err = places("points", "signs", "make", *UNIT, *options)
    assert (status, out) == (2, "")
    assert says in err
    assert rows("SELECT count(*) FROM stickers") == [(2,)]


def test_a_sign_is_replaced_or_revoked_once(places: Tinbao) -> None:
    new = told(places, "signs", "replace", "tk-1", *UNIT)
    assert (new["serial"], new["by"], new["state"]) == ("TK-0001", "TK-0003", "replaced")
    assert told(places, "signs", "revoke", "TK-0002", *UNIT)["state"] == "revoked"
    for command, serial, says in (
        ("replace", "TK-0001", "TK-0001 has ended already: it was replaced"),
        ("revoke", "TK-0002", "TK-0002 has ended already: it was revoked"),
        ("revoke", "TK-0099", "has no sign with that serial number"),
    ):
        status, _, err = places("points", "signs", command, serial, *UNIT)
        assert (status, says in err) == (2, True)
    states = {s["serial"]: (s["state"], s["place"]) for s in told(places, "signs", "list", *UNIT)}
    assert states == {
        "TK-0001": ("replaced", "Thôn 1"),
        "TK-0002": ("revoked", "Thôn 2"),
        "TK-0003": ("made", "Thôn 1"),
    }
    assert audited("sign-replaced") == ["TK-0001 - TK-0003"]
    assert audited("sign-revoked") == ["TK-0002"]
    assert "TK-0003 is replaced by TK-0004" in places("points", "signs", "replace", "3", *UNIT)[1]
    listed = {p["name"]: p["url"] for p in told(places, "list", *UNIT)}
    assert listed["Thôn 2"] == ""


def test_a_place_is_closed_with_its_signs(places: Tinbao) -> None:
    status, out, _ = places("points", "close", "Thôn 1", *UNIT)
    assert (status, out.splitlines()) == (
        0,
        [
            "Thôn 1 is closed, 1 of its signs are revoked: take them down.",
            "1 places that lie in it are still open.",
        ],
    )
    assert rows("SELECT state FROM stickers ORDER BY serial") == [("revoked",), ("made",)]
    assert "there is no place of that name" in places("points", "close", "Thôn 1", *UNIT)[2]
    assert audited("point-closed") == ["Thôn 1"]


def test_every_sign_in_use_has_a_picture_of_its_own(places: Tinbao) -> None:
    told(places, "signs", "make", *UNIT, "--point", "Thôn 1")
    told(places, "signs", "revoke", "TK-0002", *UNIT)
    assert places("points", "list", *UNIT, "--png", "ma")[1].endswith(
        "2 pictures written to ma/\n"
    )
    assert sorted(file.name for file in Path("ma").iterdir()) == [
        "TK-0001-Thôn-1.png",
        "TK-0003-Thôn-1.png",
    ]
