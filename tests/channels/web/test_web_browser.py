"""The pages in a real browser, on a small phone, with scripts and without."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.domain.message import Button, Inbound, Reply, Text, verbatim
from tests.channels.web import talk
from tests.channels.web.conftest import World
from tests.chromium import DESK, PHONE, chromium, in_chromium, violations

pytestmark = in_chromium
FIRST_LOAD = 30_000
"""Bytes over the line for everything the first page needs: three seconds on a slow 2G line."""

Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as fresh:
        yield fresh


@pytest.fixture
async def open_page(browser: Browser, world: World) -> AsyncIterator[Open]:
    """Opens a path with a visitor's cookie; fails the test when a page complains."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    async def go(path: str, secret: str = "", **options: object) -> Page:
        context = await browser.new_context(**{"viewport": PHONE, "locale": "vi-VN", **options})  # type: ignore[arg-type]
        contexts.append(context)
        origin = str(world.client.make_url("")).rstrip("/")
        if secret:
            await context.add_cookies([{"name": "tb", "value": secret, "url": origin}])
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Policy" in said.text else None,
        )
        await page.goto(origin + path)
        return page

    yield go
    for context in contexts:
        await context.close()
    assert complaints == []


def replies(came: Inbound) -> list[Reply]:
    """A question with two buttons and a way out."""
    buttons = (
        Button(Text("kind-use"), "intake.kind:use"),
        Button(Text("kind-other"), "intake.kind:other"),
        Button(Text("nav-cancel"), "nav.cancel:"),
    )
    said = came.text or came.choice or came.start or "tệp"
    return [Reply(verbatim(f"Đã nghe: {said}")), Reply(Text("intake-kind"), buttons)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_from_the_sign_to_a_talk(
    world: World, open_page: Open, scripts: bool, tmp_path: Path
) -> None:
    world.engine.answer = replies
    page = await open_page("/q/thon3", java_script_enabled=scripts)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Thôn 3, xã Tân Khai")
    await page.get_by_role("button", name="Nhắn tại đây").click()
    await expect(page.get_by_text("Đã nghe: thon3")).to_be_visible()

    await page.get_by_role("button", name="Sử dụng ma tuý").click()
    await expect(page.get_by_text("Đã nghe: intake.kind:use")).to_be_visible()
    await page.get_by_label("Viết tin nhắn").fill("Ngay sau chợ")
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.get_by_text("Đã nghe: Ngay sau chợ")).to_be_visible()

    photo = tmp_path / "anh.jpg"
    photo.write_bytes(b"\xff\xd8" + bytes(199_998))
    await page.get_by_label("Gửi ảnh, ghi âm, tệp").set_input_files(photo)
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.get_by_role("link", name="Ảnh · 200 KB")).to_be_visible()

    assert len({came.address.id for came in world.engine.came}) == 1
    assert [bool(came.uploads) for came in world.engine.came] == [False, False, False, True]
    assert len({came.event_id for came in world.engine.came}) == 4
    await page.get_by_role("button", name="Thoát nhanh").click()
    await expect(page.get_by_text("Cấp cứu y tế")).to_be_visible()
    assert "/thong-tin" in page.url
    assert len(world.mailbox.wiped) == 1
    assert await page.context.cookies() == []


async def test_news_appear_by_themselves_and_answered_choices_step_back(
    world: World, open_page: Open
) -> None:
    world.engine.answer = replies
    secret = world.session()
    talk.resident(world.mailbox, secret)
    page = await open_page("/chat", secret)
    await expect(page.get_by_text("Chuyện xảy ra lúc nào?")).to_be_in_viewport()
    await page.get_by_label("Viết tin nhắn").fill("đang viết dở")
    world.mailbox.post(secret, Reply(verbatim("Công an hỏi thêm"), card="x"))
    await expect(page.get_by_text("Công an hỏi thêm")).to_be_in_viewport()
    world.mailbox.post(secret, Reply(verbatim("Công an đã nhận"), card="x"))
    await expect(page.get_by_text("Công an đã nhận")).to_be_visible()
    await expect(page.get_by_text("Công an hỏi thêm")).to_have_count(0)
    await page.get_by_role("button", name="Hôm nay").click()
    await expect(page.get_by_text("Đã nghe: intake.when:today")).to_be_visible()
    await expect(page.get_by_role("button", name="Hôm nay")).to_be_hidden()
    await expect(page.get_by_label("Viết tin nhắn")).to_have_value("đang viết dở")


async def test_a_wiped_conversation_disappears(world: World, open_page: Open) -> None:
    secret = world.session()
    world.mailbox.post(secret, Reply(verbatim("chuyện cũ")))
    page = await open_page("/chat", secret)
    await expect(page.get_by_text("chuyện cũ")).to_be_visible()
    world.mailbox.letters[secret].clear()
    world.mailbox.post(secret, Reply(verbatim("Đã xoá")))
    await expect(page.get_by_text("Đã xoá")).to_be_visible()
    await expect(page.get_by_text("chuyện cũ")).to_have_count(0)


