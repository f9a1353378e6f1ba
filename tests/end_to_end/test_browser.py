"""The transcripts in headless Chromium: real clicks on the real pages of the real service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.demo.player import Player
from bot.demo.transcript import load, packaged
from tests.chromium import DESK, PHONE, chromium, in_chromium, violations
from tests.end_to_end.browser_phone import BrowserCast, Screen
from tests.end_to_end.test_transcripts import explain
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import world

pytestmark = in_chromium
SCRIPTS = {"scripts": True, "no-scripts": False}


@asynccontextmanager
async def browsers(folder: Path, screen: Screen) -> AsyncIterator[BrowserCast]:
    """A service and browsers; afterwards none has complained or asked anybody else."""
    url = f"sqlite+aiosqlite:///{folder / 'tinbao.db'}"
    async with world(url, folder) as here, chromium() as browser:
        yield BrowserCast(here.app, here.url, browser, screen)
    assert screen.complaints == []
    assert screen.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("scripts", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("path", packaged(), ids=lambda path: path.stem)
async def test_the_transcript_passes_on_a_small_screen(
    path: Path, scripts: bool, tmp_path: Path
) -> None:
    script = load(path)
    async with browsers(tmp_path, Screen(scripts, PHONE)) as cast:
        played = [step async for step in Player(cast).play(script)]

        assert played[-1].ok, explain(script, played)
        assert len(played) == len(script.steps)


async def test_a_conversation_on_a_desk(tmp_path: Path) -> None:
    script = load(next(path for path in packaged() if path.stem.startswith("03")))
    async with browsers(tmp_path, Screen(viewport=DESK)) as cast:
        played = [step async for step in Player(cast).play(script)]

        assert played[-1].ok, explain(script, played)


async def test_no_page_breaks_a_rule_of_accessibility(tmp_path: Path) -> None:
    # As narrow as a phone, and so long that no bar covers half of what has been scrolled by.
    async with browsers(tmp_path, Screen(viewport={**PHONE, "height": 4000})) as cast:
        resident = await cast.resident()
        officer = await cast.member("officer", "Anh Minh")
        code = await cast.code("Thôn 3")
        page = await resident.page()
        for path in (f"/q/{code}", f"/q/{code}/form", "/r", "/chat", "/thong-tin"):
            await page.goto(cast.url + path)
            assert await violations(page) == [], path
        await resident.scan(code)
        await resident.say("Nhà cuối xóm có người lạ ra vào ban đêm.")
        await resident.press("Gửi luôn")
        await shows(resident, "Mã biên nhận")
        assert await violations(page) == []
        desk = await officer.page()
        await shows(officer, "Mở tin")
        assert await violations(desk) == []
        await officer.press("Mở tin")
        await shows(officer, "Nhận tin")
        assert await violations(desk) == []
