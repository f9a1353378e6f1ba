"""A report begun on Zalo goes on on the web page, by a link that works once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import FileRefused
from bot.domain.message import Inbound, MediaKind, Refusal
from storage.schema import chat_messages, fetches, tip_contacts, tips
from tests.end_to_end.door_chats import (
    MORE,
    OTHER,
    PAGE,
    STORY,
    ZALO,
    asked_for,
    asked_where,
    contact,
    count,
    found,
    links,
    on_zalo,
    opens,
    photo,
    said,
    sends,
    telling,
    threads,
)
from tests.end_to_end.talk_chats import upload, words
from tests.end_to_end.test_one_way import joins
from tests.end_to_end.village import Village
from tests.fresh import sqlite

KINDLY = "Liên kết này không dùng được nữa"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with on_zalo(tmp_path, database_url) as there:
        yield there


async def test_the_same_draft_goes_on_with_its_files(here: Village) -> None:
    await telling(here)
    await photo(here, ZALO)
    code = await asked_for(here)

    assert "Anh/chị cứ kể tiếp" in await opens(here, PAGE, code)
    assert "1 đoạn lời kể, 1 tệp" in await said(here, PAGE)
    left = await found(here, ZALO)
    assert left is not None
    assert not left.state.flow

    await here.says(PAGE, MORE, uploads=(await upload(here, "don.pdf", MediaKind.DOCUMENT),))
    await here.presses(PAGE, "intake.story:done")
    await here.presses(PAGE, "intake.when:skip")
    await here.presses(PAGE, "intake.where:skip")
    assert "cả ở cuộc trò chuyện lúc đầu" in (await words(here, PAGE))[-1]
    await here.presses(PAGE, "intake.review:send")

    [[told]] = await threads(here)
    assert told.body.text == f"{STORY}\n{MORE}"
    assert len(told.body.files) == 2
    assert all([await here.app.files.exists(file.id) for file in told.body.files])
    assert await asked_where(here) == {await contact(here, ZALO), await contact(here, PAGE)}
    assert "hỏi ở đây và cả ở cuộc trò chuyện lúc đầu" in await said(here, PAGE)
    assert "đang làm tiếp trên trang web" in await said(here, ZALO)


@pytest.mark.parametrize("time", range(4))
async def test_of_two_browsers_with_one_link_one_goes_on(here: Village, time: int) -> None:
    await telling(here)
    code = await asked_for(here)

    await asyncio.gather(
        *(
            here.app.engine.handle(Inbound(here.address(page), f"door-{page}", door=code))
            for page in (PAGE, OTHER)
        )
    )

    lost = [page for page in (PAGE, OTHER) if KINDLY in await said(here, page)]
    assert len(lost) == 1
    for page in (PAGE, OTHER):
        await sends(here, page)
    assert [[m.body.text for m in thread] for thread in await threads(here)] == [[STORY]]
    assert (await said(here, ZALO)).count("đang làm tiếp trên trang web") == 1
    assert await count(here) == 0


@pytest.mark.parametrize("time", range(4))
async def test_what_zalo_brings_at_that_moment_is_not_lost(here: Village, time: int) -> None:
    await telling(here)
    code = await asked_for(here)

    await asyncio.gather(
        here.app.engine.handle(Inbound(here.address(PAGE), "door", door=code)),
        here.app.engine.handle(Inbound(here.address(ZALO), "late", MORE, message_id="m")),
    )
    await sends(here, PAGE)
    await here.presses(ZALO, "intake.offer:send")

    told = [m.body.text for thread in await threads(here) for m in thread]
    assert "\n".join(sorted("\n".join(told).split("\n"))) == "\n".join(sorted([STORY, MORE]))


async def test_an_old_link_is_none_and_what_was_told_is_still_there(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    here.clock.pass_by(minutes=31)

    assert KINDLY in await opens(here, PAGE, code)
    await here.tick()
    assert await count(here) == 0
    await sends(here, ZALO)
    assert len(await threads(here)) == 1


async def test_a_link_is_shown_again_while_it_is_fresh_and_then_a_new_one(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    assert await asked_for(here) == code
    here.clock.pass_by(minutes=25)
    fresh = await asked_for(here)
    assert fresh != code
    assert await count(here) == 1
    assert KINDLY in await opens(here, PAGE, code)
    assert "Anh/chị cứ kể tiếp" in await opens(here, PAGE, fresh.lower().replace("-", " "))


async def test_it_is_offered_once_where_evidence_is_told(here: Village) -> None:
    await here.says(ZALO, "xin chào")
    await here.presses(ZALO, "intake.kind:use")
    assert len(await links(here, ZALO)) == 1
    for n in range(3):
        await here.says(ZALO, f"lời {n}")
    assert len(await links(here, ZALO)) == 1
    await here.says(ZALO, refused=(Refusal.UNSUPPORTED, Refusal.UNSUPPORTED))
    again = await links(here, ZALO)
    assert len(again) == 2
    assert len(set(again)) == 1
    refusal = next(r for r in await here.heard(ZALO) if r.text.key == "refusal-unsupported")
    assert any(button.url for button in refusal.buttons)


@pytest.mark.parametrize("name", ["zalo_bot", "zalo_oa"])
async def test_it_stands_beside_where_only_if_no_place_can_be_sent(
    tmp_path: Path, name: str
) -> None:
    chat = f"{name}/ted"
    async with on_zalo(tmp_path, sqlite(tmp_path / "tinbao.db"), name) as here:
        await telling(here, chat)
        await here.presses(chat, "intake.story:done")
        before = len(await links(here, chat))
        await here.presses(chat, "intake.when:skip")
        assert len(await links(here, chat)) - before == (name == "zalo_bot")


async def test_where_chats_take_files_it_is_not_offered_but_given(here: Village) -> None:
    await telling(here, PAGE)
    await here.says(PAGE, refused=(Refusal.WRONG_TYPE,))
    await here.says(PAGE, "/web")
    assert "ở trang web rồi" in await said(here, PAGE)
    assert await links(here, PAGE) == []
    assert await count(here) == 0


@pytest.mark.parametrize("reason", ["wrong-type", "unreadable"])
async def test_a_file_that_fails_later_is_told_on_the_page(here: Village, reason: str) -> None:
    here.platform.files["p"] = FileRefused(reason)
    await telling(here)
    await photo(here, ZALO)
    await here.says(ZALO, "/web")
    async with here.app.stores() as stores:
        code = await stores.doors.of(await contact(here, ZALO), here.clock.now())
    await opens(here, PAGE, code)
    await here.send()

    assert await count(here, fetches) == 0
    assert "không tải về được" in (await words(here, PAGE))[-1]
    assert "/web" not in (await words(here, PAGE))[-1]
    assert "không tải về được" not in await said(here, ZALO)


async def test_a_file_that_fails_on_zalo_leads_to_the_page(here: Village) -> None:
    here.platform.files["p"] = FileRefused("wrong-type")
    await telling(here)
    await photo(here, ZALO)
    await here.send()
    assert "anh/chị gõ /web" in await said(here, ZALO)


async def test_one_way_is_one_way_wherever_it_was_begun(here: Village) -> None:
    await telling(here)
    await opens(here, PAGE, await asked_for(here))
    await here.presses(PAGE, "intake.story:done")
    await here.presses(PAGE, "intake.when:skip")
    await here.presses(PAGE, "intake.where:skip")
    await here.presses(PAGE, "intake.review:one-way")
    assert "lúc đầu" not in (await words(here, PAGE))[-1]
    await here.presses(PAGE, "intake.review:send")
    assert await count(here, tip_contacts) == 0
    await here.send()
    await here.tick()
    assert await found(here, ZALO) is None, "the chat is forgotten too"
    await here.tick(minutes=61)
    assert await found(here, PAGE) is None
    assert await joins(here.app.database) == ([], 1)


async def test_two_drafts_are_both_kept(here: Village) -> None:
    await telling(here)
    await telling(here, PAGE, "chuyện khác: quán ở ngã ba")
    code = await asked_for(here)

    await opens(here, PAGE, code)
    assert "Trang này đang có phần viết dở khác" in await said(here, PAGE)
    await sends(here, PAGE)
    await opens(here, PAGE, code)
    await sends(here, PAGE)

    assert [thread[0].body.text for thread in await threads(here)] == [
        "chuyện khác: quán ở ngã ba",
        STORY,
    ]


async def test_a_greeting_does_not_stand_in_the_way(here: Village) -> None:
    await telling(here)
    await here.says(PAGE, "xin chào")
    assert "Anh/chị cứ kể tiếp" in await opens(here, PAGE, await asked_for(here))


async def test_a_greeting_takes_no_ones_place(here: Village) -> None:
    await here.says(ZALO, "xin chào")
    await telling(here, PAGE)
    await opens(here, PAGE, await asked_for(here))
    await sends(here, PAGE)
    assert [thread[0].body.text for thread in await threads(here)] == [STORY]
    assert await asked_where(here) == {await contact(here, PAGE)}
    left = await found(here, ZALO)
    assert left is not None
    assert (left.state.flow, left.state.step) == ("intake", "kind")


async def test_a_name_being_left_comes_along_with_its_report(here: Village) -> None:
    await telling(here)
    await here.presses(ZALO, "identity.leave:draft")
    await here.says(ZALO, "Nguyễn Văn An")
    await opens(here, PAGE, await asked_for(here))
    now = await found(here, PAGE)
    assert now is not None
    assert [state.flow for state in now.state.line()] == ["identity", "intake"]
    assert {state.via for state in now.state.line()} == {await contact(here, ZALO)}


async def test_wrong_codes_are_slowed_down_and_the_right_one_waits(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    for n in range(5):
        assert KINDLY in await opens(here, PAGE, f"0000-0000-000{n}")
    assert "Đã thử nhiều lần rồi" in await opens(here, PAGE, code)
    here.clock.pass_by(minutes=16)
    assert "Anh/chị cứ kể tiếp" in await opens(here, OTHER, await asked_for(here))


async def test_whoever_wipes_the_chat_shuts_the_door(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    await here.presses(ZALO, "follow_up.wipe:yes")
    assert await count(here) == 0
    assert KINDLY in await opens(here, PAGE, code)


async def test_a_chat_that_was_wiped_afterwards_is_not_asked(here: Village) -> None:
    await telling(here)
    await opens(here, PAGE, await asked_for(here))
    await here.presses(ZALO, "follow_up.wipe:yes")
    await sends(here, PAGE)
    assert await asked_where(here) == {await contact(here, PAGE)}
    await here.send()
    assert await count(here, chat_messages) == 0
    assert "lúc đầu" not in await said(here, PAGE)


async def test_nothing_told_and_nothing_sent_is_just_the_page(here: Village) -> None:
    code = await asked_for(here)
    assert "thấy chuyện gì" in await opens(here, PAGE, code)
    assert await count(here, tips) == 0
