"""The desk looks: help, queue, an opened tip. Whoever is no member sees nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.message import Location, MediaKind, Refusal, StoredFile
from bot.domain.tip import Body, Note
from tests.handlers.desk import Desk, officer, removed
from tests.handlers.harness import Phone


async def test_at_rest_the_desk_is_helped_shortly():
    desk = Desk()
    await desk.tip_of()
    phone = officer(desk, name="Đồng chí Lan")

    said = await phone.say("xin chào")

    assert "Đồng chí Lan" in said
    assert "1 tin" in said
    assert "Hàng đợi" in phone.buttons
    assert "Thành viên" not in phone.buttons


@pytest.mark.parametrize("sends", ["words", "a photo", "a place", "a file that is refused"])
async def test_what_goes_to_nobody_is_said_to_be_so(sends: str):
    phone = officer(Desk())
    match sends:
        case "words":
            said = await phone.say("Anh chị nói rõ hơn được không?")
        case "a photo":
            said = await phone.photo()
        case "a place":
            said = await phone.locate()
        case _:
            said = await phone.refused(Refusal.TOO_LARGE)
    assert "chưa gửi cho ai" in said
    for harmless in ("xin chào", "/la-gi"):
        assert "chưa gửi cho ai" not in await phone.say(harmless)


async def test_a_typed_reference_opens_the_tip():
    desk = Desk()
    tip = await desk.tip_of()

    assert "người lạ ban đêm" in await officer(desk).say(tip.reference.lower())
    assert desk.deeds() == ["tip-opened"]


async def test_the_queue_shows_urgent_first_then_oldest_five_at_a_time():
    desk = Desk()
    tips = []
    for number in range(7):
        tips.append(await desk.tip_of(urgency="urgent" if number == 6 else "normal"))
        desk.wait(hours=1)
    phone = officer(desk)

    first = await phone.say("/hang-doi")

    assert next(line for line in first.splitlines() if "TK-" in line).startswith("🔴 KHẨN")
    assert first.count("TK-") == 5
    assert tips[6].reference in first
    assert tips[0].reference in first
    assert "7 giờ trước" in first
    assert "người lạ" not in first
    assert phone.replies[0].protect

    second = await phone.press("Trang sau →")

    assert second.count("TK-") == 2
    assert tips[5].reference in second
    assert "Trang sau →" not in phone.buttons


async def test_an_empty_queue_is_said():
    assert "trống" in await officer(Desk()).say("/hang-doi")


async def test_an_opened_tip_shows_everything_and_is_audited():
    desk = Desk()
    photo = StoredFile("p1", bytes(32), "image/jpeg", 1000)
    sound = StoredFile("s1", bytes(32), "audio/ogg", 1000)
    body = Body("bán hàng", (photo, sound), Location(11.5, 106.6), when="often", where="quán nước")
    tip = await desk.tip_of(body=body)
    desk.tips.noted[tip.id] = [Note(1, desk.now, "Đồng chí Hùng", "nhà này quen")]
    desk.wait(days=2)
    phone = officer(desk)

    said = await phone.payload(f"triage.open:{tip.reference}")

    parts = "bán hàng", "Thường xuyên", "quán nước", "11.500000", "nhà này quen", "2 ngày trước"
    for part in parts:
        assert part in said
    [reply] = phone.replies
    assert [m.kind for m in reply.media] == [MediaKind.PHOTO, MediaKind.AUDIO]
    assert reply.protect
    assert desk.audit.lines[0][1]["subject"] == tip.reference
    assert "Nhận tin" in phone.buttons
    assert "Hỏi lại người báo" not in phone.buttons


async def test_a_long_thread_is_shown_from_its_end():
    desk = Desk()
    tip = await desk.tip_of()
    for number in range(24):
        await desk.tips.add(tip.id, Body(f"lời thứ {number}."), desk.now)
    phone = officer(desk)

    newest = await phone.payload(f"triage.open:{tip.reference}")
    assert "lời thứ 23." in newest
    assert "lời thứ 13." not in newest
    assert "15" in newest

    earlier = await phone.press("Xem tin nhắn cũ hơn")
    assert "lời thứ 13." in earlier
    oldest = await phone.press("Xem tin nhắn cũ hơn")
    assert "người lạ ban đêm" in oldest
    assert "Xem tin nhắn cũ hơn" not in phone.buttons


async def test_without_the_key_it_is_said_kindly_and_nothing_is_audited():
    desk = Desk()
    tip = await desk.tip_of()
    desk.tips.key_is_here = False

    said = await officer(desk).payload(f"triage.open:{tip.reference}")

    assert "chìa khoá" in said
    assert desk.deeds() == []


async def test_a_tip_of_another_unit_is_not_there():
    desk = Desk()
    tip = await desk.tip_of()
    desk.tips.change(tip.id, unit_id=1)

    said = await officer(desk).payload(f"triage.open:{tip.reference}")

    assert "Không có tin nào" in said
    assert desk.deeds() == ["access-refused"]
    assert await officer(desk).payload("triage.open:TK-ZZZZZ") == said
    assert desk.deeds() == ["access-refused"], "there is nothing to refuse"


@pytest.mark.parametrize(
    "step",
    [*(f"triage.{name}" for name in ("open", "take", "ask", "note", "close")), "queue.list"],
)
async def test_whoever_is_no_member_learns_nothing(step: str):
    desk = Desk()
    tip = await desk.tip_of()
    stranger, gone = Phone(desk, 300), removed(officer(desk))

    said = {await phone.payload(f"{step}:{tip.reference}") for phone in (stranger, gone)}

    assert len(said) == 1
    assert tip.reference not in said.pop()
    # The stranger may be a reporter, and leaves no trace; who was a member does.
    [(deed, about)] = desk.audit.lines
    assert deed == "access-refused"
    assert about["member_id"] == 201


async def test_a_role_without_a_desk_is_told_so():
    desk = Desk()
    tip = await desk.tip_of()
    phone = officer(desk, role="communicator")

    assert "Vai trò" in await phone.say("xin chào")
    assert "Vai trò" in await phone.payload(f"triage.open:{tip.reference}")
    assert "Vai trò" in await phone.say("/hang-doi")


async def test_ages_are_told_in_words():
    desk = Desk()
    tip = await desk.tip_of()
    phone = officer(desk)
    for passed, words in ((0, "vừa xong"), (90, "1 phút trước"), (7300, "2 giờ trước")):
        desk.now = tip.created_at + timedelta(seconds=passed)
        assert words in await phone.say("/hang-doi")
