"""What is typed while an officer waits for an answer: an answer, another story, or no word yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.channels import shows
from bot.domain.errors import Gone
from bot.domain.ports import Limits
from tests.end_to_end.talk_chats import DESK, PHONE, asked, filed, opened
from tests.end_to_end.test_numbered import RESIDENT, STORY, shown, types
from tests.end_to_end.village import Platform, Village, configured, village
from tests.end_to_end.world import UNHURRIED

ON_OA = "zalo_oa/r2"
PAGE = "web/" + "w" * 43
QUESTION = "Xe màu gì ạ?"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        there.platform = Platform("zalo_bot", UNHURRIED)
        yield there


@pytest.fixture
def on_oa(here: Village) -> Village:
    """An official account that may not spend anything."""
    free = Limits(1000, 1000, 1000, 1000, shows("zalo_oa").free)
    here.platform = Platform("zalo_oa", free)
    return here


async def taken(here: Village, chat: str, story: str = STORY) -> tuple[str, str]:
    """A tip told in a chat and taken by the officer: its receipt and reference."""
    await types(here, chat, "báo tin")
    await types(here, chat, story)
    await types(here, chat, "gửi luôn")
    receipt, reference = await here.receipt(chat)
    await here.presses(DESK, f"triage.take:{reference}")
    return receipt, reference


@pytest.mark.parametrize("typed", ["Trả lời", "tra loi", "ANSWER"])
async def test_answer_typed_puts_another_story_aside(here: Village, typed: str) -> None:
    _, reference = await taken(here, RESIDENT)
    await types(here, RESIDENT, "báo tin")
    await types(here, RESIDENT, "Còn quán nước đầu chợ nữa.")
    await asked(here, reference, QUESTION)
    await shown(here, RESIDENT)

    assert reference in await types(here, RESIDENT, typed)
    await types(here, RESIDENT, "xe đỏ")
    await types(here, RESIDENT, "xong")
    await types(here, RESIDENT, "gửi luôn")

    second = (await here.receipt(RESIDENT))[1]
    assert second != reference
    assert "xe đỏ" in await opened(here, reference)
    told = await opened(here, second)
    assert "quán nước" in told
    assert typed not in told


async def test_answer_in_a_sentence_is_told(here: Village) -> None:
    _, reference = await taken(here, RESIDENT)
    await types(here, RESIDENT, "báo tin")
    await asked(here, reference, QUESTION)

    await types(here, RESIDENT, "Hỏi thì không ai trả lời")
    await types(here, RESIDENT, "gửi luôn")

    second = (await here.receipt(RESIDENT))[1]
    assert "không ai trả lời" in await opened(here, second)


async def test_the_word_alone_is_told_where_nobody_has_asked(here: Village) -> None:
    await types(here, RESIDENT, STORY)
    await types(here, RESIDENT, "Trả lời")
    await types(here, RESIDENT, "gửi luôn")

    assert "Trả lời" in await opened(here, (await here.receipt(RESIDENT))[1])


@pytest.mark.parametrize("last", [0, 1])
async def test_what_was_asked_last_is_answered(here: Village, last: int) -> None:
    both = [(await taken(here, RESIDENT, f"Chuyện số {n} ở chợ"))[1] for n in ("một", "hai")]
    for reference in (both[1 - last], both[last]):
        await asked(here, reference, QUESTION)
    await shown(here, RESIDENT)

    await types(here, RESIDENT, "Trả lời")
    await types(here, RESIDENT, "xe đỏ")

    assert "xe đỏ" in await opened(here, both[last])
    assert "xe đỏ" not in await opened(here, both[1 - last])


async def test_what_is_told_before_a_question_was_seen_is_no_answer(on_oa: Village) -> None:
    here = on_oa
    _, reference = await taken(here, ON_OA)
    await here.tick(hours=50)
    await asked(here, reference, QUESTION)

    said = await types(here, ON_OA, "Hôm nay lại có người lạ ở quán nước.")

    assert any(QUESTION in each for each in await shown(here, ON_OA))
    assert "Đã chuyển tới" not in said
    assert "quán nước" not in await opened(here, reference)
    await types(here, ON_OA, "gửi luôn")
    second = (await here.receipt(ON_OA))[1]
    assert second != reference
    assert "quán nước" in await opened(here, second)
    await types(here, ON_OA, "xe đỏ")
    assert "xe đỏ" in await opened(here, reference), "now it has been seen"


async def test_an_earlier_question_that_came_is_answered(on_oa: Village) -> None:
    here = on_oa
    _, reference = await taken(here, ON_OA)
    await here.tick(hours=40)
    await asked(here, reference, QUESTION)
    await here.send()
    await here.tick(hours=10)
    await asked(here, reference, "Có mấy người ạ?")

    await types(here, ON_OA, "xe đỏ")

    assert "xe đỏ" in await opened(here, reference)


async def test_a_question_that_never_came_is_not_answered(on_oa: Village) -> None:
    here = on_oa
    _, reference = await taken(here, ON_OA)
    here.platform.down = Gone("does not follow")
    await asked(here, reference, QUESTION)
    await here.send()
    here.platform.down = None

    await types(here, ON_OA, "Hôm nay lại có người lạ ở quán nước.")

    assert "quán nước" not in await opened(here, reference)


async def test_a_question_read_on_the_web_is_not_given_again(on_oa: Village) -> None:
    here = on_oa
    receipt, reference = await taken(here, ON_OA)
    await here.tick(hours=72)
    await asked(here, reference, QUESTION)
    await here.send()
    await here.says(PAGE, receipt)
    await here.says(PAGE, "màu đỏ")
    await here.says(ON_OA, "alo")

    assert not any(QUESTION in each for each in await shown(here, ON_OA))


async def test_a_page_answers_what_it_has_fetched(here: Village) -> None:
    _, reference = await filed(here, PAGE)
    await asked(here, reference, QUESTION)
    await here.says(PAGE, "Một chuyện khác hẳn ở bến xe")
    assert "bến xe" not in await opened(here, reference)

    await here.heard(PAGE)
    await here.presses(PAGE, "nav.cancel:")
    await here.says(PAGE, "xe đỏ")

    assert "xe đỏ" in await opened(here, reference)


async def test_telegram_answers_what_was_sent(here: Village) -> None:
    here.platform = Platform("telegram", UNHURRIED)
    _, reference = await filed(here, PHONE)
    await asked(here, reference, QUESTION)
    await here.send()

    await here.says(PHONE, "xe đỏ")

    assert "xe đỏ" in await opened(here, reference)
