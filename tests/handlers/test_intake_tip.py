"""A resident reports, as a police officer would tell it."""

from __future__ import annotations

import pytest

from bot.domain.message import MediaKind, Refusal
from tests.handlers.harness import HAMLET, PROVINCE, TAN_KHAI, Phone, Village


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
def lan(village: Village) -> Phone:
    return Phone(village)


async def test_three_interactions_after_the_scan_make_a_tip(village: Village, lan: Phone) -> None:
    assert "Bà con đang ở: Thôn 3, xã Tân Khai." in await lan.scan()
    assert "Đã ghi lại" in await lan.say("Nhà cuối xóm bán ma tuý")
    shown = await lan.press("Gửi luôn")

    assert village.tip.reference in shown
    assert "công an xã Tân Khai" in shown
    assert village.body.text == "Nhà cuối xóm bán ma tuý"
    assert (village.tip.point, village.tip.kind, village.tip.urgency) == (
        "Thôn 3",
        "other",
        "normal",
    )
    assert lan.place == ""


async def test_the_whole_way(village: Village, lan: Phone) -> None:
    await lan.scan()
    assert "kể giúp" in await lan.press("Mua bán ma tuý")
    await lan.say("Có người bán ở quán nước")
    await lan.photo("biển số xe")
    assert "lúc nào" in await lan.press("Xong")
    assert "ngay tại Thôn 3" in await lan.press("Thường xuyên")
    review = await lan.say("số 5 ngõ 2")

    assert "Mua bán ma tuý" in review
    assert "Thường xuyên" in review
    assert "số 5 ngõ 2" in review
    assert "cố ý báo sai" in review
    await lan.press("Gửi luôn")
    assert village.tip.kind == "dealing"
    assert village.body.text == "Có người bán ở quán nước\nbiển số xe"
    assert (village.body.when, village.body.where) == ("often", "số 5 ngõ 2")
    assert [f.id for f in village.body.files] == ["p1"]


