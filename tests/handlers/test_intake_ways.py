"""Ways into a tip besides the menu, and ways out."""

from __future__ import annotations

import pytest

from bot.domain.message import Refusal
from storage.units import Unit
from tests.handlers.harness import HAMLET, NOON, PROVINCE, TAN_KHAI, Phone, Village

OTHERS = [Unit(10 + i, f"xa-{i}", f"xã Bình {i}", "B", 1, "") for i in range(9)]


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
def lan(village: Village) -> Phone:
    return Phone(village)


@pytest.fixture
def province() -> Village:
    return Village(PROVINCE, TAN_KHAI, *OTHERS)


async def test_unknown_and_revoked_codes_refuse_nothing(lan: Phone) -> None:
    shown = await lan.scan("no-such-code")
    assert "vẫn báo tin được" in shown
    assert "thấy chuyện gì" in shown
    shown = await lan.scan("old-code")
    assert "vẫn báo tin cho xã Tân Khai được" in shown
    assert "Thôn 3" not in shown


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("web", "không hỏi tên"),
        ("telegram", "Telegram thấy được"),
        ("zalo_bot", "Zalo thấy được"),
        ("zalo_oa", "người quản trị tài khoản Zalo này thấy được"),
        ("another", "Ứng dụng"),
    ],
)
async def test_who_can_see_what_is_said_first(village: Village, channel: str, words: str) -> None:
    phone = Phone(village, channel=channel)
    assert words in await phone.scan()
    assert "xoá sau 24 giờ" in phone.shown


async def test_somebody_just_types(village: Village, lan: Phone) -> None:
    shown = await lan.say("Nhà bên có mùi lạ")
    assert "gửi tin này cho công an xã Tân Khai chứ" in shown
    assert "không biết anh/chị là ai" in shown
    assert "Đã ghi lại" in await lan.say("đêm nào cũng thế")
    await lan.press("Gửi luôn")
    assert village.body.text == "Nhà bên có mùi lạ\nđêm nào cũng thế"


async def test_somebody_just_sends_a_photo(village: Village, lan: Phone) -> None:
    await lan.photo()
    await lan.press("Kể thêm")
    await lan.say("chụp tối qua")
    await lan.press("Gửi luôn")
    assert (len(village.body.files), village.body.text) == (1, "chụp tối qua")


async def test_not_sending_keeps_nothing(village: Village, lan: Phone) -> None:
    await lan.say("thử xem sao")
    assert "chưa gửi gì" in await lan.press("Không gửi")
    assert village.tips.tips == []
    assert lan.state.draft == {}


@pytest.mark.parametrize("hello", ["alo", "Xin chào", "hi!"])
async def test_a_greeting_is_no_tip(lan: Phone, hello: str) -> None:
    assert "nơi báo tin" in await lan.say(hello)


async def test_another_tip_may_join_an_open_one(village: Village, lan: Phone) -> None:
    await lan.say("tin thứ nhất của tôi")
    await lan.press("Gửi luôn")
    reference = village.tip.reference
    await lan.say("quên nói: biển số 93")
    await lan.press(f"Thêm vào tin {reference}")
    assert len(village.tips.tips) == 1
    assert village.tips.bodies[1][1].text == "quên nói: biển số 93"
    assert village.notices[-1].reply.card == f"tip-more:{reference}"
    assert lan.place == ""


async def test_the_commune_is_chosen_by_button(province: Village) -> None:
    lan = Phone(province)
    assert "xã, phường nào" in await lan.event()
    assert len([b for b in lan.buttons if b.startswith("xã")]) == 8
    await lan.press("Xem thêm")
    assert "thấy chuyện gì" in await lan.press("xã Tân Khai")
    await lan.say("chuyện ở xã")
    await lan.press("Gửi luôn")
    assert province.tip.unit_id == TAN_KHAI.id


@pytest.mark.parametrize("typed", ["tan khai", "Tân Khai", "xã tân khai", "XA TAN KHAI"])
async def test_the_commune_is_typed(province: Village, typed: str) -> None:
    lan = Phone(province)
    await lan.event()
    assert "thấy chuyện gì" in await lan.say(typed)


async def test_several_communes_of_a_name_are_offered(province: Village) -> None:
    lan = Phone(province)
    await lan.event()
    await lan.say("bình")
    assert "thấy chuyện gì" in await lan.press("xã Bình 4")


