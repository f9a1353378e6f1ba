"""A sign's short code, typed by hand: what is one, what is not, and that nothing told is lost."""

from __future__ import annotations

import pytest

from bot.domain.message import Location
from handlers.signs import TypedCode, typed_code
from tests.handlers.harness import Phone, Village
from tests.handlers.signing import SHORT

WRONG = "7F3K2Y"


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (f"MÃ {SHORT}", TypedCode(SHORT, named=True)),
        ("ma 7f3-k2x", TypedCode(SHORT, named=True)),
        ("Mã số: 7f3 k2x", TypedCode(SHORT, named=True)),
        ("code 7F3K2X", TypedCode(SHORT, named=True)),
        (" 7f3k2x ", TypedCode(SHORT, named=False)),
        (f"mã {WRONG}", TypedCode("", named=True)),
        (WRONG, None),
        ("MÃ 7F3KU2", TypedCode("", named=True)),
        ("ma tuý ở xóm 7", None),
        ("ma 7 thang", None),
        ("ma tuý đá", None),
        ("nghiện", None),
        ("123456789", None),
        ("", None),
    ],
)
def test_what_is_a_code(typed: str, meant: TypedCode | None) -> None:
    assert typed_code(typed) == meant


async def test_typed_at_rest_it_is_a_scan(village: Village) -> None:
    for typed in (f"MÃ {SHORT}", SHORT.lower(), f"/start {SHORT}"):
        assert "Bà con đang ở: Thôn 3" in await Phone(village).say(typed)


async def test_a_wrong_one_is_kept_until_the_right_one_comes(village: Village) -> None:
    phone = Phone(village)
    said = await phone.say(f"mã {WRONG}")
    assert said.startswith("Mã này chưa đúng")
    assert "đọc tin này" in said  # who reads it is said before anything is asked
    await phone.say("xe lạ")
    await phone.press("Gửi luôn")
    assert village.body.text == f"xe lạ\nmã {WRONG}"

    other = Phone(village, 101)
    await other.say(f"mã {WRONG}")
    assert "Thôn 3" in await other.say(f"mã {SHORT}")
    await other.say("xe lạ")
    await other.press("Gửi luôn")
    assert village.body.text == "xe lạ"
    assert village.tip.point == "Thôn 3"


async def test_alone_it_has_to_exist(village: Village) -> None:
    assert "gửi tin này" in await Phone(village).say("XE4B12")


async def test_while_somebody_tells_it_is_told(village: Village) -> None:
    phone = Phone(village)
    await phone.scan()
    await phone.say("xe lạ, trên biển ghi")
    await phone.say(f"MÃ {SHORT}")
    await phone.press("Gửi luôn")
    assert village.body.text == f"xe lạ, trên biển ghi\nMÃ {SHORT}"


async def test_as_an_answer_to_a_question_it_is_an_answer(village: Village) -> None:
    phone = Phone(village)
    await phone.form(story="biển lạ", reply="ask-back")
    village.tips.ask(village.tip.id, "Trên biển ghi mã gì?", village.now)
    await phone.say(SHORT)
    assert village.tips.bodies[village.tip.id][-1].text == SHORT


@pytest.mark.parametrize("typed", ["mã số 59a 123", f"mã {WRONG}", "mã số: 59a123"])
async def test_an_answer_that_looks_like_a_code_is_an_answer(village: Village, typed: str) -> None:
    phone = Phone(village)
    await phone.form(story="xe lạ", reply="ask-back")
    village.tips.ask(village.tip.id, "Xe của họ mã số bao nhiêu?", village.now)
    said = await phone.say(typed)
    assert "Mã này chưa đúng" not in said
    assert village.tips.bodies[village.tip.id][-1].text == typed


async def test_a_sign_that_is_named_and_exists_begins_a_tip(village: Village) -> None:
    phone = Phone(village)
    await phone.form(story="xe lạ", reply="ask-back")
    assert "Thôn 3" in await phone.say(f"MÃ {SHORT}")
    await phone.say("/huy")
    village.tips.ask(village.tip.id, "Xe màu gì?", village.now)
    assert "Bà con đang ở: Thôn 3" in await phone.say(f"MÃ {SHORT}")
    assert [body.text for body in village.tips.bodies[village.tip.id]] == ["xe lạ"]


async def test_a_bad_sign_is_told_in_two_presses(village: Village) -> None:
    phone = Phone(village)
    await phone.scan()
    await phone.press("Biển hỏng, bị dán đè?")
    said = await phone.press("Có mã khác dán đè lên")
    assert "Đã ghi lại" in said
    assert "Anh/chị thấy chuyện gì?" in said  # where they were before
    assert [what.value for what in village.stickers.happened] == ["told-covered"]


@pytest.mark.parametrize("how", ["word", "photo", "place"])
async def test_who_tells_a_tip_instead_is_heard(village: Village, how: str) -> None:
    phone = Phone(village)
    await phone.scan()
    await phone.press("Biển hỏng, bị dán đè?")
    if how == "word":
        await phone.say("có người bán sau chợ")
    elif how == "photo":
        await phone.photo()
    else:
        await phone.locate()
    assert "Đã ghi lại, chưa gửi" in phone.shown
    await phone.press("Người khác" if "Người khác" in phone.buttons else "Sử dụng ma tuý")
    await phone.form()
    body = village.body
    assert (body.text, len(body.files), body.location) == {
        "word": ("có người bán sau chợ", 0, None),
        "photo": ("", 1, None),
        "place": ("", 0, Location(11.5, 106.6)),
    }[how]
    assert village.stickers.happened == []
