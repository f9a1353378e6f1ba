"""Groups of the community on both of (our) Zalo's platforms, as far as people see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.schema import contacts
from tests.end_to_end.canaries import hits, in_files, in_tables
from tests.end_to_end.other_ends import Platform
from tests.end_to_end.waiting import empty_outbox, shows, until
from tests.end_to_end.world import World, world
from tests.fakes.zalo_bot_chat import ZaloUser
from tests.fakes.zalo_oa_chat import OaUser
from tests.fresh import with_tables

STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
GROUP = "canarygroup77"
NAME = "@Công an xã Tân Khai"


def somebody(here: World) -> ZaloUser | OaUser:
    """Somebody in a group that the bot is in."""
    if here.end and here.end.section == "zalo_bot":
        return here.zalo_bot.user(2468, "CanaryFirstName").in_group(GROUP)
    return here.zalo_oa.user("2468").in_group(GROUP)


async def chats(here: World, channel: str) -> int:
    async with here.app.database.reading() as connection:
        counted = select(func.count(contacts.c.id)).where(contacts.c.channel == channel)
        return int((await connection.execute(counted)).scalar_one())


@pytest.mark.parametrize("platform", ["zalo-bot", "zalo-bot-polling", "zalo-oa"])
async def test_a_group_comes_in_is_led_away_and_leaves(tmp_path: Path, platform: Platform) -> None:
    database = with_tables(tmp_path / "tinbao.db")
    async with world(database, tmp_path, platform) as here:
        channel = platform.removesuffix("-polling").replace("-", "_")
        person = somebody(here)

        def heard() -> list[str]:
            return [message.text for message in person.chat if not message.mine]

        async def said(n: int) -> str:
            async def there() -> bool:
                return len(heard()) >= n

            await until(there)
            await empty_outbox(here)
            assert len(heard()) == n
            return heard()[-1]

        await person.says(f"{NAME} {STORY} báo tin")
        await person.says(f"{NAME} báo tin ma tuý: {STORY}")
        assert "Trong nhóm ai cũng đọc được" in await said(1)
        assert re.search(r"Báo trên trang web: http://127\.0\.0\.1:\d+/chat", heard()[0])
        assert "chat:" not in heard()[0]

        async def nobody() -> bool:
            return await chats(here, channel) == 0

        await until(nobody)
        hoa = await here.cast("web").member("communicator", "Chị Hoa")
        await hoa.say("/nhom-cong-dong")
        await shows(hoa, "Chưa có nhóm cộng đồng nào")
        await hoa.press("+ Thêm một nhóm")
        code = re.search(r"DANGKY (\S+)", (await shows(hoa, "Mã cho một nhóm")).text)
        assert code
        await person.says(f"{NAME} DANGKY {code[1]}")
        welcome = await said(2)
        assert "Từ nay nhóm mình nhận tin" in welcome
        assert "@ tên bot, rồi ROI" in welcome
        await shows(hoa, "Một nhóm Zalo vừa vào")

        await person.says(STORY)
        await person.says(f"{NAME} {STORY}")
        await person.sends_photo(b"\xff\xd8\xff", f"{NAME} báo tin {STORY}")
        await person.says(f"{NAME} ROI")
        assert "không nhận tin của xã Tân Khai nữa" in await said(3)
        await shows(hoa, "Một nhóm cộng đồng ở Zalo đã rời")
        await until(nobody)
        places = [*await in_tables(here.app.database), *in_files(tmp_path)]
        assert hits(places, [STORY, GROUP, "CanaryFirstName"]) == []
        assert here.app.engine.failed == 0
        await hoa.close()
