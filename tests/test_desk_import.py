"""Past tips from a table and the register as a file, as an operator meets both."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from bot import cli
from bot.app import App
from bot.config import Config
from bot.engine.alarms import ring_due
from storage.importing import Importing
from tests.installed import alone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD = "Ngày;Loại;Nội dung;Điểm/thôn;Khẩn;Tình trạng;Kết quả;Nguồn;Người xử lý"
ROWS = (
    "05/03/2026;Mua bán ma tuý;canary quán nước cạnh trường;thon 3;;xong;Đúng;điện thoại;Tư",
    "2026-04-07;sử dụng;canary nhà bỏ hoang;Gò Bà Chúa;x;;;thư;",
    "8.4.2026 14:30;other;canary =chuyện khác;;;;trêu đùa;;",
)

Tinbao = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a unit and a hamlet, to be copied."""
    folder = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as patch:
        alone(patch, folder)
        Path("points.csv").write_text("kind,name\nhamlet,Thôn 3\n", "utf-8")
        for words in (
            ("init",),
            ("unit", "add", "tan-khai", "--name", "xã Tân Khai", "--prefix", "TK"),
            ("points", "import", "points.csv", "--unit", "tan-khai"),
        ):
            assert cli.run(words) == 0
    return folder


@pytest.fixture
def tinbao(
    installed: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Tinbao:
    """Runs a command where a unit with a hamlet is; its status, output and errors."""
    shutil.copytree(installed, tmp_path, dirs_exist_ok=True)
    alone(monkeypatch, tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def imported(tinbao: Tinbao, file: str, *options: str) -> dict[str, Any]:
    _, out, err = tinbao("tips", "import", file, "--unit", "tan-khai", "--json", *options)
    assert out, err
    found: dict[str, Any] = json.loads(out)
    return found


def rows(sql: str) -> list[Any]:
    with sqlite3.connect("data/tinbao.db") as database:
        return database.execute(sql).fetchall()


def opened_texts() -> list[str]:
    """What the imported tips say, by their times."""

    async def read() -> list[str]:
        app = await App.open(Config.load(None))
        try:
            async with app.stores() as stores:
                ids = [row[0] for row in rows("SELECT id FROM tips ORDER BY created_at")]
                return [(await stores.tips.open(tip))[0].body.text for tip in ids]
        finally:
            await app.close()

    return asyncio.run(read())


ENCODED = {
    "utf-8": "\n".join((HEAD, *ROWS)).encode(),
    "with a mark and commas": "\n".join((HEAD, *ROWS)).replace(";", ",").encode("utf-8-sig"),
    "parts": unicodedata.normalize("NFD", "\r\n".join((HEAD, *ROWS))).encode(),
    "excel unicode": "\n".join((HEAD, *ROWS)).replace(";", "\t").encode("utf-16"),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED.keys())
def test_whatever_an_office_saves_means_the_same(tinbao: Tinbao, content: bytes) -> None:
    Path("so.csv").write_bytes(content)
    dry = imported(tinbao, "so.csv", "--dry-run")
    assert (dry["added"], dry["faults"]) == (3, [])
    assert rows("SELECT * FROM tips") == []

    found = imported(tinbao, "so.csv")

    assert (found["added"], found["open"], found["places"]) == (3, 1, 1)
    assert found["ignored"] == ["Người xử lý"]
    told = rows(
        "SELECT kind, urgency, status, outcome, source, point_id IS NULL FROM tips"
        " ORDER BY created_at"
    )
    assert told == [
        ("dealing", "normal", "closed", "right", "phone", 0),
        ("use", "urgent", "new", "", "letter", 1),
        ("other", "normal", "closed", "prank", "import", 1),
    ]
    assert opened_texts() == [line.split(";")[2] for line in ROWS]
    assert rows("SELECT count(*) FROM outbox") == [(0,)]


def test_no_bell_rings_for_what_was_late_before_the_import(tinbao: Tinbao) -> None:
    tinbao("unit", "add", "dong-nai", "--name", "tỉnh Đồng Nai", "--prefix", "DN")
    with sqlite3.connect("data/tinbao.db") as database:
        above = "(SELECT id FROM units WHERE slug = 'dong-nai')"
        database.execute(f"UPDATE units SET parent_id = {above} WHERE slug = 'tan-khai'")
    Path("so.csv").write_text("\n".join((HEAD, ROWS[1])), "utf-8")
    assert imported(tinbao, "so.csv")["open"] == 1

    async def rung() -> int:
        app = await App.open(Config.load(None))
        try:
            return await ring_due(app.database, app.keyring, app.clock, app.bells)
        finally:
            await app.close()

    assert asyncio.run(rung()) == 0
    assert rows("SELECT count(*) FROM outbox") == [(0,)]
    assert rows("SELECT action FROM audit WHERE action LIKE 'clock-%'") == []
    late = "SELECT count(*) FROM clocks WHERE missed_at = due_at AND next_at IS NULL"
    assert rows(late) == [(2,)]
    assert rows("SELECT count(*) FROM tips WHERE due_at IS NOT NULL") == [(1,)]


def test_a_tip_about_an_official_is_the_unit_aboves(tinbao: Tinbao) -> None:
    tinbao("unit", "add", "dong-nai", "--name", "tỉnh Đồng Nai", "--prefix", "DN")
    with sqlite3.connect("data/tinbao.db") as database:
        above = "(SELECT id FROM units WHERE slug = 'dong-nai')"
        database.execute(f"UPDATE units SET parent_id = {above} WHERE slug = 'tan-khai'")
    Path("so.csv").write_text("\n".join((HEAD, "05/03/2026;official;canary;;;;;;")), "utf-8")
    [fault] = imported(tinbao, "so.csv")["faults"]
    assert "unit above" in fault["fault"]
    assert tinbao("tips", "import", "so.csv", "--unit", "dong-nai")[0] == 0


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


def test_the_old_code_page_of_windows(tinbao: Tinbao) -> None:
    Path("so.csv").write_bytes(cp1258("\n".join((HEAD, *ROWS))))
    assert imported(tinbao, "so.csv")["added"] == 3
    assert opened_texts()[0] == "canary quán nước cạnh trường"


def test_the_same_lines_again_are_there_already(tinbao: Tinbao) -> None:
    Path("so.csv").write_text("\n".join((HEAD, *ROWS[:2])), "utf-8")
    imported(tinbao, "so.csv")
    Path("so.csv").write_text("\n".join((HEAD, *ROWS)), "utf-8")

    found = imported(tinbao, "so.csv")

    assert (found["added"], found["there_already"]) == (1, 2)
    erased = rows("SELECT reference FROM tips")[0][0]
    assert tinbao("erase", erased, "--reason", "toà án yêu cầu", "--yes")[0] == 0
    assert imported(tinbao, "so.csv")["added"] == 0
    assert rows("SELECT subject FROM audit WHERE action = 'tips-imported'") == [("2",), ("1",)]


def test_every_fault_is_told_and_nothing_is_imported(tinbao: Tinbao) -> None:
    bad = (
        ROWS[0],
        "31/02/2026;use;canary;;;;;;",
        "hôm qua;use;canary;;;;;;",
        "01/01/2099;use;canary;;;;;;",
        "05/03/2026;karaoke xyz;canary;;;;;;",
        "05/03/2026;use; ;;;;;;",
        "05/03/2026;use;canary;;chắc;;;;",
        "05/03/2026;use;canary;;;đã xong;;;",
        "05/03/2026;use;canary;;;mới;Đúng;;",
        ROWS[0],
    )
    Path("so.csv").write_text("\n".join((HEAD, *bad)), "utf-8")
    status, out, err = tinbao("tips", "import", "so.csv", "--unit", "tan-khai")

    assert (status, out) == (2, "")
    told = err.splitlines()
    assert [line.partition(":")[0] for line in told[:-1]] == [
        f"so.csv line {n}" for n in range(3, 12)
    ]
    assert told[-2].endswith("says the same as line 2")
    assert told[-1] == "tinbao: nothing was imported"
    assert "canary" not in err
    assert rows("SELECT * FROM tips") == []
    assert len(imported(tinbao, "so.csv")["faults"]) == 9


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"ngay;loai\n1;2\n", "nội dung is missing"),
        ("a.csv", b"date,date,kind,text\n", "two columns"),
        ("a.csv", b'date,kind,text\n"05/03/2026,use,x\n', "cannot be read as a table"),
        ("a.csv", b"date\0kind\xff\xfe", "letters cannot be read"),
        ("a.xlsx", b"PK no workbook", "cannot be read as an XLSX file"),
        ("a.ods", b"x", "takes a .csv or .xlsx file"),
        ("a.csv", b"date,kind,text\n" + b"05/03/2026,use,x\n" * 5001, "more than 5000 lines"),
    ],
)
def test_files_that_are_no_book(tinbao: Tinbao, name: str, content: bytes, says: str) -> None:
    Path(name).write_bytes(content)
    status, _, err = tinbao("tips", "import", name, "--unit", "tan-khai")
    assert status == 2
    assert says in err
    assert err.count("\n") == 1


