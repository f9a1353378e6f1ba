"""A sign's pages in a real browser, on a small phone and on a desk: light, and for everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.demo.web_phone import WebPhone
from tests.chromium import DESK, PHONE, chromium, in_chromium, violations
from tests.end_to_end.browser_phone import BrowserCast, Screen
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import world

pytestmark = [*in_chromium, pytest.mark.asyncio(loop_scope="module")]
HEAVIEST = 30 * 1024
WEIGHTS = """() => ["navigation", "resource"].flatMap(
  kind => performance.getEntriesByType(kind).map(each => each.decodedBodySize))"""
"""Bytes of the page and of what it loads, unpacked."""
SCREENS = {
    "phone by day": Screen(viewport=PHONE),
    "desk by night": Screen(viewport=DESK, dark=True),
    "phone without scripts": Screen(scripts=False),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def cast(browser: Browser, folder: Path, screen: Screen) -> AsyncIterator[BrowserCast]:
    """A service and its people; afterwards no page has complained or asked anybody else."""
    screen.complaints.clear()
    screen.origins.clear()
    async with world(f"sqlite:///{folder / 'tinbao.db'}", folder) as here:
        try:
            yield BrowserCast(here.app, here.url, browser, screen)
        finally:
            for window in browser.contexts:
                await window.close()
    # That an old sign's page has the status 410 is said aloud by the browser itself.
    assert [said for said in screen.complaints if "status of 4" not in said] == []
    assert screen.origins == {here.url}


async def usable(page: Page, where: str) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    small = await page.evaluate(
        "[...document.querySelectorAll('button, summary, .way, .call')]"
        ".filter(e => e.checkVisibility() && e.offsetHeight < 44).map(e => e.outerHTML)"
    )
    assert small == [], where
    if await page.evaluate("document.documentElement.classList.contains('js')"):
        assert await violations(page) == [], where


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
async def test_two_taps_tell_of_a_bad_sign(
    screen: Screen, browser: Browser, tmp_path: Path
) -> None:
    async with cast(browser, tmp_path, screen) as people:
        resident = await people.resident()
        page = await resident.page()
        code = await people.code("Thôn 3")
        for what, words in {
            "Rách, mờ, khó quét": "Mã nào mở trang khác",
            "Có mã khác dán đè lên": "đừng quét mã dán đè",
        }.items():
            await page.goto(f"{people.url}/q/{code}")
            await expect(page.get_by_role("button", name=what)).to_be_hidden()
            await page.get_by_text("Biển hỏng hay bị dán đè?").click()
            await usable(page, "with the two buttons")
            await page.get_by_role("button", name=what).click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn bà con")
            await expect(page.get_by_text(words)).to_be_visible()
            await expect(page.locator(".host")).to_have_text(people.url.partition("//")[2])
            await usable(page, what)
        assert await page.context.cookies() == []
        await page.get_by_role("link", name="Về trang báo tin").click()
        await expect(page.get_by_role("button", name="Nhắn tại đây")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
async def test_what_a_sign_leads_to_is_light_and_leaves_nothing_behind(
    screen: Screen, browser: Browser, tmp_path: Path
) -> None:
    async with cast(browser, tmp_path, screen) as people:
        code = await people.code("Thôn 3")
        old = await people.code("Thôn 4")
        async with people.app.stores() as stores:
            point = await stores.points.by_code(old)
            assert point is not None
            await stores.points.revoke(point.id, people.app.clock.now())
        for path, words in {
            f"/q/{code}": "Thôn 3, xã Tân Khai",
            f"/q/{old}": "không còn dùng",
            "/q/zzzzzzzzzzzz": "không nhận ra mã này",
        }.items():
            window = await screen.window(browser)
            page = await window.new_page()
            await page.goto(people.url + path)
            await expect(page.get_by_role("heading", level=1)).to_contain_text(words)
            await expect(page.get_by_role("link", name="Gọi 113")).to_be_visible()
            await usable(page, path)
            sizes = await page.evaluate(WEIGHTS)
            assert 2 <= len(sizes) <= 4
            assert 0 < sum(sizes) < HEAVIEST, path
            assert await window.cookies() == []


async def test_in_the_phones_language(browser: Browser, tmp_path: Path) -> None:
    screen = Screen(locale="en-GB")
    async with cast(browser, tmp_path, screen) as people:
        window = await screen.window(browser)
        page = await window.new_page()
        await page.goto(f"{people.url}/q/{await people.code('Thôn 3')}")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("You are at")
        await page.get_by_role("button", name="Tiếng Việt").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Bà con đang ở")
        assert [each["name"] for each in await window.cookies()] == ["tb-lang"]


async def test_staff_go_from_a_signs_page_into_the_chat_with_its_code(
    browser: Browser, tmp_path: Path
) -> None:
    async with cast(browser, tmp_path, Screen()) as people:
        officer = await people.member("officer", "Anh Minh")
        page = await officer.page()
        await page.goto(f"{people.url}/q/{await people.code('Thôn 3')}")
        await usable(page, "as an officer")
        await page.get_by_role("button", name="Việc của cán bộ: ghi nhận biển này").click()
        await page.wait_for_url("**/chat#last")
        assert not isinstance(officer, WebPhone)
        await shows(officer, "Thôn 3")
