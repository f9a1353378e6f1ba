"""The staff group's board: joined by a lead's code, one card per tip, nothing of its content."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.domain.access import Role
from bot.domain.errors import Gone
from bot.domain.message import Form, GroupSaid
from bot.domain.ports import Limits
from bot.engine.boards import redraw
from bot.engine.delivery import Delivery
from bot.engine.outbox import Sender
from bot.engine.retention import erase_tip
from storage.schema import boards, contacts, outbox, tips
from storage.stores import Stores
from tests.end_to_end.desk_hands import Chat, at_platform, file, member
from tests.end_to_end.village import OFFICER, Village, configured, village
from tests.engine.conftest import FakeChannel

GROUP = "telegram/-1001"
STORY = "nhà cuối xóm có người lạ"
CODE = re.compile(r"/nhom (\S+)")


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


@pytest.fixture
def lan(here: Village) -> Chat:
    return Chat(here, f"web/{OFFICER}")


async def joined(here: Village, name: str = GROUP) -> tuple[Chat, Chat]:
    """A lead, and a group that they made a board."""
    lead = await member(here, "Anh Tư", Role.LEAD)
    found = CODE.search(await lead.say("/nhom"))
    assert found
    group = Chat(here, name)
    await here.says(name, found[1], group=GroupSaid.BOARD)
    assert "bảng tin của" in await group.all()
    return lead, group


async def cards(group: Chat, reference: str) -> list[tuple[str, str]]:
    """What the group's card of a tip said, oldest first, and which message each replaced."""
    await group.here.send()
    address = group.here.address(group.name)
    replies = group.here.platform.said[address.id]
    edits = [edit for chat, _, edit in group.here.platform.sent if chat == address.id]
    return [
        (group.words(reply.text), edit)
        for reply, edit in zip(replies, edits, strict=True)
        if reply.card == f"tip:{reference}"
    ]


async def id_of(stores: Stores, reference: str) -> int:
    found = select(tips.c.id).where(tips.c.reference == reference)
    return int((await stores.connection.execute(found)).scalar_one())


async def rows(here: Village, table: object) -> int:
    async with here.app.database.reading() as connection:
        counted = select(func.count()).select_from(table)  # type: ignore[arg-type]
        return int((await connection.execute(counted)).scalar_one())


async def test_a_tip_has_one_card_that_changes_with_it(here: Village, lan: Chat) -> None:
    _, group = await joined(here)
    await here.says("telegram/5", form=Form("use", STORY, reply="one-way"))
    await here.send()
    _, reference = await here.receipt("telegram/5")
    await lan.forge(f"triage.take:{reference}")
    shown = await cards(group, reference)
    assert [edit for _, edit in shown] == ["", shown[1][1]]
    assert shown[1][1], "the first one was edited"
    assert "chưa ai nhận" in shown[0][0]
    assert "Đồng chí Lan" in shown[1][0]
    await lan.forge(f"triage.close:{reference}")
    await lan.press("Đúng")
    await lan.press("Đồng ý kết thúc")
    assert "Đã kết thúc: Đúng" in (await cards(group, reference))[-1][0]
    assert STORY not in await group.all()
    for reply in await group.replies():
        assert [b.payload for b in reply.buttons] in ([], [""])
        assert all(b.url == f"chat:open_{reference}" for b in reply.buttons)


async def test_the_tips_of_whoever_leaves_are_free_on_the_board_too(here: Village) -> None:
    lead, group = await joined(here)
    minh, reference = await member(here, "Anh Minh"), await file(here)
    await minh.forge(f"triage.take:{reference}")
    unit = await here.unit()
    async with here.app.stores() as stores:
        [his] = [m.id for m in await stores.members.of_unit(unit.id) if m.name == "Anh Minh"]
    await lead.forge(f"enrol.remove:{his}")
    await lead.press("Đồng ý xoá")
    shown = await cards(group, reference)
    assert "chưa ai nhận" in shown[-1][0]


async def test_the_link_of_a_card_opens_the_tip_in_the_officers_own_chat(here: Village) -> None:
    reference = await file(here, STORY)
    phone = await at_platform(here, "Anh Minh", 77)
    await here.says(phone.name, start=f"open_{reference}")
    assert STORY in await phone.screen()
    await here.says("telegram/5", start=f"open_{reference}")
    assert STORY not in await Chat(here, "telegram/5").all()


async def test_a_new_board_begins_with_the_open_tips(here: Village) -> None:
    reference, quiet = await file(here), await file(here, side=True)
    closed = await file(here, status="closed")
    _, group = await joined(here)
    assert len(await cards(group, reference)) == 1
    assert await cards(group, quiet) == await cards(group, closed) == []


