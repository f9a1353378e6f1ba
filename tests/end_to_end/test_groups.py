"""Groups of the community: they come in by a code and leave by a word; staff see and name them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo.setup import ABOVE
from bot.domain.access import Role
from bot.domain.codes import grouped
from bot.domain.errors import Gone
from bot.domain.message import Address, GroupSaid
from storage.schema import boards, contacts, groups
from tests.end_to_end.crowds import BOT, Crowd, code_of, joined, keeper
from tests.end_to_end.desk_hands import Chat, member
from tests.end_to_end.village import Village, configured, village


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there
        assert there.app.engine.failed == 0


async def rows(here: Village, table: object) -> int:
    async with here.app.database.reading() as connection:
        counted = select(func.count()).select_from(table)  # type: ignore[arg-type]
        return int((await connection.execute(counted)).scalar_one())


async def audit(here: Village) -> list[tuple[str, str]]:
    """What was done with groups, by whom, oldest first."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        entries = await stores.audit.of_unit(unit.id, limit=50)
    deeds = ("group-added", "group-left", "group-removed")
    return [(e.action, e.member) for e in reversed(entries) if e.action in deeds]


async def test_a_group_comes_in_is_named_and_is_taken_out(here: Village) -> None:
    hoa = await keeper(here)
    assert "Chưa có nhóm cộng đồng nào" in await hoa.say("/nhom-cong-dong")
    before = await rows(here, contacts)
    crowd = await joined(hoa)
    [welcome] = await crowd.heard()
    for told in ("xã Tân Khai", "mỗi tuần nhiều nhất 2 tin", "ROI", "nhắn riêng"):
        assert told in welcome
    [reply] = await crowd.replies()
    assert [button.url for button in reply.buttons] == ["chat:", "/chat"]

    assert "Một nhóm Zalo vừa vào bằng mã của đồng chí" in await hoa.screen()
    await hoa.press("Đặt tên")
    assert "nhiều nhất 60 chữ cái" in await hoa.say("x" * 61)
    assert "tên là Zalo thôn 3" in await hoa.say("Zalo  thôn 3")
    assert "• Zalo thôn 3" not in await hoa.say("/nhom-cong-dong")
    assert "Nhóm cộng đồng của đơn vị: 1.\nZalo thôn 3: Zalo, vào" in await hoa.screen()

    await hoa.press("Zalo thôn 3")
    assert "Đưa nhóm này ra khỏi danh sách?" in await hoa.press("Đưa ra khỏi danh sách")
    assert "chưa có gì thay đổi" in await hoa.press("Thôi")
    assert await rows(here, contacts) == before + 1

    await hoa.press("Zalo thôn 3")
    await hoa.press("Đưa ra khỏi danh sách")
    assert "Đã đưa nhóm ra" in await hoa.press("Đồng ý đưa ra")
    assert "không nhận tin của xã Tân Khai nữa" in (await crowd.heard())[-1]
    assert await rows(here, contacts) == before, "it is forgotten once it has heard so"
    assert "Chưa có nhóm cộng đồng nào" in await hoa.say("/nhom-cong-dong")
    assert await audit(here) == [("group-added", "Chị Hoa"), ("group-removed", "Chị Hoa")]


async def test_a_group_leaves_by_a_word_and_can_come_back(here: Village) -> None:
    hoa, lead = await keeper(here), await member(here, "Anh Tư", Role.LEAD)
    before = await rows(here, contacts)
    crowd = await joined(hoa)
    assert await crowd.says("roi") == [], "'done', among neighbours"
    [farewell] = await crowd.says(f"@{BOT} ROI")
    assert "không nhận tin của xã Tân Khai nữa" in farewell
    assert await crowd.says(f"@{BOT} ROI") == [], "once"
    await here.send()
    for chat in (hoa, lead):
        assert "Một nhóm cộng đồng ở Zalo đã rời" in await chat.screen()
    assert await rows(here, contacts) == before
    assert await audit(here) == [("group-added", "Chị Hoa"), ("group-left", "")]

    await crowd.says(f"@{BOT} DANGKY {await code_of(hoa)}")
    assert "Từ nay nhóm mình nhận tin" in (await crowd.heard())[-1]
    assert await rows(here, groups) == 2


async def test_a_code_lets_one_group_in_and_the_same_one_once(here: Village) -> None:
    hoa = await keeper(here)
    first, second = Crowd(here, "g1"), Crowd(here, "g2")
    code, spare = await code_of(hoa), await code_of(hoa)
    assert "Từ nay nhóm mình" in (await first.says(f"@{BOT} đăng ký {code.lower()}"))[0]
    assert "không đúng hoặc đã hết hạn" in (await second.says(f"@{BOT} DANGKY {code}"))[0]
    assert "đang nhận tin của xã Tân Khai rồi" in (await first.says(f"DANGKY {spare}"))[0]
    assert "Từ nay nhóm mình" in (await second.says(f"DANGKY {spare}"))[0], "it stayed good"
    assert await rows(here, groups) == 2