async def test_without_a_line_the_words_stay_and_go_once_it_is_back(
    world: World, open_page: Open
) -> None:
    secret = world.session()
    world.mailbox.post(secret, Reply(verbatim("chào")))
    page = await open_page("/chat", secret)
    box = page.get_by_label("Viết tin nhắn")
    await page.context.set_offline(True)
    await box.fill("tin lúc mất mạng")
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.get_by_text("vẫn còn trong ô")).to_be_visible()
    await expect(box).to_have_value("tin lúc mất mạng")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.locator(".mine")).to_contain_text("tin lúc mất mạng")
    await expect(box).to_have_value("")
    assert [came.text for came in world.engine.came] == ["tin lúc mất mạng"]


async def test_escape_twice_leaves(world: World, open_page: Open) -> None:
    secret = world.session()
    world.mailbox.post(secret, Reply(verbatim("bí mật")))
    page = await open_page("/chat", secret)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.wait_for_url("**/thong-tin")
    await expect(page.get_by_text("Cấp cứu y tế")).to_be_visible()
    assert set(world.mailbox.wiped) == {secret}
    await page.go_back()
    await expect(page.get_by_text("bí mật")).to_have_count(0)


async def test_the_receipt_link_fills_the_field_and_leaves_no_trace(
    world: World, open_page: Open
) -> None:
    page = await open_page("/r#7F3K-2QXM-A9TE-WB4D")
    await expect(page.get_by_label("Mã biên nhận")).to_have_value("7F3K-2QXM-A9TE-WB4D")
    assert "7F3K" not in page.url
    await page.get_by_role("button", name="Xem trả lời").click()
    await page.wait_for_url("**/chat#last")
    assert world.engine.came[0].text == "/tra 7F3K-2QXM-A9TE-WB4D"


async def test_the_menu_fits_the_phone(world: World, open_page: Open) -> None:
    secret = world.session()
    world.mailbox.post(secret, Reply(verbatim("chào")))
    page = await open_page("/chat", secret)
    await page.locator("summary", has=page.locator("svg")).click()
    for name in ("English", "Nhớ máy này"):
        box = await page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 44
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("button", name="Quick exit")).to_be_visible()
    await expect(page.get_by_text("chào")).to_be_visible()


async def test_a_place_is_sent_by_a_button(world: World, open_page: Open) -> None:
    secret = world.session()
    world.mailbox.post(secret, Reply(verbatim("ở đâu?")))
    page = await open_page(
        "/chat",
        secret,
        permissions=["geolocation"],
        geolocation={"latitude": 11.5, "longitude": 106.6},
    )
    await page.get_by_role("button", name="Gửi vị trí").click()
    await expect(page.get_by_text("Đã ghi lại")).to_be_visible()
    assert world.engine.came[0].location is not None


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(PHONE, "light"), (DESK, "dark")],
    ids=["phone by day", "desk by night"],
)
async def test_everybody_can_use_it(
    world: World, open_page: Open, viewport: dict[str, int], scheme: str
) -> None:
    resident, officer = world.session(), world.session()
    talk.resident(world.mailbox, resident)
    talk.receipt(world.mailbox, resident)
    talk.officer(world.mailbox, world.files, officer, b"\xff\xd8")
    visits = [
        ("/q/thon3", ""),
        ("/q/cu", ""),
        ("/q/thon3/form", ""),
        ("/chat", ""),
        ("/chat", resident),
        ("/chat", officer),
        ("/r", ""),
        ("/thong-tin", ""),
        ("/nowhere", ""),
    ]
    for path, secret in visits:
        page = await open_page(path, secret, viewport=viewport, color_scheme=scheme)
        assert await violations(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        small = await page.evaluate(
            "[...document.querySelectorAll('button, .choice, .way, .tool, .call')]"
            ".filter(e => e.offsetParent && e.offsetHeight < 44).map(e => e.outerHTML)"
        )
        assert small == [], path
        await page.close()


async def test_the_first_load_is_small(world: World, open_page: Open) -> None:
    for path in ("/q/thon3", "/q/thon3/form", "/chat"):
        total = 0
        html = await world.page(path)
        paths = [path, *(p.split('"')[0] for p in html.split('="')[1:] if p.startswith("/static"))]
        for part in paths:
            headers = {"Accept-Encoding": "gzip"}
            async with world.client.get(part, headers=headers) as response:
                total += int(response.headers["Content-Length"]) + 900
        print(f"{path}: {total} bytes with headers")
        assert total < FIRST_LOAD