async def test_the_receipt_comes_as_words_picture_and_link(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.say("chuyện")
    shown = await lan.press("Gửi luôn")

    receipt = next(iter(village.tips.receipts))
    grouped = "-".join(receipt[i : i + 4] for i in range(0, 16, 4))
    assert grouped in shown
    assert [(m.kind, m.data) for m in lan.replies[-1].media] == [(MediaKind.QR, f"/r#{grouped}")]
    assert lan.buttons["Trang xem lại tin"].url == f"/r#{grouped}"
    kept = await lan.press("Tôi đã chép lại")
    assert grouped not in kept
    assert lan.replies[0].card == f"receipt:{village.tip.reference}"


async def test_the_notice_says_nothing_of_the_content(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.say("bí mật lắm")
    await lan.press("Gửi luôn")

    (notice,) = village.notices
    assert notice.unit_id == TAN_KHAI.id
    assert notice.roles == ("officer", "lead")
    assert notice.reply.protect
    assert "bí mật" not in repr(dict(notice.reply.text.args))
    assert village.audit.lines == [
        (
            "tip-filed",
            {
                "now": village.now,
                "unit_id": TAN_KHAI.id,
                "member_id": None,
                "subject": village.tip.reference,
            },
        )
    ]


@pytest.mark.parametrize("label", ["Người “ngáo đá”", "Đang nguy hiểm"])
async def test_danger_calls_first_then_goes_on_as_urgent(
    village: Village, lan: Phone, label: str
) -> None:
    await lan.scan()
    assert "gọi 113 trước" in await lan.press(label)
    assert lan.buttons["Gọi 113"].url == "tel:113"
    assert lan.buttons["Gọi trực ban 0271 3 666 113"].url == "tel:02713666113"
    await lan.press("Tiếp tục báo tin khẩn")
    await lan.say("Cầm dao đi ngoài đường")
    assert "gọi 113 ngay" in await lan.press("Gửi luôn")
    assert village.tip.urgency == "urgent"


async def test_danger_does_not_wait_for_the_button(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.press("Đang nguy hiểm")
    assert "Đã ghi lại" in await lan.say("Nó đập cửa nhà bà Sáu")
    await lan.press("Gửi luôn")
    assert village.tip.urgency == "urgent"


async def test_a_report_on_an_official_goes_over_the_units_head(
    village: Village, lan: Phone
) -> None:
    await lan.scan()
    shown = await lan.press("Cán bộ bao che, tiếp tay")
    assert "tới thẳng công an tỉnh Đồng Nai" in shown
    await lan.say("Ông ấy nhận tiền")
    assert "công an tỉnh Đồng Nai" in await lan.press("Gửi luôn")
    assert village.tip.unit_id == PROVINCE.id
    assert {n.unit_id for n in village.notices} == {PROVINCE.id}


async def test_without_a_desk_above_it_says_so_honestly() -> None:
    lan = Phone(Village(PROVINCE))
    await lan.event()
    assert "chưa có nơi nhận cấp trên" in await lan.press("Cán bộ bao che, tiếp tay")


async def test_the_kind_can_be_changed_at_the_end(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.press("Vận chuyển")
    await lan.say("xe tải đêm")
    await lan.press("Xong")
    await lan.press("Bỏ qua")
    await lan.press("Ngay tại Thôn 3")
    await lan.press("Đổi loại")
    assert "Trồng cây" in await lan.press("Trồng cây có chất ma tuý")
    await lan.press("Gửi luôn")
    assert village.tip.kind == "planting"
    assert (village.body.when, village.body.where) == ("", "Thôn 3")


async def test_a_location_answers_where(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.press("Vận chuyển")
    await lan.locate()
    await lan.press("Xong")
    assert "vị trí đã gửi" in await lan.say("hôm qua, tầm 9 giờ")
    await lan.press("Gửi luôn")
    assert village.body.location is not None
    assert village.body.when == "hôm qua, tầm 9 giờ"


async def test_elsewhere_asks_for_the_address(lan: Phone) -> None:
    await lan.scan()
    await lan.press("Vận chuyển")
    await lan.say("xe lạ")
    await lan.press("Xong")
    await lan.press("Hôm nay")
    assert "địa chỉ" in await lan.press("Chỗ khác")
    assert "ngã ba chợ" in await lan.say("ngã ba chợ")


async def test_a_refused_file_is_explained_and_the_rest_kept(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.say("đây là đoạn phim")
    shown = await lan.refused(Refusal.TOO_LARGE, Refusal.TOO_LARGE)
    assert shown.count("lớn quá") == 1
    await lan.press("Gửi luôn")
    assert village.body.text == "đây là đoạn phim"


async def test_ten_thousand_characters_are_kept_whole(village: Village, lan: Phone) -> None:
    long = "Tối nào cũng có xe lạ. " * 435
    await lan.scan()
    await lan.say(long)
    await lan.press("Xong")
    await lan.press("Chuyện khác")
    await lan.press("Bỏ qua")
    assert len(await lan.press("Bỏ qua")) < 2000
    await lan.press("Gửi luôn")
    assert village.body.text == long.strip()


async def test_answers_may_be_typed_by_number_or_without_marks(
    village: Village, lan: Phone
) -> None:
    await lan.scan()
    await lan.say("van chuyen")
    await lan.say("thấy xe tải")
    await lan.say("xong")
    await lan.say("2")
    await lan.say("ngay tai thon 3")
    await lan.say("GUI LUON")
    assert (village.tip.kind, village.body.when) == ("transport", "today")
    assert village.body.where == HAMLET.name


async def test_staff_who_report_stay_unnamed(village: Village) -> None:
    officer = Phone(village).enlist()
    await officer.scan()
    await officer.press("Báo tin như bà con")
    await officer.say("bà con gọi điện báo")
    await officer.press("Gửi luôn")
    assert village.tips.links == set()


async def test_english(lan: Phone) -> None:
    await lan.scan()
    assert "What did you see" in await lan.say("/english")
    assert "kể giúp" not in await lan.press("Drug transport")
    assert "Đã ghi lại" not in await lan.say("a lorry at night")
    assert "has reached the police of xã Tân Khai" in await lan.press("Send it now")
