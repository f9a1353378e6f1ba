"""A one-way tip and its chat part: when the receipt has arrived, whatever fails before that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.errors import Gone, Permanent, RetryAfter, Transient
from bot.domain.tip import Reach
from storage.schema import chat_messages, letters, members, messages, tip_contacts
from tests.end_to_end.test_leaving import ASK_BACK, ONE_WAY, PAGE, TELEGRAM, chats, reach, rows
from tests.end_to_end.village import Village, configured, village


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def test_a_one_way_chat_is_gone_when_the_receipt_has_arrived(here: Village) -> None:
    await here.says(TELEGRAM, form=ONE_WAY)
    assert await chats(here) == 1, "the receipt still needs an address"
    await here.send()
    receipt, reference = await here.receipt(TELEGRAM)
    assert receipt
    assert await reach(here, reference) == Reach.RECEIPT
    assert await chats(here) == 0
    for table in (tip_contacts, chat_messages):
        assert await rows(here, table) == 0


async def test_the_receipt_outlives_a_platform_that_is_down(here: Village) -> None:
    here.platform.down = Transient("down")
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.send()
    await here.tick(hours=30)
    assert await chats(here) == 1
    here.platform.down = None
    await here.send()
    assert (await here.receipt(TELEGRAM))[0]
    assert await chats(here) == 0


@pytest.mark.parametrize("failure", [Gone("blocked"), Permanent("refused")])
async def test_a_receipt_that_cannot_be_said_keeps_no_address(
    here: Village, failure: Gone | Permanent
) -> None:
    here.platform.down = failure
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.send()
    assert await chats(here) == 0


async def test_an_address_is_not_kept_for_ever_for_a_receipt(here: Village) -> None:
    here.platform.down = RetryAfter(60)
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.send()
    await here.tick(days=8)
    assert await chats(here) == 0


async def test_a_crash_before_forgetting_is_made_good(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise ConnectionError

    await here.says(TELEGRAM, form=ONE_WAY)
    with monkeypatch.context() as broken:
        broken.setattr("bot.engine.outbox.forget", crash)
        with pytest.raises(ConnectionError):
            await here.send()
    assert await chats(here) == 1
    await here.tick()
    assert await chats(here) == 0
    assert (await here.receipt(TELEGRAM))[0]


async def test_a_page_shows_the_receipt_for_an_hour(here: Village) -> None:
    await here.says(PAGE, form=ONE_WAY)
    await here.tick(minutes=55)
    assert (await here.receipt(PAGE))[0], "a reload still shows it"
    await here.tick(minutes=6)
    assert await here.heard(PAGE) == []
    assert await chats(here) == 0
    assert await rows(here, letters) == await staff_letters(here)


async def staff_letters(here: Village) -> int:
    async with here.app.database.reading() as connection:
        staff = select(members.c.contact_id)
        found = await connection.execute(
            select(func.count()).select_from(letters).where(letters.c.contact_id.in_(staff))
        )
        return int(found.scalar_one())


async def test_a_chat_with_another_open_tip_stays_for_that_one(here: Village) -> None:
    await here.says(TELEGRAM, form=ASK_BACK)
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.send()
    await here.tick()
    assert await chats(here) == 1
    assert await rows(here, tip_contacts) == 1


async def test_a_draft_that_was_put_aside_is_not_lost(here: Village) -> None:
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.says(TELEGRAM, "chuyện khác: có xe lạ ở bờ suối")
    await here.send()
    await here.tick()
    assert await chats(here) == 1
    await here.presses(TELEGRAM, "intake.offer:no")
    await here.send()
    assert await chats(here) == 0


async def test_a_one_way_tip_can_be_opened_to_questions_later(here: Village) -> None:
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.send()
    receipt, reference = await here.receipt(TELEGRAM)
    for _ in range(2):
        await here.presses(TELEGRAM, f"follow_up.allow:{receipt.replace('-', '')}")
    await here.send()
    await here.tick(hours=49)
    assert await reach(here, reference) == Reach.HERE
    assert (await chats(here), await rows(here, tip_contacts)) == (1, 1)


async def test_a_reference_alone_opens_nothing(here: Village) -> None:
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.send()
    _, reference = await here.receipt(TELEGRAM)
    for payload in ("allow", "withdraw", "add", "reply"):
        await here.presses("telegram/666", f"follow_up.{payload}:{reference}")
    await here.says("telegram/666", "xin chào, tôi là người báo")
    await here.send()
    assert await rows(here, tip_contacts) == 0
    assert await rows(here, messages) == 1


async def test_a_visit_by_receipt_leaves_no_chat_behind(here: Village) -> None:
    await here.says(TELEGRAM, form=ONE_WAY)
    await here.send()
    receipt, reference = await here.receipt(TELEGRAM)
    await here.says(TELEGRAM, receipt)
    await here.says(TELEGRAM, "tôi nhớ thêm: xe màu xanh")
    await here.send()
    assert await rows(here, messages) == 2
    await here.tick(minutes=31)
    assert (await chats(here), await rows(here, tip_contacts)) == (0, 0)
    assert await reach(here, reference) == Reach.RECEIPT
