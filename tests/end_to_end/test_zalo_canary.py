"""Nobody is exposed on Zalo either: after a day with everything that goes wrong there, not one
canary is found, however it is written; nor a token, nor an address with one.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.demo.setup import point_code
from tests.end_to_end.canaries import hits, in_copies, in_files, in_tables
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
from tests.end_to_end.other_ends import SECRET, Platform
from tests.end_to_end.waiting import empty_outbox, fetched, shows
from tests.end_to_end.world import World, world
from tests.fakes import zalo_bot_server, zalo_oa_server
from tests.fakes.zalo_bot_chat import ZaloUser
from tests.fakes.zalo_oa_chat import OaUser

BOT_CHAT = "6edecanary41f0aa17b3"
OA_CHAT = "987654321012345678"
OTHERS = [f"7{n}5432109876543210{n}" for n in range(4)]
"""Whoever only says hello, while sending fails."""
GROUP = "canary-group-5521"
NAME = "Canary Hiển Thị"
PHONE = "0912345678"
IN_GROUP = "canary trong nhóm: nhà số 9"
CAPTION = "canary dưới ảnh"
PIN_LIKE = "canary PIN 739164 nhé"
LINK = "https://canary.example/xem?khoa=canary-trong-lien-ket"
MEDIA_TOKEN = "canary-media-token-58"
STRANGER = "canary không ký tên"
TOLD = {NAME, PHONE, GROUP, IN_GROUP, CAPTION, PIN_LIKE, LINK, MEDIA_TOKEN, STRANGER, *OTHERS}


@asynccontextmanager
async def a_day(
    platform: Platform,
    database_url: str,
    folder: Path,
    log: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[World, set[str]]]:
    """A day on a platform; to the needles is added what must not be found after it. When the block
    ends it is searched for.
    """
    temp = folder / "tmp"
    temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    needles = WORDS | TOLD
    async with world(database_url, folder, platform) as here:
        crash_on(here, CRASH, monkeypatch)
        yield here, needles
        await empty_outbox(here)
        await fetched(here)
        await here.app.tally.flush()
        copies = await in_copies(here.app, folder)
        assert all(b"tip-opened" in content for _, content in copies), "they should hold the day"
        places = [*in_files(folder), *await in_tables(here.app.database), *copies]
        assert here.app.engine.failed == 1
        assert any(name.startswith("parked.") for name, _ in places)
    written = log.getvalue()
    assert "parked" in written
    places += [("the log", written.encode()), *in_files(folder)]
    assert hits(places, needles) == []


async def test_nothing_of_a_day_with_the_bot_is_found(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_lines: io.StringIO
) -> None:
    async with a_day("zalo-bot", database_url, tmp_path, log_lines, monkeypatch) as (
        here,
        needles,
    ):
        zalo = here.zalo_bot
        zalo.media_query = f"?token={MEDIA_TOKEN}"
        resident = zalo.user(BOT_CHAT, NAME)
        needles |= {BOT_CHAT, zalo.token, zalo.token.partition(":")[2], SECRET}
        quoted = f"{zalo.token} {BOT_CHAT} {STORY}"

        async def evidence() -> None:
            await resident.sends_voice(PHOTO)
            await resident.sends_sticker()
            await resident.sends_unsupported()
            zalo.fault("media", zalo_bot_server.Fault(status=403))
            await resident.sends_photo(PHOTO)

        needles |= await reported(here, resident, evidence)
        zalo.fault(
            "sendMessage",
            zalo_bot_server.Fault(429, description=quoted, retry_after=1),
            zalo_bot_server.Fault(401, description=quoted),
            zalo_bot_server.Fault(status=502, body=quoted.encode()),
            zalo_bot_server.Fault(drop=True),
        )
        for other in OTHERS:
            await zalo.user(other, NAME).says("chào")
        await zalo.user(OTHERS[0], NAME).in_group(GROUP).says(f"@Bot {IN_GROUP}")
        await zalo.deliver_raw(
            json.dumps({"message": {"chat": MALFORMED, "text": STORY}}).encode()
        )
        stranger = {"message": {"chat": {"id": BOT_CHAT}, "text": STRANGER}}
        await refused(f"{here.url}/webhook/zalo-bot", stranger)
        await heard_by_all([zalo.user(other) for other in OTHERS])
        await zalo.settled()
        assert not zalo.armed("sendMessage")


async def test_nothing_of_a_day_with_the_account_is_found(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_lines: io.StringIO
) -> None:
    async with a_day("zalo-oa", database_url, tmp_path, log_lines, monkeypatch) as (here, needles):
        zalo = here.zalo_oa
        zalo.media_query = f"?token={MEDIA_TOKEN}"
        resident = zalo.user(OA_CHAT)
        needles |= {OA_CHAT, zalo.app_secret, zalo.oa_secret}
        needles |= {zalo.oauth.access, zalo.oauth.refresh}
        quoted = f"{zalo.oauth.refresh} {zalo.oauth.access} {OA_CHAT} {STORY}"

        async def evidence() -> None:
            await resident.sends_file(FILE_NAME, PHOTO)
            await resident.sends_location(11.5432101, 106.6543202)
            await resident.sends_sticker()
            await resident.submits_info(NAME, PHONE)
            await resident.clicks_chat()
            zalo.fault("media", zalo_oa_server.Fault(status=404))
            await resident.sends_photo(PHOTO)

        needles |= await reported(here, resident, evidence)
        zalo.fault("access_token", zalo_oa_server.Fault(status=500, garbage=quoted))
        zalo.fault(
            "cs",
            zalo_oa_server.Fault(error=-216),
            zalo_oa_server.Fault(status=429, headers={"X-RateLimit-Reset": "1"}, garbage=quoted),
            zalo_oa_server.Fault(status=502, garbage=quoted),
            zalo_oa_server.Fault(drop=True),
        )
        for other in OTHERS:
            await zalo.user(other).says("chào")
        await zalo.user(OTHERS[0]).in_group(GROUP).says(IN_GROUP)
        await zalo.deliver({"event_name": "user_send_text", "message": {"text": MALFORMED}})
        await refused(f"{here.url}/webhook/zalo-oa", {"message": {"text": STRANGER}})
        await heard_by_all([zalo.user(other) for other in OTHERS])
        await zalo.post.settled()
        assert not zalo.armed("cs")
        assert zalo.oauth.grants == 2, "the token should have been replaced"
        needles |= {zalo.oauth.access, zalo.oauth.refresh}
        await zalo.user(OTHERS[1]).withdraws()
        await zalo.post.settled()


async def reported(here: World, resident: ZaloUser | OaUser, evidence: Any) -> set[str]:
    """A report with everything that a chat takes, asked about and answered; its receipt, in every
    form.
    """
    officer = await here.cast("web").member("officer", "Minh")
    short = await here.short(await point_code(here.app, "Thôn 3"))
    await resident.says(f"MÃ {short}")
    await resident.hears("Thôn 3")
    await resident.says(STORY)
    await resident.hears("ghi lại")
    await resident.sends_photo(PHOTO, CAPTION)
    await evidence()
    await resident.hears("không còn lấy về được", 15)
    await resident.says(CRASH)
    await resident.hears("trục trặc")
    for words in (PIN_LIKE, LINK):
        await resident.says(words)
        await resident.hears("ghi lại")
    await resident.says("gửi luôn")
    told = (await resident.hears("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")).text
    reference = re.search(r"TK-\w{5}", told)
    assert reference
    await shows(officer, reference[0])
    await work(officer, ask=QUESTION)
    await resident.hears("canary hỏi", 15)
    await resident.says(ANSWER)
    await shows(officer, "bổ sung")
    for _ in range(3):
        await resident.says(f"/tra {WRONG_RECEIPT}")
    await officer.close()
    receipt = receipt_in(told)
    return {receipt, receipt.replace("-", "")}


async def refused(url: str, event: dict[str, Any]) -> None:
    """Somebody who is not Zalo brings an event."""
    headers = {"X-Bot-Api-Secret-Token": STRANGER.encode().hex(), "X-ZEvent-Signature": "mac=0"}
    async with (
        ClientSession() as session,
        session.post(url, data=json.dumps(event), headers=headers) as answer,
    ):
        assert answer.status == 401


async def heard_by_all(people: list[ZaloUser] | list[OaUser]) -> None:
    for person in people:
        await person.hears("Chào bà con", 20)
