"""What is set for a platform is what its channel gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Config
from bot.platforms import zalo_oa_settings
from tests.installed import alone


@pytest.mark.parametrize(
    ("page", "opens"),
    [("", "https://zalo.me/579"), ("https://zalo.me/4402", "https://zalo.me/4402")],
    ids=["the account's own", "as set"],
)
def test_where_a_group_is_led_to_talk_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, opens: str
) -> None:
    alone(monkeypatch, tmp_path)
    given = {"APP_ID": "360", "APP_SECRET": "a-secret", "OA_ID": "579", "OA_SECRET": "another-one"}
    for name, value in {**given, "PAGE": page}.items():
        monkeypatch.setenv(f"TINBAO_ZALO_OA__{name}", value)

    assert zalo_oa_settings(Config.load(None)).chat == opens
