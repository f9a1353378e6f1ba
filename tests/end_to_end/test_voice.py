"""A voice message: the bot offers to change the voice, and destroys the original."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import av
import pytest

from bot.demo.phone import Phone
from bot.domain.message import StoredFile
from tests.cleaning.samples import SAMPLES
from tests.cleaning.test_formats import found, pitch, seconds
from tests.end_to_end.waiting import fetched, shows, until
from tests.end_to_end.world import Platform, World, world

VOICE = SAMPLES["ogg"]()


def remember(here: World) -> list[StoredFile]:
    """Every file ever put, so that the officer's can be opened."""
    kept: list[StoredFile] = []
    files: Any = here.app.files
    inner = files._inner
    put = inner.put

    async def remembering(*args: Any, **more: Any) -> StoredFile:
        file: StoredFile = await put(*args, **more)
        kept.append(file)
        return file

    inner.put = remembering
    return kept


async def lying(here: World) -> set[str]:
    return {file_id async for file_id in here.app.files.ids()}


async def only_altered(here: World, kept: list[StoredFile]) -> bytes:
    """The one file that is left in the end; it is not the voice that came."""

    async def one() -> bool:
        left = await lying(here)
        # As it came, cleaned, and altered: three were stored, and one is left.
        return len(kept) == 3 and left == {kept[-1].id}

    await until(one)
    content = b"".join([piece async for piece in here.app.files.get(kept[-1])])
    assert found(content) == []
    assert content != VOICE
    assert abs(seconds(content) - seconds(VOICE)) < 0.15
    assert abs(pitch(content) - 300) > 35
    return content


@asynccontextmanager
async def tells(here: World, platform: Platform) -> AsyncIterator[tuple[Phone, Phone]]:
    cast = here.cast(platform)
    officer = await cast.member("officer", "Minh")
    resident = await cast.resident()
    await resident.scan(await cast.code("Thôn 3"))
    await shows(resident, "Thôn 3")
    yield officer, resident
    await officer.close()
    await resident.close()


@pytest.mark.parametrize("platform", ["web", "telegram-webhook"])
async def test_a_voice_is_altered(database_url: str, tmp_path: Path, platform: Platform) -> None:
    async with world(database_url, tmp_path, platform) as here:
        kept = remember(here)
        async with tells(here, platform) as (officer, resident):
            await resident.send_file("loi-ke.ogg", VOICE)
            offered = await shows(resident, "Đổi giọng")
            assert "nhận ra" in offered.text
            assert ("vẫn còn giữ" in offered.text) == (platform != "web")
            await resident.press("Đổi giọng")
            await shows(resident, "giọng đã đổi")
            await shows(resident, "Gửi luôn")
            await resident.press("Gửi luôn")
            await shows(officer, "Mở tin")
            await officer.press("Mở tin")
            await shows(officer, "1 tệp")
            await only_altered(here, kept)
            if platform != "web":
                assert here.telegram is not None

                async def heard() -> bool:
                    return any("voice" in seen.files for seen in await officer.messages())

                await until(heard)
                await shows(officer, "Giọng đã đổi")


async def test_a_voice_that_may_stay(tmp_path: Path) -> None:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path) as here:
        kept = remember(here)
        async with tells(here, "web") as (officer, resident):
            await resident.send_file("loi-ke.ogg", VOICE)
            await resident.press("Giữ nguyên giọng")
            await resident.press("Gửi luôn")
            await shows(officer, "Mở tin")
            (left,) = await lying(here)
            file = next(file for file in kept if file.id == left)
            content = b"".join([piece async for piece in here.app.files.get(file)])
            assert abs(pitch(content) - 300) < 15
            assert found(content) == []


async def test_a_voice_that_cannot_be_altered_is_destroyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path) as here,
        tells(here, "web") as (_officer, resident),
    ):
        await resident.send_file("loi-ke.ogg", VOICE)
        monkeypatch.setattr("bot.cleaning.cleaner._START", "raise SystemExit(1)")
        await resident.press("Đổi giọng")
        await shows(resident, "kể bằng chữ")
        assert await lying(here) == set()


async def test_the_form_alters_what_is_ticked(tmp_path: Path) -> None:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path) as here:
        kept = remember(here)
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(here.url, cookie_jar=jar) as browser:
            async with browser.get("/form") as page:
                assert re.search(r'name="alter"[^>]*checked', await page.text())
            form = aiohttp.FormData()
            form.add_field("alter", "1")
            form.add_field("story", "Nghe giúp đoạn này.")
            form.add_field("files", VOICE, filename="a.ogg", content_type="audio/ogg")
            async with browser.post("/form", data=form) as page:
                assert re.search(r"TK-\w{5}", await page.text())
        await only_altered(here, kept)


async def test_a_voice_sent_later_waits_for_the_choice(tmp_path: Path) -> None:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path) as here:
        kept = remember(here)
        async with tells(here, "web") as (officer, resident):
            await resident.say("Có người lạ hay tụ tập.")
            await resident.press("Gửi luôn")
            await shows(officer, "Mở tin")
            await officer.press("Mở tin")
            await officer.press("Nhận tin")
            await officer.press("Hỏi lại người báo")
            await officer.say("Lúc nào?")
            await shows(resident, "Lúc nào?")
            await resident.send_file("loi-ke.ogg", VOICE)
            await shows(resident, "Đổi giọng")
            assert not any("bổ sung" in seen.text for seen in await officer.messages())
            await resident.press("Đổi giọng")
            await shows(officer, "bổ sung")
            await only_altered(here, kept)
            await fetched(here)


def test_the_sample_is_a_voice() -> None:
    assert av.open(BytesIO(VOICE)).streams.audio
