"""Lists of places from spreadsheets, as an operator meets them."""

from __future__ import annotations

import sqlite3
import unicodedata
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from storage.points import Points
from tests.points.table import HEAD, UNIT, Tinbao, audited, imported, rows, sheet, told

SCHOOL = "Trường Tiểu học Tân Khai"
LINES = (
    "Thôn;Thôn 1",
    "ấp;Ấp Bà Chúa",
    "trường học;Trường Tiểu học Tân Khai;thôn 1;Quốc lộ 13;Cô Hoa, 0987 654 321;11,5432;106,61"
    ";học sinh, phụ huynh;;;;2",
    "Nhà trọ;Nhà trọ Hoà;Ấp Bà Chúa;;+84 912 345 678;;;công nhân;22/11/2025;2025-11-20;;3",
)
HEADS = ";".join(HEAD)
PLACES = "SELECT kind, name, address, latitude, longitude, tags, pledged_on, rules_on FROM points"
MEANT = [
    ("hamlet", "Thôn 1", "", None, None, "", None, None),
    ("hamlet", "Ấp Bà Chúa", "", None, None, "", None, None),
    ("school", SCHOOL, "Quốc lộ 13", 11.5432, 106.61, "pupils,parents", None, None),
    ("boarding-house", "Nhà trọ Hoà", "", None, None, "workers", "2025-11-22", "2025-11-20"),
]


