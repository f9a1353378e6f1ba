"""A tip on its way: verified, given back, extended, begun again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.access import Role
from tests.end_to_end.desk_people import (
    STORY,
    choices,
    deeds,
    filed,
    joins,
    reported,
    tip,
    told,
)
from tests.end_to_end.village import Village, configured, village

MINH, LAN, TU, HOA = (f"telegram/{n}" for n in (2001, 2002, 2003, 2004))
BA = "telegram/9001"
WHY = "canary lý do: có người báo thêm"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Village]:
    """Two officers and a lead."""
    async with village(configured(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/t.db")) as there:
        await joins(there, MINH, "Anh Minh")
        await joins(there, LAN, "Chị Lan")
        await joins(there, TU, "Anh Tư", Role.LEAD)
        yield there


async def menu(desk: Village, chat: str, reference: str) -> set[str]:
    """The deeds behind "Việc khác…"."""
    await desk.presses(chat, f"triage.more:{reference}")
    await desk.send()
    said = [r for r in await desk.heard(chat) if r.text.key == "triage-more-deeds"]
    return set(choices(said[-1])) - {"Mở tin"}


async def test_the_menu_has_what_fits_and_no_more(desk: Village) -> None:
    reference = await filed(desk)
    mine = {"Bắt đầu xác minh", "Bàn giao cho đồng chí khác", "Trả về hàng đợi"}
    assert await menu(desk, MINH, reference) & (mine | {"Phân công", "Mở lại tin"}) == set()
    assert await menu(desk, TU, reference) >= {"Phân công", "Gia hạn"}
    await desk.presses(MINH, f"triage.take:{reference}")
    assert await menu(desk, MINH, reference) >= mine
    assert await menu(desk, LAN, reference) & mine == set()
    await desk.presses(MINH, f"progress.verify:{reference}")
    assert "Bắt đầu xác minh" not in await menu(desk, MINH, reference)
    ended = await filed(desk)
    await desk.closed(ended)
    assert await menu(desk, LAN, ended) & {*mine, "Mở lại tin"} == {"Mở lại tin"}


async def test_the_owner_begins_to_verify(desk: Village) -> None:
    reference = await filed(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(LAN, f"progress.verify:{reference}")
    assert (await tip(desk, reference)).status == "acknowledged"
    assert any("đã có Anh Minh nhận" in said for said in await told(desk, LAN))

    await desk.presses(MINH, f"progress.verify:{reference}")
    await desk.presses(MINH, f"progress.verify:{reference}")

    assert (await tip(desk, reference)).status == "verifying"
    assert "do đồng chí giữ, đang xác minh" in (await told(desk, MINH))[-1]
    assert f"Anh Minh bắt đầu xác minh tin {reference}" in (await told(desk, LAN))[-1]
    assert [d.action for d in await deeds(desk, reference)][-1] == "tip-verifying"


async def test_a_reference_can_be_forged(desk: Village) -> None:
    elsewhere = await filed(desk, "dong-nai")
    for deed in ("verify", "release", "hand", "assign", "reopen", "extend"):
        for value in ("", "TK-00000", "9" * 40, "'; --", "/", elsewhere):
            before = len(await told(desk, TU))
            await desk.presses(TU, f"progress.{deed}:{value}")
            new = (await told(desk, TU))[before:]
            assert len(new) == 1
            assert "Không có tin nào mang mã đó" in new[0]
    assert desk.app.engine.failed == 0


async def test_a_tip_goes_back_to_the_queue_after_one_question(desk: Village) -> None:
    reference = await filed(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(MINH, f"progress.release:{reference}")
    assert (await tip(desk, reference)).owner_name == "Anh Minh"
    await desk.presses(MINH, "progress.release_confirm:stop")
    assert (await tip(desk, reference)).owner_name == "Anh Minh"
    await desk.presses(MINH, f"progress.release:{reference}")
    await desk.presses(MINH, "progress.release_confirm:yes")
    now = await tip(desk, reference)
    assert (now.owner_id, now.status) == (None, "new")
    assert f"Anh Minh trả tin {reference} về hàng đợi" in (await told(desk, LAN))[-1]
    notice = (await desk.heard(LAN))[-1]
    # No card: the next take changes the tip's card, and would leave a stale button here.
    assert not notice.card
    assert list(choices(notice)) == ["Mở tin"]


async def test_a_closed_tip_is_begun_again_and_its_reporter_can_be_asked(desk: Village) -> None:
    reference = await reported(desk)
    await desk.closed(reference)
    await desk.presses(LAN, f"progress.reopen:{reference}")
    await desk.says(LAN, "ngắn")
    assert (await tip(desk, reference)).status == "closed"
    await desk.says(LAN, WHY)

    now = await tip(desk, reference)
    assert (now.status, now.outcome, now.owner_name) == ("reopened", "", "Chị Lan")
    deed = next(d for d in await deeds(desk, reference) if d.action == "tip-reopened")
    assert deed.why == WHY
    await desk.presses(LAN, f"triage.ask:{reference}")
    await desk.says(LAN, "Xe còn qua lại không ạ?")
    assert any("Xe còn qua lại" in said for said in await told(desk, BA))
    await desk.says(BA, "Vẫn còn, đêm qua.")
    await desk.presses(LAN, f"triage.open:{reference}")
    assert any("Vẫn còn, đêm qua." in said for said in await told(desk, LAN))
    for chat in (MINH, TU, BA):
        assert WHY not in "\n".join(await told(desk, chat))


async def test_a_reopened_tip_says_when_nobody_can_be_asked_any_more(desk: Village) -> None:
    reference = await reported(desk)
    await desk.closed(reference)
    await desk.tick(days=32)
    await desk.presses(MINH, f"progress.reopen:{reference}")
    await desk.says(MINH, WHY)
    assert (await tip(desk, reference)).status == "reopened"
    assert any("Không hỏi lại người báo được nữa" in said for said in await told(desk, MINH))


async def test_an_erased_tip_is_not_begun_again(desk: Village) -> None:
    reference = await reported(desk)
    await desk.closed(reference)
    await desk.presses(MINH, f"progress.reopen:{reference}")
    desk.clock.pass_by(days=800)
    await desk.tick()
    await desk.presses(MINH, f"progress.reopen:{reference}")
    await desk.says(MINH, WHY)
    assert (await tip(desk, reference)).erased
    assert (await tip(desk, reference)).status == "closed"
    assert any("đã được xoá" in said for said in await told(desk, MINH))


async def test_what_a_colleague_concluded_is_theirs_to_begin_again_or_the_leads(
    desk: Village,
) -> None:
    reference = await filed(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(MINH, f"triage.close:{reference}")
    await desk.presses(MINH, "triage.close_outcome:right")
    await desk.presses(MINH, "triage.close_confirm:later")
    await desk.presses(LAN, f"progress.reopen:{reference}")
    assert any("đã có Anh Minh nhận" in said for said in await told(desk, LAN))
    assert "Mở lại tin" not in await menu(desk, LAN, reference)
    await desk.presses(TU, f"progress.reopen:{reference}")
    await desk.says(TU, WHY)
    now = await tip(desk, reference)
    assert (now.status, now.owner_name) == ("reopened", "Anh Tư")


async def test_an_outcome_that_was_taken_back_is_not_counted(desk: Village) -> None:
    await desk.set("show-outcomes", "yes")
    reference = await reported(desk)
    await desk.closed(reference)
    second = await reported(desk)
    await desk.presses(LAN, f"triage.open:{second}")
    assert any("1 tin đúng" in said for said in await told(desk, LAN))
    await desk.presses(LAN, f"progress.reopen:{reference}")
    await desk.says(LAN, WHY)
    await desk.presses(MINH, f"triage.open:{second}")
    opened = next(said for said in await told(desk, MINH) if STORY in said)
    assert "0 tin đúng" in opened


async def test_a_lead_puts_a_deadline_off_with_a_reason(desk: Village) -> None:
    reference = await reported(desk)
    await desk.tick(days=19)
    await desk.send()
    await desk.presses(MINH, f"progress.extend:{reference}")
    assert "không làm được việc này" in (await told(desk, MINH))[-1]
    await desk.presses(MINH, f"triage.open:{reference}")
    assert "⏳ Hạn kiểm tra, xác minh: hết ngày 14/12/2026" in (await told(desk, MINH))[-1]
    ends = ("25/01/2027", "23/03/2027")
    for _ in range(3):
        await desk.presses(TU, f"progress.extend:{reference}")
        await desk.says(TU, WHY)
    *given, last = [said for said in await told(desk, TU) if "gia hạn" in said.lower()][1::2]
    assert [end in said for end, said in zip(ends, given, strict=True)] == [True, True], given
    assert "không gia hạn được nữa" in last
    await desk.presses(MINH, f"triage.open:{reference}")
    assert (
        f"⏳ Hạn kiểm tra, xác minh: hết ngày {ends[1]}, còn 101 ngày"
        in (await told(desk, MINH))[-1]
    )
    rows = [(d.action, d.why) for d in await deeds(desk, reference)]
    assert rows.count(("clock-extended", WHY)) == 2
    assert "clock-missed-verify" not in [action for action, _ in rows]
