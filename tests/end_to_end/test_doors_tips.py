"""One reporter, several doors: the desk's question reaches whichever is open, and is answered from
any of them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import App
from bot.domain.access import Role
from bot.domain.codes import grouped
from bot.domain.errors import WindowClosed
from bot.domain.message import Inbound
from storage.schema import outbox
from tests.end_to_end.door_chats import (
    OA,
    OTHER,
    PAGE,
    STORY,
    ZALO,
    asked_for,
    asked_where,
    contact,
    count,
    found,
    links,
    on_zalo,
    opens,
    said,
    sends,
    telling,
    threads,
)
from tests.end_to_end.talk_chats import ASK_BACK, DESK, QUESTION, asked, filed, words
from tests.end_to_end.village import Village

ANSWER = "canary đáp: xe màu xanh"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with on_zalo(tmp_path, database_url) as there:
        yield there


@pytest.fixture
async def oa(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with on_zalo(tmp_path, database_url, "zalo_oa") as there:
        yield there


async def begun_and_sent(here: Village, chat: str) -> tuple[str, str]:
    """Begun in a chat, sent from the page, taken by the officer: its receipt and reference."""
    await telling(here, chat)
    await opens(here, PAGE, await asked_for(here, chat))
    await sends(here, PAGE)
    receipt, reference = await here.receipt(PAGE)
    await here.presses(DESK, f"triage.take:{reference}")
    return receipt, reference


async def texts(here: Village) -> list[str]:
    """What reporters said, in every tip."""
    return [m.body.text for thread in await threads(here) for m in thread if not m.author]


async def held(here: Village) -> int:
    async with here.app.database.reading() as connection:
        rows = await connection.execute(select(outbox.c.id).where(outbox.c.status == "held"))
        return len(list(rows))


async def silent(here: Village, reference: str) -> None:
    """The officer asks while the platform takes nothing."""
    await here.send()
    await asked(here, reference)
    here.platform.down = WindowClosed("closed")
    await here.send()
    here.platform.down = None
    assert await held(here) == 1


@pytest.mark.parametrize("by", [ZALO, PAGE])
async def test_a_question_comes_to_both_and_is_answered_from_either(
    here: Village, by: str
) -> None:
    _, reference = await begun_and_sent(here, ZALO)
    await asked(here, reference)
    for chat in (ZALO, PAGE):
        assert QUESTION in await said(here, chat)

    await here.says(by, ANSWER)
    other = PAGE if by == ZALO else ZALO
    await here.says(other, "chuyện khác hẳn")

    assert await texts(here) == [STORY, ANSWER], "the second is a new report's, and not sent yet"
    assert "Anh/chị muốn gửi tin này" in (await said(here, other)).rsplit("\n\n", 1)[0]


async def test_a_held_question_is_on_the_page_and_not_asked_again_once_answered(
    oa: Village,
) -> None:
    _, reference = await begun_and_sent(oa, OA)
    await silent(oa, reference)
    assert QUESTION in "\n".join(await words(oa, PAGE))

    await oa.says(PAGE, ANSWER)
    assert await held(oa) == 0
    await oa.says(OA, "xin chào")
    assert QUESTION not in await said(oa, OA)
    assert await texts(oa) == [STORY, ANSWER]


async def test_a_held_question_that_nobody_answered_still_comes(oa: Village) -> None:
    _, reference = await begun_and_sent(oa, OA)
    await silent(oa, reference)
    assert QUESTION in "\n".join(await words(oa, PAGE))
    await oa.says(OA, "/tra")
    assert QUESTION in await said(oa, OA)


async def test_a_held_question_is_given_with_the_receipt(oa: Village) -> None:
    receipt, reference = await filed(oa, OA)
    await silent(oa, reference)

    await oa.says(OTHER, f"/tra {receipt}")
    assert QUESTION in "\n".join(await words(oa, OTHER))
    await oa.says(OTHER, ANSWER)

    await oa.says(OA, "/tra")
    assert QUESTION not in await said(oa, OA)
    assert await texts(oa) == [ASK_BACK.story, ANSWER]


async def test_a_question_that_came_after_the_answer_is_not_lost(oa: Village) -> None:
    receipt, reference = await filed(oa, OA)
    await silent(oa, reference)
    await oa.says(OTHER, f"/tra {receipt}")
    await oa.says(OTHER, ANSWER)
    await asked(oa, reference, "canary hỏi nữa: mấy giờ?")
    oa.platform.down = WindowClosed("closed")
    await oa.send()
    oa.platform.down = None
    await oa.says(OA, "/tra")
    shown = await said(oa, OA)
    assert "canary hỏi nữa" in shown
    assert QUESTION not in shown


async def test_at_rest_the_page_is_asked_too_and_sees_nothing_of_before(here: Village) -> None:
    receipt, reference = await filed(here, ZALO)
    await asked(here, reference)
    code = await asked_for(here)

    await opens(here, PAGE, code)
    shown = "\n".join(await words(here, PAGE))
    assert f"hỏi thêm về tin {reference}" in shown
    assert f"đang chờ anh/chị trả lời về tin {reference}" in shown
    assert f"Tin {reference}, gửi" in shown
    for secret in (receipt, QUESTION, ASK_BACK.story):
        assert secret not in shown
    assert await asked_where(here) == {await contact(here, ZALO), await contact(here, PAGE)}
    assert "công an hỏi thêm về tin đã gửi thì hỏi cả hai nơi" in await said(here, ZALO)

    await here.says(PAGE, ANSWER)
    assert await texts(here) == [ASK_BACK.story, ANSWER]
    await asked(here, reference, "canary hỏi nữa: mấy giờ?")
    for chat in (ZALO, PAGE):
        assert "canary hỏi nữa" in await said(here, chat)


async def test_an_answer_with_a_document_goes_on_on_the_page(here: Village) -> None:
    _, reference = await filed(here, ZALO)
    await asked(here, reference)
    await here.presses(ZALO, f"follow_up.reply:{reference}")
    assert f"viết cho tin {reference}" in await opens(here, PAGE, await asked_for(here))
    await here.says(PAGE, ANSWER)
    assert await texts(here) == [ASK_BACK.story, ANSWER]
    assert f"Đã chuyển tới người đang xử lý tin {reference}" in await said(here, PAGE)


async def test_what_is_being_told_on_the_page_waits_behind_an_answer(here: Village) -> None:
    _, reference = await filed(here, ZALO)
    await asked(here, reference)
    await here.presses(ZALO, f"follow_up.reply:{reference}")
    await telling(here, PAGE)
    await opens(here, PAGE, await asked_for(here))
    await here.says(PAGE, ANSWER)
    await here.presses(PAGE, "follow_up.write:done")
    assert "Anh/chị cứ kể tiếp" in (await words(here, PAGE))[-1]
    await sends(here, PAGE)
    assert await texts(here) == [ASK_BACK.story, ANSWER, STORY]


async def test_withdrawn_in_one_place_is_withdrawn_in_both(here: Village) -> None:
    _, reference = await begun_and_sent(here, ZALO)
    await here.presses(ZALO, f"follow_up.withdraw:{reference}")
    await here.presses(ZALO, "follow_up.withdraw_sure:yes")
    assert await asked_where(here) == set()
    await here.send()
    await here.tick()
    assert await found(here, ZALO) is None
    assert await found(here, PAGE) is None


async def test_a_chat_that_is_gone_is_not_asked_and_nothing_stops(here: Village) -> None:
    await telling(here)
    await opens(here, PAGE, await asked_for(here))
    await here.app.engine.withdraw(here.address(ZALO))
    await here.send()
    await here.tick()
    assert await found(here, ZALO) is None
    await sends(here, PAGE)
    assert await asked_where(here) == {await contact(here, PAGE)}
    assert await texts(here) == [STORY]


async def joined(here: Village, chat: str) -> None:
    """Somebody who has written from a chat becomes an officer there."""
    unit, contact_id = await here.unit(), await contact(here, chat)
    async with here.app.stores() as stores:
        await stores.members.add(
            unit_id=unit.id,
            role=Role.OFFICER,
            name="Đồng chí Minh",
            contact_id=contact_id,
            now=here.clock.now(),
        )


async def test_staff_get_the_page_and_no_door(here: Village) -> None:
    await here.says(ZALO, "xin chào")
    await joined(here, ZALO)
    for typed in ("/web", "mở trang web"):
        await here.says(ZALO, typed)
    await here.send()
    urls = [b.url for reply in await here.heard(ZALO) for b in reply.buttons if b.url]
    assert urls == ["/desk", "/desk"]
    assert await count(here) == 0


async def test_a_door_does_not_open_where_staff_work(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    assert "dùng cho việc cơ quan" in "\n".join(
        [await opens(here, DESK, code), *await words(here, DESK)]
    )
    assert await count(here) == 1
    assert "Anh/chị cứ kể tiếp" in await opens(here, PAGE, code)


async def test_a_chat_that_became_staffs_is_left_alone(here: Village) -> None:
    await telling(here)
    code = await asked_for(here)
    await joined(here, ZALO)
    assert "không dùng được nữa" in await opens(here, PAGE, code)
    staying = await found(here, ZALO)
    assert staying is not None
    assert staying.state.draft["story"] == [STORY]


async def test_the_machine_without_the_desks_keys_does_it_all(here: Village) -> None:
    outer = await App.open(here.app.config, frozenset({"intake", "web"}), here.clock)
    try:
        inner, here.app = here.app, outer
        await telling(here)
        async with outer.stores() as stores:
            code = await stores.doors.of(await contact(here, ZALO), here.clock.now())
        await opens(here, PAGE, code)
        await sends(here, PAGE)
        await here.says(DESK, door=code)
    finally:
        here.app = inner
        await outer.close()
    assert await texts(here) == [STORY]
    assert len(await asked_where(here)) == 2
    assert await links(here, ZALO) == [grouped(code)]


async def test_a_link_out_of_another_event_is_nobodys(here: Village) -> None:
    await here.app.engine.handle(Inbound(here.address(PAGE), "x", door="not a code at all"))
    assert "không dùng được nữa" in await said(here, PAGE)
