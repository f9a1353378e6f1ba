"""What is set for a platform is what its channel gets, also as the guide shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Config
from bot.platforms import zalo_bot_settings, zalo_oa_settings
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


def test_the_settings_that_the_guide_shows_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "vi" / "zalo.md").read_text("utf-8")
    alone(monkeypatch, tmp_path)
    (tmp_path / "config.toml").write_text(_block(guide, "toml"), "utf-8")
    secrets = dict(line.split("=", 1) for line in _block(guide, "sh").splitlines())
    for name, value in secrets.items():
        monkeypatch.setenv(name, value.replace("...", "-as-long-as-a-real-one"))

    config = Config.load(None)

    assert config.zalo_bot.on
    assert config.zalo_oa.on
    assert zalo_bot_settings(config).public_url == "https://tinbao.example.vn"
    assert zalo_oa_settings(config).return_url == "https://tinbao.example.vn/zalo-oa"


def _block(text: str, language: str) -> str:
    return text.split(f"```{language}\n")[1].partition("```")[0]
