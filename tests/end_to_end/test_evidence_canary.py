"""What is about a file goes nowhere: twenty formats with a name and a place planted in each, sent
on the web and on Telegram, and searched in what the officer is sent and in all of the machine.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import pytest

from bot.demo.setup import point_code
from tests.cleaning.samples import OWN, SAMPLES, zipped_words
from tests.end_to_end.canaries import hits, in_files, in_tables
from tests.end_to_end.waiting import empty_outbox, fetched, shows, until
from tests.end_to_end.world import World, world
from tests.fakes.telegram_chat import Message
from tests.fakes.telegram_phone import TelegramPhone

TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
NAMES = list(SAMPLES)


async def test_no_metadata_reaches_an_officer_or_stays(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_lines: io.StringIO
) -> None:
    temp = tmp_path / "tmp"
    temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    dirty = {name: SAMPLES[name]() for name in NAMES}
    async with world(database_url, tmp_path, "telegram-webhook") as here:
        officer = await here.cast("telegram-webhook").member("officer", "Minh")
        assert isinstance(officer, TelegramPhone)
        for part in (NAMES[:10], NAMES[10:]):
            reference = await by_form(here, {name: dirty[name] for name in part})
            await opened(officer, reference, len(part))
        reference = await by_telegram(here, dirty)
        await opened(officer, reference, 3)
        seen = files_of(officer)
        assert len(seen) == len(NAMES) + 3
        await empty_outbox(here)
        await fetched(here)
        places = [*in_files(tmp_path), *await in_tables(here.app.database)]
    places += [("the log", log_lines.getvalue().encode()), *in_files(tmp_path)]
    for message in seen:
        places += [(message.kind, message.content), ("its name", message.filename.encode())]
        places += [("a stream in it", words) for words in zipped_words(message.content)]
    assert hits(places, OWN) == []


def files_of(officer: TelegramPhone) -> list[Message]:
    return [message for message in officer.user.chat if message.kind != "text"]


async def opened(officer: TelegramPhone, reference: str, files: int) -> None:
    """Open a tip and wait for its files."""
    before = len(files_of(officer))
    await shows(officer, reference)
    await officer.say(reference)

    async def all_there() -> bool:
        return len(files_of(officer)) == before + files

    try:
        await until(all_there, 60)
    except TimeoutError:
        kinds = [message.kind for message in files_of(officer)[before:]]
        said = [seen.text for seen in await officer.messages()][-4:]
        raise AssertionError(f"of {files} files came {kinds}; {said}") from None


async def by_form(here: World, files: Mapping[str, bytes]) -> str:
    """A report with these files, voices as they are; its reference."""
    form = aiohttp.FormData()
    form.add_field("story", "Có mấy tệp này.")
    for name, content in files.items():
        kind = TYPES.get(name, "application/octet-stream")
        form.add_field("files", content, filename=f"{OWN[0]}.{name}", content_type=kind)
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        aiohttp.ClientSession(here.url, cookie_jar=jar) as browser,
        browser.post("/form", data=form) as page,
    ):
        html = await page.text()
    found = re.search(r"TK-\w{5}", html)
    assert found, html
    return found[0]


async def by_telegram(here: World, dirty: Mapping[str, bytes]) -> str:
    assert here.telegram is not None
    resident = here.telegram.user(771)
    await resident.scans(await point_code(here.app, "Thôn 3"))
    await resident.hears("Thôn 3")
    await resident.says("Có mấy tệp này.")
    await resident.hears("ghi lại")
    await resident.sends_photo(dirty["jpeg"])
    await resident.sends_video(dirty["mp4"])
    await resident.sends_document(dirty["pdf"], f"{OWN[0]}.pdf")
    await resident.hears("ghi lại")
    await resident.presses("Gửi luôn")
    found = re.search(r"TK-\w{5}", (await resident.hears(r"TK-\w{5}")).text)
    assert found
    return found[0]
