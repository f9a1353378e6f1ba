"""`tinbao check`: each part that can be broken is broken, and its line says what to do."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot import check, cli
from bot.check import Result, check_all
from bot.config import PREFIX
from bot.serve import listening


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in list(os.environ):
        if name.startswith(PREFIX) and "__" in name:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def installed(folder: Path) -> Path:
    assert cli.run(["init"]) == 0
    return folder


async def line(part: str) -> Result:
    return next(result for result in await check_all(None) if result.part == part)


def test_a_fresh_installation_is_well(installed: Path, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()

    assert cli.run(["check"]) == 0

    out = capsys.readouterr().out.splitlines()
    assert [text.split("  ")[0].strip() for text in out] == [
        "configuration",
        "database",
        "keys",
        "audit",
        "files",
        "disk",
        "cleaning",
        "public URL",
        "clock",
        "telegram",
    ]
    assert all("  ok  " in text for text in out)


def test_nothing_installed_fails_part_by_part(capsys: pytest.CaptureFixture[str]):
    assert cli.run(["check", "--json"]) == 1

    answer = json.loads(capsys.readouterr().out)
    failed = {c["part"]: c["detail"] for c in answer["checks"] if not c["ok"]}
    assert not answer["ok"]
    assert set(failed) == {"database", "keys", "audit", "files"}
    assert all("run tinbao init" in detail for detail in failed.values())


async def test_an_unreadable_configuration_is_the_only_line(folder: Path):
    (folder / "config.toml").write_text("[web]\nlisen = 'x'\n", encoding="utf-8")

    [result] = await check_all(None)

    assert not result.ok
    assert result.detail.endswith("no such key; did you mean listen?")


async def test_a_key_that_others_can_read(installed: Path):
    (installed / "keys" / "session.key").chmod(0o644)

    result = await line("keys")

    assert not result.ok
    assert "chmod 600" in result.detail


async def test_a_full_disk(installed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(check, "LEAST_FREE", 2**62)

    result = await line("disk")

    assert not result.ok
    assert "make room" in result.detail


async def test_a_database_server_that_is_not_there(
    installed: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TINBAO_DATABASE__URL", "postgresql://tinbao:s3cret@127.0.0.1:9/tinbao")

    result = await line("database")

    assert not result.ok
    assert "does not answer" in result.detail
    assert "s3cret" not in result.detail


@pytest.fixture
async def front(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[dict[str, str]]:
    """A web server at the public URL; `date` is its clock."""
    said = {"date": datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")}

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n", headers={"Date": said["date"]})

    application = web.Application()
    application.add_routes([web.get("/healthz", healthz)])
    async with listening(application, "127.0.0.1", 0) as url:
        monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", url)
        yield said


async def test_a_public_url_that_answers(installed: Path, front: dict[str, str]):
    assert (await line("public URL")).ok
    assert (await line("clock")).ok


async def test_a_clock_that_is_wrong(installed: Path, front: dict[str, str]):
    front["date"] = "Sun, 01 Nov 2026 00:00:00 GMT"

    result = await line("clock")

    assert not result.ok
    assert "time synchronisation" in result.detail


async def test_a_public_url_that_does_not_answer(installed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", "http://127.0.0.1:9")

    result = await line("public URL")

    assert not result.ok
    assert "does not answer" in result.detail


async def test_a_public_url_without_tls(installed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TINBAO_SERVICE__PUBLIC_URL", "http://tinbao.example.vn")

    result = await line("public URL")

    assert not result.ok
    assert "https://" in result.detail


async def test_telegram_that_cannot_be_reached(installed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TINBAO_TELEGRAM__TOKEN", "123456:do-not-show-this")
    monkeypatch.setenv("TINBAO_TELEGRAM__API_BASE", "http://127.0.0.1:9")

    result = await line("telegram")

    assert not result.ok
    assert "proxy" in result.detail
    assert "do-not-show" not in result.detail


def test_a_row_of_the_audit_that_was_changed(installed: Path):
    assert cli.run(["unit", "add", "tan-khai", "--name", "xã Tân Khai", "--prefix", "TK"]) == 0
    assert cli.run(["unit", "set", "tan-khai", "contact-days", "40"]) == 0
    result = asyncio.run(line("audit"))
    assert (result.ok, result.detail) == (
        True,
        "2 chains whole, 3 rows verified, 3 not signed yet",
    )

    with sqlite3.connect(installed / "data/tinbao.db") as database:
        database.execute("UPDATE audit SET subject = 'x' WHERE action = 'unit-setting'")

    result = asyncio.run(line("audit"))
    assert not result.ok
    assert "tan-khai row 2: changed" in result.detail
