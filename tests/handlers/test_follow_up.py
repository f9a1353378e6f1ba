"""After the receipt: the thread goes on, from any chat, and can be left."""

from __future__ import annotations

import pytest

from tests.handlers.harness import HAMLET, Phone, Village


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
async def lan(village: Village) -> Phone:
    """A resident who has sent a tip."""
    phone = Phone(village)
    await phone.form(HAMLET.code, story="Quán mở thâu đêm")
    return phone


def receipt(village: Village) -> str:
    return next(iter(village.tips.receipts))


async def test_an_answer_goes_straight_to_the_owner(village: Village, lan: Phone) -> None:
    officer = Phone(village, 200).enlist()
    village.tips.change(1, owner_id=officer.who.member_id, status="acknowledged")
    village.tips.ask(1, "Quán tên gì?", village.now)

    assert "Đã chuyển tới người đang xử lý" in await lan.say("Quán Gió")
    assert village.notices[-1].member_id == officer.who.member_id
    assert village.tips.bodies[1][1].text == "Quán Gió"
    await lan.photo(name="p9")
    assert village.tips.bodies[1][2].files[0].id == "p9"
    assert "Cảm ơn" in await lan.press("Xong")
    assert lan.place == ""


async def test_the_button_under_a_question(village: Village, lan: Phone) -> None:
    village.tips.ask(1, "Quán tên gì?", village.now)
    reference = village.tip.reference
    assert reference in await lan.payload(f"follow_up.reply:{reference}")
    await lan.say("Quán Gió")
    assert village.notices[-1].roles == ("officer", "lead")
    assert village.tips.bodies[1][1].text == "Quán Gió"


async def test_half_an_hour_later_it_may_be_something_else(village: Village, lan: Phone) -> None:
    await lan.payload(f"follow_up.add:{village.tip.reference}")
    village.wait(minutes=31)
    assert "gửi tin này" in await lan.say("chuyện khác hẳn")
    await lan.press("Gửi luôn")
    assert village.body.text == "chuyện khác hẳn"


async def test_words_for_a_closed_tip_are_not_lost(village: Village, lan: Phone) -> None:
    await lan.payload(f"follow_up.add:{village.tip.reference}")
    village.tips.change(1, status="closed")
    assert "gửi tin này" in await lan.say("lại thấy nữa")
    assert "không còn mở" in await lan.payload(f"follow_up.add:{village.tip.reference}")


async def test_nobody_writes_to_a_strangers_tip(village: Village, lan: Phone) -> None:
    stranger = Phone(village, 300)
    await stranger.payload(f"follow_up.add:{village.tip.reference}")
    assert stranger.place == ""


@pytest.mark.parametrize("command", ["/tra {}", "{}", "  {} "])
async def test_the_receipt_opens_the_thread_in_another_chat(
    village: Village, lan: Phone, command: str
) -> None:
    village.tips.ask(1, "Quán tên gì?", village.now)
    other = Phone(village, 300, "telegram")
    code = receipt(village)
    typed = "-".join(code[i : i + 4] for i in range(0, 16, 4)).lower()
    shown = await other.say(command.format(typed))
    assert "Quán tên gì?" in shown
    assert "Trần Văn A" not in shown
    assert "Đã nhận, chờ cán bộ" in shown
    assert "Đã chuyển" in await other.say("Quán Gió")
    assert village.tips.bodies[1][1].text == "Quán Gió"


async def test_an_officer_who_looks_does_not_become_the_reporter(
    village: Village, lan: Phone
) -> None:
    officer = Phone(village, 200).enlist()
    await officer.say(f"/tra {receipt(village)}")
    assert (1, 200) not in village.tips.links


async def test_wrong_receipts_are_slowed_down_and_tell_nothing(
    village: Village, lan: Phone
) -> None:
    guesser = Phone(village, 300)
    shown = {await guesser.say("/tra 0000-0000-0000-0000") for _ in range(5)}
    assert len(shown) == 1
    assert "không tìm thấy" in shown.pop()
    slowed = await guesser.say(f"/tra {receipt(village)}")
    assert "chờ 15 phút" in slowed
    assert village.tip.reference not in slowed


async def test_status_of_ones_own_tips(village: Village, lan: Phone) -> None:
    await lan.form(story="tin thứ hai")
    shown = await lan.say("/tra")
    assert all(tip.reference in shown for tip in village.tips.tips)
    assert "22/11/2026 12:00" in shown
    assert "16 ký tự" in await lan.press("Tin khác, bằng biên nhận")


async def test_without_tips_the_receipt_is_asked_for(village: Village) -> None:
    phone = Phone(village)
    assert "16 ký tự" in await phone.say("/tra")
    assert "không tìm thấy" in await phone.say("không nhớ nữa")
    assert "dừng ở đây" in await phone.say("/huy")


async def test_wiping_asks_once_and_says_what_stays(village: Village, lan: Phone) -> None:
    await lan.say("còn một chuyện")
    assert "Tin đã gửi vẫn ở chỗ công an" in await lan.say("/xoa")
    assert "Đã xoá" in await lan.press("Xoá hết")
    assert lan.wiped
    assert (lan.place, lan.state.aside) == ("", None)


async def test_not_wiping_takes_the_draft_up_again(village: Village, lan: Phone) -> None:
    await lan.say("còn một chuyện")
    await lan.say("/xoa")
    shown = await lan.press("Không xoá")
    assert not lan.wiped
    assert "gửi" in shown
    await lan.press("Gửi luôn")
    assert village.body.text == "còn một chuyện"


async def test_what_was_put_aside_expires_too(village: Village, lan: Phone) -> None:
    await lan.say("còn một chuyện")
    await lan.payload(f"follow_up.add:{village.tip.reference}")
    assert lan.state.aside is not None
    assert "tự xoá sau 24 giờ" in await lan.time_out()
    assert (lan.place, lan.state.aside) == ("", None)


async def test_a_scan_leaves_the_thread(village: Village, lan: Phone) -> None:
    await lan.payload(f"follow_up.add:{village.tip.reference}")
    await lan.scan()
    await lan.say("chuyện mới")
    await lan.press("Gửi luôn")
    assert village.body.text == "chuyện mới"
    assert lan.place == ""
