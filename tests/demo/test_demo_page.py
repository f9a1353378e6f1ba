"""The demo's page: three phones that really work, found again after a restart."""

from __future__ import annotations

import io
import re
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import zxingcpp
from PIL import Image
from yarl import URL

from bot.app import App
from bot.demo.server import demo_application
from bot.demo.setup import STAFF, UNIT, opened
from bot.serve import any_port, listening

OFFICER, LEAD = (prefix for prefix, _, _ in STAFF)


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[tuple[App, str]]:
    port = any_port()
    async with opened(folder, port) as app:
        application = await demo_application(app, folder)
        async with listening(application, "127.0.0.1", port) as url:
            yield app, url


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def text(browser: aiohttp.ClientSession, url: str) -> str:
    async with browser.get(url) as answer:
        assert answer.status == 200, url
        return await answer.text()


async def names(app: App) -> list[tuple[str, str]]:
    async with app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        return sorted((m.name, m.role) for m in await stores.members.of_unit(unit.id))


async def test_every_phone_on_the_page_opens(tmp_path: Path, browser: aiohttp.ClientSession):
    async with demo(tmp_path) as (_, url):
        async with browser.get(url) as answer:
            page = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        frames = re.findall(r'<iframe src="([^"]+)"', page)

        assert len(frames) == 3
        assert "default-src 'none'" in policy
        assert "'unsafe" not in policy
        assert not re.search(r"https?://", page)
        for frame in frames:
            async with browser.get(url + frame) as answer:
                assert answer.status == 200
                assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


async def test_the_staffs_phones_are_enrolled_by_invitation(
    tmp_path: Path, browser: aiohttp.ClientSession
):
    async with demo(tmp_path) as (app, url):
        assert await names(app) == [("Đồng chí Hùng", "lead"), ("Đồng chí Lan", "officer")]
        assert "Đồng chí Lan" in await text(browser, f"{url}{OFFICER}/chat")
        assert "Đồng chí Hùng" in await text(browser, f"{url}{LEAD}/chat")
        assert "Đồng chí" not in await text(browser, f"{url}/chat")


async def test_each_phone_has_a_cookie_of_its_own(tmp_path: Path, browser: aiohttp.ClientSession):
    async with demo(tmp_path) as (_, url):
        for prefix in (OFFICER, LEAD):
            await text(browser, f"{url}{prefix}/chat")
        held = [browser.cookie_jar.filter_cookies(URL(url + p)) for p in (OFFICER, LEAD, "/chat")]

        assert [len(cookies) for cookies in held] == [1, 1, 0]
        assert not held[0].keys() & held[1].keys()


async def test_the_sticker_leads_to_the_landing_page(
    tmp_path: Path, browser: aiohttp.ClientSession
):
    async with demo(tmp_path) as (_, url):
        async with browser.get(f"{url}/demo-qr.png") as answer, answer:
            picture = await answer.read()
        with Image.open(io.BytesIO(picture)) as image:
            [code] = zxingcpp.read_barcodes(image.convert("L"), zxingcpp.BarcodeFormat.QRCode)

        assert code.text.startswith(f"{url}/q/")
        assert "Thôn 3" in await text(browser, code.text)


async def test_a_restart_finds_the_same_phones(tmp_path: Path, browser: aiohttp.ClientSession):
    async with demo(tmp_path) as (_, _):
        before = {file.name: file.read_text() for file in tmp_path.glob("*.phone")}
    async with demo(tmp_path) as (app, url):
        assert {file.name: file.read_text() for file in tmp_path.glob("*.phone")} == before
        assert len(await names(app)) == 2
        assert "Đồng chí Lan" in await text(browser, f"{url}{OFFICER}/chat")

    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("*.phone")} == {0o600}


async def test_a_wiped_phone_still_belongs_to_its_member(
    tmp_path: Path, browser: aiohttp.ClientSession
):
    async with demo(tmp_path) as (app, url):
        await app.mailbox.wipe((tmp_path / "officer.phone").read_text())
        await text(browser, f"{url}{OFFICER}/chat")

        assert await names(app) == [("Đồng chí Hùng", "lead"), ("Đồng chí Lan", "officer")]


async def test_a_removed_member_stays_removed(tmp_path: Path, browser: aiohttp.ClientSession):
    async with demo(tmp_path) as (app, url):
        async with app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            for member in await stores.members.of_unit(unit.id):
                if member.role == "officer":
                    await stores.members.remove(member.id, app.clock.now())
        await text(browser, f"{url}{OFFICER}/chat")

        assert await names(app) == [("Đồng chí Hùng", "lead")]
