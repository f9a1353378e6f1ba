"""The windows in which an official account may speak: residents, officers, and what waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.setup import enrol
from bot.domain.access import Role
from bot.domain.channels import shows
from bot.domain.message import Form
from bot.domain.ports import Limits
from tests.end_to_end.talk_chats import DESK, LEAD, asked, opened, words
from tests.end_to_end.test_numbered import STORY, enrolled, number_of, shown, types
from tests.end_to_end.village import Platform, Village, configured, village

REPORTER = "zalo_oa/r2"
STAFF = "zalo_oa/m1"
MORE = "Người báo vừa bổ sung tin "
QUESTION = "Xe màu gì ạ?"
FREE = Limits(1000, 1000, 1000, 1000, shows("zalo_oa").free)
PAID = Limits(1000, 1000, 1000, 1000, shows("zalo_oa").answers)


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        there.platform = Platform("zalo_oa", FREE)
        yield there


async def told(here: Village, number: int) -> str:
    """Another resident tells something on the page; the reference."""
    page = f"web/{chr(97 + number) * 43}"
    await here.says(page, form=Form("use", f"chuyện {number}"))
    await here.send()
    return (await here.receipt(page))[1]


async def taken_by_staff(here: Village) -> tuple[str, str]:
    """A tip of the page that the officer on the account has taken: its page and reference."""
    await enrolled(here, STAFF)
    reference = await told(here, 0)
    dossier = await types(here, STAFF, reference)
    await types(here, STAFF, number_of(dossier, "Nhận tin"))
    return "web/" + "a" * 43, reference


@pytest.mark.parametrize("hours", [49, 7 * 24 - 1])
async def test_an_officer_who_was_quiet_for_days_hears_of_a_tip(here: Village, hours: int) -> None:
    await enrolled(here, STAFF)
    await here.tick(hours=hours)

    reference = await told(here, 0)

    assert any(reference in said for said in await shown(here, STAFF))


async def test_a_question_to_a_reporter_still_keeps_to_what_is_free(here: Village) -> None:
    await types(here, REPORTER, STORY)
    await types(here, REPORTER, "gửi luôn")
    reference = (await here.receipt(REPORTER))[1]
    await here.presses(DESK, f"triage.take:{reference}")
    await here.tick(hours=49)

    await asked(here, reference, QUESTION)

    assert not any(QUESTION in said for said in await shown(here, REPORTER))


async def test_what_piled_up_comes_in_one_line(here: Village) -> None:
    await enrolled(here, STAFF)
    before = len(await shown(here, STAFF))
    await here.tick(days=8)
    references = [await told(here, n) for n in range(12)]
    assert len(await shown(here, STAFF)) == before

    await here.says(STAFF, "alo")

    new = (await shown(here, STAFF))[before:]
    [line] = [said for said in new if "12 thông báo" in said]
    assert len(new) <= 3
    assert not any("Mở tin" in said for said in new if said != line)
    queue = await types(here, STAFF, number_of(line, "Xem hàng đợi"))
    assert references[0] in queue or references[-1] in queue


async def test_a_few_that_waited_come_as_they_are(here: Village) -> None:
    await enrolled(here, STAFF)
    await here.tick(days=8)
    references = [await told(here, n) for n in range(2)]

    await here.says(STAFF, "alo")

    said = "\n".join(await shown(here, STAFF))
    assert all(reference in said for reference in references)
    assert "Trong lúc đồng chí vắng" not in said


async def test_what_an_officer_out_of_reach_owns_is_told_to_the_lead(here: Village) -> None:
    page, reference = await taken_by_staff(here)
    await enrol(here.app, LEAD.removeprefix("web/"), Role.LEAD, "Chị Hoa")
    await here.tick(days=8)

    await here.presses(page, f"follow_up.add:{reference}")
    await here.says(page, "Hôm nay họ lại đến")
    await here.send()

    assert any(MORE + reference in said for said in await words(here, LEAD))


async def test_the_lead_hears_nothing_of_what_its_owner_is_told(here: Village) -> None:
    page, reference = await taken_by_staff(here)
    await enrol(here.app, LEAD.removeprefix("web/"), Role.LEAD, "Chị Hoa")
    await here.tick(days=5)

    await here.presses(page, f"follow_up.add:{reference}")
    await here.says(page, "Hôm nay họ lại đến")

    assert any(MORE + reference in said for said in await shown(here, STAFF))
    assert not any(MORE + reference in said for said in await words(here, LEAD))


async def test_a_notice_waits_for_a_lead_who_signs_in_later(here: Village) -> None:
    page, reference = await taken_by_staff(here)
    await here.tick(days=8)
    await here.presses(page, f"follow_up.add:{reference}")
    await here.says(page, "Hôm nay họ lại đến")
    await here.send()
    await enrol(here.app, LEAD.removeprefix("web/"), Role.LEAD, "Chị Hoa")
    await here.tick(minutes=1)

    await here.send()

    assert any(MORE + reference in said for said in await words(here, LEAD))
    await here.says(STAFF, "alo")
    assert sum(MORE + reference in said for said in await shown(here, STAFF)) == 1


async def test_before_a_window_ends_a_member_is_reminded_once(here: Village) -> None:
    await enrolled(here, STAFF)

    async def reminded() -> int:
        return sum("viết một chữ" in said for said in await shown(here, STAFF))

    await here.tick(days=5)
    assert await reminded() == 0
    for _ in range(4):
        await here.tick(hours=7)
    assert await reminded() == 1
    await here.says(STAFF, "alo")
    await here.tick(days=6, hours=1)
    assert await reminded() == 2


async def test_a_resident_is_told_how_long_questions_arrive(here: Village) -> None:
    await types(here, REPORTER, STORY)

    done = await types(here, REPORTER, "gửi luôn")

    assert "Trong 2 ngày tới" in done
    assert "nhắn lại một chữ" in done


async def test_who_is_allowed_to_be_asked_is_told_too(here: Village) -> None:
    page = "web/" + "a" * 43
    await here.says(page, form=Form("use", "chuyện", reply="one-way"))
    receipt, _ = await here.receipt(page)
    await types(here, REPORTER, "chào")

    await here.presses(REPORTER, f"follow_up.allow:{receipt.replace('-', '')}")

    assert any("Trong 2 ngày tới" in said for said in await shown(here, REPORTER))


async def test_where_nothing_closes_nothing_is_said_of_days(here: Village) -> None:
    page = "web/" + "a" * 43
    await here.says(page, form=Form("use", "chuyện", reply="ask-back"))

    assert not any("2 ngày" in said for said in await words(here, page))


async def test_what_was_held_goes_out_when_it_may_be_paid_for(here: Village) -> None:
    await types(here, REPORTER, STORY)
    await types(here, REPORTER, "gửi luôn")
    reference = (await here.receipt(REPORTER))[1]
    await here.presses(DESK, f"triage.take:{reference}")
    await here.tick(hours=49)
    await asked(here, reference, QUESTION)
    assert not any(QUESTION in said for said in await shown(here, REPORTER))

    said = here.platform.said
    here.platform = Platform("zalo_oa", PAID, said=said)

    assert any(QUESTION in each for each in await shown(here, REPORTER))
    assert "✔️ đã tới" in await opened(here, reference)


async def test_what_cannot_be_paid_for_either_goes_on_waiting(here: Village) -> None:
    await types(here, REPORTER, STORY)
    await types(here, REPORTER, "gửi luôn")
    reference = (await here.receipt(REPORTER))[1]
    await here.presses(DESK, f"triage.take:{reference}")
    await here.tick(days=8)
    await asked(here, reference, QUESTION)
    await here.send()

    here.platform = Platform("zalo_oa", PAID, said=here.platform.said)

    assert not any(QUESTION in each for each in await shown(here, REPORTER))
    assert "đang chờ" in await opened(here, reference)
