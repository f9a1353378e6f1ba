"""An officer at the web desk, in headless Chromium."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from bot.demo.phone import Phone
from bot.demo.playing import WebCast
from bot.demo.samples import make
from tests.chromium import violations
from tests.end_to_end.browser_phone import BrowserCast, BrowserPhone
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import World

STORIES = ("Nhà cuối xóm có người lạ ra vào ban đêm.", "Xe tải đổ rác xuống suối lúc nửa đêm.")
LATE = """addEventListener("hashchange", () => {
  document.activeElement.blur();
  scrollTo(0, 0);
})"""
"""What a browser does by itself when the address changes, done after the page has answered."""


async def tell(resident: Phone, story: str, *photos: str) -> None:
    await resident.say(story)
    for name in photos:
        await resident.send_file(name, make(name))
    await resident.press("Gửi luôn")
    await resident.close()


async def at_the_desk(here: World, people: BrowserCast, *photos: str) -> tuple[BrowserPhone, Page]:
    """An officer's page, beside a queue with a tip for each of `STORIES`."""
    officer = await people.member("officer", "Anh Minh")
    for story in STORIES:
        await tell(await WebCast(here.app, here.url).resident(), story, *photos)
    await shows(officer, "Mở tin")
    page = await officer.page()
    await page.goto(f"{here.url}/chat")
    await expect(page.locator(".tip-line")).to_have_count(2)
    return officer, page


async def is_usable(page: Page, where: str) -> None:
    """Nothing sticks out, and nothing breaks a rule, with all of the page in sight: what happens
    to be cut by an edge is judged by its whole size.
    """
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    size = page.viewport_size
    assert size is not None
    high = await page.evaluate(
        "Math.max(...[...document.querySelectorAll('html, #queue')].map(one => one.scrollHeight))"
    )
    await page.set_viewport_size({"width": size["width"], "height": high + size["height"]})
    await page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
    assert await violations(page) == [], where
    await page.set_viewport_size(size)


async def touch(page: Page, there: Locator) -> None:
    """Press where it is seen; `click` would scroll the page first."""
    box = await there.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
