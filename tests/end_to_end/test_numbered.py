"""Chats in which nothing can be pressed: numbers and words mean what is shown, and only that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels import fit
from bot.demo.setup import enrol
from bot.domain.access import Role
from bot.domain.channels import shows
from bot.domain.codes import grouped
from bot.domain.message import Address, Form, Inbound, Reply
from bot.domain.ports import Limits
from storage.offers import FIRST
from tests.end_to_end.talk_chats import DESK, LEAD, TEXTS, asked, filed, opened, words
from tests.end_to_end.village import Platform, Village, configured, village
from tests.end_to_end.world import UNHURRIED, invitation

RESIDENT = "zalo_bot/r1"
MEMBER = "zalo_bot/m1"
STORY = "Nhà cuối xóm có người lạ ra vào ban đêm."


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        there.platform = Platform("zalo_bot", UNHURRIED)
        yield there


async def shown(here: Village, chat: str) -> list[str]:
    """Everything a chat was told, as it stands on its screen."""
    await here.send()
    return [on_screen(reply) for reply in await here.heard(chat)]


def on_screen(reply: Reply) -> str:
    shown = [(b.number, TEXTS.render(b.label, "vi")) for b in reply.buttons if b.payload]
    lines = [TEXTS.render(reply.text, "vi"), *(f"– {label}" for n, label in shown if not n)]
    return fit.numbered("\n".join(lines), [choice for choice in shown if choice[0]])


async def types(here: Village, chat: str, text: str) -> str:
    """What is said to it then."""
    await here.send()
    await here.says(chat, text)
    return (await shown(here, chat))[-1]


def number_of(screen: str, label: str) -> str:
    """The number in front of a choice."""
    return next(line.split(".")[0] for line in screen.splitlines() if line.endswith(label))


async def enrolled(here: Village, chat: str = MEMBER) -> None:
    code = await invitation(here.app, Role.OFFICER, "Anh Minh")
    await types(here, chat, f"TB-{grouped(code)}")
    assert "Anh Minh" in await types(here, chat, "Anh Minh")


async def told(here: Village) -> str:
    """A resident tells a story and sends it; the reference."""
    await types(here, RESIDENT, STORY)
    done = await types(here, RESIDENT, "gửi luôn")
    assert "TK-" in done
    return (await here.receipt(RESIDENT))[1]


async def test_a_report_by_numbers_alone(here: Village) -> None:
    asks = await types(here, RESIDENT, "chào")
    assert "Zalo thấy được" in "\n".join(await shown(here, RESIDENT))
    tells = await types(here, RESIDENT, number_of(asks, "Sử dụng ma tuý"))
    assert "kể giúp" in tells
    await types(here, RESIDENT, STORY)
    noted = await types(here, RESIDENT, "xong")
    for _ in range(2):
        noted = await types(here, RESIDENT, "bỏ qua")
    sent = await types(here, RESIDENT, number_of(noted, "Gửi luôn"))
    assert "TK-" in sent
    assert len((await here.receipt(RESIDENT))[0]) == 19


@pytest.mark.parametrize("typed", ["Gửi luôn", "gui luon", "GUI LUON", "gửi luôm", "guii luon"])
async def test_words_without_marks_and_with_a_slip(here: Village, typed: str) -> None:
    await types(here, RESIDENT, STORY)

    assert "TK-" in await types(here, RESIDENT, typed)


async def test_a_number_that_is_no_choice_stays_what_was_told(here: Village) -> None:
    await types(here, RESIDENT, STORY)
    await types(here, RESIDENT, "77")
    await types(here, RESIDENT, "gửi luôn")

    reference = (await here.receipt(RESIDENT))[1]
    assert "77" in await opened(here, reference)


async def test_a_number_answers_an_officer_and_no_old_choice(here: Village) -> None:
    reference = await told(here)
    await here.presses(DESK, f"triage.take:{reference}")
    await asked(here, reference, "Có mấy người ạ?")
    question = (await shown(here, RESIDENT))[-1]
    assert "Có mấy người ạ?" in question
    assert "1. " not in question, "a question needs no choice: it is answered by writing"

    await types(here, RESIDENT, "2")

    assert "“2”" in await opened(here, reference) or "\n2" in await opened(here, reference)
    assert not any("Xoá cuộc trò chuyện này và" in said for said in await shown(here, RESIDENT))


async def test_a_notice_keeps_its_number(here: Village) -> None:
    await enrolled(here)
    _, first = await filed(here, "web/" + "a" * 43, Form("use", "chuyện thứ nhất"))
    _, second = await filed(here, "web/" + "b" * 43, Form("use", "chuyện thứ hai"))
    notices = [n for n in await shown(here, MEMBER) if "Mở tin" in n]
    numbers = [
        next(number_of(n, "Mở tin") for n in notices if reference in n)
        for reference in (first, second)
    ]
    assert [int(n) >= FIRST for n in numbers] == [True, True]
    assert len(set(numbers)) == 2

    assert "chuyện thứ hai" in await types(here, MEMBER, numbers[1])
    assert "chuyện thứ nhất" in await types(here, MEMBER, numbers[0])
    assert "chuyện thứ hai" in await types(here, MEMBER, f"số {numbers[1]}")


async def test_small_numbers_mean_the_last_question_only(here: Village) -> None:
    await enrolled(here)
    _, first = await filed(here, "web/" + "a" * 43, Form("use", "chuyện thứ nhất"))
    dossier = await types(here, MEMBER, first)
    note = number_of(dossier, "Ghi chú nội bộ")
    prompt = await types(here, MEMBER, note)
    assert first in prompt
    kept = await types(here, MEMBER, "Đã gặp tổ trưởng.")
    assert "Đã lưu" in kept

    assert int(number_of(kept, "Mở tin")) == 1
    assert "Đã gặp tổ trưởng." in await types(here, MEMBER, "1")
    assert "Đã gặp tổ trưởng." not in await types(here, MEMBER, note)


async def test_words_of_choices_further_up_still_mean_them(here: Village) -> None:
    await enrolled(here)
    _, first = await filed(here, "web/" + "a" * 43, Form("use", "chuyện thứ nhất"))
    await types(here, MEMBER, first)
    await types(here, MEMBER, "hàng đợi")

    assert f"{first}" in await types(here, MEMBER, "ghi chu noi bo")


async def test_a_resident_has_no_notices_numbers(here: Village) -> None:
    await enrolled(here)
    await filed(here, "web/" + "a" * 43, Form("use", "chuyện thứ nhất"))
    await types(here, RESIDENT, STORY)

    said = await types(here, RESIDENT, str(FIRST))

    assert "chuyện thứ nhất" not in said
    assert not any("chuyện thứ nhất" in each for each in await words(here, RESIDENT))


async def test_long_lists_come_by_pages_and_numbers_go_on(here: Village) -> None:
    await enrolled(here)
    references = []
    for n in range(4):
        _, reference = await filed(here, "web/" + chr(97 + n) * 43, Form("use", f"chuyện {n}"))
        references.append(reference)
    screens = [await types(here, MEMBER, "/hang-doi")]
    while (more := [x for x in screens[-1].splitlines() if "Xem thêm (" in x]) and len(
        screens
    ) < 9:
        screens.append(await types(here, MEMBER, more[0].split(".")[0]))
    lines = [line for screen in screens for line in screen.splitlines() if _numbered(line)]
    numbers = [int(line.split(".")[0]) for line in lines]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(sum(map(_numbered, screen.splitlines())) <= 9 for screen in screens)
    dossier = await types(here, MEMBER, references[0])
    while "Xem thêm (" in dossier:
        before = dossier
        dossier = await types(here, MEMBER, dossier.splitlines()[-1].split(".")[0])
        assert dossier != before


def _numbered(line: str) -> bool:
    return line.split(".")[0].isdecimal() and ". " in line


async def test_what_is_asked_too_late_waits_for_the_next_visit(here: Village) -> None:
    resident = "zalo_oa/r2"
    here.platform = Platform("zalo_oa", Limits(1000, 1000, 1000, 1000, shows("zalo_oa").free))
    await types(here, resident, STORY)
    await types(here, resident, "gửi luôn")
    reference = (await here.receipt(resident))[1]
    await here.presses(DESK, f"triage.take:{reference}")
    assert "tới ngay" in await opened(here, reference)
    await here.tick(hours=49)
    assert "hơn 48 giờ chưa nhắn gì" in await opened(here, reference)
    await asked(here, reference, "Xe màu gì ạ?")
    assert not any("Xe màu gì" in said for said in await shown(here, resident))
    assert "đang chờ" in await opened(here, reference)
    await here.tick(days=6)
    assert "quá 7 ngày" in await opened(here, reference)

    await here.app.engine.handle(Inbound(Address("zalo_oa", "r2"), "later", "alo"))

    assert any("Xe màu gì" in said for said in await shown(here, resident))
    assert "✔️ đã tới" in await opened(here, reference)


async def test_two_tips_of_one_chat_show_no_common_time(here: Village) -> None:
    resident = "zalo_oa/r3"
    here.platform = Platform("zalo_oa", Limits(1000, 1000, 1000, 1000, shows("zalo_oa").free))
    references = []
    for hours in (0, 5):
        await here.tick(hours=hours)
        await types(here, resident, STORY)
        await types(here, resident, "gửi luôn")
        references.append((await here.receipt(resident))[1])
    lines = [
        [line for line in (await opened(here, each)).splitlines() if "Zalo nhận" in line]
        for each in references
    ]
    assert len(lines[0]) == len(lines[1]) == 1
    assert lines[0] != lines[1], "the second visit says nothing about the first tip"


async def test_what_zalo_keeps_is_said(here: Village) -> None:
    await told(here)
    wiped = await types(here, RESIDENT, "/xoa")
    assert "tự xoá cuộc trò chuyện này trong Zalo" in await types(
        here, RESIDENT, number_of(wiped, "Xoá hết")
    )


async def test_a_receipt_that_cannot_be_put_away_is_not_said_to_be(here: Village) -> None:
    await told(here)
    kept = await types(here, RESIDENT, "tôi đã chép lại")
    assert "Zalo không cho tôi cất" in kept
    assert "đã cất khỏi màn hình" not in kept


async def test_who_leaves_is_asked_to_empty_the_chat(here: Village) -> None:
    await enrolled(here)
    _, reference = await filed(here, "web/" + "a" * 43, Form("use", "chuyện thứ nhất"))
    await types(here, MEMBER, reference)
    unit = await here.unit()
    async with here.app.stores() as stores:
        members = {member.name: member.id for member in await stores.members.of_unit(unit.id)}
    await enrol(here.app, "the lead's own phone", Role.LEAD, "Chị Hoa")
    await here.presses(LEAD, "enrol.members:")
    await here.presses(LEAD, f"enrol.remove:{members['Anh Minh']}")
    await here.presses(LEAD, "enrol.remove_confirm:yes")

    assert "tự xoá cuộc trò chuyện này trong Zalo" in (await shown(here, MEMBER))[-1]
    assert "chuyện thứ nhất" not in await types(here, MEMBER, str(FIRST))


@pytest.mark.parametrize("payload", ["nav.more:", "nav.more:x-y", "nav.more:99-120", "nav.more:5"])
async def test_a_page_that_is_not_there_is_an_old_button(here: Village, payload: str) -> None:
    await types(here, RESIDENT, "chào")

    await here.presses(RESIDENT, payload)

    assert "1. " in (await shown(here, RESIDENT))[-1]
    assert here.app.engine.failed == 0


async def draft_of(here: Village) -> str:
    """What the resident has told and not sent."""
    async with here.app.stores() as stores:
        found = await stores.conversations.find(here.address(RESIDENT))
    return str(found.state.draft) if found else ""


async def test_no_number_drops_what_was_told(here: Village) -> None:
    asks = await types(here, RESIDENT, "chào")
    await types(here, RESIDENT, number_of(asks, "Sử dụng ma tuý"))
    screens = [await types(here, RESIDENT, STORY)]
    screens.append(await types(here, RESIDENT, "4"))
    screens.append(await types(here, RESIDENT, "xong"))
    screens.append(await types(here, RESIDENT, "7"))
    drops = [line for screen in screens for line in screen.splitlines() if "không gửi" in line]
    assert not any(map(_numbered, drops))
    assert STORY in await draft_of(here)
    await types(here, RESIDENT, "Thôi, không gửi")
    assert STORY not in await draft_of(here)


async def test_another_hamlet_is_not_this_one(here: Village) -> None:
    unit = await here.unit()
    async with here.app.stores() as stores:
        made = await stores.points.add(
            unit_id=unit.id, kind="hamlet", name="Thôn 33", now=here.clock.now()
        )
    await here.says(RESIDENT, start=made.code)
    asks = (await shown(here, RESIDENT))[-1]
    await types(here, RESIDENT, number_of(asks, "Sử dụng ma tuý"))
    await types(here, RESIDENT, STORY)
    await types(here, RESIDENT, "xong")
    assert "Ngay tại Thôn 33" in await types(here, RESIDENT, "bỏ qua")

    await types(here, RESIDENT, "Ngay tại thôn 35")

    assert "thôn 35" in await draft_of(here)


async def test_another_commune_is_not_the_one_on_this_page(here: Village) -> None:
    names = ["xã An Bình", "xã An Hoà", "xã An Khê", "xã An Lộc", "xã An Ninh", "xã Tân Lập"]
    unit = await here.unit()
    for n, name in enumerate([*names, "xã Tân Lợi", "xã Xuân Hoà", "xã Yên Mỹ"]):
        await here.app.add_unit(slug=f"u{n}", name=name, prefix=f"U{n}", parent_id=unit.parent_id)
    await types(here, RESIDENT, "chào")

    await types(here, RESIDENT, "xã Tân Lợi")

    async with here.app.stores() as stores:
        wanted = await stores.units.by_slug("u6")
    assert wanted is not None
    assert str(wanted.id) in await draft_of(here)


async def test_one_is_the_answer_to_how_many(here: Village) -> None:
    reference = await told(here)
    await here.presses(DESK, f"triage.take:{reference}")
    await asked(here, reference, "Xe màu gì ạ?")
    await shown(here, RESIDENT)
    assert "Xong" in await types(here, RESIDENT, "Màu đỏ.")
    await asked(here, reference, "Có mấy người ạ?")
    await shown(here, RESIDENT)

    await types(here, RESIDENT, "1")

    assert "“1”" in await opened(here, reference) or "\n1" in await opened(here, reference)
