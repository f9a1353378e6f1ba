"""The page behind a link: to look uses nothing up, it works without scripts, and no code is in the
clear anywhere.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.end_to_end.canaries import hits, in_copies, in_files, in_tables
from tests.end_to_end.door_chats import (
    ZALO,
    asked_for,
    asked_where,
    count,
    links,
    on_zalo,
    said,
    telling,
    threads,
)
from tests.end_to_end.sign_pages import OURS
from tests.end_to_end.village import Village

PREVIEWS = (
    {"User-Agent": "facebookexternalhit/1.1"},
    {"Sec-Purpose": "prefetch"},
    {"Sec-Fetch-Site": "cross-site"},
)


@asynccontextmanager
async def browser(here: Village) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """One that was never here, and keeps its cookies."""
    server = TestServer(here.app.web_application())
    async with TestClient(server, cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield client


async def pressed(client: TestClient[web.Request, web.Application], code: str, n: int = 1) -> str:
    """The form of the page is sent; the conversation that comes after."""
    fields = {"nonce": f"{n:030d}", "door": code}
    async with client.post("/chat", data=fields, headers=OURS) as answer:
        assert answer.status == 200
        assert answer.url.path == "/chat"
        return await answer.text()


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with on_zalo(tmp_path, database_url) as there:
        yield there


async def test_to_look_uses_nothing_up(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    async with browser(here) as client:
        for headers in PREVIEWS:
            for method in ("GET", "HEAD"):
                # What a browser asks for: it keeps to itself what follows the sign.
                async with client.request(method, "/d", headers=headers) as page:
                    assert page.status == 200
                    assert "Set-Cookie" not in page.headers
                    assert page.headers["Referrer-Policy"] == "no-referrer"
                    shown = await page.text()
                    assert code not in shown
                    assert method == "HEAD" or "thì anh/chị đừng bấm" in shown
        assert await count(here) == 1
        assert "1 đoạn lời kể" in await pressed(client, code)
        assert await count(here) == 0


async def test_another_site_opens_it_for_nobody(here: Village) -> None:
    await telling(here)
    fields = {"nonce": "n" * 30, "door": await asked_for(here)}
    async with (
        browser(here) as client,
        client.post("/chat", data=fields, headers={"Sec-Fetch-Site": "cross-site"}) as answer,
    ):
        assert answer.status == 403
    assert await count(here) == 1


@pytest.mark.parametrize("typed", ["{}", " {} ", "small", "spaces", "letters"])
async def test_it_is_typed_by_hand_without_scripts(here: Village, typed: str) -> None:
    await telling(here)
    code = await asked_for(here)
    spelled = {
        "small": code.lower(),
        "spaces": code.replace("-", " "),
        "letters": code.replace("-", "").replace("0", "o").replace("1", "l"),
    }.get(typed, typed.format(code))
    async with browser(here) as client:
        async with client.get("/d") as page:
            assert '<input class="code" id="door" name="door" required' in await page.text()
        assert "1 đoạn lời kể" in await pressed(client, spelled)
        sent = {"nonce": "m" * 30, "choice": "intake.story:send"}
        async with client.post("/chat", data=sent, headers=OURS) as answer:
            assert "Mã biên nhận" in await answer.text()
    assert len(await threads(here)) == 1
    assert len(await asked_where(here)) == 2


async def test_the_same_form_sent_twice_is_one(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    async with browser(here) as client:
        first = await pressed(client, code)
        # The answer was lost, and its cookie with it.
        client.session.cookie_jar.clear()
        again = await pressed(client, code)
    for page in (first, again):
        assert page.count("1 đoạn lời kể") == 1
        assert "không dùng được nữa" not in page


async def test_a_wrong_code_leads_on(here: Village) -> None:
    async with browser(here) as client:
        page = await pressed(client, "7F3K-2Q9X-1A2B")
    assert "gõ /web để lấy liên kết mới" in page
    assert "Báo tin" in page


async def test_no_code_is_in_the_clear(
    here: Village, tmp_path: Path, log_lines: io.StringIO
) -> None:
    await telling(here)
    code = await asked_for(here)
    waiting = await in_tables(here.app.database)
    async with browser(here) as client:
        await pressed(client, code)
        await pressed(client, code, 2)
        await pressed(client, "CANA-RY00-11ZZ", 3)
    assert code in await links(here, ZALO), "it was shown where it belongs"
    assert "đang làm tiếp trên trang web" in await said(here, ZALO)
    needles = {code, code.replace("-", ""), "CANA-RY00-11ZZ", "CANARY0011ZZ"}
    places = [
        *waiting,
        *await in_tables(here.app.database),
        *in_files(tmp_path),
        *await in_copies(here.app, tmp_path),
        ("the log", log_lines.getvalue().encode()),
    ]
    assert hits([("planted", f"x{code}x".encode())], needles)
    assert hits(places, needles) == []