def test_a_workbook_with_dates_formulas_and_merged_cells(tinbao: Tinbao) -> None:
    with xlsxwriter.Workbook("so.xlsx") as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEAD.split(";")[:5])
        sheet.merge_range(1, 0, 2, 0, date(2026, 3, 5), day)
        sheet.write_row(1, 1, ["Sử dụng ma tuý", "canary một", "Thôn 3"])
        sheet.write_formula(1, 4, "=1=1", None, True)
        sheet.write(2, 1, "Khác")
        sheet.write_formula(2, 2, '="canary " & "hai"', None, "canary hai")
        sheet.write_row(3, 0, ["22/02/2026", "Vận chuyển", "canary ba"])
    found = imported(tinbao, "so.xlsx")
    if found["faults"]:
        assert [fault["line"] for fault in found["faults"]] == [3]
        pytest.fail(str(found["faults"]))
    assert found["added"] == 3
    assert opened_texts()[1:] in (["canary một", "canary hai"], ["canary hai", "canary một"])
    assert rows("SELECT count(*) FROM tips WHERE urgency = 'urgent'") == [(1,)]


def test_the_crash_in_the_middle_leaves_nothing(
    tinbao: Tinbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("so.csv").write_text("\n".join((HEAD, *ROWS)), "utf-8")
    real = Importing.add

    async def half(self: Importing, *given: Any) -> list[str]:
        await real(self, *given)
        raise RuntimeError

    monkeypatch.setattr(Importing, "add", half)
    assert tinbao("tips", "import", "so.csv", "--unit", "tan-khai")[0] == 1
    assert rows("SELECT (SELECT count(*) FROM tips) + (SELECT count(*) FROM messages)") == [(0,)]


def test_it_needs_no_key_of_the_desk(tinbao: Tinbao) -> None:
    for key in Path("data/keys").glob("unit*"):
        key.rename(key.with_suffix(".away"))
    Path("so.csv").write_text("\n".join((HEAD, *ROWS)), "utf-8")
    assert imported(tinbao, "so.csv")["added"] == 3


@pytest.mark.parametrize("name", ["+1", "-1", "@x", "\n=1", "＝1+1"])
def test_no_cell_of_the_register_is_a_formula(tinbao: Tinbao, name: str) -> None:
    Path("so.csv").write_text("\n".join((HEAD, ROWS[0])), "utf-8")
    imported(tinbao, "so.csv")
    with sqlite3.connect("data/tinbao.db") as database:
        database.execute("UPDATE points SET name = ?", [name])
    assert tinbao("tips", "register", "--unit", "tan-khai", "--out", "s.csv")[0] == 0
    defused = name.replace("\n=", "\n'=")  # a spreadsheet may begin another cell there
    assert f"'{defused}" in Path("s.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_register_as_a_file(tinbao: Tinbao, suffix: str) -> None:
    Path("so.csv").write_text("\n".join((HEAD, *ROWS)), "utf-8")
    imported(tinbao, "so.csv")
    with sqlite3.connect("data/tinbao.db") as database:
        database.execute("UPDATE points SET name = '=1+1'")

    status, out, err = tinbao("tips", "register", "--unit", "tan-khai", "--out", f"s.{suffix}")

    assert (status, out) == (0, f"3 lines written to s.{suffix}\n"), err
    if suffix == "csv":
        text = Path("s.csv").read_text("utf-8-sig")
        lines = [line.split(",") for line in text.splitlines()]
    else:
        lines = CalamineWorkbook.from_path("s.xlsx").get_sheet_by_index(0).to_python()
        text = str(lines)
    assert lines[0][:3] == ["Số", "Thời gian tiếp nhận", "Đơn vị"]
    assert lines[1][1:9] == [
        *("05/03/2026 00:00", "xã Tân Khai", "'=1+1", "Mua bán ma tuý", "Thường"),
        *("điện thoại", "Đã xong", "Đúng"),
    ]
    assert "canary" not in text
    assert Path(f"s.{suffix}").stat().st_mode & 0o077 in (0, 0o044)


def test_a_place_that_became_a_point_makes_no_second_tip(tinbao: Tinbao) -> None:
    Path("so.csv").write_text("\n".join((HEAD, ROWS[1])), "utf-8")
    imported(tinbao, "so.csv")
    Path("points.csv").write_text("kind,name\nhamlet,Gò Bà Chúa\n", "utf-8")
    assert tinbao("points", "import", "points.csv", "--unit", "tan-khai")[0] == 0
    found = imported(tinbao, "so.csv")
    assert (found["added"], found["there_already"]) == (0, 1)


def test_a_line_without_a_result_yet_is_not_ended_by_half_a_word(tinbao: Tinbao) -> None:
    for said in ("chưa", "không", "đủ thông tin"):
        line = f"05/03/2026;use;canary;;;;{said};;"
        Path("so.csv").write_text("\n".join((HEAD, line)), "utf-8")
        [fault] = imported(tinbao, "so.csv")["faults"]
        assert "outcome" in fault["fault"]


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        *(("05/03/2026 2:30 PM", 14), ("05/03/2026 2:30:05 CH", 14), ("05/03/2026 2:30 SA", 2)),
        *(("05/03/2026 12:30 am", 0), ("05/03/2026 12:30 CH", 12), ("2026-03-05T14:30:00", 14)),
        *(("05/03/2026 14:30 PM", None), ("05/03/2026 2:30 trưa", None)),
    ],
)
def test_a_clock_of_twelve_hours_is_understood_or_refused(
    tinbao: Tinbao, typed: str, hour: int | None
) -> None:
    Path("t.csv").write_text(f"date;kind;text\n{typed};use;canary quán nước\n", "utf-8")
    found = imported(tinbao, "t.csv")
    if hour is None:
        assert "14:30 or 2:30 PM" in str(found["faults"])
        return
    ((at,),) = rows("SELECT created_at FROM tips")
    assert datetime.fromtimestamp(at / 1000, VIETNAM).hour == hour


