"""The format of transcripts: what is understood, and how what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo import transcript
from bot.demo.pattern import fill, read
from bot.demo.transcript import (
    Expect,
    Files,
    Gone,
    Never,
    NewPhone,
    Press,
    Say,
    Scan,
    SendFile,
    TranscriptError,
    parse,
)

HEAD = "# Báo tin\nNgười: Bà Tư (bà con), Anh Minh (cán bộ), Anh Minh Hai (chỉ huy)\n\n"


def step(line: str):
    return parse(HEAD + "- Tinbao → Bà Tư: … {mã tin} …\n- " + line).steps[-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bà Tư quét mã: Thôn 3", Scan(5, "", "Bà Tư", "Thôn 3")),
        ("Bà Tư: Nhà: cuối xóm", Say(5, "", "Bà Tư", "Nhà: cuối xóm")),
        ("Bà Tư: /xoa", Say(5, "", "Bà Tư", "/xoa")),
        ("Bà Tư: {mã tin}", Say(5, "", "Bà Tư", "{mã tin}")),
        ("Anh Minh Hai bấm: Mở tin", Press(5, "", "Anh Minh Hai", "Mở tin")),
        ("anh minh bấm: Mở tin", Press(5, "", "Anh Minh", "Mở tin")),
        ("Bà Tư gửi ảnh: xe.jpg", SendFile(5, "", "Bà Tư", "xe.jpg", "")),
        ("Bà Tư gửi tệp: a.pdf — đơn", SendFile(5, "", "Bà Tư", "a.pdf", "đơn")),
        ("Bà Tư đổi điện thoại", NewPhone(5, "", "Bà Tư")),
        ("Tinbao → Bà Tư: … Thôn 3 …", Expect(5, "", "Bà Tư", "… Thôn 3 …")),
        ("Tinbao -> Bà Tư: xong", Expect(5, "", "Bà Tư", "xong")),
        ("Tinbao không nói với Anh Minh: … lạ …", Never(5, "", "Anh Minh", "… lạ …")),
        ("Bà Tư không còn thấy: … lạ …", Gone(5, "", "Bà Tư", "… lạ …")),
        ("Anh Minh thấy 2 tệp", Files(5, "", "Anh Minh", 2)),
    ],
)
def test_every_kind_of_line(line: str, expected: transcript.Step):
    found = step(line)

    assert type(found) is type(expected)
    for name in expected.__slots__:
        if name not in ("source", "line"):
            assert getattr(found, name) == getattr(expected, name)
    assert found.line == 5
    assert found.source == line


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "- Ông Năm: xin chào", "a.md:4: không hiểu “Ông Năm: xin chào”"),
        (HEAD + "- Bà Tư bấm:", "a.md:4: không hiểu"),
        (HEAD + "- Bà Tư: {biên nhận}", "a.md:4: chưa biết {biên nhận}"),
        (HEAD + "Chỉ có lời dẫn.", "a.md: thiếu lời thoại"),
        ("# Tên\n- Bà Tư: a", "a.md:2: dòng “Người: …” phải đứng trước"),
        ("# Tên\nNgười: Bà Tư (hàng xóm)\n- Bà Tư: a", "a.md:2: không có vai “hàng xóm”"),
        ("# Tên\nNgười: Bà Tư\n- Bà Tư: a", "a.md:2: viết “Tên (vai)”"),
        ("Người: Bà Tư (bà con)\n- Bà Tư: a", "a.md: thiếu tiêu đề"),
        ("", "a.md: thiếu tiêu đề"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, says: str):
    with pytest.raises(TranscriptError) as error:
        parse(text, "a.md")

    assert str(error.value).startswith(says)
    assert "\n" not in str(error.value)


def test_the_rest_is_for_the_reader():
    script = parse(HEAD + "Bà Tư đi chợ về.\n\n- Bà Tư: chào\n\n> lời dẫn\n", "a.md")

    assert script.title == "Báo tin"
    assert script.people == {"Bà Tư": "", "Anh Minh": "officer", "Anh Minh Hai": "lead"}
    assert [type(s) for s in script.steps] == [Say]


def test_a_missing_file_is_one_line_too(tmp_path: Path):
    with pytest.raises(
        TranscriptError, match=r"^a\.md cannot be read: No such file or directory$"
    ):
        transcript.load(tmp_path / "a.md")


def test_the_packaged_ones_are_understood():
    scripts = [transcript.load(path) for path in transcript.packaged()]

    assert len(scripts) >= 8
    assert len({script.title for script in scripts}) == len(scripts)


@pytest.mark.parametrize(
    ("pattern", "text", "known", "found"),
    [
        ("… Thôn 3 …", "Bà con đang ở: thôn  3,\nxã Tân Khai.", {}, {}),
        ("Thôn 3", "Thôn 30", {}, None),
        ("… Thôn 3", "ở Thôn 3", {}, {}),
        ("... xong", "đã xong", {}, {}),
        ("… {mã tin} …", "Tin TK-7F3K2 đã tới xã.", {}, {"mã tin": "TK-7F3K2"}),
        ("… {mã tin} …", "Tin đã tới xã.", {}, None),
        (
            "… {mã tin} … {biên nhận} …",
            "Tin TK-7F3K2.\nBiên nhận: 7F3K-2Q9X-1A2B-3C4D nhé",
            {},
            {"mã tin": "TK-7F3K2", "biên nhận": "7F3K-2Q9X-1A2B-3C4D"},
        ),
        ("… {mã tin} …", "Tin TK-AAAAA", {"mã tin": "TK-7F3K2"}, None),
        ("… {mã tin hai} …", "Tin TK-AAAAA", {"mã tin": "TK-7F3K2"}, {"mã tin hai": "TK-AAAAA"}),
        ("… {tên} chào {tên}", "a Lan chào Lan", {}, {"tên": "Lan"}),
        ("… {tên} chào {tên}", "a Lan chào Hoa", {}, None),
        ("{tên}.", "Lan.", {}, {"tên": "Lan"}),
        ("hòa", "ho\u0300a", {}, {}),
        ("hòa", "hoà", {}, None),
        ("hoà", "hoa\u0300", {}, {}),
        ("a (b) [c]*", "a (b) [c]*", {}, {}),
    ],
)
def test_patterns(pattern: str, text: str, known: dict[str, str], found: dict[str, str] | None):
    assert read(pattern, text, known) == found


def test_typed_words_take_what_was_read():
    assert fill("mã {mã tin}, cảm ơn", {"mã tin": "TK-7F3K2"}) == "mã TK-7F3K2, cảm ơn"
