"""Which language a phone is spoken to in."""

from __future__ import annotations

import pytest

from bot.channels.web.languages import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "vi"),
        ("vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7", "vi"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("EN", "en"),
        ("km-KH,km;q=0.9,en;q=0.5", "en"),
        ("vi;q=0.3, en ; q=0.4", "en"),
        ("en;q=0,vi;q=0.1", "vi"),
        ("en;q=0", "vi"),
        ("en;q=a lot", "vi"),
        ("en;q=nan", "vi"),
        ("de,fr;q=0.8,*;q=0.5", "vi"),
        (";;;,,,=q", "vi"),
        ("en;q=9", "en"),
        ("x," * 4000 + "en", "vi"),
    ],
)
def test_the_phones_language_if_we_speak_it(header: str, language: str) -> None:
    assert preferred(header, ("vi", "en")) == language


def test_what_is_not_spoken_here_is_not_promised() -> None:
    assert preferred("en", ("vi",)) == "vi"
    assert preferred("vi", ("en",)) == "en"
