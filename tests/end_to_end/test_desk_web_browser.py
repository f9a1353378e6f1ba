"""The web desk in headless Chromium: walked by keys, on a wide and on a small screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, ViewportSize, expect

from bot.demo.samples import make
from tests.chromium import DESK, PHONE, chromium, in_chromium
from tests.cleaning.samples import SAMPLES
from tests.end_to_end.browser_phone import BrowserCast, BrowserPhone, Screen
from tests.end_to_end.desk_pages import LATE, STORIES, at_the_desk, is_usable, tell, touch
from tests.end_to_end.waiting import shows, until
from tests.end_to_end.world import invitation, world

pytestmark = [*in_chromium, pytest.mark.asyncio(loop_scope="module")]
HERE = (11.532871, 106.609248)
SPOT = "11.532871, 106.609248"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "small"])
async def test_an_officer_works_by_keys(
    size: ViewportSize, browser: Browser, tmp_path: Path
) -> None:
    screen, quiet = Screen(viewport=size), Screen()
    async with world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here:
        people = BrowserCast(here.app, here.url, browser, screen)
        officer, page = await at_the_desk(here, people, "nha.jpg", "cong.png")
        await is_usable(page, "before a tip is open")

        line, opened = page.locator(".tip-line"), page.locator(".tip-line[aria-current]")
        box, mine = page.get_by_label("Viết tin nhắn"), page.locator(".letter.mine")
        await page.keyboard.press("k")
        await expect(line.last).to_be_focused()
        await page.keyboard.press("k")
        await expect(line.first).to_be_focused()
        await page.keyboard.press("j")
        await expect(line.last).to_be_focused()
        await is_usable(page, "in the queue")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text(STORIES[1])).to_be_visible()
        await expect(opened).to_have_text(await line.last.inner_text(), use_inner_text=True)
        await page.keyboard.press("r")  # only who has a tip asks back: no button, no deed
        await page.keyboard.press("a")
        await expect(opened).to_contain_text("Anh Minh")
        await expect(mine.last).to_contain_text("Nhận tin")

        await page.keyboard.press("r")
        await expect(mine.last).to_contain_text("Hỏi lại người báo")
        await expect(box).to_be_focused()
        await box.press_sequentially("gjk?")
        await expect(box).to_have_value("gjk?")
        await box.fill("")
        await page.keyboard.press("Escape")
        await expect(box).not_to_be_focused()
        await page.keyboard.press("n")
        await expect(mine.last).to_contain_text("Ghi chú nội bộ")
        await expect(page.locator(".noting")).to_be_visible()
        await expect(box).to_be_focused()
        await is_usable(page, "with a note to be written")
        await officer.say("Đã nhắc nhà này năm ngoái.")
        await expect(page.locator(".note").last).to_contain_text("Đã lưu")
        await box.blur()

        await page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Phím tắt")
        await expect(keys).to_be_visible()
        await is_usable(page, "with the keys")
        before = await officer.messages()
        await page.keyboard.press("a")  # a window is open: the keys rest
        await page.keyboard.press("Escape")
        await expect(keys).to_be_hidden()
        assert await officer.messages() == before

        await page.keyboard.press("g")
        await expect(opened).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator(".letter:last-child .note")).to_contain_text("năm ngoái")
        await is_usable(page, "with a note and what was reported")
        await page.locator("a.shot").last.click()
        photo = page.locator("#photo")
        await expect(photo).to_contain_text("2/2")
        await page.keyboard.press("ArrowLeft")
        await expect(photo).to_contain_text("1/2")
        await page.keyboard.press("ArrowRight")
        await expect(photo).to_contain_text("2/2")
        await is_usable(page, "with a photo")
        await page.keyboard.press("Escape")
        await expect(photo).to_be_hidden()

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


async def test_on_a_small_screen_the_queue_lies_over_the_conversation(
    browser: Browser, tmp_path: Path
) -> None:
    screen = Screen(viewport=PHONE)
    async with world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here:
        people = BrowserCast(here.app, here.url, browser, screen)
        officer, page = await at_the_desk(here, people)
        queue, box = page.locator("#queue"), page.get_by_label("Viết tin nhắn")
        opener, closer = page.locator("#to-queue"), page.get_by_role("link", name="Đóng")
        await expect(queue).to_be_hidden()
        await expect(opener).to_contain_text("2")
        place = await page.evaluate("scrollY")
        assert place > 0

        await touch(page, opener)
        await expect(closer).to_be_focused()
        await expect(box).to_be_hidden()
        await expect(page.get_by_role("button", name="Thoát nhanh")).to_be_visible()
        await is_usable(page, "with the queue open")
        await page.get_by_role("link", name="Đã kết thúc").click()
        await expect(page.get_by_text("Không có tin nào ở đây.")).to_be_visible()
        await is_usable(page, "with nothing in the queue")
        await touch(page, closer)
        await expect(queue).to_be_hidden()
        await expect(opener).to_be_focused()
        assert await page.evaluate("scrollY") == place

        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="Đơn vị").click()
        await page.locator(".tip-line").last.click()
        await expect(queue).to_be_hidden()
        await expect(page.locator(".letter:last-child")).to_contain_text(STORIES[1])
        await expect(page.locator(".letter:last-child")).to_be_focused()
        await page.keyboard.press("g")
        await expect(page.locator(".tip-line[aria-current]")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(queue).to_be_hidden()
        await expect(opener).to_be_focused()
        await expect(page.get_by_text(STORIES[1])).to_be_visible()

        await page.evaluate(
            "for (const which of ['#to-queue', '.close-queue'])"
            " document.querySelector(which).click()"
        )
        await expect(queue).to_be_hidden()
        await expect(opener).to_be_focused()

        await page.evaluate(LATE)
        place = await page.evaluate("scrollY")
        assert place > 0
        await touch(page, opener)
        await expect(closer).to_be_focused()
        await touch(page, closer)
        await expect(opener).to_be_focused()
        await page.wait_for_function("place => scrollY === place", arg=place)
        await page.keyboard.press("g")
        await expect(page.locator(".tip-line[aria-current]")).to_be_focused()
        await officer.close()
    assert screen.complaints == []


async def test_a_place_and_what_was_sent_along(browser: Browser, tmp_path: Path) -> None:
    screen = Screen(viewport=DESK)
    async with world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here:
        people = BrowserCast(here.app, here.url, browser, screen)
        officer = await people.member("officer", "Anh Minh")
        resident = await people.resident()
        page = await resident.page()
        await page.context.grant_permissions(["geolocation"])
        await page.context.set_geolocation({"latitude": HERE[0], "longitude": HERE[1]})
        await resident.say(STORIES[0] + f"\nVị trí: {SPOT}")
        await page.get_by_role("button", name="Gửi vị trí").click()
        await shows(resident, "Gửi luôn")
        for altered in (True, False):
            await resident.send_file("tieng.ogg", SAMPLES["ogg"]())
            await resident.press("Đổi giọng" if altered else "Giữ nguyên giọng")
        for name in ("phim.mp4", "giay.pdf"):
            await resident.send_file(name, make(name))
        await tell(resident, "Hết rồi.")
        await shows(officer, "Mở tin")

        page = await officer.page()
        await page.reload()
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await officer.press("Mở tin")
        tip = page.locator(".letter:last-child")
        there = tip.locator('a[href^="geo:"]')  # what was only typed is no link
        await expect(there).to_have_count(1)
        await expect(there).to_have_text(f"Vị trí: {SPOT}")
        together = SPOT.replace(" ", "")
        assert await there.get_attribute("href") == f"geo:{together}?q={together}"
        await tip.get_by_role("button", name="Chép toạ độ").click()
        await expect(tip.get_by_role("status")).to_have_text("Đã chép")
        assert await page.evaluate("navigator.clipboard.readText()") == SPOT

        voices = tip.locator("figure.voice")
        await expect(voices).to_have_count(2)
        await expect(voices.first).to_contain_text("Giọng đã đổi")
        await expect(voices.last).not_to_contain_text("Giọng đã đổi")
        for voice in await voices.locator("audio").all():
            url = here.url + str(await voice.get_attribute("src"))

            async def ready(url: str = url) -> bool:
                return (await page.request.get(url)).ok

            await until(ready)
            assert await voice.evaluate(
                "one => new Promise(done => { one.onloadedmetadata = () => done(one.duration);"
                " one.preload = 'auto'; one.load() })"
            )
        await expect(tip.locator("video[controls]")).to_have_count(1)
        async with page.expect_download() as saved:
            await tip.get_by_role("link", name="Tệp PDF").click()
        assert (await saved.value).suggested_filename == "tep.pdf"
        await is_usable(page, "with a place, voices, a film and a document")

        plain = await browser.new_context(
            storage_state=await page.context.storage_state(),
            java_script_enabled=False,
            locale="vi-VN",
        )
        page = await plain.new_page()
        await page.goto(f"{here.url}/chat")
        await expect(page.locator('a[href^="geo:"]')).to_be_visible()
        await expect(page.get_by_role("button", name="Chép toạ độ")).to_be_hidden()
        for window in browser.contexts:
            await window.close()
    assert screen.complaints == []
    assert screen.origins == {here.url}


async def test_whoever_joins_sees_the_queue_when_the_news_overtakes_the_answer(
    browser: Browser, tmp_path: Path
) -> None:
    screen = Screen(viewport=DESK)
    async with world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here:
        phone = BrowserPhone(browser, here.url, screen)
        page = await phone.page()
        await page.goto(f"{here.url}/chat")
        await phone.say(f"TB-{await invitation(here.app, 'officer')}")
        await shows(phone, "tên")

        async def late(route: Route) -> None:
            answer = await route.fetch()
            await page.locator("li.tip").wait_for()  # by the stream
            await route.fulfill(response=answer)

        await page.route("**/chat", late, times=1)
        await page.locator("textarea[name=text]").fill("Anh Minh")
        await page.locator("button.send").click()
        await expect(page.locator("#queue-here")).to_be_visible()
        await phone.close()
