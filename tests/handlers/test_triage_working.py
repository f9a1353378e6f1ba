"""The desk works: take, ask back, note, close. Only a tip's owner speaks to its reporter."""

from __future__ import annotations

from bot.domain.message import Refusal
from bot.domain.tip import Tip
from tests.handlers.desk import Desk, officer, removed, words
from tests.handlers.harness import Phone

REPORTER = 100


async def taken(desk: Desk) -> tuple[Tip, Phone]:
    tip = await desk.tip_of(REPORTER)
    phone = officer(desk, 200, "Trần Văn A")
    await phone.payload(f"triage.take:{tip.reference}")
    return tip, phone


async def test_of_two_one_takes_the_tip_and_all_learn_who():
    desk = Desk()
    tip, winner = await taken(desk)
    loser = officer(desk, 210, "Lê Thị B")

    assert "Đồng chí đã nhận tin" in winner.shown
    said = await loser.payload(f"triage.take:{tip.reference}")

    assert "Trần Văn A" in said
    assert "Đồng chí đã nhận tin" not in said
    [notice] = desk.notices
    assert "Trần Văn A" in words(notice.reply)
    assert notice.reply.card == f"tip:{tip.reference}"
    assert (notice.unit_id, notice.except_contact) == (2, 200)
    assert set(notice.roles) == {"officer", "lead"}
    assert desk.deeds() == ["tip-taken"]


async def test_taking_twice_is_no_harm():
    desk = Desk()
    tip, phone = await taken(desk)

    assert "đang giữ" in await phone.payload(f"triage.take:{tip.reference}")
    assert len(desk.notices) == 1


async def test_the_owner_asks_and_the_reporter_gets_it_without_a_name():
    desk = Desk()
    tip, phone = await taken(desk)
    await desk.tips.link(tip.id, 101)

    assert "gửi đi ngay" in await phone.press("Hỏi lại người báo")
    assert "Đã gửi" in await phone.say("Xe màu gì ạ?")

    for chat in (REPORTER, 101):
        [reply] = desk.told(chat)
        assert "Xe màu gì ạ?" in words(reply)
        assert "Trần Văn A" not in words(reply)
        assert reply.buttons[0].payload == f"follow_up.reply:{tip.reference}"
    assert desk.deeds() == ["tip-taken", "tip-asked"]
    assert phone.place == ""


async def test_a_question_to_nobody_waits_for_the_receipt():
    desk = Desk()
    tip, phone = await taken(desk)
    desk.tips.links.clear()
    await phone.payload(f"triage.ask:{tip.reference}")

    assert "biên nhận" in await phone.say("Xe màu gì ạ?")
    assert desk.tips.threads[tip.id]


async def test_only_the_owner_asks_and_closes():
    desk = Desk()
    tip, _ = await taken(desk)
    other = officer(desk, 210, "Lê Thị B")

    for step in ("ask", "close"):
        assert "Trần Văn A" in await other.payload(f"triage.{step}:{tip.reference}")
        assert other.place == ""


async def test_a_tip_that_nobody_has_must_be_taken_first():
    desk = Desk()
    tip = await desk.tip_of()
    phone = officer(desk)

    assert "nhận tin trước" in await phone.payload(f"triage.ask:{tip.reference}")
    assert "Nhận tin" in phone.buttons


async def test_asking_can_be_given_up_and_takes_what_can_go_along():
    desk = Desk()
    tip, phone = await taken(desk)
    await phone.payload(f"triage.ask:{tip.reference}")

    assert "chưa gửi" in await phone.photo()
    assert "một ảnh hoặc một tệp PDF" in await phone.record()
    assert "một ảnh hoặc một tệp PDF" in await phone.locate()
    assert "một ảnh hoặc một tệp PDF" in await phone.refused(Refusal.TOO_LARGE)
    assert "giống một lệnh" in await phone.say("/ghi chú TK-1 nhà này quen")
    assert "dài quá" in await phone.say("x" * 2001)
    assert phone.place == "triage.ask_write"
    assert "chưa có gì" in await phone.press("Thôi")
    assert phone.place == ""
    assert desk.tips.threads == {}


async def test_a_member_removed_while_writing_sends_nothing():
    desk = Desk()
    tip, phone = await taken(desk)
    await phone.payload(f"triage.ask:{tip.reference}")

    said = await removed(phone).say("Xe màu gì ạ?")

    assert tip.reference not in said
    assert desk.tips.threads == {}
    assert desk.told(REPORTER) == []


async def test_a_note_stays_inside_whoever_writes_it():
    desk = Desk()
    tip, _ = await taken(desk)
    before = len(desk.notices)
    other = officer(desk, 210, "Lê Thị B")

    assert "không bao giờ" in await other.payload(f"triage.note:{tip.reference}")
    assert "nội bộ" in await other.say("nhà này quen")

    assert [note.text for note in desk.tips.noted[tip.id]] == ["nhà này quen"]
    assert len(desk.notices) == before
    assert desk.deeds()[-1] == "tip-noted"


async def test_closing_asks_twice_and_tells_the_reporter_once():
    desk = Desk()
    tip, phone = await taken(desk)

    await phone.payload(f"triage.close:{tip.reference}")
    await phone.say("gì cơ")
    assert phone.place == "triage.close_outcome"
    assert "Chưa đủ thông tin" in await phone.press("Chưa đủ thông tin")
    assert "Lý do cần" in await phone.say("không")
    assert "Kết thúc tin" in await phone.say("Không ai thấy gì, không có biển số.")
    await phone.say("quay lại")
    await phone.say("quay lại")
    assert phone.place == "triage.close_outcome"
    await phone.press("Đúng")
    assert desk.tips.tips[0].status == "acknowledged"
    assert "Đã kết thúc" in await phone.press("Đồng ý kết thúc")

    assert (desk.tips.tips[0].status, desk.tips.tips[0].outcome) == ("closed", "right")
    assert len(desk.told(REPORTER)) == 1
    assert tip.reference in words(desk.told(REPORTER)[0])
    assert desk.deeds()[-1] == "tip-closed"
    for step in ("ask", "close", "take"):
        assert "đã kết thúc" in await phone.payload(f"triage.{step}:{tip.reference}")


async def test_closing_can_be_given_up_at_both_questions():
    desk = Desk()
    tip, phone = await taken(desk)
    for presses in (["Thôi"], ["Đúng", "Thôi"]):
        await phone.payload(f"triage.close:{tip.reference}")
        for label in presses:
            await phone.press(label)
        assert phone.place == ""
    assert desk.tips.tips[0].status == "acknowledged"
