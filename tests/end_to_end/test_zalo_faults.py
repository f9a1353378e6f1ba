"""Transcripts on a Zalo that misbehaves: what people read is what they read on a good day."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo_oa import failures, tokens
from bot.demo import samples, transcript
from bot.demo.player import Player
from bot.domain.token_pair import Pair
from storage import database
from storage.oa_tokens import OaTokenVault
from tests.end_to_end import zalo_troubles as troubles
from tests.end_to_end.other_ends import Platform
from tests.end_to_end.same_words import told
from tests.end_to_end.waiting import empty_outbox, quiet, shows, until
from tests.end_to_end.world import World, world
from tests.fakes.zalo_bot_server import Fault as BotFault
from tests.fakes.zalo_oa_server import FakeZaloOa
from tests.fakes.zalo_oa_server import Fault as OaFault
from tests.fresh import with_tables

WHOLE, ASKED = "02-bao-tin-day-du", "03-hoi-va-dap"
BOT: dict[str, tuple[troubles.BotTrouble, ...]] = {
    WHOLE: (troubles.bot_broken, troubles.bot_cut),
    ASKED: (
        troubles.bot_busy,
        troubles.bot_unauthorised,
        troubles.bot_cut,
        troubles.bot_slow,
        troubles.bot_lost_answer,
    ),
}
OA: dict[str, tuple[troubles.OaTrouble, ...]] = {
    WHOLE: (troubles.oa_broken, troubles.oa_cut, troubles.oa_expired),
    ASKED: (
        troubles.oa_busy,
        troubles.oa_expired,
        troubles.oa_cut,
        troubles.oa_slow,
        troubles.oa_lost_answer,
    ),
}


async def played(here: World, platform: Platform, name: str, trouble: Any) -> list[Counter[str]]:
    """What each chat has been told at the end, in the order of chats."""
    script = transcript.load(next(p for p in transcript.packaged() if p.stem == name))
    player = Player(here.cast(platform), patience=20)
    zalo: Any = here.zalo_oa if platform == "zalo-oa" else here.zalo_bot
    pester: Any = troubles.pester_oa if platform == "zalo-oa" else troubles.pester_bot
    at = 0
    async for step in player.play(script):
        assert step.ok, f"{script.file}:{step.step.line}: {step.expected}\ngot: {step.got}"
        at += 1
        if trouble and at % 6 == 0:
            trouble(zalo, at)
        if trouble and at % 5 == 0:
            await pester(zalo, at)
    await quiet(here)
    await empty_outbox(here)
    return [told(chat.messages) for chat in zalo.chats.values()]


async def day(
    folder: Path, platform: Platform, name: str, trouble: Any
) -> tuple[list[Counter[str]], int]:
    """What each chat has been told, and how many messages may be there twice."""
    folder.mkdir()
    async with world(with_tables(folder / "tinbao.db"), folder, platform) as here:
        heard = await played(here, platform, name, trouble)
        assert here.app.engine.failed == 0
        zalo: Any = here.zalo_oa if platform == "zalo-oa" else here.zalo_bot
        replaced = platform == "zalo-oa" and zalo.oauth.grants > 1
        assert bool(zalo.spoilt or replaced) == bool(trouble)
        if platform == "zalo-oa":
            assert zalo.post.lost == []
        return heard, sum(fault.after for _, fault in zalo.spoilt)


@pytest.mark.parametrize(
    ("platform", "name", "days"),
    [
        ("zalo-bot", WHOLE, BOT[WHOLE]),
        ("zalo-bot", ASKED, BOT[ASKED]),
        ("zalo-bot-polling", ASKED, (troubles.bot_broken, troubles.bot_cut)),
        ("zalo-oa", WHOLE, OA[WHOLE]),
        ("zalo-oa", ASKED, OA[ASKED]),
    ],
    ids=["bot-whole", "bot-asked", "polling-asked", "oa-whole", "oa-asked"],
)
async def test_trouble_changes_nothing_that_is_read(
    platform: Platform, name: str, days: tuple[Any, ...], tmp_path: Path
) -> None:
    (good, _), *bad_days = await asyncio.gather(
        day(tmp_path / "good", platform, name, None),
        *(day(tmp_path / made.__name__, platform, name, made) for made in days),
    )

    for trouble, (bad, doubtful) in zip(days, bad_days, strict=True):
        pairs = list(zip(good, bad, strict=True))
        missing = [list((g - b).elements()) for g, b in pairs]
        twice = [list((b - g).elements()) for g, b in pairs]
        assert not any(missing), f"{trouble.__name__}: never told: {missing}"
        assert sum(map(len, twice)) <= doubtful, f"{trouble.__name__}: told too often: {twice}"


@pytest.fixture
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A service on one of the two platforms."""
    async with world(with_tables(tmp_path / "tinbao.db"), tmp_path, request.param) as there:
        yield there


