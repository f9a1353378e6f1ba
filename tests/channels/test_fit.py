"""What a typed answer means, and how long words are cut."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.fit import fold, match, numbered, pieces, split, with_choices
from bot.domain.message import Button, Text, verbatim
from bot.domain.words import marks, squash


def button(label: str, payload: str = "", url: str = "") -> Button:
    """One of our own words: its key is what it says."""
    return Button(Text(label), payload, url)


def named(label: str, payload: str) -> Button:
    """One that is somebody's or some place's name."""
    return Button(verbatim(label), payload)


OFFERED = [
    button("Gọi 113", url="tel:113"),
    button("Mua bán ma tuý", "k:dealing"),
    button("Sử dụng ma tuý", "k:use"),
    button("Đang xảy ra", "k:now"),
    button("Má", "k:ma-sac"),
    button("Mà", "k:ma-huyen"),
]


def labels(button: Button) -> list[str]:
    return [str(button.label.args.get("text", button.label.key))]


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("1", "k:dealing"),
        ("2.", "k:use"),
        ("số 3", "k:now"),
        ("so 3", "k:now"),
        (" 3) ", "k:now"),
        ("0", None),
        ("6", None),
        ("999", None),
        ("mua bán ma tuý", "k:dealing"),
        ("mua bán ma túy", "k:dealing"),
        ("MUA  BAN MA TUY", "k:dealing"),
        ("dang xay ra!", "k:now"),
        (unicodedata.normalize("NFD", "Sử dụng ma tuý"), "k:use"),
        ("má", "k:ma-sac"),
        ("mà", "k:ma-huyen"),
        ("ma", None),
        ("mả", None),
        ("đang xảy rà", "k:now"),
        ("dang xảy ra", "k:now"),
        ("mua bna ma tuy", "k:dealing"),
        ("xử dụng ma tuý", "k:use"),
        ("xử dunng ma tuý", None),
        ("gọi 113", None),
        ("tôi thấy mua bán ma tuý", None),
        ("", None),
        ("...", None),
        ("🙂", None),
    ],
)
def test_match(typed: str, payload: str | None) -> None:
    assert match(typed, OFFERED, labels) == payload


@pytest.mark.parametrize("typed", ["2", "đang xảy rà", "dang xảy ra", "mua bna ma tuy"])
def test_where_buttons_are_pressed_neither_numbers_nor_slips_mean_one(typed: str) -> None:
    assert match(typed, OFFERED, labels, numbers=False) is None


def test_a_slip_that_could_mean_two_means_none() -> None:
    both = [button("Gửi cho xã", "k:xa"), button("Gửi cho bà", "k:ba")]

    assert match("gui cho xa", both, labels) == "k:xa"
    assert match("gui cho za", both, labels) is None


def test_a_slip_in_a_name_is_another_name() -> None:
    communes = [named("xã Tân Lập", "k:lap"), button("Kết thúc phiên 1", "k:1")]
    inner = Button(Text("at", {"point": "Thôn 3"}), "k:here")

    assert match("xã tân lập", communes, labels) == "k:lap"
    assert match("xa tan lap", communes, labels) == "k:lap"
    assert match("xã Tân Lợi", communes, labels) is None
    assert match("kết thúc phiên 2", communes, labels) is None
    assert match("Ngay tại Thôn 5", [inner], lambda _: ["Ngay tại Thôn 3"]) is None


def test_numbers_are_those_that_are_shown() -> None:
    shown = [
        replace(button("Có", "k:yes"), number=1),
        button("Bỏ hết", "k:drop"),
        replace(button("Không", "k:no"), number=2),
    ]

    assert match("2", shown, labels) == "k:no"
    assert match("3", shown, labels) is None
    assert match("bỏ hết", shown, labels) == "k:drop"


def test_nothing_offered_nothing_meant() -> None:
    assert match("1", [], labels) is None
    assert match("1", OFFERED[:1], labels) is None


def test_marks() -> None:
    assert marks("túy") == marks("tuý") == "\u0301"
    assert marks("Thời") != marks("Thôi")
    assert marks("da") == "" != marks("đa")


def test_fold_and_squash() -> None:
    assert fold("  Hàng-đợi!  ") == "hang doi"
    assert fold("ĐƯỜNG_số  5") == "duong so 5"
    assert squash("/Hang_Doi") == "hangdoi"
    assert fold("🙂") == ""


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_numbered() -> None:
    assert numbered("Chọn:", [(1, "Có"), (2, "Không")]) == "Chọn:\n\n1. Có\n2. Không"
    assert numbered("", [(51, "Mở tin")], "Trả lời số.") == "51. Mở tin\nTrả lời số."
    assert numbered("Vâng.", []) == "Vâng."


def test_split_prefers_sentences_then_words() -> None:
    assert split("Một câu. Hai câu dài hơn.", 12) == ["Một câu.", "Hai câu dài", "hơn."]
    assert split("một hai ba", 7) == ["một hai", "ba"]
    assert split("abcdefgh", 3) == ["abc", "def", "gh"]
    assert split("ngắn", 100) == ["ngắn"]
    assert split("   ", 5) == []


def test_split_never_tears_a_character() -> None:
    assert split("aaaa" + "e\u0301" * 4, 5) == ["aaaa", "e\u0301e\u0301", "e\u0301e\u0301"]
    family = "👨\u200d👩\u200d👧"
    assert split(family * 2, 8) == [family, family]
    assert split("👍🏽👍🏽", 3) == ["👍🏽", "👍🏽"]


@given(st.text(max_size=400), st.integers(1, 60))
def test_split_keeps_everything_but_white_space(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(
    st.text(max_size=300),
    st.lists(st.text("aă 😀", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=30),
)
def test_no_message_is_too_long_and_no_label_loses_its_number(
    text: str, labels: list[str]
) -> None:
    choices = [(n, f"n{n}{label.strip()}") for n, label in enumerate(labels, 1)]
    parts = with_choices(pieces(text, 200), choices, "hint", 200)
    assert all(len(part.encode("utf-16-le")) // 2 <= 200 for part in parts)
    lines = "\n".join(parts).splitlines()
    for number, label in choices:
        assert f"{number}. {label}" in lines
    assert lines[-1] == "hint"
