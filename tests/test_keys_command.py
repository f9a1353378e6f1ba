"""`tinbao keys` and the ways that keys come in: files, a passphrase, systemd."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli

PASSPHRASE = "con trâu đi trước cái cày"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tinbao(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")
    Path("other").write_text("một câu khác hẳn\n", encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def commune(tinbao: Run) -> Run:
    return made(tinbao)


def made(tinbao: Run) -> Run:
    assert tinbao("init")[0] == 0
    added = tinbao("unit", "add", "tan-khai", "--name", "xã Tân Khai", "--prefix", "TK")
    assert added[0] == 0, added[2]
    return tinbao


def listed(run: Run) -> dict[str, dict[str, object]]:
    return {row["key"]: row for row in json.loads(run("keys", "list", "--json")[1])}


def refused(answer: tuple[int, str, str], why: str) -> None:
    status, _, error = answer
    assert status == 2
    assert why in error
    assert error.count("\n") == 1


EXPORT = ("keys", "export", "--out", "keys.tinbao", "--passphrase-file", "passphrase")


def test_exported_keys_are_imported_into_an_empty_folder_and_everything_starts(commune: Run):
    files = {path.name: path.read_bytes() for path in Path("keys").iterdir()}
    assert not listed(commune)["session"]["exported"]
    assert "never exported" in commune("keys", "list")[1]
    assert commune(*EXPORT)[0] == 0
    assert all(row["exported"] for row in listed(commune).values())
    bundle = Path("keys.tinbao")
    assert bundle.stat().st_mode & 0o777 == 0o600
    for content in files.values():
        assert content.split()[-1] not in bundle.read_bytes()

    refused(commune("keys", "import", "keys.tinbao", "--passphrase-file", "passphrase"), "empty")
    shutil.rmtree("keys")
    refused(commune("unit", "list"), "is missing")
    wrong = commune("keys", "import", "keys.tinbao", "--passphrase-file", "other")
    refused(wrong, "the passphrase does not open the keys")
    assert not Path("keys").exists()
    assert commune("keys", "import", "keys.tinbao", "--passphrase-file", "passphrase")[0] == 0
    assert {path.name: path.read_bytes() for path in Path("keys").iterdir()} == files
    assert commune("unit", "list")[0] == 0


def test_an_export_overwrites_nothing_and_a_short_passphrase_is_refused(commune: Run):
    Path("short").write_text("ngắn", encoding="utf-8")
    refused(commune(*EXPORT[:-1], "short"), "too short")
    assert not Path("keys.tinbao").exists()
    assert commune(*EXPORT)[0] == 0
    before = Path("keys.tinbao").read_bytes()
    refused(commune(*EXPORT), "exists: name another file")
    assert Path("keys.tinbao").read_bytes() == before


@pytest.mark.parametrize("spoil", ["cut", "changed", "other", "binary"])
def test_a_damaged_export_writes_nothing(commune: Run, spoil: str):
    assert commune(*EXPORT)[0] == 0
    bundle = Path("keys.tinbao")
    text = bundle.read_text()
    middle = len(text) // 2
    flipped = "A" if text[middle] != "A" else "B"
    content = {
        "cut": text[:middle].encode(),
        "changed": (text[:middle] + flipped + text[middle + 1 :]).encode(),
        "other": b"kind,name\n",
        "binary": b"\xff\x00" * 9,
    }
    bundle.write_bytes(content[spoil])
    shutil.rmtree("keys")
    status, _, error = commune("keys", "import", "keys.tinbao", "--passphrase-file", "passphrase")
    assert status == 2
    assert error.count("\n") == 1
    assert not Path("keys").exists()


def test_only_one_units_keys(commune: Run):
    assert commune(*EXPORT, "--unit", "tan-khai")[0] == 0
    exported = {key for key, row in listed(commune).items() if row["exported"]}
    assert exported == {"unit/tan-khai/1"}


def test_rotate_says_what_is_left_and_lists_it(commune: Run):
    status, out, _ = commune("keys", "rotate", "unit/tan-khai", "--wait")
    assert status == 0
    assert "unit/tan-khai/2 is the newest key" in out
    assert "unit/tan-khai/1: 0 left" in out
    rows = listed(commune)
    assert rows["unit/tan-khai/1"]["state"] == "replaced"
    assert rows["unit/tan-khai/1"]["rows"] == 0
    assert rows["unit/tan-khai/2"]["state"] == "newest"
    refused(commune("keys", "rotate", "unit/xa-khac"), "there is no unit/xa-khac to rotate")
    assert commune("keys", "rotate", "all")[0] == 0
    assert {"relay/2", "draft/2", "unit/tan-khai/3"} <= set(listed(commune))


def test_keys_under_a_passphrase(tinbao: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TINBAO_KEYS__SOURCE", "passphrase")
    refused(tinbao("init"), "set [keys] passphrase_file")
    assert not Path("keys").exists()
    monkeypatch.setenv("TINBAO_KEYS__PASSPHRASE_FILE", "passphrase")
    commune = made(tinbao)
    for path in Path("keys").iterdir():
        assert path.read_text().splitlines()[-1].startswith("tinbao-locked-key-1 ")
    assert commune("keys", "rotate", "unit/tan-khai")[0] == 0
    assert commune("unit", "list")[0] == 0

    monkeypatch.setenv("TINBAO_KEYS__PASSPHRASE_FILE", "other")
    before = sorted(Path("keys").iterdir())
    refused(commune("unit", "list"), "the passphrase does not open the keys")
    refused(commune("keys", "rotate", "relay"), "the passphrase does not open the keys")
    monkeypatch.setenv("TINBAO_KEYS__PASSPHRASE_FILE", "nowhere")
    refused(commune("unit", "list"), "cannot be read from nowhere")
    monkeypatch.setenv("TINBAO_KEYS__SOURCE", "files")
    refused(commune("unit", "list"), "is under a passphrase")
    assert sorted(Path("keys").iterdir()) == before
    monkeypatch.setenv("TINBAO_KEYS__SOURCE", "passphrase")
    monkeypatch.delenv("TINBAO_KEYS__PASSPHRASE_FILE")
    monkeypatch.setenv("TINBAO_KEYS__PASSPHRASE", PASSPHRASE)
    assert commune("unit", "list")[0] == 0


def test_a_passphrase_from_systemd(tinbao: Run, monkeypatch: pytest.MonkeyPatch):
    Path("credentials").mkdir()
    shutil.copy("passphrase", "credentials/tinbao-passphrase")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "credentials")
    monkeypatch.setenv("TINBAO_KEYS__SOURCE", "passphrase")
    commune = made(tinbao)
    assert commune("unit", "list")[0] == 0


def test_keys_from_systemd_are_read_only(commune: Run, monkeypatch: pytest.MonkeyPatch):
    shutil.move("keys", "credentials")
    for path in Path("credentials").iterdir():
        path.chmod(0o440)
    monkeypatch.setenv("TINBAO_KEYS__SOURCE", "systemd")
    refused(commune("unit", "list"), "needs $CREDENTIALS_DIRECTORY")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "credentials")
    assert commune("unit", "list")[0] == 0
    before = sorted(Path("credentials").iterdir())
    refused(commune("keys", "rotate", "relay"), "systemd's credentials are read only")
    assert sorted(Path("credentials").iterdir()) == before
    assert "relay/2" not in listed(commune)
    Path("credentials/session.key").unlink()
    refused(commune("unit", "list"), "session.key is missing")


def test_check_says_which_keys_were_never_exported(commune: Run):
    def keys_line() -> str:
        lines = json.loads(commune("check", "--json")[1])["checks"]
        return next(str(line["detail"]) for line in lines if line["part"] == "keys")

    assert "5 never exported: run tinbao keys export" in keys_line()
    assert commune(*EXPORT)[0] == 0
    assert "never exported" not in keys_line()


def test_each_command_names_its_own_way_to_a_passphrase(
    commune: Run, monkeypatch: pytest.MonkeyPatch
):
    why = "there is no terminal to type the passphrase into: "
    monkeypatch.setattr("sys.stdin", io.StringIO())
    refused(commune("keys", "export", "--out", "k"), f"{why}use --passphrase-file FILE")
    assert not Path("k").exists()
    assert commune(*EXPORT)[0] == 0
    shutil.move("keys", "elsewhere")
    refused(commune("keys", "import", "keys.tinbao"), f"{why}use --passphrase-file FILE")
    monkeypatch.setenv("TINBAO_KEYS__SOURCE", "passphrase")
    refused(commune("unit", "list"), f"{why}set [keys] passphrase_file")


def test_the_desks_key_is_rotated_and_named(commune: Run):
    assert "desk" in commune("keys", "rotate", "-h")[1]
    assert "desk/2 is the newest key" in commune("keys", "rotate", "desk")[1]