def test_a_hidden_sheet_is_not_the_book(tinbao: Tinbao) -> None:
    with xlsxwriter.Workbook("so.xlsx") as book:
        hidden, seen = book.add_worksheet("foxz"), book.add_worksheet("Sổ")
        seen.activate()
        hidden.very_hidden()
        for sheet, text in ((hidden, "canary cũ"), (seen, "canary thật")):
            sheet.write_row(0, 0, HEAD.split(";")[:3])
            sheet.write_row(1, 0, ["22/02/2026", "Vận chuyển", text])
    assert imported(tinbao, "so.xlsx")["added"] == 1
    assert opened_texts() == ["canary thật"]


def test_two_cells_far_apart_do_not_fill_the_memory(tinbao: Tinbao) -> None:
    with xlsxwriter.Workbook("so.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(";")[:3])
        sheet.write(90_000, 16_383, "x")
    status, _, err = tinbao("tips", "import", "so.xlsx", "--unit", "tan-khai")
    assert (status, "too large once unpacked" in err) == (2, True)


def test_sizes_that_a_file_claims_are_not_believed(tinbao: Tinbao) -> None:
    with xlsxwriter.Workbook("book.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(";")[:3])
        sheet.write_row(1, 0, ["22/02/2026", "Vận chuyển", "canary"])
    with zipfile.ZipFile("book.xlsx") as book, zipfile.ZipFile("so.xlsx", "w", 8) as packed:
        for name in book.namelist():
            blown = b" " * 210_000_000 if name.endswith("sheet1.xml") else b""
            packed.writestr(name, book.read(name) + blown)
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    content = Path("so.xlsx").read_bytes()
    assert content.count(size) == 2
    Path("so.xlsx").write_bytes(content.replace(size, (9).to_bytes(4, "little")))
    status, _, err = tinbao("tips", "import", "so.xlsx", "--unit", "tan-khai")
    assert (status, "save it again" in err) == (2, True)
