"""A lead's morning at the web desk, in headless Chromium on a wide and on a small screen.

With `TINBAO_SHOTS=folder` every stop leaves a picture there: those in `docs/images` are made so.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.demo.phone import Phone
from bot.demo.playing import WebCast
from tests.chromium import DESK, PHONE, in_chromium
from tests.end_to_end.browser_phone import BrowserCast, Screen
from tests.end_to_end.test_desk_web_browser import browser, is_usable, tell
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import world

pytestmark = [*in_chromium, pytest.mark.asyncio(loop_scope="module")]
_ = browser
FIRST = "Nhà cuối xóm đêm nào cũng có người lạ ghé vài phút rồi đi."
SECOND = "Xe tải đổ rác xuống suối lúc nửa đêm."
ANSWER = "Dạ thường sau 11 giờ khuya, đi xe máy màu đỏ."


class Stops:
    """Where the lead stops and looks: every page there is usable."""

    def __init__(self, page: Page, size: ViewportSize) -> None:
        self._page, self._size = page, size

    async def at(self, name: str) -> None:
        """Fits the screen, breaks no rule of accessibility, and is kept as a picture if wanted."""
        assert await self._page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        folder = os.environ.get("TINBAO_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            shot = Path(folder, f"lead-{name}-{self._size['width']}.png")
            await self._page.screenshot(path=shot, animations="disabled")
        # All of it at once: what has just scrolled under a bar counts as a button too small.
        await self._page.set_viewport_size({"width": self._size["width"], "height": 6000})
        await is_usable(self._page, name)
        await self._page.set_viewport_size(self._size)


async def newest(phone: Phone, reference: str, label: str) -> None:
    """Open a tip by its reference, and press."""
    await phone.say(reference)
    await shows(phone, label)
    await phone.press(label)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "small"])
async def test_a_lead_walks_through_a_morning(
    size: ViewportSize, browser: Browser, tmp_path: Path
) -> None:
    screen = Screen(viewport=size)
    async with world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here:
        cast = WebCast(here.app, here.url)
        lead = await BrowserCast(here.app, here.url, browser, screen).member("lead", "Anh Hải")
        minh = await cast.member("officer", "Anh Minh")
        tu = await cast.resident()
        await tu.say(FIRST)
        await tu.press("Gửi luôn")
        await tell(await cast.resident(), SECOND, "nha.jpg", "cong.png")
        await shows(lead, "Mở tin")
        page = await lead.page()
        stops = Stops(page, size)
        lines = page.locator(".tip-line")
        await expect(lines).to_have_count(2)
        references = [await line.locator(".ref").inner_text() for line in await lines.all()]
        await stops.at("queue")

        await lead.say(references[0])
        opened = await shows(lead, "Việc khác…")
        assert FIRST in opened.text
        await lead.press("Việc khác…")
        await lead.press("Phân công")
        await stops.at("assign")
        await lead.press("Anh Minh")
        await shows(lead, "cho Anh Minh")
        await expect(lines.first).to_contain_text("Anh Minh")

        await shows(minh, "giao tin")
        await newest(minh, references[0], "Hỏi lại người báo")
        await minh.say("Thường vào lúc mấy giờ ạ?")
        await shows(tu, "mấy giờ")
        await tu.say(ANSWER)
        await shows(minh, "bổ sung")

        await lead.say(references[0])
        await shows(lead, ANSWER)
        await lead.press("Ghi chú nội bộ")
        await lead.say("Tối nay tổ tuần tra qua khu này, không hỏi nhà bên.")
        await lead.say(references[0])
        await shows(lead, "tổ tuần tra")
        await stops.at("thread")
        assert not any("tuần tra" in seen.text for seen in await tu.messages())

        await newest(lead, references[1], "Nhận tin")
        await newest(lead, references[1], "Kết thúc tin")
        await lead.press("Chưa đủ thông tin")
        await shows(lead, "Vì sao")
        await lead.say("Đã tới xem, không còn dấu vết; nhờ bà con báo khi thấy xe.")
        await lead.press("Đồng ý kết thúc")
        await shows(lead, "Đã kết thúc tin")
        await expect(lines).to_have_count(1)
        await stops.at("closed")

        await lead.say("/bangiao")
        await shows(lead, "Bàn giao ca")
        await stops.at("shift")
        for phone in (minh, tu, lead):
            await phone.close()
    assert screen.complaints == []
    assert screen.origins == {here.url}
