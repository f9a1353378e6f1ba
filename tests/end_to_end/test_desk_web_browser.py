"""The web desk in headless Chromium: walked by keys, on a wide and on a small screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.demo.phone import Phone
from bot.demo.playing import WebCast
from bot.demo.samples import make
from tests.chromium import DESK, PHONE, chromium, in_chromium, violations
from tests.end_to_end.browser_phone import BrowserCast, Screen
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import world

pytestmark = [*in_chromium, pytest.mark.asyncio(loop_scope="module")]
STORIES = ("Nhà cuối xóm có người lạ ra vào ban đêm.", "Xe tải đổ rác xuống suối lúc nửa đêm.")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


async def tell(resident: Phone, story: str, *photos: str) -> None:
    await resident.say(story)
    for name in photos:
        await resident.send_file(name, make(name))
    await resident.press("Gửi luôn")
    await resident.close()


async def is_usable(page: Page, where: str) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    await page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
    assert await violations(page) == [], where


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "small"])
async def test_an_officer_works_by_keys(
    size: ViewportSize, browser: Browser, tmp_path: Path
) -> None:
    screen, quiet = Screen(viewport=size), Screen()
    async with world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here:
        people = BrowserCast(here.app, here.url, browser, screen)
        officer = await people.member("officer", "Anh Minh")
        for story in STORIES:
            await tell(await WebCast(here.app, here.url).resident(), story, "nha.jpg", "cong.png")
        await shows(officer, "Mở tin")
        page = await officer.page()
        await page.goto(f"{here.url}/chat")
        await is_usable(page, "before a tip is open")

        line, opened = page.locator(".tip-line"), page.locator(".tip-line[aria-current]")
        await expect(line).to_have_count(2)
        await page.keyboard.press("j")
        await expect(line.first).to_be_focused()
        await page.keyboard.press("j")
        await expect(line.last).to_be_focused()
        await is_usable(page, "in the queue")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text(STORIES[1])).to_be_visible()
        await expect(opened).to_have_text(await line.last.inner_text(), use_inner_text=True)
        await page.keyboard.press("a")
        await expect(opened).to_contain_text("Anh Minh")
        await expect(page.get_by_role("button", name="Hỏi lại người báo").last).to_be_visible()

        await page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Phím tắt")
        await expect(keys).to_be_visible()
        await is_usable(page, "with the keys")
        await page.keyboard.press("Escape")
        await expect(keys).to_be_hidden()

        await page.locator("a.shot").first.click()
        photo = page.locator("#photo")
        await expect(photo).to_contain_text("1/2")
        await page.keyboard.press("ArrowRight")
        await expect(photo).to_contain_text("2/2")
        await is_usable(page, "with a photo")
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        assert page.url.startswith(f"{here.url}/chat")

        box = page.get_by_label("Viết tin nhắn")
        before = await officer.messages()
        await box.press_sequentially("a?n")
        assert await box.input_value() == "a?n"
        assert await officer.messages() == before
        await box.fill("")
        await box.blur()
        await page.keyboard.press("n")
        await expect(page.locator(".letter.mine").last).to_contain_text("Ghi chú")
        await is_usable(page, "with a note to be written")

        resident = await BrowserCast(here.app, here.url, browser, quiet).resident()
        asked: list[str] = []
        page = await resident.page()
        page.on("request", lambda request: asked.append(request.url))
        await resident.say(STORIES[0])
        await page.reload()
        assert any("page." in url for url in asked)
        assert not any("desk" in url for url in asked)
        for window in browser.contexts:
            await window.close()
    assert screen.complaints == quiet.complaints == []
    assert screen.origins == {here.url}
