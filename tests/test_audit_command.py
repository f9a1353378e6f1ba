"""`tinbao audit` as an operator and an auditor meet it; the auditor has no installation at all."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import cli
from tests.installed import INIT, alone, copied

WHY = "canary theo yêu cầu của Viện kiểm sát"


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
    """After two units, a setting, an invitation."""
    copied(
        tmp_path,
        INIT,
        ("unit", "add", "tan-khai", "--name", "xã tan-khai", "--prefix", "TK"),
        ("unit", "add", "minh-hung", "--name", "xã minh-hung", "--prefix", "MH"),
        ("unit", "set", "tan-khai", "contact-days", "40"),
        ("invite", "--unit", "tan-khai", "--role", "auditor"),
    )
    capsys.readouterr()
    return tinbao


@pytest.fixture
def export(commune: Run) -> Path:
    answer = commune("audit", "export", "--out", "nhat-ky.jsonl", "--why", WHY)
    assert answer.status == 0, answer.err
    return Path("nhat-ky.jsonl").absolute()


def rows(file: Path) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if "row" in line]


def rewrite(file: Path, change: Callable[[list[str]], list[str]]) -> None:
    file.write_text("\n".join(change(file.read_text("utf-8").splitlines())) + "\n", "utf-8")


def public_key(commune: Run) -> str:
    return commune("audit", "key").out.strip()


def test_commands_leave_rows_and_the_export_one_of_its_own(export: Path) -> None:
    assert [(row["row"], row["action"], row["subject"]) for row in rows(export)] == [
        ("-", "unit-added", "tan-khai"),
        ("-", "unit-added", "minh-hung"),
        ("-", "audit-exported", "all"),
        ("minh-hung", "unit-added", "minh-hung"),
        ("tan-khai", "unit-added", "tan-khai"),
        ("tan-khai", "unit-setting", "contact-days=40"),
        ("tan-khai", "invite", "auditor"),
    ]
    assert stat.S_IMODE(export.stat().st_mode) == 0o600
    assert WHY not in export.read_text("utf-8")


def test_points_that_are_imported_leave_a_row(commune: Run) -> None:
    Path("diem.csv").write_text("kind,name\nhamlet,Thôn 1\nhamlet,Thôn 2\n", "utf-8")
    for _ in range(2):
        assert commune("points", "import", "diem.csv", "--unit", "tan-khai").status == 0

    assert commune("audit", "export", "--unit", "tan-khai", "--out", "a").status == 0
    found = [row["subject"] for row in rows(Path("a")) if row["action"] == "points-imported"]
    assert found == ["2"], "the second time nothing was added"


@pytest.mark.parametrize("out", ["so.csv", "so.xlsx"])
def test_a_register_that_is_written_leaves_a_row(commune: Run, out: str) -> None:
    Path("file").touch()
    register = ("tips", "register", "--unit", "tan-khai", "--out")
    assert commune(*register, f"file/{out}").status == 2
    assert commune(*register, f"new/{out}").status == 0
    assert Path("new", out).stat().st_size > 0

    assert commune("audit", "export", "--unit", "tan-khai", "--out", "a").status == 0
    found = [row["subject"] for row in rows(Path("a")) if row["action"] == "register-exported"]
    assert found == [out.partition(".")[2]], "once: what was refused wrote nothing"


def test_one_unit_is_exported_alone(commune: Run) -> None:
    assert commune("audit", "export", "--unit", "tan-khai", "--out", "a").status == 0

    assert {row["row"] for row in rows(Path("a"))} == {"tan-khai"}
    assert commune("audit", "verify", "a", "--public-key", public_key(commune)).status == 0
    assert commune("audit", "export", "--unit", "nowhere", "--out", "b").status == 2
    assert not Path("b").exists()


def test_reasons_are_exported_where_the_keys_are(commune: Run) -> None:
    assert commune("audit", "export", "--out", "a", "--why", WHY, "--reasons").status == 0

    assert [row["why"] for row in rows(Path("a")) if "why" in row] == [WHY]
    assert commune("audit", "verify", "a", "--public-key", public_key(commune)).status == 0
    rewrite(Path("a"), lambda lines: [line.replace("theo", "không theo") for line in lines])
    answer = commune("audit", "verify", "a", "--public-key", public_key(commune))
    assert answer.status == 1
    assert "BROKEN  - row 3: changed: the reason is not the one recorded" in answer.out

    Path("keys/unit-tan-khai-1.key").unlink()
    answer = commune("audit", "export", "--out", "b", "--reasons")
    assert answer.status == 2
    assert "unit-tan-khai-1.key is missing" in answer.err
    assert commune("audit", "export", "--out", "b").status == 0


def test_an_export_overwrites_nothing(commune: Run, export: Path) -> None:
    before = export.read_bytes()

    answer = commune("audit", "export", "--out", str(export))

    assert answer.status == 2
    assert "exists" in answer.err
    assert export.read_bytes() == before


def test_the_auditor_needs_neither_installation_nor_network(
    commune: Run,
    export: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    key = public_key(commune)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copy(export, elsewhere)
    Path(elsewhere / "khoa.txt").write_text(key + "\n", "utf-8")
    monkeypatch.chdir(elsewhere)
    shutil.rmtree(export.parent)

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setattr(sqlite3, "connect", no_network)
    for given in (key, "khoa.txt", key.split()[1]):
        answer = commune("audit", "verify", export.name, "--public-key", given)
        assert answer.status == 0, answer.err
        assert answer.out.splitlines()[2].startswith("OK      tan-khai: 3 rows, 1 to 3, signed to")


def test_it_runs_in_a_process_without_network_or_database_library(export: Path) -> None:
    key = subprocess.run(
        [sys.executable, "-m", "bot", "audit", "key"],
        capture_output=True, text=True, check=True, env=_env(), cwd=export.parent,
    ).stdout.strip()  # fmt: skip
    program = (
        "import sys\n"
        "for name in ('sqlalchemy', 'aiohttp', 'telegram'): sys.modules[name] = None\n"
        "from bot import cli\n"
        "sys.exit(cli.run(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "audit", "verify", export.name, "--public-key", key],
        capture_output=True, text=True, check=False, env=_env(), cwd=export.parent,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "OK" in done.stdout


def _env() -> dict[str, str]:
    root = str(Path(__file__).parent.parent)
    return {"PYTHONPATH": root, "PATH": os.environ["PATH"]}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: [line.replace("=40", "=90") for line in lines], "row 2: changed"),
        (lambda lines: [line for line in lines if "contact-days" not in line], "row 2: missing"),
        (lambda lines: [*lines[:7], lines[8], lines[7], *lines[9:]], "row 1: row 2 stands in"),
        (lambda lines: [line for line in lines if '"invite"' not in line], "row 3: cut"),
        (
            lambda lines: [line.replace('"signature":"', '"signature":"AA') for line in lines],
            "signature is false",
        ),
    ],
)
def test_the_first_broken_row_is_named(
    commune: Run, export: Path, change: Callable[[list[str]], list[str]], says: str
) -> None:
    key = public_key(commune)
    rewrite(export, change)

    answer = commune("audit", "verify", str(export), "--public-key", key)
    as_json = json.loads(
        commune("audit", "verify", str(export), "--public-key", key, "--json").out
    )

    assert answer.status == 1
    assert says in answer.out
    assert as_json["ok"] is False
    assert [c["chain"] for c in as_json["chains"] if not c["ok"]][-1] == "tan-khai"


def test_a_whole_chain_that_vanished_is_missed(commune: Run, export: Path) -> None:
    def without(lines: list[str]) -> list[str]:
        head, end = json.loads(lines[0]), json.loads(lines[-1])
        del head["chains"]["tan-khai"], end["end"]["tan-khai"]
        of_it = ('{"row":"tan-khai"', '{"checkpoint":"tan-khai"')
        kept = [line for line in lines[1:-1] if not line.startswith(of_it)]
        return [json.dumps(head), *kept, json.dumps(end)]

    key = public_key(commune)
    rewrite(export, without)

    answer = commune("audit", "verify", str(export), "--public-key", key)
    assert answer.status == 1
    assert "BROKEN  - row 1: the chain of tan-khai, added here, is missing" in answer.out


def test_another_key_verifies_nothing(commune: Run, export: Path) -> None:
    answer = commune("audit", "verify", str(export), "--public-key", "A" * 43 + "=")

    assert answer.status == 1
    assert answer.out.count("its signature is false") == 3


def test_a_line_that_was_written_down_shows_what_was_cut(commune: Run, export: Path) -> None:
    key = public_key(commune)
    found = json.loads(commune("audit", "verify", str(export), "--public-key", key, "--json").out)[
        "chains"
    ]
    kept = next(c["checkpoint"] for c in found if c["chain"] == "tan-khai")
    verify = ("audit", "verify", str(export), "--public-key", key, "--checkpoint")

    assert commune(*verify, kept).status == 0
    other = commune(*verify, kept[:-1] + ("0" if kept[-1] != "0" else "1"))
    assert other.status == 1
    assert "BROKEN  tan-khai row 3: rewritten" in other.out
    later = commune(*verify, kept.replace("tan-khai 3", "tan-khai 9"))
    assert later.status == 1
    assert "tan-khai row 4: cut: row 9 was written down and is gone" in later.out
    assert commune(*verify, "không phải dòng").status == 2
    assert commune(*verify, kept.replace("tan-khai", "noi-khac")).status == 1


@pytest.mark.parametrize("given", ["", "nonsense", "audit/1", "a b c", "audit/1 AAAA", "keys"])
def test_a_key_that_is_none_is_refused(commune: Run, export: Path, given: str) -> None:
    answer = commune("audit", "verify", str(export), "--public-key", given)

    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert "--public-key" in answer.err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"[1]\n", b"nhat ky\n", b"\0" * 99])
def test_a_file_that_is_no_export_is_refused(commune: Run, content: bytes) -> None:
    Path("a").write_bytes(content)

    answer = commune("audit", "verify", "a", "--public-key", public_key(commune))

    assert answer.status == 1
    assert answer.err.startswith("tinbao: ")
    assert answer.err.count("\n") == 1
    assert commune("audit", "verify", "nothing", "--public-key", "A" * 43 + "=").status == 2


def test_the_public_key_for_programs_and_as_a_qr_code(commune: Run) -> None:
    text = commune("audit", "key").out

    assert commune("audit", "key", "--qr").out.startswith(text + "█")
    [(key_id, public)] = json.loads(commune("audit", "key", "--json").out).items()
    assert f"{key_id} {public}" == text.strip()


def test_an_installation_from_before_gets_its_key_from_init(commune: Run) -> None:
    Path("keys/audit-1.key").unlink()
    with sqlite3.connect("data/tinbao.db") as database:
        database.execute("DELETE FROM keys WHERE kind = 'audit'")

    answer = commune("run")
    assert answer.status == 2
    assert answer.err == "tinbao: the database has no audit key yet: run tinbao init\n"
    assert "run tinbao init" in commune("audit", "key").err

    assert commune("init").status == 0
    assert Path("keys/audit-1.key").exists()
    assert commune("audit", "key").status == 0