async def test_a_group_of_another_unit_stays_its(here: Village) -> None:
    hoa = await keeper(here)
    crowd = await joined(hoa)
    nam = await of_the_province(here)
    code = await code_of(nam)
    [no] = await crowd.says(f"@{BOT} DANGKY {code}")
    assert "đang nhận tin của xã Tân Khai" in no
    assert "ROI" in no
    assert "Chưa có nhóm" in await nam.say("/nhom-cong-dong")
    for step in ("group", "drop", "name"):
        group = await id_of(here)
        assert "không còn nhận tin của đơn vị" in await nam.forge(f"outreach.{step}:{group}")
    await crowd.says(f"@{BOT} ROI")
    assert "Từ nay nhóm mình" in (await crowd.says(f"@{BOT} DANGKY {code}"))[0], "it stayed good"


async def of_the_province(here: Village) -> Chat:
    """A communicator of the unit above."""
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(ABOVE)
        assert unit is not None
        code = await stores.invites.create(unit.id, Role.COMMUNICATOR, here.clock.now())
    chat = Chat(here, "web/nam")
    await chat.say(f"TB-{grouped(code)}")
    await chat.say("Anh Nam")
    return chat


async def id_of(here: Village) -> int:
    async with here.app.database.reading() as connection:
        return int((await connection.execute(select(groups.c.id))).scalar_one())


async def test_a_wrong_code_is_answered_for_a_while_and_leaves_nothing(here: Village) -> None:
    hoa = await keeper(here)
    before = await rows(here, contacts)
    crowd = Crowd(here, "g1")
    for code in ("7F3K-2Q9X-1A2B", "", "7F3K-2Q9X", "7F3K-2Q9X-1A2B", "7F3K-2Q9X-1A2B"):
        [no] = await crowd.says(f"@{BOT} DANGKY {code}")
        assert "không đúng hoặc đã hết hạn" in no
        assert await rows(here, contacts) == before
    assert await crowd.says(f"@{BOT} DANGKY 7F3K-2Q9X-1A2B") == []
    assert await rows(here, contacts) == before
    assert len(await Crowd(here, "g2").says(f"@{BOT} DANGKY 7F3K-2Q9X-1A2B")) == 1

    code = await code_of(hoa)
    unit = await here.unit()
    async with here.app.stores() as stores:
        [me] = [m for m in await stores.members.of_unit(unit.id) if m.name == "Chị Hoa"]
        await stores.members.remove(me.id, here.clock.now())
    await crowd.says(f"@{BOT} DANGKY {code}")
    assert await rows(here, groups) == 0, "a code is worth what its maker may do"


async def test_a_board_and_a_community_group_are_two_things(here: Village) -> None:
    hoa, lead = await keeper(here), await member(here, "Anh Tư", Role.LEAD)
    said = re.search(r"/nhom (\S+)", await lead.say("/nhom"))
    assert said
    crowd = Crowd(here, "g1")
    assert "nhóm làm việc của cán bộ" in (await crowd.says(f"@{BOT} DANGKY {said[1]}"))[0]
    team = Chat(here, "telegram/-1001")
    await here.says(team.name, await code_of(hoa), group=GroupSaid.BOARD)
    assert "Mã này cho nhóm cộng đồng" in await team.screen()
    assert await rows(here, boards) == await rows(here, groups) == 0

    await joined(hoa, "g1")
    await here.says("zalo_bot/g1", said[1], group=GroupSaid.BOARD)
    assert "ai cũng đọc được" in (await crowd.heard())[-1]
    await here.says(team.name, said[1], group=GroupSaid.BOARD)
    assert "bảng tin của" in await team.screen(), "the code was not used up by mistakes"
    for what in (GroupSaid.LEAVE, GroupSaid.REPORT):
        said_before = len(await team.replies())
        await here.says(team.name, group=what)
        assert len(await team.replies()) == said_before, "silent"
    await here.says(team.name, await code_of(hoa), group=GroupSaid.JOIN)
    assert "là bảng tin của đơn vị" in await team.screen()
    assert (await rows(here, boards), await rows(here, groups)) == (1, 1)


@pytest.mark.parametrize("how", ["put out", "unreachable"])
async def test_a_group_that_is_lost_is_noticed(here: Village, how: str) -> None:
    hoa = await keeper(here)
    before = await rows(here, contacts)
    crowd = await joined(hoa)
    if how == "put out":
        await here.app.engine.withdraw(Address("zalo_bot", crowd.name))
        await here.app.engine.withdraw(Address("zalo_bot", crowd.name))
    else:
        crowd.platform.down = Gone("the group is no more")
        await crowd.says(f"@{BOT} báo tin")
        crowd.platform.down = None
    await crowd.heard()
    await here.send()
    assert "đã rời" in await hoa.screen()
    await here.tick()
    assert await rows(here, contacts) == before
    assert await audit(here) == [("group-added", "Chị Hoa"), ("group-left", "")]


async def test_many_groups_are_shown_by_the_page(here: Village) -> None:
    hoa = await keeper(here)
    for n in range(10):
        await joined(hoa, f"g{n}")
    assert "Nhóm cộng đồng của đơn vị: 10." in await hoa.say("/nhom-cong-dong")
    labels = await hoa.buttons()
    assert (len(labels), labels[0], labels[-1]) == (10, "+ Thêm một nhóm", "Trang sau →")
    await hoa.press("Trang sau →")
    labels = await hoa.buttons()
    assert (len(labels), labels[-1]) == (4, "← Trang trước")
    assert "10" in await hoa.forge("outreach.groups:99")
    for forged in ("", "x", "9" * 30, "-1"):
        assert "không còn nhận tin" in await hoa.forge(f"outreach.group:{forged}")
