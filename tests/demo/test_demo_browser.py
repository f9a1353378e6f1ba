"""The demo's page as a browser shows it: three phones at once, or one at a time on a phone."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize, async_playwright

from bot.demo.server import demo_application
from bot.demo.setup import opened
from bot.serve import any_port, listening

CHROMIUM = shutil.which("chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]


@pytest.fixture(params=[(1360, 900), (360, 640)], ids=["desk", "phone"])
async def page(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Page]:
    width, height = request.param
    port = any_port()
    async with opened(tmp_path, port) as app, app.working(), async_playwright() as playwright:
        application = await demo_application(app, tmp_path)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            async with listening(application, "127.0.0.1", port) as url:
                size = ViewportSize(width=width, height=height)
                page = await browser.new_page(viewport=size, locale="vi-VN")
                await page.goto(url)
                yield page
                await page.close()
        finally:
            await browser.close()


async def shown(page: Page) -> list[bool]:
    return [await frame.is_visible() for frame in await page.locator("iframe").all()]


async def test_the_page(page: Page):
    """One visit, so that the browser is started once for each size."""
    small = page.viewport_size is not None and page.viewport_size["width"] < 1000

    assert await shown(page) == ([True, False, False] if small else [True, True, True])
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= (page.viewport_size or {"width": 0})["width"]

    if small:
        await page.get_by_label("Cán bộ", exact=True).focus()
        await page.keyboard.press("Space")
        assert await shown(page) == [False, True, False]

    officer = page.frame(name="officer-phone")
    assert officer is not None
    await officer.get_by_text("Chào mừng Đồng chí Lan").wait_for()


async def test_a_tip_goes_from_the_left_phone_to_the_middle_one(page: Page):
    resident, officer = page.frame(name="resident-phone"), page.frame(name="officer-phone")
    assert resident is not None
    assert officer is not None

    await resident.get_by_text("Nhắn tại đây").click()
    await resident.locator("textarea").fill("Nhà cuối xóm tối nào cũng có người lạ.")
    await resident.locator("textarea").press("Enter")
    await resident.get_by_role("button", name="Gửi luôn").click()

    await officer.get_by_text("🔔 Tin mới").wait_for(state="attached")
