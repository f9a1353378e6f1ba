"""Slowed down, proved, waited for: nothing of the visitor's line or browser is noted anywhere."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientSession, CookieJar, TCPConnector

from tests.end_to_end.canaries import hits, in_files, in_tables
from tests.end_to_end.test_abuse import (
    STORY,
    Clock,
    clock,
    filed,
    form,
    held,
    send,
    solved,
    task_of,
)
from tests.end_to_end.world import world

ADDRESS = "127.93.84.76"
FORWARDED = "203.0.113.178"
AGENT = "CanaryBrowser/9.78"
NEEDLES = {ADDRESS, FORWARDED, AGENT, STORY}
_ = clock  # pytest finds it here


async def test_nothing_of_who_was_slowed_down_stays(
    database_url: str, tmp_path: Path, log_lines: io.StringIO
) -> None:
    headers = {"User-Agent": AGENT, "X-Forwarded-For": FORWARDED, "Forwarded": f"for={FORWARDED}"}
    async with (
        world(database_url, tmp_path) as here,
        ClientSession(
            cookie_jar=CookieJar(unsafe=True),
            headers=headers,
            connector=TCPConnector(local_addr=(ADDRESS, 0)),
        ) as who,
    ):
        right = solved(task_of(await held(here, who)))
        assert (await send(here, who, proof="bad", nonce="1")).startswith("/chat/held")
        assert "Mã biên nhận" in await send(here, who, proof=right, nonce="2")
        assert (await form(here, who, f"{STORY} Lần nữa.")).startswith("/chat/held")
        Clock.ahead += timedelta(minutes=20)
        assert "Mã biên nhận" in await send(here, who, nonce="3")
        assert await filed(here) == 7
        places = [*in_files(tmp_path), *await in_tables(here.app.database)]
    places += [("the log", log_lines.getvalue().encode()), *in_files(tmp_path)]
    assert hits(places, NEEDLES) == []
