"""The transcripts in headless Chromium: real clicks on the real pages of the real service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from bot.demo.player import Player
from bot.demo.setup import opened
from bot.demo.transcript import load, packaged
from bot.serve import any_port, listening
from tests.chromium import DESK, PHONE, chromium, in_chromium, violations
from tests.end_to_end.browser_phone import BrowserCast, Screen
from tests.end_to_end.test_transcripts import explain
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import world

pytestmark = [*in_chromium, pytest.mark.asyncio(loop_scope="module")]
SCRIPTS = {"scripts": True, "no-scripts": False}
PLAYED = [path for path in packaged() if path.name[:2] in {"01", "02", "03", "06", "10"}]
"""What else a page does the rest would only repeat."""
STORY = "Nhà cuối xóm có người lạ ra vào ban đêm."
BOX = "Viết tin nhắn"
FOCUS = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return {
    name: (e.labels?.[0] ?? e).innerText?.trim() || e.getAttribute("aria-label") || e.title,
    seen: box.bottom > 0 && box.top < innerHeight && e.matches(":focus-visible"),
    ring: style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for all; people have windows of their own in it, which share nothing."""
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def cast(browser: Browser, folder: Path, screen: Screen) -> AsyncIterator[BrowserCast]:
    """A service and its people; afterwards no page has complained or asked anybody else."""
    async with world(f"sqlite:///{folder / 'tinbao.db'}", folder) as here:
        try:
            yield BrowserCast(here.app, here.url, browser, screen)
        finally:
            for window in browser.contexts:
                await window.close()
    assert screen.complaints == []
    assert screen.origins == {here.url}


async def play(people: BrowserCast, path: Path) -> None:
    script = load(path)
    played = [step async for step in Player(people).play(script)]
    assert played[-1].ok, explain(script, played)
    assert len(played) == len(script.steps)


