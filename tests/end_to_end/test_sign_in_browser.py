"""Signing in with Chromium: passkeys on a virtual device, pages that everybody can use."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, expect

from bot.domain.codes import grouped
from tests.chromium import DESK, PHONE, chromium, in_chromium, violations
from tests.end_to_end.station import Station, secret_in, station

pytestmark = [*in_chromium, pytest.mark.asyncio(loop_scope="module")]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
BY_PASSKEY = "Dùng vân tay, khuôn mặt hoặc khoá máy"
SHOTS = os.environ.get("TINBAO_SCREENSHOTS", "")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def here(tmp_path: Path) -> AsyncIterator[Station]:
    async with station(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as opened:
        yield opened


async def device(page: Page) -> tuple[CDPSession, str]:
    """A device that recognises its owner, and its id."""
    line = await page.context.new_cdp_session(page)
    await line.send("WebAuthn.enable")
    made = await line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return line, str(made["authenticatorId"])


async def join(here: Station, window: BrowserContext, name: str) -> Page:
    """Somebody redeems an invitation and gives a name."""
    code = await here.invitation("officer")
    page = await window.new_page()
    await page.goto(f"{here.url}/chat")
    for text in (f"TB-{grouped(code)}", name):
        await page.get_by_label("Viết tin nhắn").fill(text)
        await page.get_by_role("button", name="Gửi", exact=True).click()
        await expect(page.get_by_text("Tên" if text != name else "Còn một bước")).to_be_visible()
    return page


async def looks_right(page: Page, name: str) -> None:
    """Nothing sticks out, every rule is kept; shown to whoever asks for pictures."""
    for shape, size in (("desk", DESK), ("phone", PHONE)):
        await page.set_viewport_size(size)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert await violations(page) == [], name
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/{name}-{shape}.png")


async def test_a_passkey_is_set_up_and_signs_in_from_a_new_window(
    browser: Browser, here: Station
) -> None:
    first = await browser.new_context(locale="vi-VN")
    page = await join(here, first, "Lan")
    line, made = await device(page)
    await page.get_by_role("link", name="Cài cách đăng nhập").click()
    await looks_right(page, "factor")
    await page.get_by_role("button", name="Khoá trên máy này").click()
    await expect(page.get_by_text("Khoá đăng nhập (passkey), cài ngày")).to_be_visible()
    await looks_right(page, "factor-done")
    await page.get_by_role("link", name="Vào làm việc").click()
    await expect(page.get_by_text("Chào mừng Lan")).to_be_visible()
    kept: dict[str, Any] = await line.send("WebAuthn.getCredentials", {"authenticatorId": made})

    second = await browser.new_context(locale="vi-VN")
    page = await second.new_page()
    await page.goto(f"{here.url}/desk")
    line, again = await device(page)
    for credential in kept["credentials"]:
        await line.send(
            "WebAuthn.addCredential", {"authenticatorId": again, "credential": credential}
        )
    await looks_right(page, "desk")
    await page.get_by_role("button", name=BY_PASSKEY).click()

    await expect(page.get_by_text("Chào Lan, đồng chí đã đăng nhập")).to_be_visible()
    await page.get_by_role("button", name="Xem hàng đợi").click()
    await expect(page.get_by_text("Hàng đợi").last).to_be_visible()
    assert (await here.audit()).count("session-begun") == 2
    for window in (first, second):
        await window.close()


async def test_a_passkey_proves_who_it_is_and_a_second_way_is_added_and_removed(
    browser: Browser, here: Station
) -> None:
    window = await browser.new_context(locale="vi-VN")
    page = await join(here, window, "Lan")
    await device(page)
    await page.get_by_role("link", name="Cài cách đăng nhập").click()
    await page.get_by_role("button", name="Khoá trên máy này").click()
    await expect(page.get_by_role("button", name="Khoá trên máy này")).to_be_hidden()
    await page.get_by_role("button", name=BY_PASSKEY).click()
    await page.get_by_role("button", name="Mã số trên điện thoại").click()
    assert await page.locator("img.scan").evaluate("one => one.naturalWidth") > 100
    secret = secret_in(await page.content())
    await page.get_by_label("Gõ sáu chữ số").fill(here.number(secret))
    await page.get_by_role("button", name="Xác nhận").click()
    await expect(page.get_by_text("Mã số trên điện thoại, cài ngày")).to_be_visible()
    await looks_right(page, "factor-prove")
    here.clock.on(seconds=31)
    await page.get_by_label("Mã số trên điện thoại").fill(here.number(secret))
    await page.get_by_role("button", name="Xác nhận").click()
    await expect(page.get_by_role("button", name="Bỏ mã số")).to_be_visible()
    await looks_right(page, "factor-change")
    await page.get_by_role("button", name="Bỏ mã số").click()
    await expect(page.get_by_text("Mã số trên điện thoại, cài ngày")).to_be_hidden()
    await window.close()


async def test_a_strange_passkey_is_told_so(browser: Browser, here: Station) -> None:
    window = await browser.new_context(locale="vi-VN")
    page = await window.new_page()
    await page.goto(f"{here.url}/desk")
    await device(page)
    await page.get_by_role("button", name=BY_PASSKEY).click()
    await expect(page.get_by_text("Khoá này chưa dùng được ở đây")).to_be_visible()
    await looks_right(page, "desk-passkey-wrong")
    await window.close()


async def test_numbers_are_set_up_without_scripts(browser: Browser, here: Station) -> None:
    window = await browser.new_context(locale="vi-VN", java_script_enabled=False)
    lan = await here.joined("Lan")
    await window.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": here.url}
            for cookie in lan.http.cookie_jar
        ]
    )
    page = await window.new_page()
    await page.goto(f"{here.url}/desk/factor")
    await expect(page.get_by_role("button", name="Khoá trên máy này")).to_be_hidden()
    await page.get_by_role("button", name="Mã số trên điện thoại").click()
    assert await page.locator("img.scan").evaluate("one => one.naturalWidth") > 100
    secret = secret_in(await page.content())
    await page.get_by_label("Gõ sáu chữ số").fill("000000")
    await page.get_by_role("button", name="Xác nhận").click()
    await expect(page.get_by_text("Mã số chưa đúng")).to_be_visible()
    assert secret_in(await page.content()) == secret
    if SHOTS:
        for shape, size in (("phone", PHONE), ("desk", DESK)):
            await page.set_viewport_size(size)
            await page.screenshot(path=f"{SHOTS}/factor-number-{shape}.png", full_page=True)
    await page.get_by_label("Gõ sáu chữ số").fill(here.number(secret))
    await page.get_by_role("button", name="Xác nhận").click()
    await expect(page.get_by_text("Mã cán bộ:")).to_be_visible()
    await page.get_by_role("link", name="Vào làm việc").click()
    await expect(page.get_by_text("Chào mừng Lan")).to_be_visible()
    await window.close()


async def test_everybody_can_use_the_pages_of_numbers(browser: Browser, here: Station) -> None:
    lan = await here.joined("Lan")
    window = await browser.new_context(locale="vi-VN")
    await window.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": here.url}
            for cookie in lan.http.cookie_jar
        ]
    )
    page = await window.new_page()
    await page.goto(f"{here.url}/desk/factor")
    await page.get_by_role("button", name="Mã số trên điện thoại").click()
    await looks_right(page, "factor-number")
    await page.goto(f"{here.url}/desk")
    await page.goto(f"{here.url}/chat")
    await looks_right(page, "unproved")
    await window.close()
