"""May the police ask back? Chosen while reporting, changed afterwards, and said in time."""

from __future__ import annotations

import pytest

from bot.domain.tip import TipStatus
from handlers.commands import Command, parse
from tests.handlers.harness import TAN_KHAI, Phone, Village


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
def lan(village: Village) -> Phone:
    return Phone(village)


async def reviewed(lan: Phone) -> str:
    await lan.scan()
    await lan.say("Nhà cuối xóm có người lạ.")
    for label in ("Xong", "Cất giấu ma tuý", "Tuần này"):
        await lan.press(label)
    return await lan.press("Ngay tại Thôn 3")


async def test_the_review_says_and_changes_how_they_can_be_asked(
    village: Village, lan: Phone
) -> None:
    assert "có thể hỏi thêm" in await reviewed(lan)
    assert "không để lại đường liên lạc" in await lan.press("Không để lại đường liên lạc")
    assert "có thể hỏi thêm" in await lan.press("Cho phép hỏi lại ở đây")
    await lan.press("Không để lại đường liên lạc")
    shown = await lan.press("Gửi luôn")
    assert "không hỏi lại được" in shown
    assert lan.forgotten
    assert village.tips.links == set()
    assert village.tip.reach == "receipt"


async def test_the_units_default_holds_for_sending_at_once(village: Village, lan: Phone) -> None:
    village.unit_settings.values[TAN_KHAI.id, "reply-default"] = "one-way"
    await lan.scan()
    await lan.say("Nhà cuối xóm có người lạ.")
    assert "không hỏi lại được" in await lan.press("Gửi luôn")
    assert lan.forgotten
    assert village.tips.links == set()


async def test_the_form_is_stronger_than_the_default(village: Village, lan: Phone) -> None:
    await lan.form(start="thon-3-code", story="kể", reply="one-way")
    assert village.tips.links == set()
    await lan.form(start="thon-3-code", story="kể", reply="something else")
    assert village.tips.links == {(village.tip.id, lan.who.contact_id)}
    assert not lan.forgotten


async def test_a_one_way_receipt_names_the_tip_in_no_button_and_no_card(
    village: Village, lan: Phone
) -> None:
    await lan.form(start="thon-3-code", story="kể", reply="one-way")
    reply = lan.replies[-1]
    assert reply.card.startswith("once:")
    named = [b.payload for b in reply.buttons if village.tip.reference in b.payload]
    assert named == []
    shown = await lan.press("Tôi đã chép lại")
    assert village.tip.reference not in shown
    assert lan.replies[-1].card == reply.card
    assert lan.forgotten


async def test_withdrawing_is_asked_once_and_can_be_left(village: Village, lan: Phone) -> None:
    await lan.form(start="thon-3-code", story="kể")
    assert "không hỏi lại anh/chị được nữa" in await lan.press("Rút liên hệ")
    assert "như cũ" in await lan.press("Để như cũ")
    assert village.tip.reach == "here"
    await lan.say("rút liên hệ")
    await lan.press("Rút liên hệ")
    assert (village.tip.reach, village.tips.links, lan.forgotten) == ("broken", set(), True)
    assert "không gắn với tin nào" in await lan.say("/rut-lien-he")


async def test_with_several_tips_it_is_asked_which(village: Village, lan: Phone) -> None:
    await lan.form(start="thon-3-code", story="một")
    await lan.form(start="thon-3-code", story="hai")
    first, second = village.tips.tips
    assert "tin nào" in await lan.say("/rut-lien-he")
    await lan.press(first.reference)
    await lan.press("Rút liên hệ")
    assert not lan.forgotten, "the other one is still open"
    assert village.tips.links == {(second.id, lan.who.contact_id)}


async def test_an_erased_receipt_is_told_so_kindly(village: Village, lan: Phone) -> None:
    village.tips.erased.add("0123456789ABCDEF")
    assert "đã được xoá theo quy định" in await lan.say("/tra 0123-4567-89AB-CDEF")


async def test_a_closed_tip_cannot_be_opened_to_questions(village: Village, lan: Phone) -> None:
    await lan.form(start="thon-3-code", story="kể", reply="one-way")
    button = lan.buttons["Cho phép hỏi lại ở đây"].payload
    village.tips.change(village.tip.id, status=TipStatus.CLOSED)
    assert "không còn mở" in await lan.payload(button)
    assert village.tips.links == set()


async def test_guessing_receipts_by_the_button_is_slowed_down(village: Village) -> None:
    guesser = Phone(village, 300)
    for _ in range(5):
        await guesser.payload("follow_up.allow:0000000000000000")
    assert "chờ 15 phút" in await guesser.payload("follow_up.allow:0000000000000000")


@pytest.mark.parametrize("typed", ["/rut-lien-he", "rút liên hệ", "rut lien he", "/withdraw"])
def test_the_words_for_it(typed: str) -> None:
    said = parse(typed)
    assert said is not None
    assert said.command is Command.WITHDRAW
