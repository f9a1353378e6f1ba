"""The command line as an operator meets it: what it prints, where, and with which exit status."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import cli
from bot.app import App
from bot.config import Config
from bot.domain.tip import Body
from bot.serve import any_port
from tests.installed import INIT, TAN_KHAI, alone, copied


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def tinbao(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in an empty folder."""
    alone(monkeypatch, tmp_path)

    def run(*arguments: str) -> Answer:
        status = cli.run(arguments)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run


@pytest.fixture
def commune(tinbao: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The same, after `init` and `unit add`."""
    copied(tmp_path, INIT, TAN_KHAI)
    capsys.readouterr()
    return tinbao


def test_help_names_every_command(tinbao: Run):
    answer = tinbao("-h")

    assert answer.status == 0
    for command in ("demo", "init", "run", "check", "invite", "unit", "points", "keys", "audit"):
        assert re.search(rf"^  {command} ", answer.out, re.MULTILINE), command


def test_version(tinbao: Run):
    assert re.fullmatch(r"tinbao \d+\.\d+\.\d+\n", tinbao("--version").out)


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("init", "--nope"),
        ("invite", "--unit", "x", "--role", "king"),
        ("invite", "--role", "officer"),
        ("run", "--roles", "intake,king"),
        ("unit", "add", "Tân Khai", "--name", "x", "--prefix", "TK"),
        ("unit", "add", "tan-khai", "--name", "x", "--prefix", "tk"),
        ("init", "--config", "missing.toml"),
        ("demo", "a-script.md"),
        ("demo", "--play", "no-script.md"),
        ("invite", "--unit", "x"),
        ("unit", "add", "tan-khai", "--name", " ", "--prefix", "TK"),
        ("unit", "change", "tan-khai"),
    ],
)
def test_wrong_use_is_one_line_on_stderr_and_2(tinbao: Run, arguments: tuple[str, ...]):
    answer = tinbao(*arguments)

    assert answer.status == 2
    assert answer.out == ""
    assert re.fullmatch(r"tinbao: .+\n", answer.err)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("fly",), "No such command 'fly' (see tinbao -h)"),
        (("init", "--nope"), "No such option: --nope (see tinbao init -h)"),
        (("unit", "set", "--nope"), "No such option: --nope (see tinbao unit set -h)"),
        (
            ("invite", "--unit", "x"),
            "Missing option '--role'. Choose from: officer, lead, communicator, custodian,"
            " auditor, admin (see tinbao invite -h)",
        ),
        (
            ("demo", "--play", "a/no.md"),
            "no.md cannot be read: No such file or directory",
        ),
    ],
)
def test_an_error_names_the_help_that_helps(tinbao: Run, arguments: tuple[str, ...], error: str):
    assert tinbao(*arguments).err == f"tinbao: {error}\n"


def test_where_a_folder_is_meant_a_file_is_named(commune: Run):
    Path("diem.csv").write_text("kind,name\n", encoding="utf-8")
    for arguments, option in (
        (("demo", "--data", "diem.csv"), "--data"),
        (("demo", "--play", "--data", "diem.csv/a"), "--data"),
        (("points", "list", "--unit", "tan-khai", "--png", "diem.csv"), "--png"),
    ):
        answer = commune(*arguments)
        error = f"tinbao: diem.csv is a file: {option} takes a folder\n"
        assert (answer.status, answer.err) == (2, error)


def test_no_command_shows_the_help_and_is_2(tinbao: Run):
    answer = tinbao()

    assert answer.status == 2
    assert "Commands:" in answer.err


@pytest.mark.parametrize(
    "arguments", [("run",), ("unit", "list"), ("invite", "--unit", "x", "--role", "officer")]
)
def test_before_init_it_says_to_run_init(tinbao: Run, arguments: tuple[str, ...]):
    answer = tinbao(*arguments)

    assert answer.status == 2
    assert "run tinbao init" in answer.err
    assert answer.err.count("\n") == 1


def test_a_sqlite_file_is_for_one_process_with_all_roles(commune: Run):
    answer = commune("run", "--roles", "intake,web")

    assert answer.status == 2
    assert "PostgreSQL" in answer.err
    assert answer.err.count("\n") == 1


def test_a_unit_is_not_added_where_the_desk_has_no_key(commune: Run):
    Path("keys/desk-1.key").rename("elsewhere.key")

    answer = commune("unit", "add", "moi", "--name", "Mới", "--prefix", "MO")

    assert answer.status == 2
    assert "another machine" in answer.err
    assert not list(Path("keys").glob("unit-moi*"))


def test_init_makes_keys_that_nobody_else_can_read(tinbao: Run):
    answer = tinbao("init")

    assert answer.status == 0
    made = sorted(Path("keys").iterdir())
    names = ["audit-1.key", "desk-1.key", "draft-1.key", "relay-1.key", "session.key"]
    assert [file.name for file in made] == names
    assert {stat.S_IMODE(file.stat().st_mode) for file in made} == {0o600}


def test_init_again_changes_nothing(commune: Run):
    before = {file: file.read_bytes() for file in Path("keys").iterdir()}

    assert commune("init").status == 0
    assert {file: file.read_bytes() for file in Path("keys").iterdir()} == before


def test_units_are_listed(commune: Run):
    below = ("unit", "add", "thon-3", "--name", "Tổ 3", "--prefix", "TB", "--parent", "tan-khai")
    assert commune(*below).status == 0

    listed = json.loads(commune("unit", "list", "--json").out)

    assert {(u["slug"], u["name"], u["prefix"], u["parent"]) for u in listed} == {
        ("tan-khai", "xã Tân Khai", "TK", ""),
        ("thon-3", "Tổ 3", "TB", "tan-khai"),
    }
    assert "xã Tân Khai" in commune("unit", "list").out


def test_a_unit_decides_for_itself_within_bounds(commune: Run):
    def held() -> dict[str, str]:
        return json.loads(commune("unit", "settings", "tan-khai", "--json").out)

    assert held()["reply-default"] == "ask-back"
    assert commune("unit", "set", "tan-khai", "reply-default", "one-way").status == 0
    assert commune("unit", "set", "tan-khai", "content-months.dealing", "60").status == 0
    assert (held()["reply-default"], held()["content-months.dealing"]) == ("one-way", "60")
    assert "content-months.dealing" in commune("unit", "settings", "tan-khai").out
    assert commune("unit", "set", "tan-khai", "reply-default", "-").status == 0
    assert held()["reply-default"] == "ask-back"
    for name, value in (("contact-days", "0"), ("content-months", "x"), ("colour", "red")):
        refused = commune("unit", "set", "tan-khai", name, value)
        assert refused.status == 2
        assert len(refused.err.splitlines()) == 1
    assert "there is no unit nope" in commune("unit", "set", "nope", "x", "y").err


def test_a_unit_cannot_be_added_twice_nor_below_nothing(commune: Run):
    twice = commune("unit", "add", "tan-khai", "--name", "x", "--prefix", "TK")
    orphan = commune("unit", "add", "b", "--name", "x", "--prefix", "B", "--parent", "nowhere")

    assert (twice.status, orphan.status) == (2, 2)
    assert "already" in twice.err
    assert "known are tan-khai" in orphan.err


def test_a_prefix_is_one_units(commune: Run):
    twice = commune("unit", "add", "thon-khac", "--name", "xã Khác", "--prefix", "TK")

    assert twice.status == 2
    assert twice.err.startswith("tinbao: --prefix TK is that of tan-khai: choose another")
    assert twice.err.count("\n") == 1
    assert not list(Path("keys").glob("unit-thon-khac*"))


def test_a_units_name_and_hotline_are_corrected(commune: Run):
    def held() -> tuple[str, str]:
        [unit] = json.loads(commune("unit", "list", "--json").out)
        return unit["name"], unit["hotline"]

    assert commune("unit", "change", "tan-khai", "--hotline", "0271 1").status == 0
    assert held() == ("xã Tân Khai", "0271 1")
    said = commune("unit", "change", "tan-khai", "--name", "xã Tân Khải").out
    assert said == "tan-khai is xã Tân Khải, hotline 0271 1.\n"
    assert commune("unit", "change", "tan-khai", "--name", " ").status == 2
    assert "known are tan-khai" in commune("unit", "change", "nope", "--name", "x").err
    assert commune("unit", "change", "tan-khai", "--hotline", "").status == 0
    assert held() == ("xã Tân Khải", "")
    with sqlite3.connect("data/tinbao.db") as database:
        rows = database.execute("SELECT subject FROM audit WHERE action = 'unit-setting'")
        subjects = [subject for (subject,) in rows]
    database.close()
    assert subjects == ["hotline=0271 1", "name=xã Tân Khải", "hotline="]


def test_points_are_imported_once_each_with_a_code_of_its_own(commune: Run):
    Path("diem.csv").write_text(
        "\ufeffkind,name\nhamlet,Thôn 1\nschool,Trường học 1\n", encoding="utf-8"
    )

    first = json.loads(commune("points", "import", "diem.csv", "--unit", "tan-khai", "--json").out)
    again = commune("points", "import", "diem.csv", "--unit", "tan-khai")
    listed = json.loads(commune("points", "list", "--unit", "tan-khai", "--json").out)

    assert [(p["kind"], p["name"]) for p in listed] == [
        ("hamlet", "Thôn 1"),
        ("school", "Trường học 1"),
    ]
    assert listed == first["points"]
    assert again.out == "Thêm 0, sửa 0, giữ nguyên 2 điểm.\n"
    assert len({p["code"] for p in listed}) == 2
    assert all(p["url"] == f"http://127.0.0.1:8080/q/{p['code']}" for p in listed)


@pytest.mark.parametrize("line", ["hamlet,", "castle,Thôn 1", "hamlet", "hamlet,Thôn 4, xã,1"])
def test_a_bad_line_is_named_and_nothing_is_imported(commune: Run, line: str):
    Path("diem.csv").write_text(f"kind,name\nhamlet,Thôn 1\n{line}\n", encoding="utf-8")

    answer = commune("points", "import", "diem.csv", "--unit", "tan-khai")

    assert answer.status == 2
    assert "diem.csv dòng 3" in answer.err
    assert json.loads(commune("points", "list", "--unit", "tan-khai", "--json").out) == []


def test_lines_are_counted_as_an_editor_counts_them(commune: Run):
    Path("diem.csv").write_text("kind;name\n\nhamlet;Tổ 1, 2;\nhamlet;a;b\n", encoding="utf-8")

    answer = commune("points", "import", "diem.csv", "--unit", "tan-khai")

    assert "diem.csv dòng 4: có nhiều ô hơn dòng đầu" in answer.err
    Path("diem.csv").write_text('kind,name\nhamlet,"Tổ 1, 2",\n', encoding="utf-8")
    assert commune("points", "import", "diem.csv", "--unit", "tan-khai").status == 0
    [point] = json.loads(commune("points", "list", "--unit", "tan-khai", "--json").out)
    assert point["name"] == "Tổ 1, 2"


def test_pictures_of_points_are_said_to_be_written(commune: Run):
    Path("diem.csv").write_text("kind,name\nhamlet,Tổ 1\nschool,Tổ 2\n", encoding="utf-8")
    assert commune("points", "import", "diem.csv", "--unit", "tan-khai").status == 0
    listing = ("points", "list", "--unit", "tan-khai", "--png", "qr/xã")

    assert commune(*listing).out.splitlines()[-1] == "2 pictures written to qr/xã/"
    assert len(list(Path("qr/xã").iterdir())) == 2
    assert len(json.loads(commune(*listing, "--json").out)) == 2


def test_who_invites_a_communicator_hears_what_that_is(commune: Run):
    words = "comes with a later part"

    assert words in commune("invite", "--unit", "tan-khai", "--role", "communicator").out
    assert words not in commune("invite", "--unit", "tan-khai", "--role", "officer").out


def test_an_invitation_is_printed_and_only_its_hash_is_kept(commune: Run):
    answer = json.loads(commune("invite", "--unit", "tan-khai", "--role", "lead", "--json").out)

    assert re.fullmatch(r"TB(-[0-9A-HJKMNP-TV-Z]{4}){3}", answer["code"])
    with sqlite3.connect("data/tinbao.db") as database:
        dump = "\n".join(database.iterdump())
    database.close()
    assert answer["code"] not in dump
    assert answer["code"].replace("-", "")[2:] not in dump
    assert "invite" in dump


def test_keys_are_listed_and_a_missing_one_is_refused(commune: Run):
    assert {k["key"] for k in json.loads(commune("keys", "list", "--json").out)} == {
        "audit/1",
        "session",
        "draft/1",
        "relay/1",
        "desk/1",
        "unit/tan-khai/1",
    }

    Path("keys/session.key").unlink()

    answer = commune("unit", "list")
    assert answer.status == 2
    assert "keys/session.key is missing" in answer.err


def test_an_unforeseen_error_shows_no_content(tinbao: Run, monkeypatch: pytest.MonkeyPatch):
    def broken(_: object) -> None:
        raise RuntimeError("what a resident wrote")

    monkeypatch.setattr("bot.commands.service.read_config", broken)

    answer = tinbao("init")

    assert answer.status == 1
    assert "resident" not in answer.err
    assert re.fullmatch(r"tinbao: internal error: RuntimeError at .+:\d+\n", answer.err)


def test_as_a_module_and_as_a_program_it_is_the_same(tmp_path: Path):
    def ask(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, capture_output=True, text=True, cwd=Path(__file__).parents[1], timeout=60
        )

    module = ask(sys.executable, "-m", "bot", "unit", "list", "--config", str(tmp_path / "no"))

    assert module.returncode == 2
    assert module.stderr == f"tinbao: {tmp_path / 'no'}: No such file or directory\n"


def test_help_does_not_wait_for_the_heavy_libraries():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import bot.cli, sys; print(*[m for m in ('sqlalchemy', 'aiohttp', 'telegram',"
            " 'cryptography', 'jinja2') if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
        timeout=60,
    )

    assert loaded.stdout.strip() == ""


def test_run_serves_until_it_is_told_to_stop(commune: Run):
    port = any_port()
    service = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "TINBAO_WEB__LISTEN": f"127.0.0.1:{port}",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert service.stderr is not None
        said = ""
        while "serving on" not in said:
            said += service.stderr.readline() or pytest.fail(said)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            assert answer.read() == b"ready\n"
        service.send_signal(signal.SIGTERM)
        _, rest = service.communicate(timeout=20)
    finally:
        service.kill()
        service.communicate()

    assert service.returncode == 0
    assert "Traceback" not in said + rest
    assert "/readyz" not in said + rest


def test_a_port_that_is_taken_is_one_line(commune: Run, monkeypatch: pytest.MonkeyPatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("TINBAO_WEB__LISTEN", f"127.0.0.1:{other.getsockname()[1]}")

        answer = commune("run")

    assert answer.status == 2
    assert answer.err.endswith("is taken: choose another [web] listen\n")


def test_retention_says_what_is_due_and_how_long_each_unit_keeps_what(commune: Run) -> None:
    assert commune("unit", "set", "tan-khai", "contact-days.dealing", "60").status == 0
    shown = commune("retention", "--dry-run")
    assert (shown.status, shown.err) == (0, "")
    assert re.search(r"tan-khai +30 dealing:60 +24", shown.out)
    assert "due, way back: none" in shown.out
    answer = json.loads(commune("retention", "--json").out)
    assert (answer["erased"], answer["content"]) == (True, [])
    assert answer["kept"]["tan-khai"]["contact-days"]["dealing"] == 60


def test_erasing_shows_first_and_wants_a_reason(commune: Run) -> None:
    unknown = commune("erase", "TK-00000")
    assert (unknown.status, unknown.err) == (2, "tinbao: there is no tip with that reference\n")
    assert "--reason is needed" in commune("erase", "TK-00000", "--yes").err
    reference = asyncio.run(_a_tip())
    held = commune("erase", reference)
    assert "1 messages, 0 notes, 0 files, 0 chats" in held.out
    assert "Nothing was erased" in held.out
    done = commune("erase", reference.lower(), "--reason", "quyết định của toà", "--yes")
    assert (done.status, done.err) == (0, "")
    assert f"{reference} is erased" in done.out
    assert "was erased before" in commune("erase", reference).out


async def _a_tip() -> str:
    app = await App.open(Config.load(None))
    try:
        async with app.stores() as stores:
            unit = await stores.units.by_slug("tan-khai")
            assert unit is not None
            filed = await stores.tips.file(
                unit_id=unit.id,
                point_id=None,
                kind="use",
                urgency="normal",
                body=Body("một chuyện"),
                contact_id=None,
                now=app.clock.now(),
            )
    finally:
        await app.close()
    return filed.reference
