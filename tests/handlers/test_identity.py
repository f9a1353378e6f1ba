"""Leaving a name: off by default, one way out at every step, nothing shown back, nothing lost."""

from __future__ import annotations

import pytest

from bot.domain.codes import grouped
from bot.domain.identity import Identity
from tests.handlers.desk import Desk, officer
from tests.handlers.harness import Phone, Village

LEAVE = "Để lại tên (không bắt buộc)"


def kept(village: Village) -> Village:
    village.identities.keepers_are = True
    return village


async def at_review(village: Village) -> Phone:
    phone = Phone(village)
    await phone.scan()
    await phone.press("Sử dụng ma tuý")
    await phone.say("nhà cuối xóm")
    await phone.press("Xong")
    await phone.press("Bỏ qua")
    await phone.press("Bỏ qua")
    assert "xem lại giúp" in phone.shown
    return phone


async def test_without_custodians_it_is_not_offered() -> None:
    phone = await at_review(Village())
    assert LEAVE not in phone.buttons
    await phone.press("Gửi luôn")
    assert LEAVE not in phone.buttons


async def test_by_default_nothing_is_left() -> None:
    village = kept(Village())
    phone = await at_review(village)
    assert LEAVE in phone.buttons
    await phone.press("Gửi luôn")
    assert village.identities.left == {}
    assert LEAVE in phone.buttons  # it may also be left afterwards


async def test_it_goes_with_the_tip_and_is_never_part_of_it() -> None:
    village = kept(Village())
    phone = await at_review(village)
    await phone.press(LEAVE)
    await phone.say("Lê Thị Lan")
    await phone.say("0912 777 345")
    assert "0912" not in phone.shown
    await phone.press("Để lại")
    assert "L… T… L…" in phone.shown
    assert "xem lại giúp" in phone.shown
    await phone.press("Gửi luôn")
    assert village.identities.left == {1: Identity("Lê Thị Lan", "0912777345")}
    assert "Lan" not in village.body.text
    assert all("Lan" not in str(o.reply) for o in village.notices)
    assert phone.state.draft == {}


@pytest.mark.parametrize("steps", [0, 1, 2])
async def test_every_step_has_a_way_out_and_the_tip_is_there_again(steps: int) -> None:
    village = kept(Village())
    phone = await at_review(village)
    await phone.press(LEAVE)
    for typed in ("Lê Thị Lan", "0912777345")[:steps]:
        await phone.say(typed)
    await phone.press("Không để lại tên")
    assert "xem lại giúp" in phone.shown
    await phone.press("Gửi luôn")
    assert village.identities.left == {}
    assert village.body.text == "nhà cuối xóm"


async def test_cancelling_leads_back_to_the_tip() -> None:
    phone = await at_review(kept(Village()))
    await phone.press(LEAVE)
    assert "xem lại giúp" in await phone.say("/huy")


async def test_a_photo_sent_meanwhile_is_the_tips() -> None:
    village = kept(Village())
    phone = await at_review(village)
    await phone.press(LEAVE)
    assert "đã thêm vào tin" in await phone.photo("xe của họ")
    assert phone.place == "identity.name"
    await phone.press("Không để lại tên")
    await phone.press("Gửi luôn")
    assert len(village.body.files) == 1
    assert "xe của họ" in village.body.text


async def test_it_can_be_corrected_and_taken_back_before_sending() -> None:
    village = kept(Village())
    phone = await at_review(village)
    await phone.press(LEAVE)
    await phone.say("Lê Thị Lam")
    await phone.press("Không để lại số")
    await phone.press("Sửa lại")
    await phone.say("Lê Thị Lan")
    await phone.say("hỏi ở quán nước")
    await phone.press("Giữ nguyên như vậy")
    await phone.press("Để lại")
    await phone.press("Rút lại tên")
    assert "L… T…" not in phone.shown
    await phone.press("Gửi luôn")
    assert village.identities.left == {}


async def test_with_the_receipt_it_can_be_left_replaced_and_withdrawn() -> None:
    village = kept(Village())
    phone = await at_review(village)
    await phone.press("Gửi luôn")
    receipt = grouped(next(iter(village.tips.receipts)))
    elsewhere = Phone(village, 101)
    await elsewhere.say(receipt)
    await elsewhere.press(LEAVE)
    await elsewhere.say("Lan")
    await elsewhere.say("0912777345")
    await elsewhere.press("Để lại")
    assert village.identities.left == {1: Identity("Lan", "0912777345")}
    await elsewhere.say(receipt)
    await elsewhere.press("Sửa tên đã để lại")
    await elsewhere.say("Lê Thị Lan")
    await elsewhere.press("Không để lại số")
    await elsewhere.press("Để lại")
    assert village.identities.left == {1: Identity("Lê Thị Lan", "")}
    await elsewhere.say(receipt)
    await elsewhere.press("Rút lại tên")
    await elsewhere.press("Không rút")
    assert village.identities.left
    await elsewhere.payload(f"identity.withdraw:{village.tip.reference}")
    await elsewhere.press("Rút lại")
    assert village.identities.left == {}
    deeds = [(what, about.get("member_id")) for what, about in village.audit.lines]
    assert ("identity-withdrawn", None) in deeds


async def test_a_stranger_reaches_nobodys_identity() -> None:
    village = kept(Village())
    phone = await at_review(village)
    await phone.press("Gửi luôn")
    stranger = Phone(village, 102)
    for deed in ("leave", "withdraw"):
        said = await stranger.payload(f"identity.{deed}:{village.tip.reference}")
        assert "biên nhận" in said
        assert stranger.place == ""


async def test_staff_are_not_offered_it_and_have_no_say_without_the_role() -> None:
    desk = Desk()
    kept(desk)
    tip = await desk.tip_of()
    staff = officer(desk)
    assert "chỉ dành cho bà con" in await staff.payload(f"identity.leave:{tip.reference}")
    assert "Vai trò" in await staff.payload("identity.pending:")
    assert "Vai trò" in await staff.payload("identity.approve:1")
    for payload in ("identity.ask:TK-1", "identity.approve:1", "identity.pending:"):
        assert "không còn dùng được" in await Phone(desk, 900).payload(payload)


async def test_only_the_owner_asks_and_only_where_something_was_left() -> None:
    desk = Desk()
    kept(desk)
    tip = await desk.tip_of()
    staff = officer(desk)
    assert "đang giữ tin" in await staff.payload(f"identity.ask:{tip.reference}")
    await staff.payload(f"triage.take:{tip.reference}")
    await staff.payload(f"triage.open:{tip.reference}")
    assert "Xin danh tính" not in staff.buttons
    assert "không có" in await staff.payload(f"identity.ask:{tip.reference}")
    await desk.identities.leave(tip.id, Identity("Lan", ""), desk.now)
    await staff.payload(f"triage.open:{tip.reference}")
    assert "Xin danh tính" in staff.buttons
    assert "Chưa ai quyết định được" in await staff.press("Xin danh tính")


async def test_odd_ids_of_requests_do_no_harm() -> None:
    desk = Desk()
    keeper = officer(desk, role="custodian")
    for odd in ("", "x", "-1", "9" * 19, "9" * 30, "\u0661"):
        assert "không còn" in await keeper.payload(f"identity.approve:{odd}")
