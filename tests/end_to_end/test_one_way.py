"""One-way tips: whatever people do, no row of the database joins such a tip to a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.demo.samples import make
from bot.demo.setup import configuration
from bot.domain.message import DOOR, Form, MediaKind, Upload
from bot.domain.tip import Reach
from bot.engine.retention import erase_tip
from storage.database import Database
from storage.schema import metadata
from tests.end_to_end.village import OFFICER, Village, configured, village

CHATS = ("telegram/1", "telegram/2", "web/" + "a" * 43, "web/" + "b" * 43)
ACTIONS = ("form", "form one-way", "tell", "send", "photo", "kept", "look", "visit", "answer",
           "allow", "withdraw", "wipe", "consent", "erase", "arrives", "hour", "asked",
           "reads", "page", "cross")  # fmt: skip
ACROSS = [(CHATS[0], "tell"), (CHATS[0], "page"), (CHATS[2], "cross")]
STORY = "nhà cuối xóm có người lạ ra vào ban đêm"


class Here:
    """Not a dataclass: hypothesis would print all of it."""

    def __init__(self, runner: asyncio.Runner, village: Village) -> None:
        self.runner, self.village = runner, village
        self.examples = self.one_way = 0


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    folder = tmp_path_factory.mktemp("one-way")
    with asyncio.Runner() as runner:
        service = village(configuration(folder, 1))
        yield Here(runner, runner.run(_entered(service)))
        runner.run(_left(service))


async def _entered(service: AbstractAsyncContextManager[Village]) -> Village:
    return await service.__aenter__()


async def _left(service: AbstractAsyncContextManager[Village]) -> None:
    await service.__aexit__(None, None, None)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@example([*ACROSS, (CHATS[2], "form one-way"), (CHATS[0], "tell")])
@example([(CHATS[0], "form"), *ACROSS, (CHATS[2], "form one-way"), (CHATS[2], "tell")])
@given(st.lists(st.tuples(st.sampled_from(CHATS), st.sampled_from(ACTIONS)), max_size=25))
def test_no_row_joins_a_one_way_tip_to_a_chat(here: Here, deeds: list[tuple[str, str]]) -> None:
    here.runner.run(_play(here, deeds))


async def _play(here: Here, deeds: list[tuple[str, str]]) -> None:
    here.examples += 1
    for chat, action in deeds:
        # Fresh chats each time: what earlier ones left behind is searched all the same.
        await _do(here.village, f"{chat}{here.examples}", action)
    await here.village.send()
    await here.village.tick(hours=1, minutes=1)
    joined, tips = await joins(here.village.app.database)
    assert joined == [], deeds
    here.one_way = tips


def test_there_were_such_tips(here: Here) -> None:
    assert here.one_way > 20


async def _do(v: Village, chat: str, action: str) -> None:
    receipt, reference = await v.receipt(chat)
    deeds: dict[str, dict[str, Any]] = {
        "form": {"form": Form("use", STORY, reply="ask-back")},
        "form one-way": {"form": Form("use", STORY, reply="one-way")},
        "tell": {"text": STORY},
        "send": {"choice": "intake.offer:send"},
        "kept": {"choice": f"follow_up.kept:{reference}"},
        "look": {"text": "/tra"},
        "visit": {"text": f"/tra {receipt}"},
        "answer": {"choice": f"follow_up.add:{reference}"},
        "allow": {"choice": f"follow_up.allow:{receipt.replace('-', '')}"},
        "withdraw": {"choice": f"follow_up.withdraw:{reference}"},
        "wipe": {"choice": "follow_up.wipe:yes"},
        "page": {"text": "/web"},
    }
    if action == "consent":
        await v.app.engine.withdraw(v.address(chat))
    elif action == "erase" and reference:
        await _erase(v, reference)
    elif action == "arrives":
        await v.send()
    elif action == "asked" and reference:
        for press in ("triage.take", "triage.ask"):
            await v.presses(f"web/{OFFICER}", f"{press}:{reference}")
        await v.says(f"web/{OFFICER}", "Xe màu gì ạ?")
    elif action == "cross" and chat.startswith("web"):
        await _cross(v, chat)
    elif action == "reads":
        await v.heard(chat)
    elif action == "hour":
        await v.tick(hours=1, minutes=1)
    elif action == "photo":
        v.platform.files["p"] = make("anh.jpg")
        upload = Upload(MediaKind.PHOTO, platform_ref="p", size=9, media_type="image/jpeg")
        await v.says(chat, uploads=(upload,) if chat.startswith("telegram") else ())
    elif action in deeds:
        await v.says(chat, **deeds[action])
        if action == "withdraw":
            await v.presses(chat, "follow_up.withdraw_sure:yes")


async def _cross(v: Village, chat: str) -> None:
    """Whoever sits at this page opens the newest link of the first chat."""
    await v.send()
    shown = (b.url for r in await v.heard(f"{CHATS[0]}{chat[len(CHATS[2]) :]}") for b in r.buttons)
    for code in [url.removeprefix(DOOR) for url in shown if url.startswith(DOOR)][-1:]:
        await v.says(chat, door=code)


async def _erase(v: Village, reference: str) -> None:
    async with v.app.stores() as stores:
        holding = await stores.retention.holding(reference)
        assert holding is not None
        await erase_tip(stores, holding.tip_id, v.clock.now())


async def joins(database: Database) -> tuple[list[str], int]:
    """Where a row of a chat names a tip nobody can be asked about, by id, name, hash or moment;
    and how many such tips there are.
    """
    async with database.reading() as connection:

        async def rows(table: str) -> list[dict[str, Any]]:
            return [
                dict(r)
                for r in (await connection.execute(text(f"SELECT * FROM {table}"))).mappings()
            ]

        hidden: dict[Any, str] = {}
        tips = [tip for tip in await rows("tips") if tip["reach"] != Reach.HERE]
        ids = {tip["id"] for tip in tips}
        for tip in tips:
            hidden |= dict.fromkeys((tip["id"], bytes(tip["receipt_hash"])), "tip")
            hidden[tip["reference"]] = "reference"
            hidden[tip["created_at"]] = "moment"
        for table in ("messages", "files", "notes"):
            for row in await rows(table):
                if row["tip_id"] in ids:
                    hidden[row["id"]] = table
                    hidden[row["created_at"]] = "moment"
        # The desk's own rows name the tips they work on.
        staff = {row["contact_id"] for row in await rows("members")}
        found = []
        for table in metadata.tables:
            for row in await rows(table):
                chat = row["id"] if table == "contacts" else row.get("contact_id")
                if chat is None or chat in staff:
                    continue
                for column, value in row.items():
                    parts = value.split(":") if isinstance(value, str) else [value]
                    found += [f"{table}.{column}: {hidden[p]}" for p in parts if p in hidden]
    return found, len(tips)


async def test_the_search_finds_a_planted_join(database_url: str, tmp_path: Path) -> None:
    async with village(configured(tmp_path, database_url)) as here:
        await here.says("web/c", form=Form("use", STORY, reply="one-way"))
        found, _ = await joins(here.app.database)
        # For an hour the page still shows the receipt: the moment is the same.
        assert "letters.created_at: moment" in found
        assert all("moment" in join for join in found)
        await here.tick(hours=1, minutes=1)
        assert await joins(here.app.database) == ([], 1)
