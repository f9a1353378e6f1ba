"""Transcripts on a Telegram that misbehaves: what people read is what they read on a good day."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.demo import pattern, transcript
from bot.demo.player import Player
from storage.stores import Stores
from tests.end_to_end.world import World, world
from tests.fakes.telegram_chat import Chat
from tests.fakes.telegram_server import FakeTelegram, Fault

STORIES = ["02-bao-tin-day-du", "03-hoi-va-dap", "06-bien-nhan-may-khac"]
MALFORMED = (
    {"message": {"message_id": "không phải số", "chat": [1, 2, 3]}},
    {"callback_query": {"id": 5, "from": None, "message": {"chat": {"id": {}}}}},
    {"message": {"message_id": 1, "date": -1, "chat": {"id": 1001, "type": "private"}}},
)
Trouble = Callable[[FakeTelegram, int], None]


def busy(telegram: FakeTelegram, at: int) -> None:
    telegram.fault("sendMessage", Fault(429, "Too Many Requests", retry_after=1))


def broken(telegram: FakeTelegram, at: int) -> None:
    fault = Fault(502, "Bad Gateway") if at % 2 else Fault(502, garbage=True)
    for method in ("sendMessage", "getFile", "getUpdates"):
        telegram.fault(method, fault)


def cut(telegram: FakeTelegram, at: int) -> None:
    for method in ("sendMessage", "sendPhoto", "file", "answerCallbackQuery", "getUpdates"):
        telegram.fault(method, Fault(drop=True))


def lost_answer(telegram: FakeTelegram, at: int) -> None:
    """The message arrives, its confirmation does not: nobody can know, so it is sent again."""
    telegram.fault("sendMessage", Fault(drop=True, after=True))


TROUBLES = {"busy": busy, "broken": broken, "cut": cut, "lost-answer": lost_answer}


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
    return [told(chat) for chat in telegram.chats.values()]


async def empty_outbox(here: World) -> None:
    async with asyncio.timeout(20):
        while True:
            async with here.app.database.reading() as connection:
                counts = await Stores(connection, here.app.keyring).outbox.counts()
            if not any(status != "failed" for _, status in counts):
                assert not counts, counts
                return
            await asyncio.sleep(0.05)


def told(chat: Chat) -> Counter[str]:
    """The bot's messages, whatever numbers and durations are in them."""
    shapes = "|".join([*pattern.SHAPES.values(), r"\d+ (?:phút|minutes?)"])
    return Counter(
        re.sub(shapes, "#", f"{m.kind} {m.text}") for m in chat.messages.values() if not m.mine
    )


@pytest.mark.parametrize("mode", ["telegram-webhook", "telegram-polling"])
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("name", STORIES)
async def test_trouble_changes_nothing_that_is_read(
    name: str, trouble: str, mode: str, tmp_path: Path
) -> None:
    heard = []
    for make in (None, TROUBLES[trouble]):
        folder = tmp_path / ("bad" if make else "good")
        folder.mkdir()
        url = f"sqlite+aiosqlite:///{folder / 'tinbao.db'}"
        async with world(url, folder, mode) as here:  # type: ignore[arg-type]
            heard.append(await played(here, name, make))
            assert here.app.engine.failed == 0
            assert here.telegram is not None
            doubtful = sum(c.method == "sendMessage" for c in here.telegram.spoilt if c.after)
    good, bad = heard

    assert len(good) == len(bad)
    missing = [list((g - b).elements()) for g, b in zip(good, bad, strict=True)]
    assert not any(missing)
    repeated = sum(sum((b - g).values()) for g, b in zip(good, bad, strict=True))
    assert repeated <= doubtful
