"""Talking with a reporter: questions and pictures, and how far they have come."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.errors import Gone, Permanent, Transient, WindowClosed
from bot.domain.message import MediaKind, Upload
from bot.engine.retention import RetentionRun, erase_tip
from storage.schema import letters, outbox, questions
from tests.end_to_end.talk_chats import (
    DESK,
    ONE_WAY,
    OTHER,
    PAGE,
    PHONE,
    QUESTION,
    TEXTS,
    asked,
    filed,
    last,
    opened,
    pressed,
    upload,
    words,
)
from tests.end_to_end.village import Village, configured, village


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def test_a_question_is_sent_then_delivered_and_no_row_says_when(here: Village) -> None:
    _, reference = await filed(here)
    await asked(here, reference)
    assert "đang gửi" in await opened(here, reference)

    here.platform.down = Transient("down")
    await here.send()
    assert "đang gửi" in await opened(here, reference)
    here.platform.down = None
    here.clock.pass_by(hours=1)
    await here.send()

    assert "đã tới" in await opened(here, reference)
    assert QUESTION in await last(here, PHONE)
    assert [column.name for column in questions.c] == ["message_id", "state"]


async def test_a_page_is_waited_for_until_it_is_fetched_and_then_not_written_again(
    here: Village,
) -> None:
    _, reference = await filed(here, PAGE)
    await asked(here, reference)
    assert "đang chờ (người báo sẽ thấy khi quay lại)" in await opened(here, reference)

    assert any(QUESTION in said for said in await words(here, PAGE))

    assert "đã tới" in await opened(here, reference)
    async with here.app.database.reading() as connection:
        tied = select(func.count()).where(letters.c.message_id.is_not(None))
        assert (await connection.execute(tied)).scalar_one() == 0
    assert not any(letter.new for letter in await here.app.mailbox.read("p" * 43))


@pytest.mark.parametrize("trouble", [Permanent("never"), Gone("blocked")], ids=["never", "gone"])
async def test_what_no_chat_takes_is_unreachable_until_the_receipt_shows_it(
    here: Village, trouble: Permanent | Gone
) -> None:
    receipt, reference = await filed(here)
    await asked(here, reference)
    here.platform.down = trouble
    await here.send()
    here.platform.down = None
    assert "không tới được" in await opened(here, reference)

    await here.says(OTHER, f"/tra {receipt}")

    assert any(QUESTION in said for said in await words(here, OTHER))
    assert "đã tới" in await opened(here, reference)


async def test_an_officer_who_looks_with_the_receipt_is_not_the_reporter_who_reads(
    here: Village,
) -> None:
    receipt, reference = await filed(here, form=ONE_WAY)
    await asked(here, reference)
    await here.says(DESK, f"/tra {receipt}")
    assert "đang chờ" in await opened(here, reference)


async def test_a_question_that_asks_who_they_are_is_doubted_first(here: Village) -> None:
    _, reference = await filed(here)
    await asked(here, reference, "Anh tên gì, nhà ở đâu?")
    assert "Chưa gửi" in await last(here)
    await here.says(DESK, "Xe màu gì ạ?")
    await here.send()
    said = "\n".join(await words(here, PHONE))
    assert "Xe màu gì" in said
    assert "tên gì" not in said

    about_another = "Người bán tên gì, anh là ai với họ?"
    await asked(here, reference, about_another.replace("anh là ai", "anh ở đâu"))
    await pressed(here, "Vẫn gửi")
    await here.send()
    assert "Người bán tên gì" in "\n".join(await words(here, PHONE))


async def test_words_to_nobody_are_said_to_be_so(here: Village) -> None:
    await filed(here)
    start = len(await words(here, DESK))
    await here.says(DESK, "anh còn ở đó không?")
    assert "chưa gửi cho ai" in "\n".join((await words(here, DESK))[start:])
    start = len(await words(here, DESK))
    await here.says(DESK, "TK-00000")
    await here.says(DESK, "xin chào")
    said = "\n".join((await words(here, DESK))[start:])
    assert "Không có tin nào mang mã đó" in said
    assert "chưa gửi" not in said


async def test_one_of_several_chats_is_enough(here: Village) -> None:
    receipt, reference = await filed(here)
    await here.says(OTHER, f"/tra {receipt}")
    await asked(here, reference)
    here.platform.down = Gone("blocked")
    await here.send()
    assert "đang chờ" in await opened(here, reference)
    await here.heard(OTHER)
    assert "đã tới" in await opened(here, reference)


async def test_a_wiped_page_leaves_a_question_unreachable(here: Village) -> None:
    _, reference = await filed(here, PAGE)
    await asked(here, reference)
    await here.app.mailbox.wipe("p" * 43)
    assert "không tới được" in await opened(here, reference)


async def test_a_closed_window_holds_the_question_until_the_next_visit(here: Village) -> None:
    _, reference = await filed(here)
    await asked(here, reference)
    here.platform.down = WindowClosed("closed")
    await here.send()
    assert "đang chờ (người báo sẽ thấy khi quay lại)" in await opened(here, reference)
    here.platform.down = None
    await here.send()
    assert not any(QUESTION in said for said in await words(here, PHONE))

    await here.says(PHONE, "/tra")
    await here.send()

    assert any(QUESTION in said for said in await words(here, PHONE))
    assert "đã tới" in await opened(here, reference)


async def test_what_is_held_goes_with_the_way_back(here: Village) -> None:
    _, reference = await filed(here)
    await filed(here)  # another open tip, for which the chat stays
    await asked(here, reference)
    here.platform.down = WindowClosed("closed")
    await here.send()
    here.platform.down = None
    unit = await here.unit()
    async with here.app.stores() as stores:
        tip = await stores.tips.by_reference(unit.id, reference)
        assert tip is not None
        await stores.tips.withdraw(tip.id, here.clock.now())
        left = select(func.count()).where(
            outbox.c.message_id.is_not(None) | (outbox.c.status == "held")
        )
        assert (await stores.connection.execute(left)).scalar_one() == 0
    assert "không tới được" in await opened(here, reference)


async def test_what_a_status_meant_is_not_told_after_the_way_back_was_cut(here: Village) -> None:
    _, reference = await filed(here)
    await filed(here)
    here.platform.down = WindowClosed("closed")
    for button in (f"close:{reference}", "close_outcome:right", "close_confirm:yes"):
        await here.presses(DESK, f"triage.{button}")
    await here.send()
    here.platform.down = None
    unit = await here.unit()
    held = select(func.count()).where(outbox.c.status == "held")
    async with here.app.stores() as stores:
        assert (await stores.connection.execute(held)).scalar_one() == 1
        tip = await stores.tips.by_reference(unit.id, reference)
        assert tip is not None
        await stores.retention.erase_contact(tip.id, here.clock.now())
        assert (await stores.connection.execute(held)).scalar_one() == 0


async def test_a_one_way_reporter_reads_with_the_receipt_and_sees_the_picture(
    here: Village,
) -> None:
    receipt, reference = await filed(here, PAGE, ONE_WAY)
    await here.presses(DESK, f"triage.ask:{reference}")
    await here.says(DESK, uploads=(await upload(here, "anh.jpg"),))
    assert "chưa gửi" in await last(here)
    await here.says(DESK, QUESTION)
    assert "đang chờ" in await opened(here, reference)

    await here.says(OTHER, f"/tra {receipt}")

    shown = next(r for r in await here.heard(OTHER) if r.text.key == "follow-up-told")
    assert [media.kind for media in shown.media] == [MediaKind.PHOTO]
    file = shown.media[0].file
    assert file is not None
    assert b"".join([piece async for piece in here.app.files.get(file)])[:2] == b"\xff\xd8"
    assert "đã tới" in await opened(here, reference)


async def test_a_picture_goes_along_and_is_erased_with_the_tip(here: Village) -> None:
    _, reference = await filed(here)
    await here.presses(DESK, f"triage.ask:{reference}")
    await here.says(DESK, QUESTION, uploads=(await upload(here, "ban-do.pdf"),))
    await here.send()
    sent = (await here.heard(PHONE))[-1]
    assert [media.kind for media in sent.media] == [MediaKind.DOCUMENT]
    file = sent.media[0].file
    assert file is not None
    here_is = (await here.heard(DESK))[-1]
    assert "Đã gửi câu hỏi" in TEXTS.render(here_is.text, "vi")

    async with here.app.stores() as stores:
        holding = await stores.retention.holding(reference)
        assert holding is not None
        assert holding.files == 1
        assert await erase_tip(stores, holding.tip_id, here.clock.now())
        left = select(func.count()).select_from(questions)
        assert (await stores.connection.execute(left)).scalar_one() == 0
    run = RetentionRun(here.app.database, here.app.files, here.app.keyring)
    await run.run(here.clock.now())
    assert not await here.app.files.exists(file.id)


async def test_films_places_and_a_second_file_do_not_go_along(here: Village) -> None:
    _, reference = await filed(here)
    await here.presses(DESK, f"triage.ask:{reference}")
    film = Upload(MediaKind.VIDEO, platform_ref="v", size=9, media_type="video/mp4")
    two = (await upload(here, "a.jpg"), await upload(here, "b.jpg"))
    for uploads in ((film,), two):
        await here.says(DESK, "Có phải người này không ạ?", uploads=uploads)
        assert "một ảnh hoặc một tệp PDF" in await last(here)
    await here.presses(DESK, "triage.ask_write:stop")
    await here.send()
    assert not any("người này" in said for said in await words(here, PHONE))
