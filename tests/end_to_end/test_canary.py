"""Nobody is exposed: after a whole day's work not one canary is found, however it is written."""

from __future__ import annotations

import asyncio
import base64
import io
import re
import socket
import tempfile
from pathlib import Path

import aiohttp
import pytest

from bot.demo.setup import point_code
from tests.end_to_end.canaries import hits, in_copies, in_files, in_tables, spellings
from tests.end_to_end.canary_work import (
    ANSWER,
    CRASH,
    FILE_NAME,
    MALFORMED,
    PHOTO,
    QUESTION,
    STORY,
    WORDS,
    WRONG_RECEIPT,
    crash_on,
    receipt_in,
    work,
)
from tests.end_to_end.waiting import empty_outbox, fetched, shows
from tests.end_to_end.world import World, world

CHAT_ID = 987_654_321_012_345
FIRST_NAME = "CanaryFirstName"
LAST_NAME = "CanaryLastName"
USERNAME = "canary_username_77"
ADDRESS = "127.93.84.75"
FORWARDED = "203.0.113.177"
AGENT = "CanaryBrowser/9.77"
WHEN = "canary lúc nửa đêm"
WHERE = "canary sau vườn điều"
NEEDLES = WORDS | {
    str(CHAT_ID),
    FIRST_NAME,
    LAST_NAME,
    USERNAME,
    ADDRESS,
    FORWARDED,
    AGENT,
    WHEN,
    WHERE,
}


async def test_no_canary_is_found_anywhere(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_lines: io.StringIO
) -> None:
    temp = tmp_path / "tmp"
    temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    async with world(database_url, tmp_path, "telegram-webhook") as here:
        crash_on(here, CRASH, monkeypatch)
        receipts = await a_days_work(here)
        await empty_outbox(here)
        await fetched(here)
        await here.app.tally.flush()
        needles = NEEDLES | receipts | {receipt.replace("-", "") for receipt in receipts}
        copies = await in_copies(here.app, tmp_path)
        assert all(b"tip-opened" in content for _, content in copies), "they should hold the day"
        places = [*in_files(tmp_path), *await in_tables(here.app.database), *copies]
        assert here.app.engine.failed == 1
        assert sum(name.startswith(("outbox", "messages")) for name, _ in places)
        for table in ("point_counts", "sign_events"):
            assert any(name.startswith(f"{table}.") for name, _ in places), table
    written = log_lines.getvalue()
    assert "parked" in written, "the crash and the malformed update should have left a line"
    places += [("the log", written.encode()), *in_files(tmp_path)]
    assert hits(places, needles) == []


async def a_days_work(here: World) -> set[str]:
    """Everything a resident and an officer can do, on both channels; the receipts given."""
    telegram = here.telegram
    assert telegram is not None
    officer = await here.cast("web").member("officer", "Minh")
    code = await point_code(here.app, "Thôn 3")
    receipts = {await by_form(here, code)}
    await work(officer)

    resident = telegram.user(CHAT_ID, FIRST_NAME, USERNAME, LAST_NAME)
    await resident.scans(code)
    await resident.hears("Thôn 3")
    await resident.says(STORY)
    await resident.hears("ghi lại")
    await resident.sends_photo(PHOTO)
    await resident.sends_document(PHOTO, FILE_NAME)
    await resident.sends_location(11.5432101, 106.6543202)
    await resident.says(CRASH)
    await resident.hears("trục trặc")
    await resident.says("thêm nữa")
    await resident.hears("ghi lại")
    await resident.presses("Gửi luôn")
    receipt = (await resident.hears("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")).text
    receipts.add(receipt_in(receipt))
    reference = re.search(r"TK-\w{5}", receipt)
    assert reference
    await shows(officer, reference[0])
    await work(officer, ask=QUESTION)
    await resident.hears("canary hỏi", 15)
    await resident.says(ANSWER)
    await shows(officer, "bổ sung")
    for _ in range(3):
        await resident.says(f"/tra {WRONG_RECEIPT}")
    await telegram.deliver_raw({"message": {"text": MALFORMED, "chat": MALFORMED}})
    await officer.close()
    return receipts


async def by_form(here: World, code: str) -> str:
    """A sign's page, what is wrong with the sign, a report on the one-page form: from a telling
    address and browser; and a broken request.
    """
    headers = {"User-Agent": AGENT, "X-Forwarded-For": FORWARDED, "Forwarded": f"for={FORWARDED}"}
    connector = aiohttp.TCPConnector(local_addr=(ADDRESS, 0))
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(
        here.url, headers=headers, connector=connector, cookie_jar=jar
    ) as browser:
        async with browser.get(f"/q/{code}?fbclid={AGENT}") as page:
            assert page.status == 200
        for what in ("damaged", "covered"):
            async with browser.post(f"/q/{code}/sign", data={"what": what, "text": STORY}) as page:
                assert page.status == 200
        form = aiohttp.FormData()
        for name, value in {"kind": "use", "story": STORY, "when": WHEN, "where": WHERE}.items():
            form.add_field(name, value)
        form.add_field("files", PHOTO, filename=FILE_NAME, content_type="image/jpeg")
        form.add_field("files", STORY.encode(), filename=FILE_NAME, content_type="text/plain")
        async with browser.post(f"/q/{code}/form", data=form) as page:
            assert page.status == 200
            html = await page.text()
    await asyncio.to_thread(_broken_request, here.url)
    return receipt_in(html)


def _broken_request(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), source_address=(ADDRESS, 0)) as raw:
        raw.sendall(b"GET /canary_malformed_update \x00\xff HTTP/9.x\r\n\r\n")
        raw.recv(4096)


@pytest.mark.parametrize("needle", sorted(NEEDLES))
def test_the_search_finds_what_is_planted(needle: str, tmp_path: Path) -> None:
    raw = needle.encode()
    ways = {
        "raw": b"\x00x" + raw + b"y",
        "upper": raw.upper(),
        "hex": raw.hex().upper().encode(),
        "utf16": b"\x01" + needle.encode("utf-16-le"),
        "utf16be": needle.encode("utf-16-be"),
        "json": f"{ {'a': needle} }".encode(),
        **{f"base64+{n}": base64.b64encode(b"abc"[:n] + raw + b"tail") for n in range(3)},
        **{f"url64+{n}": base64.urlsafe_b64encode(b"abc"[:n] + raw + b"\xff") for n in range(3)},
    }
    for way, content in ways.items():
        (tmp_path / "haystack").write_bytes(b"hay" * 50 + content + b"stack")
        assert hits(in_files(tmp_path), [needle]), way
    (tmp_path / "haystack").write_bytes(b"only hay")
    assert not hits(in_files(tmp_path), [needle])


def test_the_spellings_are_long_enough_not_to_be_found_by_chance() -> None:
    assert min(len(s) for needle in NEEDLES for s in spellings(needle)) >= 6
