"""What a sticker's code leads to."""

from __future__ import annotations

import pytest

from qr.links import point_link


def test_a_code_leads_to_its_landing_page():
    assert point_link("https://tinbao.example.vn/", "Ab_-9") == "https://tinbao.example.vn/q/Ab_-9"


@pytest.mark.parametrize("code", ["", "a b", "a/b", "ä", "x" * 33, "a\n"])
def test_what_can_be_no_code_is_refused(code: str):
    with pytest.raises(ValueError, match="1 to 32"):
        point_link("https://tinbao.example.vn", code)
