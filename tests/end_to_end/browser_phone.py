"""A phone with a real browser on it: everything is clicked and read on the screen."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Locator, Page, ViewportSize

from bot.app import App
from bot.demo.enrolling import enrol
from bot.demo.phone import Seen
from bot.demo.playing import WebCast
from tests.chromium import PHONE
from tests.end_to_end.world import invitation

READ = """letters => letters.map(letter => ({
  id: letter.id,
  mine: letter.classList.contains("mine"),
  text: letter.querySelector(".words")?.innerText ?? "",
  buttons: [...letter.querySelectorAll("button[name=choice]")].map(b => b.textContent.trim()),
  files: [...letter.querySelectorAll(".file, .shot, .qr, video, audio")].map(f => f.className),
}))"""


@dataclass
class Screen:
    """What the browsers of a test complain about, and whom they ask."""

    scripts: bool = True
    viewport: ViewportSize = field(default_factory=lambda: PHONE)
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Note errors of scripts, of the content policy, of requests; and where requests go."""
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") or "Policy" in text:
            self.complaints.append(text)


class BrowserPhone:
    """One person's browser. Implements `bot.demo.phone.Phone`."""

    def __init__(self, browser: Browser, url: str, screen: Screen) -> None:
        self._browser, self._url, self._screen = browser, url, screen
        self._context: BrowserContext | None = None
        self._page: Page | None = None

    async def page(self) -> Page:
        """The page that is open; a fresh browser is opened first."""
        if self._page is None:
            self._context = await self._browser.new_context(
                viewport=self._screen.viewport,
                java_script_enabled=self._screen.scripts,
                locale="vi-VN",
                reduced_motion="reduce",
            )
            self._context.set_default_timeout(10_000)
            self._page = await self._context.new_page()
            self._screen.watch(self._page)
        return self._page

    async def scan(self, code: str) -> None:
        """Open the landing page and choose the chat."""
        page = await self.page()
        await page.goto(f"{self._url}/q/{code}")
        await page.locator("button.way").click()
        await page.wait_for_url("**/chat#last")

    async def say(self, text: str) -> None:
        """Type into the box and send."""
        page = await self._chat()
        await page.locator("textarea[name=text]").fill(text)
        await self._click(page, page.locator("button.send"))

    async def press(self, label: str) -> None:
        """Press the newest button with this label; an answered question is unfolded first."""
        page = await self._chat()
        button = page.locator("button[name=choice]").get_by_text(label, exact=True).last
        if not await button.is_visible():
            await page.locator("details", has=button).locator("summary").last.click()
        await self._click(page, button)

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Choose a file, write beside it, send."""
        page = await self._chat()
        kind = mimetypes.guess_type(PurePath(name))[0] or "application/octet-stream"
        await page.locator("input[name=files]").set_input_files(
            {"name": name, "mimeType": kind, "buffer": content}
        )
        await page.locator("textarea[name=text]").fill(caption)
        await self._click(page, page.locator("button.send"))

    async def messages(self) -> list[Seen]:
        """What the page shows; without scripts it has to be loaded again for that."""
        page = await self.page()
        if not self._screen.scripts:
            await page.goto(f"{self._url}/chat")
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
        if self._screen.scripts:
            await button.click()
            await page.locator("html:not([aria-busy])").wait_for()
            trouble = await page.locator("#status.bad").all_text_contents()
            assert not trouble, trouble
        else:
            async with page.expect_navigation():
                await button.click()


class BrowserCast(WebCast):
    """Everybody with a browser of their own."""

    def __init__(self, app: App, url: str, browser: Browser, screen: Screen) -> None:
        super().__init__(app, url)
        self.app, self.url = app, url
        self._browser, self._screen = browser, screen

    async def resident(self) -> BrowserPhone:
        """A browser that was never here."""
        return BrowserPhone(self._browser, self.url, self._screen)

    async def member(self, role: str, name: str) -> BrowserPhone:
        """A browser whose user types an invitation, then a name."""
        phone = await self.resident()
        await enrol(phone, await invitation(self.app, role), name)
        return phone
