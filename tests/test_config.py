"""Settings: where they come from, which wins, and what a mistake looks like to an operator."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.config import PREFIX, Config
from bot.domain.errors import ConfigError

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
TOKEN = "123456:do-not-show-this"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in list(os.environ):
        if name.startswith(PREFIX) and "__" in name:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def write(content: str) -> Path:
    path = Path("config.toml")
    path.write_text(content, encoding="utf-8")
    return path


def test_nothing_at_all_is_a_usable_configuration():
    config = Config.load()

    assert config.database.file == Path("data/tinbao.db")
    assert config.files.folder == Path("data/files")
    assert (config.web.host, config.web.port) == ("127.0.0.1", 8080)
    assert config.public_url == "http://127.0.0.1:8080"
    assert not config.behind_tls
    assert not config.telegram.on


def test_the_example_shows_the_defaults():
    assert Config.load(EXAMPLE) == Config.load()


def test_the_example_names_every_key():
    text = EXAMPLE.read_text(encoding="utf-8").replace("\n#", "\n")
    named = tomllib.loads(
        "\n".join(line for line in text.splitlines() if not line.startswith(" "))
    )

    assert {s: set(keys) for s, keys in named.items()} == {
        s: set(keys) for s, keys in asdict(Config()).items()
    }


def test_config_toml_here_is_read_and_variables_win(monkeypatch: pytest.MonkeyPatch):
    write('[web]\nlisten = "0.0.0.0:9000"\n[service]\ntimezone = "UTC"\n')
    monkeypatch.setenv("TINBAO_WEB__LISTEN", "[::1]:9001")
    monkeypatch.setenv("TINBAO_SERVICE__LANGUAGES", "en, vi")

    config = Config.load()

    assert (config.web.host, config.web.port) == ("::1", 9001)
    assert config.service.timezone == "UTC"
    assert config.service.languages == ("en", "vi")


def test_made_directly_it_knows_no_variable(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TINBAO_WEB__LISTEN", "127.0.0.1:1")

    assert Config().web.port == 8080


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgres://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("sqlite:////var/lib/t.db", "sqlite+aiosqlite:////var/lib/t.db"),
        ("sqlite+aiosqlite:///t.db", "sqlite+aiosqlite:///t.db"),
    ],
)
def test_a_database_address_gets_its_driver(given: str, used: str):
    assert Config.of({"database": {"url": given}}).database.url == used


def test_deadlines_are_numbers_lists_or_texts(monkeypatch: pytest.MonkeyPatch):
    write("[deadlines]\ntransfer_hours = 48\ndays_off = [2026-12-31, 2027-01-04]\n")
    monkeypatch.setenv("TINBAO_DEADLINES__VERIFY_DAYS", "30")

    house = Config.load().house

    assert (house["transfer-hours"], house["verify-days"]) == ("48", "30")
    assert house["days-off"] == "2026-12-31,2027-01-04"
    assert house["timezone"] == "Asia/Ho_Chi_Minh"


def test_signs_lead_to_the_verified_account_at_zalo(monkeypatch: pytest.MonkeyPatch):
    assert Config().zalo.page == ""
    bot, account = {"page": "https://zalo.me/1"}, {"page": "https://zalo.me/2/"}
    assert Config.of({"zalo_bot": bot}).zalo.page == "https://zalo.me/1"
    assert Config.of({"zalo_bot": bot, "zalo_oa": account}).zalo.page == "https://zalo.me/2"
    monkeypatch.setenv("TINBAO_ZALO_BOT__PREFILL", "true")
    assert Config.load().zalo.prefill is True


def test_an_absolute_path_stays_one():
    config = Config.of(
        {"database": {"url": "sqlite:////srv/t.db"}, "files": {"url": "file:///srv/files"}}
    )

    assert config.database.file == Path("/srv/t.db")
    assert config.files.folder == Path("/srv/files")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[telegram]\ntokn = "x"', "[telegram] tokn: no such key; did you mean token?"),
        ("[telegrm]\n", "telegrm: no such section; did you mean telegram?"),
        ("telegram = 3", "telegram: must be a [section] with keys below it"),
        ('[web]\nlisten = "8080"', "[web] listen: must be host:port, such as 127.0.0.1:8080"),
        ('[web]\nlisten = "h:99999"', "[web] listen: must be host:port, such as 127.0.0.1:8080"),
        ('[database]\nurl = "mysql://x"', "must start with sqlite:/// or postgresql://"),
        ('[files]\nurl = "files"', "must be file: and a folder, such as file:data/files"),
        ('[service]\ntimezone = "Hanoi"', "must be a time zone such as Asia/Ho_Chi_Minh"),
        ('[service]\npublic_url = "http://[::1"', "must be an address such as https://"),
        ('[service]\npublic_url = "tinbao.vn"', "must be an address such as https://"),
        ('[service]\nlanguages = ["fr"]', 'must be one or both of "vi" and "en"'),
        ("[retention]\ndraft_hours = 0", "must be a number of hours"),
        ("[deadlines]\ntransfer_hours = 0", "[deadlines] transfer_hours: takes 1 to 240"),
        ("[deadlines]\nverify_days = true", "[deadlines] verify_days: takes 1 to 365"),
        ('[deadlines]\nextend_months = ""', "[deadlines] extend_months: takes 1 to 24"),
        ('[deadlines]\ndays_off = ["31/12"]', "takes dates like 2026-12-31,2027-01-02"),
        ('[deadlines]\nworking_hours = "7-17"', "takes like: mon-fri 07:30-11:30"),
        ('[telegram]\ntoken = "1:a"\nmode = "webhook"', "[telegram] webhook_secret: is needed"),
        ('[telegram]\nwebhook_secret = "a b"', "up to 256 letters, digits, _ and -"),
        (
            '[zalo_bot]\npage = "https://zalo.example/1"',
            "a link such as https://zalo.me/1234567890",
        ),
        (
            '[zalo_oa]\npage = "http://zalo.me/1"',
            "[zalo_oa] page: must be a link such as https://",
        ),
        ('[zalo_oa]\npage = "https://zalo.me/"', "must name a bot or an official account"),
        ('[zalo_oa]\npage = "https://zalo.me/1?text=a"', "[zalo_oa] page: must be an address"),
        ('[zalo_oa]\noa_id = "5"\napp_secret = "s"', "[zalo_oa] app_id: is needed"),
        ('[zalo_oa]\noa_secret = "s"', "[zalo_oa] app_id: is needed"),
        ("[zalo_bot]\nprefill = 1", "[zalo_bot] prefill: must be true or false"),
        ("[web", "is not valid TOML"),
    ],
)
def test_a_mistake_is_one_line_that_names_file_and_key(content: str, message: str):
    path = write(content)

    with pytest.raises(ConfigError) as error:
        Config.load()

    assert str(error.value).startswith(str(path))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_mistake_in_a_variable_names_the_variable(monkeypatch: pytest.MonkeyPatch):
    write("")
    monkeypatch.setenv("TINBAO_TELEGRAM__MODE", "pigeon")

    with pytest.raises(ConfigError, match=r"^TINBAO_TELEGRAM__MODE: .*\"webhook\" or \"polling\""):
        Config.load()


def test_a_variable_of_no_section_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TINBAO_TELEGRM__TOKEN", TOKEN)

    with pytest.raises(ConfigError, match=r"^TINBAO_TELEGRM__TOKEN: .*did you mean telegram") as e:
        Config.load()
    assert TOKEN not in str(e.value)


def test_a_named_file_must_exist():
    with pytest.raises(ConfigError, match=r"^elsewhere\.toml: No such file"):
        Config.load(Path("elsewhere.toml"))


@pytest.mark.parametrize(
    "content",
    [
        f'[telegram]\ntoken = "{TOKEN}"\nmode = "webhook"',
        f'[telegram]\ntoken = ["{TOKEN}"]',
        f'[telegram]\nwebhook_secret = " {TOKEN}"',
        f'[database]\nurl = "mysql://u:{TOKEN}@h"',
        f'[telegram]\ntoken = "{TOKEN}',
    ],
)
def test_no_mistake_shows_a_secret(content: str):
    write(content)

    with pytest.raises(ConfigError) as error:
        Config.load()

    assert TOKEN not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_repr_shows_no_secret():
    config = Config.of(
        {
            "telegram": {
                "token": TOKEN,
                "webhook_secret": "s3cret",
                "proxy": "http://u:s3cret@h:1",
            },
            "database": {"url": "postgresql://u:s3cret@h/d"},
        }
    )

    assert TOKEN not in repr(config) + str(config.telegram.token)
    assert "s3cret" not in repr(config)
    assert config.telegram.token.get_secret_value() == TOKEN