async def test_telling_is_not_lost_while_the_commune_is_asked(province: Village) -> None:
    lan = Phone(province)
    await lan.say("Có người bán hàng trắng ở quán karaoke gần chợ, đêm nào cũng đông")
    assert "công an địa phương" in lan.shown
    assert "xã, phường nào" in await lan.press("Gửi luôn")
    assert "chưa tìm thấy" in await lan.say("Tan Khia")
    assert "tới công an xã Tân Khai" in await lan.say("Tan Khai")
    assert "karaoke" in province.body.text


async def test_the_form_files_at_once(village: Village, lan: Phone) -> None:
    shown = await lan.form(
        HAMLET.code, kind="venue", story="Quán mở thâu đêm", when="thứ bảy", where="đầu thôn"
    )
    assert village.tip.reference in shown
    assert (village.tip.kind, village.tip.point) == ("venue", "Thôn 3")
    assert (village.body.when, village.body.where) == ("thứ bảy", "đầu thôn")


async def test_a_form_without_a_story_keeps_the_rest(village: Village, lan: Phone) -> None:
    assert "kể giúp" in await lan.form(kind="venue", when="thứ bảy")
    await lan.say("Quán mở thâu đêm")
    await lan.press("Gửi luôn")
    assert (village.tip.kind, village.body.when) == ("venue", "thứ bảy")


async def test_a_form_of_several_communes_asks_for_one_then_files(province: Village) -> None:
    lan = Phone(province)
    await lan.form(story="Quán mở thâu đêm", kind="nonsense")
    await lan.say("Bình 3")
    assert (province.tip.unit_id, province.tip.kind) == (OTHERS[3].id, "other")


async def test_back_cancel_and_again_by_button_and_word(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.press("Vận chuyển")
    assert "thấy chuyện gì" in await lan.press("Quay lại")
    await lan.press("Cất giấu ma tuý")
    await lan.say("trong nhà kho")
    await lan.press("Xong")
    assert "cứ kể tiếp" in await lan.say("quay lai")
    await lan.press("Xong")
    assert "làm lại từ đầu" in await lan.say("/lamlai")
    assert "trong nhà kho" not in repr(lan.state.draft)
    await lan.say("kể lại từ đầu đây")
    assert "chưa gửi gì" in await lan.say("huỷ")
    assert (lan.place, village.tips.tips) == ("", [])
    assert "Thôn 3" in await lan.press("Báo tin")


@pytest.mark.parametrize(
    "steps",
    [
        [],
        ["Đang nguy hiểm"],
        ["Vận chuyển"],
        ["Vận chuyển", "=xe", "Xong"],
        ["Vận chuyển", "=xe", "Xong", "Bỏ qua"],
        ["Vận chuyển", "=xe", "Xong", "Bỏ qua", "Bỏ qua"],
    ],
)
@pytest.mark.parametrize(("word", "answer"), [("/huy", "chưa gửi gì"), ("làm lại", "từ đầu")])
async def test_cancel_and_again_work_at_every_step(
    lan: Phone, steps: list[str], word: str, answer: str
) -> None:
    await lan.scan()
    for step in steps:
        await (lan.say(step[1:]) if step.startswith("=") else lan.press(step))
    assert answer in await lan.say(word)


async def test_scanning_again_keeps_what_was_told(village: Village, lan: Phone) -> None:
    await lan.say("kể ở nhà, quét mã sau")
    shown = await lan.scan()
    assert "Thôn 3" in shown
    assert "cứ kể tiếp" in shown
    await lan.press("Gửi luôn")
    assert (village.tip.point, village.body.text) == ("Thôn 3", "kể ở nhà, quét mã sau")


async def test_an_unfinished_draft_is_erased_and_said_once(lan: Phone) -> None:
    await lan.scan()
    await lan.say("còn dở")
    assert "tự xoá sau 24 giờ" in await lan.time_out()
    assert (lan.place, lan.state.draft) == ("", {})


async def test_nothing_told_expires_without_a_word(lan: Phone) -> None:
    await lan.scan()
    assert await lan.time_out() == ""


async def test_a_sticker_at_rest_gets_an_explanation_and_a_welcome(lan: Phone) -> None:
    shown = await lan.refused(Refusal.UNSUPPORTED)
    assert "chưa nhận được" in shown
    assert "thấy chuyện gì" in shown


async def test_a_name_like_a_command_is_an_answer(village: Village, lan: Phone) -> None:
    await lan.scan()
    await lan.say("Huy")
    await lan.press("Gửi luôn")
    assert village.body.text == "Huy"
    assert village.now == NOON
