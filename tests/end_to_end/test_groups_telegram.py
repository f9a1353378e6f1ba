"""Groups of the community on (our) Telegram: a code, the one line, silence, the way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo.samples import make
from storage.schema import contacts, groups
from tests.end_to_end.canaries import hits, in_files, in_tables
from tests.end_to_end.split import split
from tests.end_to_end.waiting import empty_outbox, shows, until
from tests.end_to_end.world import World, world
from tests.fakes.telegram_group import NAME, Group
from tests.fresh import with_tables

NUMBER = -1_009_876_543_210
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
TITLE = "Canary xóm 3"
SPEAKER = "CanaryFirstName"
LINE = "Trong nhóm ai cũng đọc được"


async def reads(group: Group, words: str) -> None:
    async def there() -> bool:
        return any(words in message.text for message in group.heard)

    await until(there)


async def known(here: World) -> tuple[int, int]:
    """How many contacts at Telegram there are, and groups that get messages."""
    async with here.app.database.reading() as connection:
        chats = select(func.count(contacts.c.id)).where(contacts.c.channel == "telegram")
        there = select(func.count(groups.c.id)).where(groups.c.left_at.is_(None))
        counted = [(await connection.execute(one)).scalar_one() for one in (chats, there)]
    return counted[0], counted[1]


async def nobody(here: World) -> bool:
    return await known(here) == (0, 0)


@pytest.mark.parametrize("mode", ["telegram-polling", "telegram-webhook"])
async def test_a_group_comes_in_and_leaves(tmp_path: Path, mode: str) -> None:
    database = with_tables(tmp_path / "tinbao.db")
    async with world(database, tmp_path, mode) as here:
        telegram = here.telegram
        assert telegram is not None
        group = Group(telegram, telegram.chat(NUMBER), TITLE)
        hoa = await here.cast("web").member("communicator", "Chị Hoa")
        await hoa.say("/nhom-cong-dong")
        await shows(hoa, "Chưa có nhóm cộng đồng nào")
        await hoa.press("+ Thêm một nhóm")
        code = re.search(r"/dangky (\S+)", (await shows(hoa, "Mã cho một nhóm")).text)
        assert code

        await group.says(f"/dangky@tinbao_test_bot {code[1]}", name=SPEAKER)
        await reads(group, "Từ nay nhóm mình nhận tin")
        [welcome] = group.heard
        assert "gõ /roi" in welcome.text
        assert [b["url"] for row in welcome.buttons for b in row] == [
            "https://t.me/tinbao_test_bot"
        ]
        assert "Báo trên trang web: http" in welcome.text, "where Telegram takes no button for it"
        await shows(hoa, "Một nhóm Telegram vừa vào")

        await group.says(STORY, name=SPEAKER)
        await group.says(f"{NAME} {STORY}", name=SPEAKER)
        await reads(group, LINE)
        await group.says(STORY, answering=welcome, name=SPEAKER)
        await group.shows(make("anh.jpg"), f"{NAME} {STORY}")
        await group.says(f"/baotin {STORY}", name=SPEAKER)
        await group.says(f"{NAME} cảm ơn")
        await group.says("/start")
        await telegram.settled()
        await empty_outbox(here)
        assert len(group.heard) == 2, "once is enough"
        assert await known(here) == (1, 1)
        places = [*await in_tables(here.app.database), *in_files(tmp_path)]
        assert hits(places, [STORY, TITLE, SPEAKER, str(NUMBER)]) == []

        await group.says("/roi@tinbao_test_bot")
        await reads(group, "không nhận tin của xã Tân Khai nữa")
        await shows(hoa, "Một nhóm cộng đồng ở Telegram đã rời")
        await until(lambda: nobody(here))
        assert here.app.engine.failed == 0
        await hoa.close()


async def test_being_put_out_is_noticed(tmp_path: Path) -> None:
    database = with_tables(tmp_path / "tinbao.db")
    async with world(database, tmp_path, "telegram-webhook") as here:
        telegram = here.telegram
        assert telegram is not None
        group = Group(telegram, telegram.chat(NUMBER), TITLE)
        hoa = await here.cast("web").member("lead", "Chị Hoa")
        await hoa.say("/nhom-cong-dong")
        await shows(hoa, "Chưa có nhóm cộng đồng nào")
        await hoa.press("+ Thêm một nhóm")
        code = re.search(r"/dangky (\S+)", (await shows(hoa, "Mã cho một nhóm")).text)
        assert code
        await group.says(f"/dangky {code[1]}")
        await reads(group, "Từ nay nhóm mình nhận tin")
        await empty_outbox(here)
        await group.puts_out()
        await shows(hoa, "Một nhóm cộng đồng ở Telegram đã rời")
        await until(lambda: nobody(here))
        await hoa.close()


async def test_a_group_that_was_never_let_in_leaves_nothing(tmp_path: Path) -> None:
    database = with_tables(tmp_path / "tinbao.db")
    async with world(database, tmp_path, "telegram-webhook") as here:
        telegram = here.telegram
        assert telegram is not None
        group = Group(telegram, telegram.chat(NUMBER), TITLE, reads_all=True)
        await group.says(STORY)
        await group.says("roi")
        await group.says("/roi")
        await group.says("Báo tin ma tuý: " + STORY, name=SPEAKER)
        await reads(group, LINE)
        await group.says(f"{NAME} {STORY}", name=SPEAKER)
        await telegram.settled()
        await empty_outbox(here)
        await until(lambda: nobody(here))
        assert len(group.heard) == 1
        places = [*await in_tables(here.app.database), *in_files(tmp_path)]
        assert hits(places, [STORY, TITLE, SPEAKER, str(NUMBER)]) == []


@pytest.mark.postgres
async def test_what_is_said_in_a_group_needs_no_key_of_the_desk(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path, telegram="webhook") as here:
        telegram = here.telegram
        assert telegram is not None
        group = Group(telegram, telegram.chat(NUMBER), TITLE)
        hoa = await here.world.cast("web").member("communicator", "Chị Hoa")
        here.phones.append(hoa)
        await hoa.say("/nhom-cong-dong")
        await shows(hoa, "Chưa có nhóm cộng đồng nào")
        await hoa.press("+ Thêm một nhóm")
        code = re.search(r"/dangky (\S+)", (await shows(hoa, "Mã cho một nhóm")).text)
        assert code
        await group.says(f"/dangky {code[1]}")
        await reads(group, "Từ nay nhóm mình nhận tin")
        await shows(hoa, "Một nhóm Telegram vừa vào")
        await hoa.press("Đặt tên")
        await hoa.say("Telegram thôn 3")
        await shows(hoa, "tên là Telegram thôn 3")
        await group.says(f"/baotin {STORY}")
        await reads(group, LINE)
        await group.says("/roi")
        await reads(group, "không nhận tin của xã Tân Khai nữa")
        await until(lambda: nobody(here.world))
        assert hits(await in_tables(here.admin.database), [STORY, TITLE, str(NUMBER)]) == []
