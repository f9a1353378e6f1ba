"""Six characters that survive a telephone and a hurried thumb."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import ALPHABET
from bot.domain.short_codes import LENGTH, random_short_code, short_code

drawn = st.builds(random_short_code)


@given(drawn)
def test_a_drawn_one_is_understood(code: str) -> None:
    assert len(code) == LENGTH
    assert short_code(code) == code


@given(drawn, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(code: str, at: int, wrong: str) -> None:
    other = code[:at] + wrong + code[at + 1 :]
    assert short_code(other) in (None, code)
    assert (short_code(other) == code) == (wrong == code[at])


@given(drawn, st.integers(0, LENGTH - 2))
def test_two_neighbours_that_changed_places_are_found(code: str, at: int) -> None:
    other = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert short_code(other) == (code if other == code else None)


@given(drawn)
def test_what_hands_and_ears_confuse_is_forgiven(code: str) -> None:
    heard = code.lower().replace("0", "o").replace("1", "i")
    typed = f" {heard[:3]}-{heard[3:]} "
    assert short_code(typed) == (code if any(c.isdigit() for c in typed) else None)


@pytest.mark.parametrize(
    "typed", ["", "nghiện", "NGHIEN", "7F3K2", "7F3K2QQ", "tin số 1", "------"]
)
def test_words_are_none(typed: str) -> None:
    assert short_code(typed) is None
