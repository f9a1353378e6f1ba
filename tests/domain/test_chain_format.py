"""The audit's hash and the line that is kept, as `docs/audit.md` describes them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chain import START, Reminder, Row, code, row_hash


@given(
    st.sampled_from(["-", "tan-khai", "x1"]),
    st.integers(1, 10**15),
    st.integers(0, 4 * 10**12),
    st.binary(min_size=32, max_size=32),
)
def test_a_reminder_survives_being_written_down(chain: str, seq: int, at: int, h: bytes) -> None:
    kept = Reminder.of(chain, seq, at, h)

    assert Reminder.parse(str(kept)) == kept
    assert Reminder.parse(f"  {str(kept).replace(' ', '   ')} ") == kept
    head, _, typed = str(kept).rpartition(" ")
    assert Reminder.parse(f"{head} {typed.lower().replace('0', 'o').replace('1', 'l')}") == kept


@pytest.mark.parametrize("line", ["", "tan-khai", "tan-khai 0 x y", "tan-khai 1 2026 ABCD"])
def test_what_is_no_reminder_is_refused(line: str) -> None:
    assert Reminder.parse(line) is None


def test_eighty_bits_of_the_hash_are_in_the_code() -> None:
    assert code(bytes(32)) == "0" * 16
    assert code(bytes([255] * 32)) == "Z" * 16
    assert code(bytes([0] * 9 + [1] + [255] * 22)) == "0" * 15 + "1"


def test_the_format_does_not_drift() -> None:
    """`docs/audit.md` gives these values to whoever writes another verifier."""
    row = Row("tan-khai", 1, 2, 3, 4, None, "", "tip-filed", "TK-7F3K2")
    by_hand = b""
    for part in ("tinbao audit row 1", None, "tan-khai", "1", "2", "3", "4", "", "", "tip-filed",
                 "TK-7F3K2", ""):  # fmt: skip
        raw = bytes(32) if part is None else part.encode()
        by_hand += len(raw).to_bytes(4, "big") + raw

    assert row_hash(START, row) == hashlib.sha256(by_hand).digest()
    assert row_hash(START, row).hex() == (
        "944f6bb2b280a6f0ab116a24030a00121294b7843c39c84393170b6678b5547f"
    )