both = pytest.mark.parametrize("here", ["zalo-bot", "zalo-oa"], indirect=True)
account = pytest.mark.parametrize("here", ["zalo-oa"], indirect=True)


def server(here: World) -> Any:
    assert here.end is not None
    return here.end.server


def post(here: World) -> Any:
    """What brings events."""
    zalo = server(here)
    return zalo.post if isinstance(zalo, FakeZaloOa) else zalo


def resident(here: World) -> Any:
    """Somebody who has just written for the first time."""
    return server(here).user("1017")


async def filed_from(here: World, person: Any) -> str:
    """What an officer reads once the person has sent their report."""
    officer = await here.cast("web").member("officer", "Anh Minh")
    await person.says("gửi luôn")
    await person.hears("TK-")
    await shows(officer, "Mở tin")
    await officer.press("Mở tin")
    text = (await shows(officer, "Nhận tin")).text
    await officer.close()
    return text


@both
async def test_events_in_the_wrong_order_and_twice_lose_no_word(here: World) -> None:
    person, words = resident(here), ("Một xe máy xanh.", "Hai người lạ.", "Ba gói nhỏ.")
    await person.says("Nhà cuối xóm.")
    await person.hears("Gửi luôn")
    post(here).hold()
    for said in words:
        await person.says(said)
    post(here).duplicates = 2
    released = post(here).release([2, 0, 1])
    if released is not None:
        await released
    await quiet(here)

    tip = await filed_from(here, person)

    assert [tip.count(said) for said in words] == [1, 1, 1]


@both
async def test_a_file_that_is_gone_takes_nothing_along(here: World) -> None:
    person, zalo = resident(here), server(here)
    gone = OaFault(status=404) if isinstance(zalo, FakeZaloOa) else BotFault(status=403)
    await person.says("Nhà cuối xóm có người lạ.")
    await person.hears("Gửi luôn")
    zalo.fault("media", gone)
    await person.sends_photo(samples.make("anh.jpg"))
    lost = await person.hears("không còn lấy về được", 15)
    assert "Phần còn lại vẫn giữ nguyên" in lost.text
    await person.sends_photo(samples.make("anh.jpg"))

    tip = await filed_from(here, person)

    assert "Nhà cuối xóm có người lạ." in tip
    assert "1 tệp không nhận được" in tip


@account
async def test_a_place_whose_coordinates_are_strings(here: World) -> None:
    person = resident(here)
    await person.says("Nhà cuối xóm có người lạ.")
    await person.hears("Gửi luôn")
    await person.sends_location(11.5432101, 106.6543202)

    tip = await filed_from(here, person)

    assert "11.54321" in tip
    assert "106.65432" in tip


async def test_an_event_that_could_not_be_stored_is_brought_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process holds the database's lock for longer than we wait."""
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.1)
    file = tmp_path / "tinbao.db"
    async with world(with_tables(file), tmp_path, "zalo-oa") as here:
        person = resident(here)

        async def cut_off() -> bool:
            return ("user_send_text", 0) in post(here).delivered

        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await person.says("Nhà cuối xóm có người lạ.")
            await until(cut_off)
            other.execute("ROLLBACK")
        await person.hears("Gửi luôn", 15)

        tip = await filed_from(here, person)

        assert tip.count("Nhà cuối xóm có người lạ.") == 1
        assert post(here).lost == []


@account
async def test_a_refresh_that_was_spent_in_a_time_out_waits_for_a_person(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "REFUSED_S", 0.2)
    monkeypatch.setattr(tokens, "AGAIN_S", 0.05)
    zalo, person = here.zalo_oa, resident(here)
    lead = await here.cast("web").member("lead", "Chị Hoa")
    zalo.oauth.expire()
    zalo.fault("access_token", OaFault(drop=True, after=True))
    await person.says("Nhà cuối xóm có người lạ.")
    await shows(lead, "tinbao zalo authorize")
    assert [m for m in person.chat if not m.mine] == []

    granted, now = zalo.oauth.grant(), here.app.clock.now()
    lasts = timedelta(seconds=int(granted["expires_in"]))
    pair = Pair(granted["access_token"], granted["refresh_token"], now + lasts)
    await OaTokenVault(here.app.database, here.app.keyring, zalo.oa_id).store(pair, now)

    await person.hears("Gửi luôn", 15)
    await lead.close()
    assert "Nhà cuối xóm có người lạ." in await filed_from(here, person)