def cp1258(text: str) -> bytes:
    """As Windows saves it: most letters whole, their tones apart."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in "\u0300\u0301\u0303\u0309\u0323" if mark in apart)
            whole = unicodedata.normalize("NFC", apart.replace(tone, ""))
            out += whole.encode("cp1258") + tone.encode("cp1258")
    return out


TEXT = "\n".join((HEADS, *LINES))
MIXED = "\n".join((HEADS, LINES[0], unicodedata.normalize("NFD", "\n".join(LINES[1:]))))
ENCODED = {
    "utf-8": TEXT.encode(),
    "with a mark and blank lines": ("\n" + TEXT.replace("\n", "\n;;\n\n")).encode("utf-8-sig"),
    "mixed forms": MIXED.encode(),
    "excel unicode": TEXT.replace(";", "\t").encode("utf-16"),
    "code page": cp1258(TEXT),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED.keys())
def test_whatever_an_office_saves_means_the_same(tinbao: Tinbao, content: bytes) -> None:
    Path("diem.csv").write_bytes(content)
    dry = imported(tinbao, "diem.csv", "--dry-run")
    assert (dry["added"], dry["signs"], dry["faults"], dry["points"]) == (4, 7, [], [])
    assert rows(PLACES) == []

    found = imported(tinbao, "diem.csv")

    assert (found["added"], found["signs"], found["faults"]) == (4, 7, [])
    assert rows(f"{PLACES} ORDER BY id") == MEANT
    parents = "SELECT c.name, p.name FROM points c JOIN points p ON p.id = c.parent_id ORDER BY 1"
    assert rows(parents) == [
        ("Nhà trọ Hoà", "Ấp Bà Chúa"),
        ("Trường Tiểu học Tân Khai", "Thôn 1"),
    ]
    assert b"0987" not in Path("data/tinbao.db").read_bytes()
    signs = told(tinbao, "signs", "list", *UNIT)
    assert [s["place"] for s in signs].count("Nhà trọ Hoà") == 3


def test_the_summary_is_for_people(tinbao: Tinbao) -> None:
    file = sheet(*LINES[:2], head=f"{HEADS};STT")
    first = tinbao("points", "import", file, *UNIT)
    again = tinbao("points", "import", file, *UNIT)
    assert first == (
        0,
        "Thêm 2, sửa 0, giữ nguyên 0 điểm.\nLàm 2 biển mới.\nCột không dùng: STT\n",
        "",
    )
    assert again[1].startswith("Thêm 0, sửa 0, giữ nguyên 2 điểm.\n")
    dry = tinbao("points", "import", sheet("thôn;Thôn 9"), *UNIT, "--dry-run")[1]
    assert dry.splitlines() == [
        "Sẽ thêm 1, sửa 0, giữ nguyên 0 điểm.",
        "Sẽ làm 1 biển mới.",
        "2 điểm trong danh sách không có trong tệp: để nguyên.",
    ]


def test_a_workbook_as_offices_make_them(tinbao: Tinbao) -> None:
    with xlsxwriter.Workbook("diem.xlsx") as book:
        hidden, page = book.add_worksheet("cũ"), book.add_worksheet("Điểm")
        page.activate()
        hidden.hide()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.merge_range(0, 0, 0, 6, "DANH SÁCH ĐIỂM GẮN MÃ")
        heads = ["STT", "Tên điểm", "Loại", "Thôn", "Vĩ độ", "Kinh độ", "Cam kết", "Ghi chú"]
        page.write_row(3, 0, heads)
        page.write_row(4, 0, [1, "Thôn 1", "thôn"])
        page.merge_range(5, 3, 6, 3, "Thôn 1")
        page.write_row(5, 0, [2, "Nhà trọ 1", "nhà trọ"])
        page.write_row(5, 4, [11.5432, 106.61])
        page.write_datetime(5, 6, date(2025, 11, 22), day)
        page.write_row(6, 0, [3, unicodedata.normalize("NFD", "Nhà  trọ\u00a0Hòa"), "nhà trọ"])
        page.write_formula(6, 7, '="cổng " & "sau"', None, "cổng sau")
    found = imported(tinbao, "diem.xlsx")
    assert (found["added"], found["faults"], found["ignored"]) == (3, [], ["STT"])
    assert rows(
        "SELECT c.name, p.name, c.latitude, c.pledged_on FROM points c"
        " JOIN points p ON p.id = c.parent_id ORDER BY c.id"
    ) == [
        ("Nhà trọ 1", "Thôn 1", 11.5432, "2025-11-22"),
        ("Nhà trọ Hòa", "Thôn 1", None, None),
    ]


NOT_SO: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["loại” chưa đúng"]),
    ({"Loại": "lâu đài"}, ["ghi một trong thôn, trường học, nhà trọ"]),
    ({"Tên": " "}, ["cột “tên” đang trống"]),
    ({"Tên": "---"}, ["không có chữ hay số"]),
    ({"Tên": "x" * 121}, ["dài quá 120 ký tự"]),
    ({"Tên": date(2026, 2, 1)}, ["đã bị Excel đổi thành ngày giờ"]),
    ({"Tên": ("=A99", "#REF!")}, ["cột “tên” là lỗi công thức"]),
    ({"Ghi chú": ("=1/0", "#DIV/0!")}, ["cột “ghi chú” là lỗi công thức"]),
    ({"Ghi chú": "=1+1"}, ["công thức chưa tính"]),
    ({"Địa chỉ": ("=A1", "")}, ["công thức chưa tính"]),
    ({"Tên": "Thôn Hoà".encode().decode("cp1252")}, ["bị vỡ chữ"]),
    ({"Địa chỉ": "đường \ufffd"}, ["“địa chỉ” bị vỡ chữ"]),
    ({"Vĩ độ": "mười một", "Kinh độ": 106.6}, ["“vĩ độ” phải là số như 11,5432"]),
    ({"Vĩ độ": 11.5}, ["phải đi cùng nhau"]),
    ({"Vĩ độ": "106,6", "Kinh độ": "11,5"}, ["đang đổi chỗ"]),
    ({"Vĩ độ": 48.8, "Kinh độ": 2.3}, ["ngoài Việt Nam"]),
    ({"Đối tượng": "công nhân, ma cà rồng"}, ["“đối tượng” chưa đúng"]),
    ({"Ngày ký cam kết": "31/02/2025"}, ["không có trong lịch"]),
    ({"Ngày ký cam kết": "hôm qua"}, ["phải là ngày như 22/11/2026"]),
    ({"Ngày ký cam kết": 45_000}, ["phải là ngày như 22/11/2026"]),
    ({"Ngày niêm yết nội quy": time(8, 30)}, ["phải là ngày như 22/11/2026"]),
    ({"Ngày niêm yết nội quy": "01/01/2099"}, ["sau hôm nay hoặc trước năm 1990"]),
    ({"Số biển": "nhiều"}, ["phải là số từ 0 đến 50"]),
    ({"Số biển": 51}, ["phải là số từ 0 đến 50"]),
    ({"Thuộc thôn": "Thôn không có"}, ["không có trong tệp và trong danh sách"]),
    ({"Tên": "Hai lỗi", "Loại": "?", "Số biển": -1}, ["cột “loại”", "cột “số biển”"]),
    ({"Tên": unicodedata.normalize("NFD", "THÔN  TỐT")}, ["trùng với dòng 2"]),
    ({"Tên": "Vòng A", "Thuộc thôn": "Vòng B"}, ["nằm vòng trong nhau"]),
    ({"Tên": "Vòng B", "Thuộc thôn": "Vòng A"}, ["nằm vòng trong nhau"]),
    ({"Tên": "Vòng C", "Thuộc thôn": "vòng c"}, ["nằm vòng trong nhau"]),
    ({"Tên": "Trong lỗi", "Thuộc thôn": "Hai lỗi"}, []),
]
"""Each a line that is a good hamlet but for these cells, and what is said of it."""


def faulty(file: str) -> dict[int, list[str]]:
    """A workbook with every fault; what should be said, by line."""
    expected: dict[int, list[str]] = {}
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ["thôn", "Thôn tốt"])
        line = 3
        for cells, said in NOT_SO:
            line += len(expected) % 3 == 0  # empty lines now and then
            good = {"Loại": "thôn", "Tên": f"Thôn canary {line}"}
            for head, cell in ({"Loại": "Thôn, canary"} if not cells else good | cells).items():
                at = line - 1, HEAD.index(head)
                if isinstance(cell, tuple):
                    page.write_formula(*at, cell[0], None, cell[1])
                elif isinstance(cell, (date, time)):
                    page.write_datetime(*at, cell, formats[type(cell)])
                else:
                    page.write(*at, cell)
            if not cells:
                said = [*said, "cột “tên” đang trống"]
            if said:
                expected[line] = said
            line += 1
        page.merge_range(line - 1, 0, line, 0, "thôn")
        page.merge_range(line - 1, 1, line, 1, "Thôn gộp ô")
        expected[line + 1] = [f"trùng với dòng {line}"]
    return expected


def test_every_fault_is_told_by_line_and_nothing_is_imported(tinbao: Tinbao) -> None:
    expected = faulty("diem.xlsx")

    found = imported(tinbao, "diem.xlsx")

    by_line: dict[int, list[str]] = {}
    for each in found["faults"]:
        by_line.setdefault(each["line"], []).append(each["fault"])
    assert by_line.keys() == expected.keys()
    for line, faults in expected.items():
        assert len(by_line[line]) == len(faults), (line, by_line[line])
        for said, fault in zip(by_line[line], faults, strict=True):
            assert fault in said, line
    assert (found["added"], found["points"]) == (0, [])
    status, out, err = tinbao("points", "import", "diem.xlsx", *UNIT)
    assert (status, out) == (2, "")
    lines = err.splitlines()
    assert lines[0].startswith("diem.xlsx dòng 4: cột “loại” chưa đúng: ghi một trong thôn")
    assert lines[-1].startswith("tinbao: chưa nhập dòng nào")
    assert len(lines) == len(found["faults"]) + 1
    assert "canary" not in err
    assert rows("SELECT (SELECT count(*) FROM points) + (SELECT count(*) FROM stickers)") == [(0,)]
    assert audited("points-imported") == []


def test_of_many_faults_fifty_are_told_and_the_rest_counted(tinbao: Tinbao) -> None:
    status, _, err = tinbao("points", "import", sheet(*["thôn;"] * 60), *UNIT)
    assert status == 2
    assert err.count("dòng") == 50 + 1
    assert err.splitlines()[-2] == "và 10 lỗi nữa"


def test_lines_of_two_code_pages_in_one_file_are_understood_or_told(tinbao: Tinbao) -> None:
    lines = (HEADS.encode(), cp1258("thôn;Ấp Bà Chúa"), "thôn;Ấp Bà Chua".encode())
    Path("diem.csv").write_bytes(b"\n".join((*lines, b"th\xf4n;\x9d\x9e")))
    [fault] = imported(tinbao, "diem.csv")["faults"]
    assert (fault["line"], "bị vỡ chữ" in fault["fault"]) == (4, True)
    Path("diem.csv").write_bytes(b"\n".join(lines))
    assert imported(tinbao, "diem.csv")["added"] == 2
    assert rows("SELECT name FROM points ORDER BY id") == [("Ấp Bà Chúa",), ("Ấp Bà Chua",)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("ten;mo ta\nThôn 1;x\n", "không thấy dòng đầu"),
        ("tên;name;loại\na;b;c\n", "hai cột cùng nghĩa là “tên”"),
        ("tên;loại\n", "chưa có điểm nào"),
        ("kind,name\n" + "hamlet,x\n" * 50_001, "more than 50000 lines"),
    ],
)
def test_files_that_are_no_list(tinbao: Tinbao, content: str, says: str) -> None:
    Path("a.csv").write_text(content, "utf-8")
    status, out, err = tinbao("points", "import", "a.csv", *UNIT)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_the_same_file_again_changes_nothing_and_doubles_nothing(tinbao: Tinbao) -> None:
    imported(tinbao, sheet(*LINES))
    before = rows("SELECT * FROM points"), rows("SELECT * FROM stickers")
    again = imported(tinbao, sheet(*reversed(LINES)))
    assert (again["added"], again["changed"], again["unchanged"], again["signs"]) == (0, 0, 4, 0)
    assert (rows("SELECT * FROM points"), rows("SELECT * FROM stickers")) == before
    assert (audited("points-imported"), audited("points-changed")) == (["4"], [])


def test_what_a_line_says_otherwise_is_changed_and_what_it_does_not_say_stays(
    tinbao: Tinbao,
) -> None:
    imported(tinbao, sheet(*LINES))
    codes = rows("SELECT code FROM stickers ORDER BY id")
    changes = (
        "thôn;THÔN 1",
        "trường học;Trường Tiểu học Tân Khai;Thôn 1;-;Thầy Bình;;;;;;;4",
        "nhà trọ;Nhà trọ Hòa;Ấp Bà Chúa;;;;;-;-",
    )
    found = imported(tinbao, sheet(*changes))
    assert (found["added"], found["changed"], found["unchanged"]) == (0, 3, 0)
    assert (found["signs"], found["not_in_file"]) == (2, 1)
    assert rows(f"{PLACES} ORDER BY id") == [
        ("hamlet", "THÔN 1", "", None, None, "", None, None),
        MEANT[1],
        ("school", SCHOOL, "", 11.5432, 106.61, "pupils,parents", None, None),
        ("boarding-house", "Nhà trọ Hòa", "", None, None, "", None, "2025-11-20"),
    ]
    assert rows("SELECT code FROM stickers ORDER BY id")[: len(codes)] == codes
    assert audited("points-changed") == ["3"]
    assert tinbao("points", "export", *UNIT, "--out", "ra.csv")[0] == 0
    written = Path("ra.csv").read_text("utf-8-sig")
    assert "Thầy Bình" in written
    assert "'+84 912 345 678" in written  # it was not said: it stays


def test_which_place_a_line_means(tinbao: Tinbao) -> None:
    first = ("thôn;Thôn 1", "thôn;Thôn 2", "nhà trọ;Hoa", "nhà trọ;Lan;Thôn 1")
    imported(tinbao, sheet(*first))
    more = ("nhà trọ;Hoa;Thôn 1", "nhà trọ;Lan", "nhà trọ;Lan;Thôn 2", "trường học;Lan;Thôn 2")
    found = imported(tinbao, sheet(*more))
    # Hoa had no parent yet and gets one; Lan without a parent is the only Lan that was there.
    assert (found["added"], found["changed"], found["unchanged"]) == (2, 1, 1)
    [fault] = imported(tinbao, sheet("nhà trọ;Lan"))["faults"]
    assert "nhiều điểm cùng loại và tên" in fault["fault"]
    alike = imported(tinbao, sheet("nhà trọ;Hòa;Thôn 1", "nhà trọ;Hỏa;Thôn 1"), "--dry-run")
    assert alike["alike"] == [{"line": 2, "with": None}, {"line": 3, "with": None}]
    assert "dòng 2 chỉ khác dấu" in tinbao("points", "import", "diem.csv", *UNIT)[1]


def test_hamlets_of_one_name_are_told_apart_by_what_they_lie_in(tinbao: Tinbao) -> None:
    lines = ("xã;Xã A", "xã;Xã B", "thôn;Thôn 1;Xã A", "thôn;Thôn 1;Xã B", "nhà trọ;Hoa;{}")
    [fault] = imported(tinbao, sheet(*lines[:4], lines[4].format("Thôn 1")))["faults"]
    assert fault["line"] == 6
    assert "như “Xã A > Thôn 1”" in fault["fault"]
    assert imported(tinbao, sheet(*lines[:4], lines[4].format("xã b > thôn 1")))["added"] == 5
    again = imported(tinbao, sheet(lines[4].format("Xã B > Thôn 1")))
    assert (again["unchanged"], again["added"]) == (1, 0)


def test_a_circle_through_the_register_is_found(tinbao: Tinbao) -> None:
    imported(tinbao, sheet("thôn;A", "thôn;B;A", "thôn;C;B"))
    [fault] = imported(tinbao, sheet("thôn;A;C"))["faults"]
    assert (fault["line"], "nằm vòng trong nhau" in fault["fault"]) == (2, True)


def test_what_was_closed_is_not_opened_by_an_old_list(tinbao: Tinbao) -> None:
    imported(tinbao, sheet(*LINES))
    assert told(tinbao, "close", "nhà trọ hoà", *UNIT)["signs"] == 3
    again = imported(tinbao, sheet(*LINES))
    assert (again["added"], again["unchanged"], again["closed"]) == (0, 4, 1)
    assert "1 điểm đã đóng" in tinbao("points", "import", "diem.csv", *UNIT)[1]
    anew = imported(tinbao, "diem.csv", "--reopen")
    assert (anew["added"], anew["signs"]) == (1, 3)
    assert audited("point-closed") == ["Nhà trọ Hoà"]


def test_a_crash_in_the_middle_leaves_nothing(
    tinbao: Tinbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Points.add_many

    async def half(self: Points, *given: Any) -> None:
        await real(self, *given)
        raise RuntimeError

    monkeypatch.setattr(Points, "add_many", half)
    assert tinbao("points", "import", sheet(*LINES), *UNIT)[0] == 1
    assert rows("SELECT (SELECT count(*) FROM points) + (SELECT count(*) FROM stickers)") == [(0,)]
    assert rows("SELECT last_serial FROM units") == [(0,)]


def test_what_changes_meanwhile_is_compared_again(
    tinbao: Tinbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(tinbao, sheet(*LINES))
    real = Points.ready
    waiting = iter(["UPDATE points SET pledged_on = '2025-01-01' WHERE kind = 'school'"])

    async def marked_by_somebody(self: Points, *given: Any) -> Any:
        for sql in waiting:
            with sqlite3.connect("data/tinbao.db") as database:
                database.execute(sql)
            database.close()
        return await real(self, *given)

    monkeypatch.setattr(Points, "ready", marked_by_somebody)
    school = LINES[2].replace("Quốc lộ 13", "Quốc lộ 14")
    assert imported(tinbao, sheet(school))["changed"] == 1
    assert rows("SELECT address, pledged_on FROM points WHERE kind = 'school'") == [
        ("Quốc lộ 14", "2025-01-01")
    ]


def test_a_machine_without_the_units_key_adds_and_says_what_it_cannot_compare(
    tinbao: Tinbao,
) -> None:
    for key in Path("data/keys").glob("unit*"):
        key.rename(key.with_suffix(".away"))
    for key in Path("keys").glob("unit*"):
        key.rename(key.with_suffix(".away"))
    assert imported(tinbao, sheet(*LINES))["added"] == 4
    status, out, err = tinbao("points", "import", "diem.csv", *UNIT)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "does not have the unit's key" in err
    head = "loại;tên;thuộc thôn;địa chỉ"
    line = "nhà trọ;Nhà trọ Hoà;Ấp Bà Chúa;hẻm 3"
    assert imported(tinbao, sheet(line, head=head))["changed"] == 1


@pytest.mark.slow
def test_fifty_thousand_lines(tinbao: Tinbao) -> None:
    kinds = ("thôn", "nhà trọ", "trường học", "doanh nghiệp")
    body = [
        f"{kinds[n % 4]};Điểm {n};{'' if n % 4 == 0 else f'Điểm {n - n % 4}'}"
        for n in range(50_000)
    ]
    file = sheet(*body, head="loại;tên;thuộc thôn")
    assert tinbao("points", "import", file, *UNIT) == (
        0,
        "Thêm 50000, sửa 0, giữ nguyên 0 điểm.\nLàm 50000 biển mới.\n",
        "",
    )
    assert rows("SELECT count(DISTINCT short), max(serial) FROM stickers") == [(50_000, 50_000)]
    body[30_000] = body[30_000].replace("thôn", "lâu đài")
    body[40_000] = body[39_999]
    found = imported(tinbao, sheet(*body, head="loại;tên;thuộc thôn"), "--dry-run")
    assert [fault["line"] for fault in found["faults"]] == [30_002, 40_002]
