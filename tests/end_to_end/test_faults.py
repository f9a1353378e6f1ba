"""Transcripts on a Telegram that misbehaves: what people read is what they read on a good day."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from bot.demo import samples, transcript
from bot.demo.player import Player
from tests.end_to_end.same_words import told
from tests.end_to_end.waiting import empty_outbox, fetched, shows
from tests.end_to_end.world import Platform, World, world
from tests.fakes.telegram_server import FakeTelegram, Fault

MALFORMED: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": "không phải số", "chat": [1, 2, 3]}},
    {"callback_query": {"id": 5, "from": None, "message": {"chat": {"id": {}}}}},
    {"message": {"message_id": 1, "date": "hôm qua", "chat": {"id": 1001, "type": "private"}}},
)
Trouble = Callable[[FakeTelegram, int], None]


def arm(telegram: FakeTelegram, method: str, fault: Fault) -> None:
    """One at a time: several in a row would only test patience."""
    if not telegram.armed(method):
        telegram.fault(method, fault)


def busy(telegram: FakeTelegram, at: int) -> None:
    arm(telegram, "sendMessage", Fault(429, "Too Many Requests", retry_after=1))


def broken(telegram: FakeTelegram, at: int) -> None:
    for method in ("sendMessage", "getUpdates"):
        arm(telegram, method, Fault(502, "Bad Gateway", garbage=at % 2 == 0))


def cut(telegram: FakeTelegram, at: int) -> None:
    for method in ("sendMessage", "sendPhoto", "answerCallbackQuery", "getUpdates"):
        arm(telegram, method, Fault(drop=True))


def lost_answer(telegram: FakeTelegram, at: int) -> None:
    """The message arrives, its confirmation does not: nobody can know, so it is sent again."""
    arm(telegram, "sendMessage", Fault(drop=True, after=True))


STORIES: dict[str, tuple[Trouble, ...]] = {
    "02-bao-tin-day-du": (broken, cut),
    "03-hoi-va-dap": (busy, broken, cut, lost_answer),
}


async def played(here: World, name: str, trouble: Trouble | None) -> list[Counter[str]]:
    """What each chat has been told at the end, in the order of chats."""
    telegram = here.telegram
    assert telegram is not None
    script = transcript.load(next(p for p in transcript.packaged() if p.stem == name))
    player = Player(here.cast("telegram-webhook"), patience=20)
    at = 0
    async for step in player.play(script):
        assert step.ok, f"{script.file}:{step.step.line}: {step.expected}\ngot: {step.got}"
        at += 1
        if trouble and at % 4 == 0:
            trouble(telegram, at)
        if trouble and at % 3 == 0:
            telegram.duplicates += 1
            await telegram.deliver_raw(MALFORMED[at % len(MALFORMED)])
            if telegram.webhook:
                await telegram.deliver_raw(b"\xff{not json")
    await empty_outbox(here)
    return [told(chat.messages.values()) for chat in telegram.chats.values()]


async def day(
    folder: Path, platform: Platform, name: str, trouble: Trouble | None
) -> tuple[list[Counter[str]], int]:
    """What each chat has been told, and how many messages may be there twice."""
    folder.mkdir()
    url = f"sqlite+aiosqlite:///{folder / 'tinbao.db'}"
    async with world(url, folder, platform) as here:
        heard = await played(here, name, trouble)
        assert here.telegram is not None
        assert here.app.engine.failed == 0
        spoilt = here.telegram.spoilt
        assert bool(spoilt) == bool(trouble)
        return heard, sum(fault.after for _, fault in spoilt)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("02-bao-tin-day-du", "telegram-webhook"),
        ("03-hoi-va-dap", "telegram-webhook"),
        ("03-hoi-va-dap", "telegram-polling"),
    ],
)
async def test_trouble_changes_nothing_that_is_read(
    name: str, platform: Platform, tmp_path: Path
) -> None:
    troubles = STORIES[name]
    (good, _), *bad_days = await asyncio.gather(
        day(tmp_path / "good", platform, name, None),
        *(day(tmp_path / made.__name__, platform, name, made) for made in troubles),
    )

    for trouble, (bad, doubtful) in zip(troubles, bad_days, strict=True):
        pairs = list(zip(good, bad, strict=True))
        missing = [list((g - b).elements()) for g, b in pairs]
        twice = [list((b - g).elements()) for g, b in pairs]
        assert not any(missing), f"{trouble.__name__}: never told: {missing}"
        assert sum(map(len, twice)) <= doubtful, f"{trouble.__name__}: told too often: {twice}"


@pytest.mark.slow
async def test_a_photo_arrives_whole_when_fetching_it_fails_at_first(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'tinbao.db'}"
    async with world(url, tmp_path, "telegram-webhook") as here:
        telegram, cast = here.telegram, here.cast("telegram-webhook")
        assert telegram is not None
        officer, resident = await cast.member("officer", "Anh Minh"), await cast.resident()
        telegram.fault("getFile", Fault(502, "Bad Gateway"))
        telegram.fault("file", Fault(drop=True))
        photo = samples.make("anh.jpg")
        await resident.send_file("anh.jpg", photo)
        await resident.press((await shows(resident, "Gửi")).buttons[0])
        await shows(officer, "Mở tin")
        await fetched(here)
        await officer.press("Mở tin")

        assert (await shows(officer, "Nhận tin")).files == ("photo",)
        shown, sent = (
            Image.open(BytesIO(content))
            for content in (telegram.called("sendPhoto")[-1].fields["photo"][1], photo)
        )
        # Made anew, so not the same bytes; every pixel is there, and about the same colour.
        assert shown.size == sent.size
        furthest = ImageChops.difference(shown.convert("RGB"), sent.convert("RGB")).getextrema()
        assert max(high for _, high in furthest) < 40
        assert not telegram.armed("getFile")
        assert not telegram.armed("file")


async def test_updates_in_the_wrong_order_lose_no_word(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'tinbao.db'}"
    async with world(url, tmp_path, "telegram-webhook") as here:
        telegram, cast = here.telegram, here.cast("telegram-webhook")
        assert telegram is not None
        officer, resident = await cast.member("officer", "Anh Minh"), await cast.resident()
        telegram.hold()
        for words in ("Một xe máy xanh.", "Hai người lạ.", "Ba gói nhỏ."):
            await resident.say(words)
        telegram.duplicates = 2
        await telegram.release([2, 0, 1])
        await telegram.settled()
        await resident.press((await shows(resident, "Gửi")).buttons[0])
        await shows(officer, "Mở tin")
        await officer.press("Mở tin")
        tip = await shows(officer, "Nhận tin")

        for words in ("Một xe máy xanh.", "Hai người lạ.", "Ba gói nhỏ."):
            assert tip.text.count(words) == 1
