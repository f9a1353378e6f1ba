"""`tinbao check`: each part that can be broken is broken, and its line says what to do."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot import check, cli
from bot.app import App
from bot.check import check_all
from bot.check_result import Result
from bot.config import Config
from bot.domain.codes import grouped
from bot.domain.message import Address, Inbound
from bot.serve import listening
from storage.contacts import WEB
from tests.installed import INIT, alone, copied


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    alone(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def installed(folder: Path) -> Path:
    copied(folder, INIT)
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
        "readers",
        "files",
        "disk",
        "cleaning",
        "public URL",
        "clock",
        "telegram",
        "zalo bot",
        "zalo oa",
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


def readers() -> list[tuple[bool, str]]:
    results = asyncio.run(check_all(None))
    return [(result.ok, result.detail) for result in results if result.part == "readers"]


def test_a_unit_whose_tips_nobody_can_read(installed: Path, capsys: pytest.CaptureFixture[str]):
    assert readers() == [(True, "no units yet: run tinbao unit add")]
    below = ("unit", "add", "tan-khai", "--name", "xã Tân Khai", "--prefix", "TK")
    assert cli.run(["unit", "add", "dong-nai", "--name", "Đồng Nai", "--prefix", "DN"]) == 0
    assert cli.run([*below, "--parent", "dong-nai"]) == 0
    assert cli.run(["invite", "--unit", "dong-nai", "--role", "auditor"]) == 0
    missing = "{0}: nobody can read its tips yet; run tinbao invite --unit {0} --role lead"
    assert set(readers()) == {
        (False, missing.format("dong-nai")),
        (False, missing.format("tan-khai")),
    }

    assert cli.run(["invite", "--unit", "tan-khai", "--role", "lead"]) == 0
    assert (
        True,
        "tan-khai: nobody can read its tips until somebody uses the invitation",
    ) in readers()
    capsys.readouterr()
    assert cli.run(["check"]) == 1
    out = capsys.readouterr().out
    assert f"readers        FAILED  {missing.format('dong-nai')}\n" in out

    asyncio.run(joined("dong-nai", "admin"))
    assert (False, missing.format("dong-nai")) in readers()
    asyncio.run(joined("dong-nai", "officer"))
    asyncio.run(joined("tan-khai", "lead"))
    assert readers() == [(True, "2 units, each with somebody who reads its tips")]
    assert cli.run(["check"]) == 0


async def joined(slug: str, role: str) -> None:
    """Somebody redeems an invitation, as in chat."""
    app = await App.open(Config.load(None))
    try:
        async with app.stores() as stores:
            unit = await stores.units.by_slug(slug)
            assert unit is not None
            code = await stores.invites.create(unit.id, role, app.clock.now())
        for text in (f"TB-{grouped(code)}", f"Đồng chí {role}"):
            event = f"{slug}-{role}-{len(text)}"
            address = Address(WEB, f"{slug}-{role}-a-secret-of-a-browser")
            await app.engine.handle(Inbound(address, event_id=event, text=text))
    finally:
        await app.close()
