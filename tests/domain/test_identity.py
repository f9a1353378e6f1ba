"""Names and numbers as people write them."""

from __future__ import annotations

import pytest

from bot.domain.identity import Identity, as_typed, filled_in, masked, plain_name, plain_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("o912-345-678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("0271 3 666 113", "02713666113"),
        ("\uff10912345678", "0912345678"),
        ("+855 12 345 678", "+85512345678"),
        ("0912345", ""),
        ("091234567890", ""),
        ("không có", ""),
        ("", ""),
        ("gọi chồng tôi 0912345678", ""),
    ],
)
def test_telephone_numbers(typed: str, number: str) -> None:
    assert plain_phone(typed) == number


def test_what_is_no_number_is_kept_as_typed() -> None:
    assert as_typed(" gọi chồng\ntôi 0912345678 ") == "gọi chồng tôi 0912345678"
    assert as_typed("0912 345 678") == "0912345678"


def test_a_name_is_any_words_on_one_line() -> None:
    assert plain_name(" Bà\u202e Tư\n(quán nước) ") == "Bà Tư (quán nước)"
    assert len(plain_name("x" * 200)) == 80


def test_little_is_shown_back() -> None:
    assert masked(Identity("Lê Thị Lan", "0912345678")) == ("L… T… L…", "09•••••78")
    assert masked(Identity("", "113")) == ("", "•••")
    assert masked(Identity("Lan", "")) == ("L…", "")
    assert "Lan" not in repr(Identity("Lan", "0912345678"))
    assert not Identity()


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        (("Lê Tư", "0912 777 345"), Identity("Lê Tư", "0912777345")),
        (("", "chị Tư bán nước"), Identity("chị Tư bán nước", "")),
        (("", "12 ngõ 3"), Identity("", "12 ngõ 3")),
        (("", ""), Identity()),
    ],
)
def test_what_a_page_was_filled_with(fields: tuple[str, str], left: Identity) -> None:
    assert filled_in(*fields) == left
