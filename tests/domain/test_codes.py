"""Codes that people copy by hand."""

from __future__ import annotations

import pytest

from bot.domain.codes import random_receipt
from handlers.commands import is_receipt


def test_a_receipt_is_never_taken_for_words(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["ABCDEFGHJKMNPQRS", "ABCDEFGHJKMNPQR7"])
    monkeypatch.setattr("bot.domain.codes.random_code", lambda _: next(drawn))
    assert is_receipt(random_receipt()), "the first has no digit and is drawn again"
