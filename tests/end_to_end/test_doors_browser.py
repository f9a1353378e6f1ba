"""A link from a chat in a real browser on a small phone, with and without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.app import App
from bot.demo.samples import make
from bot.domain.codes import grouped
from bot.domain.message import Address, Inbound
from storage.conversations import Found
from tests.chromium import DESK, chromium, in_chromium, violations
from tests.end_to_end.browser_phone import BrowserCast, Screen
from tests.end_to_end.test_signs_browser import HEAVIEST, WEIGHTS
from tests.end_to_end.world import world

pytestmark = [*in_chromium, pytest.mark.asyncio(loop_scope="module")]
TED = Address("zalo_bot", "ted")
SCREENS = {
    "phone by day": Screen(),
    "phone by night": Screen(dark=True),
    "desk": Screen(viewport=DESK),
    "phone without scripts": Screen(scripts=False),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


async def told(app: App) -> str:
    """Ted has told something on Zalo; the code of the link he has."""
    for event in (
        Inbound(TED, "1", "xin chào"),
        Inbound(TED, "2", choice="intake.kind:use"),
        Inbound(TED, "3", "Có người lạ ở nhà cuối xóm."),
    ):
        await app.engine.handle(event)
    async with app.stores() as stores:
        found: Found | None = await stores.conversations.find(TED)
        assert found is not None
        return grouped(await stores.doors.of(found.contact.id, app.clock.now()))


async def usable(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = await page.evaluate(
        "[...document.querySelectorAll('main button, main input:not([type=hidden])')]"
        ".filter(e => e.offsetHeight < 44).map(e => e.outerHTML)"
    )
    assert small == []
    if await page.evaluate("document.documentElement.classList.contains('js')"):
        assert await violations(page) == []


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
async def test_one_press_and_it_goes_on(screen: Screen, browser: Browser, tmp_path: Path) -> None:
    screen.complaints.clear()
    async with world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here:
        code = await told(here.app)
        resident = await BrowserCast(here.app, here.url, browser, screen).resident()
        page = await resident.page()
        await page.goto(f"{here.url}/d#{code}")
        field = page.get_by_label("Mã trong tin nhắn, 12 ký tự")
        if screen.scripts:
            await expect(field).to_have_value(code)
            assert page.url == f"{here.url}/d", "the code is not left in the address"
        else:
            await field.fill(code)
        sizes = await page.evaluate(WEIGHTS)
        assert 0 < sum(sizes) < HEAVIEST
        await usable(page)
        await page.screenshot(path=tmp_path / "door.png")
        assert await page.context.cookies() == []

        await page.get_by_role("button", name="Tiếp tục ở đây").click()
        await page.wait_for_url("**/chat#last")
        await expect(page.get_by_text("1 đoạn lời kể, chưa có tệp")).to_be_visible()
        await usable(page)
        await page.screenshot(path=tmp_path / "crossed.png")
        await resident.send_file("giay.pdf", make("giay.pdf"))
        await resident.press("Gửi luôn")
        await expect(page.get_by_text("Mã biên nhận của anh/chị")).to_be_visible()
        for window in browser.contexts:
            await window.close()
    assert screen.complaints == []
