"""Which step takes an event: the table, rule by rule."""

from __future__ import annotations

import pytest

from bot.domain.flow import END
from handlers.commands import Command, Said, invitation, is_receipt, parse
from handlers.diagram import mermaid
from tests.handlers.harness import HAMLET, ROUTER, Phone, Village


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/huy", Command.CANCEL),
        ("hủy", Command.CANCEL),
        ("huỷ", Command.CANCEL),
        ("QUAY LẠI", Command.BACK),
        ("quay lai", Command.BACK),
        ("/quay-lai", Command.BACK),
        ("/hangdoi", Command.QUEUE),
        ("/hang-doi", Command.QUEUE),
        ("/hang_doi", Command.QUEUE),
        ("hàng đợi", Command.QUEUE),
        ("Hàng đợi.", Command.QUEUE),
        ("/start@tinbao_bot", Command.START),
        ("/batdau", Command.START),
        ("làm lại từ đầu", Command.RESTART),
        ("/xoa", Command.WIPE),
        ("/xóa", Command.WIPE),
        ("/trogiup", Command.HELP),
        ("/english", Command.ENGLISH),
        ("tiếng Việt", Command.VIETNAMESE),
    ],
)
def test_a_command_is_known_however_it_is_typed(typed: str, command: Command) -> None:
    assert parse(typed) == Said(command)


@pytest.mark.parametrize(
    "typed",
    [
        "Huy",
        "Húy",
        "Quay lái",
        "xoá",
        "tra",
        "trà",
        "tôi muốn quay lại",
        "/khong-co",
        "",
        "🙂",
        "/",
    ],
)
def test_ordinary_words_are_no_commands(typed: str) -> None:
    assert parse(typed) is None


def test_a_command_may_carry_a_receipt() -> None:
    assert parse("/tra abcd-efgh") == Said(Command.RECEIPT, "abcd-efgh")


@pytest.mark.parametrize(
    ("typed", "receipt"),
    [
        ("7F3K-2Q9X-1A2B-ZZZZ", True),
        ("7f3k 2q9x 1a2b zzzz", True),
        ("7F3K2Q9X1A2BZZZZ", True),
        ("7F3K–2Q9X–1A2B–ZZZZ", True),
        ("nha ba tam ban ma tay", False),
        ("7F3K-2Q9X-1A2B", False),
        ("UUUU-UUUU-UUUU-UUUU", False),
    ],
)
def test_what_looks_like_a_receipt(typed: str, receipt: bool) -> None:
    assert is_receipt(typed) is receipt


def test_what_looks_like_an_invitation() -> None:
    assert invitation(" tb-7f3k-2q9x-1a2b ") == "7F3K2Q9X1A2B"
    assert invitation("TB-7F3K") is None
    assert invitation("tb ngay mai hop to dan pho") is None


async def test_staff_at_rest_come_home_residents_are_greeted(village: Village) -> None:
    officer = Phone(village, 200).enlist()
    for greeting in ("có gì mới không", "/start"):
        said = await officer.say(greeting)
        assert "/hang-doi" in said
        assert "bà con" not in said.lower()
    assert "bà con" in (await Phone(village).say("/start")).lower()


async def test_staff_may_scan_too(village: Village) -> None:
    officer = Phone(village, 200).enlist()
    card = await officer.scan(HAMLET.code)
    assert "Biển TK-0001" in card
    assert "Thôn 3" in card
    assert "Bà con đang ở: Thôn 3" in await officer.press("Báo tin như bà con")


async def test_the_queue_is_a_command_for_staff_only(village: Village) -> None:
    assert "Hàng đợi" in await Phone(village, 200).enlist().say("hàng đợi")
    resident = Phone(village)
    await resident.scan()
    assert "Đã ghi lại" in await resident.say("hàng đợi")


async def test_an_old_button_is_said_kindly_and_the_question_asked_again(
    village: Village,
) -> None:
    lan = Phone(village)
    await lan.scan()
    await lan.say("kể chuyện")
    shown = await lan.payload("intake.kind:dealing")
    assert "Lựa chọn đó cũ rồi" in shown
    assert "cứ kể tiếp" in shown


@pytest.mark.parametrize(
    "payload", ["intake.kind:use", "x", "a.b:c", "nav.", ":", "nav.nowhere:", "intake.none:1"]
)
async def test_an_old_button_at_rest_greets(village: Village, payload: str) -> None:
    shown = await Phone(village).payload(payload)
    assert "Lựa chọn đó cũ rồi" in shown
    assert "thấy chuyện gì" in shown


async def test_help_interrupts_nothing(village: Village) -> None:
    lan = Phone(village)
    await lan.scan()
    await lan.say("kể chuyện")
    shown = await lan.say("/trogiup")
    assert "/quaylai" in shown
    assert "cứ kể tiếp" in shown


async def test_cancel_and_back_with_nothing_open(village: Village) -> None:
    assert "Không có gì đang viết dở" in await Phone(village).say("/huy")
    assert "thấy chuyện gì" in await Phone(village).say("/quaylai")


@pytest.mark.parametrize("name", sorted(ROUTER.flows))
def test_every_declared_transition_leads_somewhere(name: str) -> None:
    flow = ROUTER.flows[name]
    for spec in flow.steps.values():
        for to in spec.leads_to:
            other, _, step = to.rpartition(".")
            assert to == END or step in ROUTER.flows[other or name].steps


def test_the_diagram_is_drawn_from_the_steps() -> None:
    drawn = mermaid(ROUTER.flows["follow_up"])
    assert drawn.startswith("stateDiagram-v2\n")
    assert "    [*] --> receipt\n" in drawn
    assert '    state "intake.offer" as intake__offer\n' in drawn
    assert "    write --> intake__offer\n" in drawn
