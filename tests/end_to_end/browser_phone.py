"""A phone with a real browser on it: everything is clicked and read on the screen."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
)

from bot.app import App
from bot.demo.enrolling import enrol
from bot.demo.phone import PhoneError, Seen
from bot.demo.playing import WebCast
from bot.demo.setup import ABOVE, UNIT
from tests.chromium import PHONE
from tests.end_to_end.world import invitation

PATIENCE_MS = 10_000
READ = """letters => letters.map(letter => ({
  id: letter.id,
  mine: letter.classList.contains("mine"),
  text: [...letter.querySelectorAll(".words")].map(part => part.innerText).join("\\n\\n"),
  buttons: [...letter.querySelectorAll("button[name=choice]")].map(b => b.textContent.trim()),
  files: [...letter.querySelectorAll(".file, .shot, .qr, video, audio")].map(f => f.className),
}))"""

INTO_THE_CHAT = re.compile("Nhắn tại đây|ghi nhận biển này")
"""What a resident, or a member of staff, presses on a sign's page."""


@dataclass
class Screen:
    """How the browsers of a test are, what they complain about, and whom they ask."""

    scripts: bool = True
    viewport: ViewportSize = field(default_factory=lambda: PHONE)
    dark: bool = False
    locale: str = "vi-VN"
    complaints: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)

    async def window(self, browser: Browser) -> BrowserContext:
        """A browser that was never anywhere. Every page in it is watched."""
        context = await browser.new_context(
            viewport=self.viewport,
            java_script_enabled=self.scripts,
            color_scheme="dark" if self.dark else "light",
            locale=self.locale,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._heard)
        context.on("request", lambda request: self._asks(request.url))
        return context

    def _heard(self, said: ConsoleMessage) -> None:
        # The content policy and failed requests are heard of here, too.
        if said.type in ("error", "warning") or "Policy" in said.text:
            self.complaints.append(said.text)

    def _asks(self, url: str) -> None:
        self.origins.add("{0.scheme}://{0.netloc}".format(urlsplit(url)))


class BrowserPhone:
    """One person's browser. Implements `bot.demo.phone.Phone`."""

    def __init__(self, browser: Browser, url: str, screen: Screen) -> None:
        self._browser, self._url, self._screen = browser, url, screen
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._fresh = False
        """Without scripts: the page came after the last click and nobody has read it yet."""

    async def page(self) -> Page:
        """The page that is open; a fresh browser is opened first."""
        if self._page is None:
            self._context = await self._screen.window(self._browser)
            self._page = await self._context.new_page()
        return self._page

    async def scan(self, code: str) -> None:
        """Open the landing page and choose the chat."""
        page = await self.page()
        await page.goto(f"{self._url}/q/{code}")
        await page.get_by_role("button", name=INTO_THE_CHAT).click()
        await page.wait_for_url("**/chat#last")

    async def say(self, text: str) -> None:
        """Type into the box and send."""
        page = await self._chat()
        await page.locator("textarea[name=text]").fill(text)
        await self._click(page, page.locator("button.send"))

    async def press(self, label: str) -> None:
        """Press the newest button with this label; an answered question is unfolded first."""
        page = await self._chat()
        exactly = re.compile(rf"^\s*{re.escape(label)}\s*$")
        button = page.locator("button[name=choice]").filter(has_text=exactly).last
        if not await button.count():
            raise PhoneError(f"trang không có nút “{label}”")
        if not await button.is_visible():
            await page.locator("details.choices", has=button).locator("summary").last.click()
        await self._click(page, button)

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Choose a file, write beside it, send."""
        page = await self._chat()
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        await page.locator("input[name=files]").set_input_files(
            {"name": name, "mimeType": kind, "buffer": content}
        )
        await page.locator("textarea[name=text]").fill(caption)
        await self._click(page, page.locator("button.send"))

    async def messages(self) -> list[Seen]:
        """What the page shows; without scripts it has to be loaded again for that."""
        page = await self._chat()
        if not self._screen.scripts and not self._fresh:
            await page.goto(f"{self._url}/chat", wait_until="domcontentloaded")
        self._fresh = False
        letters = await page.locator("li.letter").evaluate_all(READ)
        return [
            Seen(
                letter["id"],
                letter["text"].strip(),
                tuple(letter["buttons"]),
                tuple(letter["files"]),
                letter["mine"],
            )
            for letter in letters
        ]

    async def close(self) -> None:
        """Close the browser's window."""
        if self._context is not None:
            await self._context.close()
        self._context = self._page = None

    async def _chat(self) -> Page:
        page = await self.page()
        if urlsplit(page.url).path != "/chat":
            await page.goto(f"{self._url}/chat")
        return page

    async def _click(self, page: Page, button: Locator) -> None:
        """With scripts the page stays and says when it is done; without, another page comes."""
        if not self._screen.scripts:
            async with page.expect_navigation(wait_until="domcontentloaded"):
                await button.click()
            self._fresh = True
            return
        await button.click()
        await page.locator("html:not([aria-busy])").wait_for()
        trouble = await page.locator("#status.bad").all_text_contents()
        if trouble:
            raise PhoneError(trouble[0])


class BrowserCast(WebCast):
    """Everybody with a browser of their own."""

    def __init__(self, app: App, url: str, browser: Browser, screen: Screen) -> None:
        super().__init__(app, url)
        self.app, self.url, self.screen = app, url, screen
        self._browser = browser

    async def resident(self) -> BrowserPhone:
        """A browser that was never here."""
        return BrowserPhone(self._browser, self.url, self.screen)

    async def member(self, role: str, name: str, *, above: bool = False) -> BrowserPhone:
        """A browser whose user types an invitation, then a name."""
        phone = await self.resident()
        slug = ABOVE if above else UNIT
        await enrol(phone, await invitation(self.app, role, slug=slug), name)
        return phone
