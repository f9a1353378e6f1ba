"""Pseudonyms: the same for the same, different for everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.crypto.pseudonym import Purpose, pseudonym

SECRET = bytes(range(32))
parts = st.lists(st.text(max_size=8), max_size=4).map(tuple)


@given(first=parts, second=parts)
def test_parts_are_kept_apart(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    one, two = (pseudonym(SECRET, Purpose.CONTACT, *each) for each in (first, second))
    assert (one == two) == (first == second)


def test_each_purpose_and_secret_has_its_own() -> None:
    names = {pseudonym(s, p, "telegram", "1") for s in (SECRET, bytes(32)) for p in Purpose}
    assert len(names) == 2 * len(Purpose)


def test_two_lengths() -> None:
    short, long = pseudonym(SECRET, "event", "1"), pseudonym(SECRET, "event", "1", size=32)
    assert (len(short), len(long)) == (16, 32)
    assert long.startswith(short)


def test_a_purpose_must_be_known() -> None:
    with pytest.raises(ValueError, match="is not a valid Purpose"):
        pseudonym(SECRET, "contakt", "1")
