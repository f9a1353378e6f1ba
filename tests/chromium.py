"""The browser of the tests: Debian's Chromium, headless, that talks to nobody but our server."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE: Final[ViewportSize] = {"width": 360, "height": 640}
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

in_chromium: Final = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (CI installs it)"),
]
"""The marks of a test that drives the browser."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A fresh browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        await browser.close()


async def violations(page: Page) -> list[str]:
    """The accessibility rules that a page breaks, with the elements that break them."""
    found = await Axe().run(page, options={"runOnly": RULES})
    assert len(found.response["passes"]) > 10
    return [
        f"{broken['id']}: {node['html']} {node['failureSummary']}"
        for broken in found.response["violations"]
        for node in broken["nodes"]
    ]