@pytest.mark.parametrize("scripts", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
async def test_the_transcript_passes_on_a_small_screen(
    path: Path, scripts: bool, browser: Browser, tmp_path: Path
) -> None:
    async with cast(browser, tmp_path, Screen(scripts)) as people:
        await play(people, path)


async def test_the_transcript_passes_on_a_desk(browser: Browser, tmp_path: Path) -> None:
    path = next(path for path in PLAYED if path.stem.startswith("03"))
    async with cast(browser, tmp_path, Screen(viewport=DESK)) as people:
        await play(people, path)


@pytest.mark.parametrize(
    "screen",
    [Screen(viewport=PHONE), Screen(viewport=DESK, dark=True)],
    ids=["phone by day", "desk by night"],
)
async def test_everybody_can_use_every_page(
    screen: Screen, browser: Browser, tmp_path: Path
) -> None:
    async with cast(browser, tmp_path, screen) as people:
        resident, officer = await people.resident(), await people.member("officer", "Anh Minh")
        code = await people.code("Thôn 3")
        page, desk = await resident.page(), await officer.page()
        for path in (f"/q/{code}", f"/q/{code}/form", "/r", "/chat", "/thong-tin"):
            await page.goto(people.url + path)
            await _is_usable(page, path)
        await resident.scan(code)
        await resident.say(STORY)
        await shows(resident, "Gửi luôn")
        await _is_usable(page, "in mid-conversation")
        await resident.press("Gửi luôn")
        await shows(resident, "Mã biên nhận")
        await _is_usable(page, "with the receipt")
        await shows(officer, "Mở tin")
        await officer.press("Mở tin")
        await shows(officer, "Nhận tin")
        await _is_usable(desk, "with an opened tip")


async def _is_usable(page: Page, where: str) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    # What is half under the bars at this moment can be scrolled, what moves is there soon.
    size = page.viewport_size
    assert size is not None
    height = int(await page.evaluate("document.documentElement.scrollHeight"))
    await page.set_viewport_size({"width": size["width"], "height": height})
    await page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
    assert await violations(page) == [], where
    await page.set_viewport_size(size)


async def test_a_question_appears_on_the_open_page(browser: Browser, tmp_path: Path) -> None:
    async with cast(browser, tmp_path, Screen()) as people:
        resident, officer = await people.resident(), await people.member("officer", "Anh Minh")
        await resident.scan(await people.code("Thôn 3"))
        await resident.say(STORY)
        await resident.press("Gửi luôn")
        page = await resident.page()
        await page.get_by_label(BOX).fill("đang viết dở")
        loads: list[str] = []
        page.on("framenavigated", lambda frame: loads.append(frame.url))

        for button in ("Mở tin", "Nhận tin", "Hỏi lại người báo"):
            await shows(officer, button)
            await officer.press(button)
        await officer.say("Người lạ đi xe gì ạ?")

        await expect(page.get_by_text("Người lạ đi xe gì ạ?")).to_be_in_viewport()
        await expect(page.get_by_label(BOX)).to_have_value("đang viết dở")
        assert loads == []


async def test_a_page_outlives_the_server(browser: Browser, tmp_path: Path) -> None:
    screen, port = Screen(), any_port()
    async with opened(tmp_path, port) as app, app.working():
        async with listening(app.web_application(), "127.0.0.1", port) as url:
            people = BrowserCast(app, url, browser, screen)
            resident = await people.resident()
            await resident.scan(await people.code("Thôn 3"))
            assert screen.complaints == []
        page = await resident.page()
        box, status = page.get_by_label(BOX), page.get_by_role("status")
        send = page.get_by_role("button", name="Gửi", exact=True)
        await box.fill(STORY)
        await send.click()
        await expect(status).to_contain_text("vẫn còn trong ô")
        await expect(box).to_have_value(STORY)

        async with listening(_closed(), "127.0.0.1", port):
            await send.click()
            await expect(status).to_contain_text("thử lại giúp")
            await expect(box).to_have_value(STORY)
            # The page asks for news by itself, is refused, and must not give up for that.
            await page.wait_for_event("response", lambda came: "/events" in came.url)

        async with listening(app.web_application(), "127.0.0.1", port):
            await page.wait_for_event("response", lambda came: came.ok and "/events" in came.url)
            await send.click()
            await expect(page.get_by_text("ghi lại").last).to_be_visible()
            await expect(box).to_have_value("")
            mine = [seen.text for seen in await resident.messages() if seen.mine]
            assert mine == [STORY]
            await resident.close()
    assert all("Failed to load resource" in said for said in screen.complaints), screen.complaints
    assert screen.origins == {url}


def _closed() -> web.Application:
    """What a proxy says while the service behind it restarts."""

    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=502)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", refuse)
    return application


async def test_a_tip_by_keyboard_in_the_chat(browser: Browser, tmp_path: Path) -> None:
    async with cast(browser, tmp_path, Screen()) as people:
        resident = await people.resident()
        page = await resident.page()
        await page.goto(f"{people.url}/q/{await people.code('Thôn 3')}")
        await _tab_to(page, "Nhắn tại đây")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/chat#last")
        await _tab_to(page, BOX)
        await page.keyboard.type(STORY)
        await page.keyboard.press("Enter")
        await shows(resident, "Gửi luôn")
        await _tab_to(page, "Gửi luôn", "Shift+Tab")
        await page.keyboard.press("Space")
        await shows(resident, "Mã biên nhận")


async def test_a_tip_by_keyboard_in_the_form(browser: Browser, tmp_path: Path) -> None:
    async with cast(browser, tmp_path, Screen(scripts=False)) as people:
        resident = await people.resident()
        page = await resident.page()
        await page.goto(f"{people.url}/q/{await people.code('Thôn 3')}/form")
        await _tab_to(page, "Anh/chị thấy gì?")
        await page.keyboard.type(STORY)
        await _tab_to(page, "Gửi tin")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/chat#last")
        await shows(resident, "Mã biên nhận")


async def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Go on until the focus is there, and is to be seen."""
    passed: list[str] = []
    for _ in range(30):
        await page.keyboard.press(key)
        focus = await page.evaluate(FOCUS)
        if focus["name"] and focus["name"].startswith(name):
            assert focus["seen"], name
            assert focus["ring"], name
            return
        passed.append(focus["name"])
    raise AssertionError(f"{name} is not among {passed}")
