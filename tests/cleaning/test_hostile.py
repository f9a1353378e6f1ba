"""Hostile files through the real service: a kind answer, nothing unclean, nobody kept waiting."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.cleaning.store import CleanFiles
from bot.demo.setup import UNIT
from bot.domain.errors import FileRefused
from bot.domain.message import Refusal, StoredFile
from tests.cleaning import hostile
from tests.cleaning.samples import jpeg
from tests.cleaning.test_formats import found
from tests.end_to_end.world import World, world

MOST_WAIT = 10
"""Seconds for somebody who sends words while the files are cleaned."""
MOST_SENT = 2 * 2**30
"""Bytes of an upload without an end, until it is told that it is too much."""
MOST_GROWTH = 100 * 2**20
"""Bytes; the files together would be as much again, and one bomb a multiple."""


def resident_memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.slow
async def test_two_hundred_hostile_files(tmp_path: Path) -> None:
    files = list(hostile.files())
    assert len(files) == hostile.COUNT
    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path) as here:
        await allow_many(here)
        kept = remember_kept(here)
        waited: list[float] = []
        others = asyncio.create_task(somebody_else(here, waited))
        before = resident_memory()
        left = iter(files)
        answers: dict[str, str] = {}
        async with asyncio.TaskGroup() as group:
            for _ in range(4):
                group.create_task(send_all(here, left, answers))
        assert resident_memory() - before < MOST_GROWTH
        others.cancel()
        (served,) = await asyncio.gather(others, return_exceptions=True)
        assert isinstance(served, asyncio.CancelledError)  # and not an answer that went wrong
        assert len(waited) > 20
        assert max(waited) < MOST_WAIT
        assert here.app.engine.failed == 0
        for name, page in answers.items():
            assert re.search(r"TK-\w{5}", page), name  # the words were taken in any case
        lying = {file_id async for file_id in here.app.files.ids()}
        good = {file.id: file for file in kept if file.id in lying}
        assert lying == set(good)  # no raw upload is left
        assert 20 < len(good) < hostile.COUNT
        refused = [name for name, page in answers.items() if "giúp" in page.split("TK-")[0]]
        assert refused
        for file in good.values():
            content = b"".join([piece async for piece in here.app.files.get(file)])
            assert found(content) == [], file.media_type
        assert any(file.media_type.startswith(("video", "audio")) for file in good.values())


async def allow_many(here: World) -> None:
    """All of it comes by one place's code, which would be slowed down."""
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        await stores.unit_settings.set(unit.id, "point-burst", "9999")


def remember_kept(here: World) -> list[StoredFile]:
    """What is stored in the end, so that it can be opened and looked at."""
    files: Any = here.app.files
    kept: list[StoredFile] = []
    put = files.put

    async def remembering(*args: Any, **more: Any) -> StoredFile:
        file: StoredFile = await put(*args, **more)
        kept.append(file)
        return file

    files.put = remembering
    return kept


async def send_all(here: World, left: Any, answers: dict[str, str]) -> None:
    for name, content in left:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(here.url, cookie_jar=jar) as browser:
            form = aiohttp.FormData()
            form.add_field("story", "Có người lạ hay tụ tập.")
            form.add_field("files", content, filename="anh.jpg", content_type="image/jpeg")
            async with browser.post("/form", data=form) as page:
                assert page.status == 200, name
                answers[name] = await page.text()


async def somebody_else(here: World, waited: list[float]) -> None:
    """One form after the other; how long each waited for its receipt, in seconds."""
    while True:
        begun = time.monotonic()
        await somebody_once(here)
        waited.append(time.monotonic() - begun)
        await asyncio.sleep(0.1)


async def somebody_once(here: World) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        aiohttp.ClientSession(here.url, cookie_jar=jar) as browser,
        browser.post("/form", data={"story": "Chuyện khác."}) as page,
    ):
        assert re.search(r"TK-\w{5}", await page.text())


async def test_an_upload_without_an_end(tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield jpeg()
        while True:
            yield bytes(65536)

    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path) as here:
        with pytest.raises(FileRefused, match="too-large"):
            await here.app.files.put(endless(), 1_000_000)
        assert [file_id async for file_id in here.app.files.ids()] == []


async def test_a_request_without_an_end(tmp_path: Path) -> None:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path) as here:
        before = resident_memory()
        status, sent = await endlessly(here)
        assert status == b"413"
        assert sent < MOST_SENT
        assert resident_memory() - before < MOST_GROWTH
        assert [file_id async for file_id in here.app.files.ids()] == []
        await somebody_once(here)


async def endlessly(here: World) -> tuple[bytes, int]:
    """Send a photo that never ends, in chunks, until there is an answer: its status, and how many
    bytes the service took.
    """
    host, port = here.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /form HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
        b"Content-Type: multipart/form-data; boundary=edge\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    head = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    answer = asyncio.create_task(reader.readline())
    sent, piece = 0, head + jpeg()
    try:
        while not answer.done() and sent < MOST_SENT:
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
            sent += len(piece)
            piece = bytes(65536)
        line = await asyncio.wait_for(answer, MOST_WAIT)
    finally:
        answer.cancel()
        writer.close()
    return line.split(b" ")[1], sent


@pytest.mark.parametrize(
    ("reason", "content"),
    [
        (Refusal.TOO_COMPLEX, hostile.png_bomb(20_000, 20_000)),
        (Refusal.TOO_COMPLEX, hostile.jpeg_bomb()),
        (Refusal.UNREADABLE, jpeg()[:200]),
        (Refusal.APPLE_PHOTO, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)),
        (Refusal.WRONG_TYPE, b"MZ" + bytes(500)),
    ],
)
async def test_the_reason_is_the_right_one(
    files: CleanFiles, reason: Refusal, content: bytes
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield content

    with pytest.raises(FileRefused) as refused:
        await files.put(chunks(), 1_000_000)
    assert refused.value.reason == reason
    assert [file_id async for file_id in files.ids()] == []