async def test_in_a_group_a_wrong_code_is_answered_and_the_group_forgotten(here: Village) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    before = await rows(here, contacts)
    group = Chat(here, GROUP)
    for code in ("", "7F3K-2Q9X-1A2B", "x" * 40):
        await here.says(GROUP, code, group=GroupSaid.BOARD)
        assert "Mã này không đúng" in await group.screen()
    await here.tick()
    assert await rows(here, contacts) == before
    assert await rows(here, boards) == 0

    found = CODE.search(await lead.say("/nhom"))
    assert found
    unit = await here.unit()
    async with here.app.stores() as stores:
        [me] = [m for m in await stores.members.of_unit(unit.id) if "Tư" in m.name]
        await stores.members.remove(me.id, here.clock.now())
    await here.says(GROUP, found[1], group=GroupSaid.BOARD)
    assert await rows(here, boards) == 0, "a code is worth what its maker may do"


async def test_a_lead_sees_the_boards_and_takes_one_away(here: Village, lan: Chat) -> None:
    lead, group = await joined(here)
    reference = await file(here)
    await lan.forge(f"triage.take:{reference}")
    await group.all()
    assert "Vai trò của đồng chí không" in await lan.say("/nhom")
    assert "Nhóm đang nối: 1." in await lead.say("/nhom")
    [label] = await lead.buttons()
    assert "Đã tháo nhóm" in await lead.press(label)
    assert "không còn là bảng tin" in await group.screen()
    assert (
        await lead.press(label)
        == "Nhóm này không còn nối với đơn vị. Đồng chí gõ /nhom để xem lại."
    )
    for forged in ("", "9" * 30, "x", str(2**64)):
        assert "không còn nối" in await lead.forge(f"queue.group_drop:{forged}")
    await lan.forge(f"triage.note:{reference}")
    await here.tick()
    async with here.app.database.reading() as connection:
        left = await connection.execute(select(func.count()).select_from(boards))
        assert left.scalar_one() == 0
    assert await here.app.engine.withdraw(here.address(GROUP)) is None


async def test_a_group_that_puts_the_bot_out_is_no_board_any_more(here: Village) -> None:
    await joined(here)
    before = await rows(here, contacts)
    await here.app.engine.withdraw(here.address(GROUP))
    assert await rows(here, boards) == 0
    await here.send()
    await here.tick()
    assert await rows(here, contacts) == before - 1


async def test_a_group_that_cannot_be_reached_is_no_board_any_more(
    here: Village, lan: Chat
) -> None:
    await joined(here)
    await here.send()
    reference = await file(here)
    here.platform.down = Gone("the group is no more")
    await lan.forge(f"triage.take:{reference}")
    await here.send()
    here.platform.down = None
    assert await rows(here, boards) == 0


async def test_a_card_says_that_a_tip_was_erased_or_went_away(here: Village, lan: Chat) -> None:
    _, group = await joined(here)
    erased, away = await file(here), await file(here)
    for reference in (erased, away):
        await lan.forge(f"triage.take:{reference}")
        assert len(await cards(group, reference)) == 1
    unit = await here.unit()
    async with here.app.stores() as stores:
        assert await erase_tip(stores, await id_of(stores, erased), here.clock.now())
    shown = await cards(group, erased)
    assert "nội dung đã xoá" in shown[-1][0]
    assert shown[-1][1], "in place of the old card"

    async with here.app.stores() as stores:
        other = next(u for u in await stores.units.all() if u.id != unit.id)
        moved = update(tips).where(tips.c.reference == away).values(unit_id=other.id)
        await stores.connection.execute(moved)
        tip_id = await id_of(stores, away)
        await redraw(stores, Delivery(stores, here.clock.now()), [tip_id])
    assert "đã chuyển đơn vị khác" in (await cards(group, away))[-1][0]


async def test_a_group_is_spoken_to_at_its_pace_and_holds_up_nobody(
    here: Village, lan: Chat
) -> None:
    await joined(here)
    await here.send()
    phone = await at_platform(here, "Anh Minh", 77)
    names = [await file(here) for _ in range(5)]
    slow = FakeChannel("telegram", Limits(1000, 1000, 20 / 60, 1000))
    sender = Sender(slow, here.app.database, here.app.keyring, here.clock, here.app.bells)
    for name in names:
        await lan.forge(f"triage.take:{name}")
    await here.says(phone.name, "/hang-doi")
    began = time.monotonic()
    while await sender.send_due():
        pass
    assert time.monotonic() - began < 2
    keys = [(chat, key) for chat, key, _ in slow.sent]
    assert sum(chat == "-1001" for chat, _ in keys) == 1
    assert ("77", "queue-page") in keys

    for name in names[1:]:  # changed again while they wait: no card twice
        await lan.forge(f"triage.close:{name}")
        await lan.press("Đúng")
        await lan.press("Kết luận, chưa đóng")
    async with here.app.database.reading() as connection:
        cards_left = select(func.count()).select_from(outbox).where(outbox.c.card != "")
        assert (await connection.execute(cards_left)).scalar_one() == 4
