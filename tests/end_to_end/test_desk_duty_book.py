"""The duty book: what happened in a shift, and handing over all that one has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.domain.access import Role
from bot.domain.message import Inbound
from storage.ids import new_id
from storage.schema import register, tips
from tests.end_to_end.desk_people import (
    choices,
    deeds,
    filed,
    joins,
    member,
    reported,
    tip,
    told,
)
from tests.end_to_end.village import Village, configured, village

MINH, LAN, TU, HOA = (f"telegram/{n}" for n in (2001, 2002, 2003, 2004))
BA = "telegram/9001"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        await joins(there, MINH, "Anh Minh")
        await joins(there, LAN, "Chị Lan")
        yield there


async def book(desk: Village, chat: str = MINH, hours: str = "") -> list[str]:
    """The lines of the duty book."""
    if hours:
        await desk.presses(chat, f"duty.book:{hours}")
    else:
        await desk.says(chat, "/bangiao")
    said = [words for words in await told(desk, chat) if words.startswith("📒")]
    return said[-1].split("\n")


async def change(desk: Village, reference: str, **values: object) -> None:
    async with desk.app.database.transaction() as connection:
        await connection.execute(
            update(tips).where(tips.c.reference == reference).values(**values)
        )


async def conclude(desk: Village, chat: str, reference: str, outcome: str) -> None:
    await desk.presses(chat, f"triage.close:{reference}")
    await desk.presses(chat, f"triage.close_outcome:{outcome}")
    if outcome != "right":
        await desk.says(chat, "đã đến tận nơi, không thấy gì")
    await desk.presses(chat, "triage.close_confirm:later")


async def test_a_shift_in_which_nothing_happened(desk: Village) -> None:
    lines = await book(desk)
    assert lines[0] == "📒 Bàn giao ca 12 giờ"
    assert "Tin mới: 0 · nhận: 0 · chuyển đi: 0 · đóng: 0" in lines
    assert "Đang mở: không còn tin nào" in lines
    assert lines[-1].startswith("✅ Không có tin khẩn")
    last = choices((await desk.heard(MINH))[-1])
    assert set(last) == {"8 giờ qua", "24 giờ qua", "Bàn giao tin của tôi", "Hàng đợi"}


async def test_a_shift_is_counted(desk: Village) -> None:
    old = await filed(desk)
    desk.clock.pass_by(hours=10)
    urgent = await filed(desk, urgency="urgent")
    answered = await reported(desk)
    right, prank, closed, elsewhere = [await filed(desk) for _ in range(4)]
    for reference in (answered, right, prank, elsewhere):
        await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(MINH, f"progress.verify:{answered}")
    await desk.presses(MINH, f"triage.ask:{answered}")
    await desk.says(MINH, "Xe màu gì ạ?")
    await desk.send()
    await desk.says(BA, "Màu xanh.")
    await conclude(desk, MINH, right, "right")
    await conclude(desk, MINH, prank, "prank")
    await desk.closed(closed)
    gone = await tip(desk, elsewhere)
    async with desk.app.stores() as stores:
        assert await stores.statuses.sent_away(gone.id, gone.owner_id or 0, desk.clock.now())
    now = desk.clock.now()
    await change(desk, old, due_at=now.replace(year=2025))
    await change(desk, urgent, due_at=now.replace(hour=(now.hour + 2) % 24))

    lines = await book(desk, hours="8")

    assert lines[0] == "📒 Bàn giao ca 8 giờ"
    assert lines[2:] == [
        "Tin mới: 6 · nhận: 5 · chuyển đi: 1 · đóng: 1",
        "Kết luận: 2 đúng, 1 trêu đùa",
        "Đang mở: 2 chưa ai nhận, 1 đang xác minh, 1 đã chuyển, chưa đóng, "
        "2 đã kết luận, chưa đóng",
        f"🔴 Khẩn, chưa ai nhận: {urgent}",
        f"⏰ Đã quá hạn: {old}",
        f"⏳ Đến hạn trong 24 giờ tới: {urgent}, {answered}",
        f"💬 Người báo trả lời, chưa ai xem xét: {answered}",
    ]
    assert "Tin mới: 7" in (await book(desk, hours="24"))[2]
    for forged in ("0", "9999", "-8", "١٢", "12 ; --"):
        assert (await book(desk, hours=forged))[0] == "📒 Bàn giao ca 12 giờ"


async def test_what_changed_hands_was_taken_once(desk: Village) -> None:
    handed, assigned = await filed(desk), await filed(desk)
    for reference in (handed, assigned):
        await desk.presses(MINH, f"triage.take:{reference}")
    desk.clock.pass_by(hours=10)
    minh, lan = await member(desk, "Anh Minh"), await member(desk, "Đồng chí Lan")
    await desk.presses(MINH, f"progress.hand:{handed}")
    await desk.presses(MINH, f"progress.hand_to:{lan}")
    there = await tip(desk, assigned)
    async with desk.app.stores() as stores:
        assert await stores.statuses.assign(there.id, minh, lan, desk.clock.now())
    assert (await tip(desk, handed)).owner_id == lan
    assert "nhận: 0 ·" in (await book(desk, hours="8"))[2]
    assert "nhận: 2 ·" in (await book(desk, hours="24"))[2]


async def test_a_tip_that_went_to_another_unit_stays_in_the_count(desk: Village) -> None:
    gone, came = await filed(desk), await filed(desk, "dong-nai")
    unit = await desk.unit()
    now = desk.clock.now()
    async with desk.app.stores() as stores:
        other = await stores.units.by_slug("dong-nai")
        assert other is not None
        for reference, source, to in ((gone, unit, other), (came, other, unit)):
            moved = await stores.tips.by_reference(source.id, reference)
            assert moved is not None
            line = {"id": new_id(), "tip_id": moved.id, "unit_id": source.id, "to_unit_id": to.id}
            told_of = {"to_name": to.name, "reference": reference, "kind": "use"}
            at = {"received_at": now, "moved_at": now, "urgency": "normal"}
            await stores.connection.execute(insert(register), {**line, **told_of, **at})
            await stores.connection.execute(
                update(tips).where(tips.c.id == moved.id).values(unit_id=to.id)
            )
    lines = await book(desk)
    assert lines[2] == "Tin mới: 2 · nhận: 0 · chuyển đi: 1 · đóng: 0"
    assert lines[3] == "Đang mở: 1 chưa ai nhận"


async def test_a_long_list_is_cut_and_a_short_one_is_not(desk: Village) -> None:
    urgent = [await filed(desk, urgency="urgent") for _ in range(12)]
    line = next(line for line in await book(desk) if line.startswith("🔴"))
    assert line == f"🔴 Khẩn, chưa ai nhận: {', '.join(urgent[:10])} và 2 tin nữa"


async def test_a_unit_reads_of_nobody_elses_tips(desk: Village) -> None:
    elsewhere = await filed(desk, "dong-nai", kind="official", urgency="urgent")
    lines = await book(desk)
    assert elsewhere not in "".join(lines)
    assert "Tin mới: 0" in lines[2]


async def test_whoever_goes_home_hands_over_all_they_have(desk: Village) -> None:
    mine = [await filed(desk) for _ in range(3)]
    other, ended = await filed(desk), await filed(desk)
    for reference in (*mine, ended):
        await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(LAN, f"triage.take:{other}")
    await conclude(desk, MINH, ended, "right")
    await desk.presses(MINH, f"triage.close:{ended}")
    await desk.presses(MINH, "triage.close_confirm:yes")
    await book(desk)
    await desk.says(MINH, "Bàn giao tin của tôi")
    await desk.says(MINH, "Chị Lan")
    assert "Bàn giao 3 tin đang giữ cho Chị Lan?" in (await told(desk, MINH))[-1]
    assert (await tip(desk, mine[0])).owner_name == "Anh Minh"
    await desk.says(MINH, "Đồng ý bàn giao")

    assert [(await tip(desk, reference)).owner_name for reference in mine] == ["Chị Lan"] * 3
    assert (await tip(desk, ended)).owner_name == "Anh Minh"
    assert "Đã bàn giao 3 tin cho Chị Lan" in (await told(desk, MINH))[-1]
    assert (await told(desk, LAN))[-1].endswith(f"bàn giao cho đồng chí 3 tin: {', '.join(mine)}")
    for reference in mine:
        done = [d.action for d in await deeds(desk, reference)]
        assert done[-2:] == ["tip-handed-over", "tip-given"]
    await desk.presses(MINH, "duty.mine:")
    assert "không giữ tin nào" in (await told(desk, MINH))[-1]


async def test_a_colleague_who_leaves_in_the_middle_gets_nothing(desk: Village) -> None:
    await joins(desk, TU, "Anh Tư", Role.LEAD)
    reference = await filed(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    unit = await desk.unit()
    async with desk.app.stores() as stores:
        people = {m.name: m.id for m in await stores.members.of_unit(unit.id)}
    lan = people["Chị Lan"]
    await desk.presses(MINH, "duty.mine:")
    for forged in ("", "0", str(people["Anh Minh"]), "9" * 40, "p1", "p99"):
        await desk.presses(MINH, f"duty.mine_to:{forged}")
    await desk.presses(MINH, f"duty.mine_to:{lan}")
    await desk.presses(TU, f"enrol.remove:{lan}")
    await desk.presses(TU, "enrol.remove_confirm:yes")
    await desk.presses(MINH, "duty.mine_confirm:yes")
    assert (await tip(desk, reference)).owner_name == "Anh Minh"
    assert any("không có trong đơn vị" in said for said in await told(desk, MINH))
    await desk.presses(MINH, f"duty.mine_to:{people['Anh Tư']}")
    await desk.presses(MINH, "duty.mine_confirm:yes")
    assert (await tip(desk, reference)).owner_name == "Anh Tư"
    assert desk.app.engine.failed == 0


async def test_handing_all_over_while_a_lead_assigns_one(desk: Village) -> None:
    await joins(desk, TU, "Anh Tư", Role.LEAD)
    both = [await filed(desk), await filed(desk)]
    for reference in both:
        await desk.presses(MINH, f"triage.take:{reference}")
    unit = await desk.unit()
    async with desk.app.stores() as stores:
        people = {m.name: m.id for m in await stores.members.of_unit(unit.id)}
    await desk.presses(MINH, "duty.mine:")
    await desk.presses(MINH, f"duty.mine_to:{people['Chị Lan']}")
    await desk.presses(TU, f"progress.assign:{both[0]}")
    pressed = [
        Inbound(desk.address(MINH), "at-once-1", choice="duty.mine_confirm:yes"),
        Inbound(desk.address(TU), "at-once-2", choice=f"progress.assign_to:{people['Anh Tư']}"),
    ]
    await asyncio.gather(*(desk.app.engine.handle(event) for event in pressed))
    assert (await tip(desk, both[1])).owner_name == "Chị Lan"
    moves = ("tip-assigned", "tip-handed-over")
    done = [d for d in await deeds(desk, both[0]) if d.action in moves]
    assert len(done) == 1
    wanted = "Anh Tư" if done[0].action == "tip-assigned" else "Chị Lan"
    assert (await tip(desk, both[0])).owner_name == wanted


async def test_a_resident_who_types_the_command_tells_a_tip(desk: Village) -> None:
    await desk.says("telegram/7777", "bàn giao")
    said = await told(desk, "telegram/7777")
    assert not any("📒" in words or "Vai trò" in words for words in said)
