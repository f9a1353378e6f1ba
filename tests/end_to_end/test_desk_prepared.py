"""Prepared questions and what a status says: chosen, filled, sent, edited."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.setup import enrol
from bot.domain.access import Role
from tests.end_to_end.talk_chats import (
    DESK,
    LEAD,
    PHONE,
    filed,
    last,
    pressed,
    upload,
    words,
)
from tests.end_to_end.village import Village, configured, village


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def test_a_prepared_question_is_filled_gap_by_gap_and_sent(here: Village) -> None:
    await enrol(here.app, LEAD.partition("/")[2], Role.LEAD, "Đồng chí Tư")
    await here.says(LEAD, "/cau-hoi")
    assert "chưa có câu nào" in await last(here, LEAD)
    await pressed(here, "Thêm câu hỏi", LEAD)
    await here.says(LEAD, "Xe màu [màu xe] đi hướng [hướng nào] ạ?")
    assert "Đã lưu" in await last(here, LEAD)
    _, reference = await filed(here)
    await here.presses(DESK, f"triage.ask:{reference}")

    assert "Xe màu [màu xe]" in await pressed(here, "Câu soạn sẵn")
    assert "“màu xe”" in await pressed(here, "Xe màu [màu xe]")
    await here.says(DESK, "đỏ [tươi]")
    assert "Chỗ 2/2" in await last(here)
    assert "Chỗ 1/2" in await pressed(here, "Quay lại")
    await here.says(DESK, "xanh")
    await here.says(DESK, "uploads", uploads=(await upload(here, "anh.jpg"),))
    assert "“Xe màu xanh đi hướng uploads ạ?”" in await last(here)
    assert "một tệp kèm theo" in await last(here)
    assert not any("Xe màu" in said for said in await words(here, PHONE))
    assert "Đã gửi" in await pressed(here, "Gửi")
    await here.send()

    assert "“Xe màu xanh đi hướng uploads ạ?”" in await last(here, PHONE)
    assert len((await here.heard(PHONE))[-1].media) == 1


async def test_a_starter_may_be_typed_anew_or_sent_in_english(here: Village) -> None:
    _, reference = await filed(here)
    await here.presses(DESK, f"triage.ask:{reference}")
    await pressed(here, "Câu soạn sẵn")
    assert "trang 2/2" in await pressed(here, "Trang sau")
    assert "trang 1/2" in await pressed(here, "Trang trước")
    assert "“Việc này thường" in await pressed(here, "Việc này thường")
    assert "At what time" in await pressed(here, "Tiếng Anh")
    await here.says(DESK, "Mấy giờ ạ? [khoảng thôi]")
    assert "“Mấy giờ ạ? [khoảng thôi]”" in await last(here)
    await here.says(DESK, "/ghi chú nhà này quen")
    assert "giống một lệnh" in await last(here)
    await pressed(here, "Gửi")
    await here.send()
    assert "“Mấy giờ ạ? [khoảng thôi]”" in await last(here, PHONE)


FORGED = (
    "u99999999999999999999999999",
    "u9999999999999999999",
    "s99",
    "s-1",
    "p999999",
    "u1",
    "uđ",
    "",
    "send",
    "s²",
)


async def test_forged_choices_and_a_tip_that_is_taken_away_send_nothing(here: Village) -> None:
    _, reference = await filed(here)
    await here.presses(DESK, f"triage.ask:{reference}")
    await here.presses(DESK, "triage.ask_write:ready")
    for value in FORGED:
        await here.presses(DESK, f"talk.choose:{value}")
    assert here.app.engine.failed == 0
    await here.presses(DESK, "talk.choose:s1")
    unit = await here.unit()
    async with here.app.stores() as stores:
        tip = await stores.tips.by_reference(unit.id, reference)
        assert tip is not None
        assert tip.owner_id is not None
        assert await stores.statuses.release(tip.id, tip.owner_id)
    await here.presses(DESK, "talk.preview:send")
    assert "nhận tin trước" in await last(here)
    await here.send()
    assert not any("mấy giờ" in said for said in await words(here, PHONE))


EDITS = ("talk.questions:", "talk.one:1", "talk.add:question", "talk.change:1", "talk.remove:1",
         "talk.statuses:", "talk.unset:closed")  # fmt: skip


async def test_only_a_lead_edits_the_words(here: Village) -> None:
    for payload in EDITS:
        await here.presses(DESK, payload)
        assert "Vai trò của đồng chí không" in await last(here)
        await here.presses(PHONE, payload)
    await here.send()
    assert {r.text.key for r in here.platform.said["1001"]} == {"triage-nothing"}
    unit = await here.unit()
    async with here.app.stores() as stores:
        rows = await stores.audit.of_unit(unit.id)
    refused = [row.subject for row in rows if row.action == "access-refused"]
    assert refused == ["edit-words"] * len(EDITS)


async def test_a_lead_changes_and_removes_questions_but_none_that_asks_who(here: Village) -> None:
    await enrol(here.app, LEAD.partition("/")[2], Role.LEAD, "Đồng chí Tư")
    await here.presses(LEAD, "talk.add:question")
    for wrong in ("Tên anh chị là gì?", "Nhà anh/chị ở đâu?", "xe [màu", "hỏi", "/thôi nhé",
                  "x" * 501, "What is your full name?"):  # fmt: skip
        await here.says(LEAD, wrong)
        assert "Đã lưu" not in await last(here, LEAD), wrong
    await here.says(LEAD, "Tên quán là gì ạ?")
    assert "Đã lưu" in await last(here, LEAD)
    assert "Tên quán" in await pressed(here, "Danh sách", LEAD)
    await pressed(here, "Câu 1", LEAD)
    await pressed(here, "Sửa", LEAD)
    await here.says(LEAD, "Quán bán gì ạ?")
    await pressed(here, "Danh sách", LEAD)
    assert "Quán bán gì" in await pressed(here, "Câu 1", LEAD)
    await pressed(here, "Xoá", LEAD)
    assert "Đã xoá" in await pressed(here, "Xoá", LEAD)
    assert "không còn" in await pressed(here, "Câu 1", LEAD)
    for value in ("question:x", "status:new", "", "status:"):
        await here.presses(LEAD, f"talk.add:{value}")
        assert "không còn" in await last(here, LEAD)
    unit = await here.unit()
    async with here.app.stores() as stores:
        rows = await stores.audit.of_unit(unit.id)
    assert [row.action for row in rows].count("sentences-changed") == 3


async def test_what_a_status_says_is_the_units_choice(here: Village) -> None:
    await enrol(here.app, LEAD.partition("/")[2], Role.LEAD, "Đồng chí Tư")
    await here.presses(LEAD, "talk.statuses:")
    assert "Đã xong: câu thường dùng" in await last(here, LEAD)
    await pressed(here, "Đặt: Đã có kết quả", LEAD)
    await here.says(LEAD, "Tin của anh/chị đã có kết quả. Xin cảm ơn.")
    await here.presses(LEAD, "talk.add:status:closed")
    await here.says(LEAD, "Công an xã xin cảm ơn bà con.")
    _, reference = await filed(here)
    await here.closed(reference)
    await here.send()
    thanks = f"Tin {reference}: Công an xã xin cảm ơn bà con."
    assert await last(here, PHONE) == thanks
    assert "có kết quả" not in (await words(here, PHONE))[-2]

    _, slow = await filed(here)
    await here.presses(DESK, f"triage.take:{slow}")
    await here.presses(DESK, f"triage.close:{slow}")
    await here.presses(DESK, "triage.close_outcome:right")
    await here.presses(DESK, "triage.close_confirm:later")
    await here.send()
    assert (await last(here, PHONE)).endswith("đã có kết quả. Xin cảm ơn.")

    for status in ("closed", "concluded", "new"):
        await here.presses(LEAD, f"talk.unset:{status}")
    _, again = await filed(here)
    await here.closed(again)
    await here.send()
    assert (await last(here, PHONE)).startswith(f"Tin {again} đã được xử lý xong")
    assert "có kết quả" not in (await words(here, PHONE))[-2]


async def test_a_verified_and_a_reopened_tip_are_told_when_the_unit_wants(here: Village) -> None:
    unit = await here.unit()
    _, silent = await filed(here)
    await here.presses(DESK, f"progress.verify:{silent}")
    async with here.app.stores() as stores:
        for status in ("verifying", "reopened"):
            await stores.prepared.set(
                unit.id, f"status:{status}", f"câu {status}", here.clock.now()
            )
    _, reference = await filed(here)
    await here.presses(DESK, f"progress.verify:{reference}")
    await here.closed(reference)
    await here.presses(DESK, f"progress.reopen:{reference}")
    await here.says(DESK, "có thêm bằng chứng mới")
    await here.send()
    told = [said for said in await words(here, PHONE) if "câu " in said]
    assert told == [f"Tin {reference}: câu verifying", f"Tin {reference}: câu reopened"]
