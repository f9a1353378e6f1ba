"""The queue in chat: views, pages, filters, labels, who looks, many at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.access import Role
from bot.domain.queue import View
from bot.domain.queue_code import sign
from bot.engine.desk_queue import StaffQueue
from handlers import desk_lines
from tests.end_to_end.desk_hands import Chat, at_platform, file, member
from tests.end_to_end.village import OFFICER, Village, configured, village
from tests.fresh import with_tables

WORDS = "xe lạ ở bờ suối"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Village]:
    database = with_tables(tmp_path / "tinbao.db")
    async with village(configured(tmp_path, database)) as there:
        yield there


@pytest.fixture
def lan(here: Village) -> Chat:
    return Chat(here, f"web/{OFFICER}")


async def audited(here: Village) -> list[tuple[str, str]]:
    unit = await here.unit()
    async with here.app.stores() as stores:
        rows = await stores.audit.of_unit(unit.id, limit=100)
    return [(row.action, row.subject) for row in rows[::-1]]


async def test_a_line_tells_everything_but_the_content(here: Village, lan: Chat) -> None:
    now = here.clock.now()
    late = await file(
        here, kind="use", point="Thôn 3", due_at=now - timedelta(days=2, hours=3), urgency="urgent"
    )
    soon = await file(here, at=now - timedelta(hours=3), due_at=now + timedelta(hours=5.5))
    await lan.forge(f"triage.take:{soon}")

    page = (await lan.say("/hang-doi")).splitlines()

    assert page[0] == "Hàng đợi: Đơn vị · 2 tin, trang 1/1"
    assert page[1].startswith(f"🔴 KHẨN {late}")
    for word in ("Sử dụng ma tuý", "Thôn 3", "chưa ai nhận", "quá hạn 2 ngày"):
        assert word in page[1]
    for word in (soon, "3 giờ trước", "Đồng chí Lan", "còn 5 giờ"):
        assert word in page[2]
    assert WORDS not in "\n".join(page)


async def test_pages_and_views_turn_in_place_with_their_filter(here: Village, lan: Chat) -> None:
    first = here.clock.now()
    names = [await file(here, at=first + timedelta(minutes=n), kind="use") for n in range(6)]
    await file(here, kind="storing")
    await lan.say("/hang-doi")
    await lan.press("Lọc…")
    await lan.press("Loại tin")
    page = await lan.press("Sử dụng ma tuý")
    assert "Đơn vị · Sử dụng ma tuý · 6 tin, trang 1/2" in page
    page = await lan.press("Trang sau →")
    assert names[5] in page
    assert names[0] not in page
    assert "trang 2/2" in page
    assert "Của tôi · Sử dụng ma tuý · không có tin nào" in await lan.press("Của tôi")
    assert "6 tin" in await lan.press("Chưa ai nhận")
    assert "Chưa ai nhận · 7 tin" in await lan.press("✕ Sử dụng ma tuý")
    assert "✕ Sử dụng ma tuý" not in await lan.buttons()


async def test_every_filter_can_be_chosen_and_combined(here: Village, lan: Chat) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    await lead.say("/nhan")
    await lead.press("+ Thêm nhãn")
    await lead.say("chờ tỉnh")
    now = here.clock.now()
    wanted = await file(here, point="Thôn 3", kind="use")
    await file(here, point="Thôn 3", kind="use", at=now - timedelta(days=40))
    await lan.forge(f"triage.take:{wanted}")
    await lan.forge(f"queue.labels:{wanted}")
    await lan.press("chờ tỉnh")

    await lan.say("/hang-doi")
    for field, choice in (
        ("Điểm", "Thôn 3"),
        ("Loại tin", "Sử dụng ma tuý"),
        ("Tình trạng", "Cán bộ đang xem xét"),
        ("Nhãn", "chờ tỉnh"),
        ("Ngày gửi", "30 ngày qua"),
    ):
        await lan.press("Lọc…")
        await lan.press(field)
        page = await lan.press(choice)
    assert wanted in page
    assert "· 1 tin" in page
    assert "🏷 chờ tỉnh" in page
    payloads = [b.payload for b in (await lan.replies())[-1].buttons]
    assert max(len(payload.encode()) for payload in payloads) <= 64

    await lan.press("Lọc…")
    await lan.press("Ngày gửi")
    await lan.press("Ngày, tháng khác…")
    assert "chưa hiểu ngày này" in await lan.say("hôm kia")
    assert "tháng 11/2026 · 1 tin" in await lan.say("11/2026")


async def test_a_point_of_another_unit_and_a_label_that_is_gone_filter_nothing(
    here: Village, lan: Chat
) -> None:
    reference = await file(here)
    for code in (
        "u0.p1",
        "u0.lzzzzzz",
        "u99999999",
        "zz",
        "u0.k~.s9.d20261341",
        "e0.p" + "z" * 50,
    ):
        page = await lan.forge(f"queue.list:{code}")
        assert page.startswith("Hàng đợi"), code
    assert reference in await lan.forge("queue.list:u0.p1.lzzzzzz")
    for payload in ("queue.pick:", "queue.pick:x999/zz", "queue.pick:l0/u0", "queue.narrow:?"):
        assert await lan.forge(payload)
    assert "không dùng nữa" in await lan.forge(f"queue.label:{reference}/+zzzzzz")
    assert here.app.engine.failed == 0


async def test_what_waits_aside_has_a_view_of_its_own(here: Village, lan: Chat) -> None:
    assert "Tin chờ riêng · không có tin nào" in await lan.say("/hang-cho")
    quiet = [await file(here, side=True) for _ in range(6)]
    assert "trống" in await lan.say("/hang-doi")
    page = await lan.press("Tin chờ riêng (6)")
    assert "Tin chờ riêng · 6 tin, trang 1/2" in page
    assert quiet[5] in await lan.press("Trang sau →")


async def test_labels_are_named_by_a_lead_and_put_on_by_officers(here: Village, lan: Chat) -> None:
    reference = await file(here)
    await lan.forge(f"triage.more:{reference}")
    assert "chưa có nhãn" in await lan.press("Nhãn")
    assert "Vai trò của đồng chí không" in await lan.say("/nhan")

    lead = await member(here, "Anh Tư", Role.LEAD)
    await lead.say("/nhan")
    await lead.press("+ Thêm nhãn")
    assert "từ 1 đến 24" in await lead.say("một nhãn dài hơn hai mươi bốn chữ")
    assert "1 nhãn" in await lead.say("  chờ   tỉnh ")
    await lead.press("+ Thêm nhãn")
    assert "có rồi" in await lead.say("CHỜ TỈNH")
    await lead.press("Thôi")

    await lan.forge(f"queue.labels:{reference}")
    await lan.press("chờ tỉnh")
    assert "✓ chờ tỉnh" in await lan.buttons()
    await lan.forge(f"queue.label:{reference}/+{sign('chờ tỉnh')}")
    assert "🏷 Nhãn: chờ tỉnh" in await lan.forge(f"triage.open:{reference}")
    assert (await audited(here)).count(("tip-labelled", reference)) == 1

    await lead.say("/nhan")
    await lead.press("Bỏ nhãn chờ tỉnh")
    assert "🏷" not in await lan.forge(f"triage.open:{reference}")
    assert "không dùng nữa" in await lan.forge(f"queue.label:{reference}/-{sign('chờ tỉnh')}")


async def test_who_has_a_tip_open_is_shown_for_a_while(here: Village, lan: Chat) -> None:
    reference = await file(here)
    minh = await member(here, "Anh Minh")
    assert "Đang xem" not in await minh.forge(f"triage.open:{reference}")
    other = await file(here)
    lines = (await lan.say("/hang-doi")).splitlines()
    assert [n for n, line in enumerate(lines) if "👀 Đang xem: Anh Minh" in line] == [
        n for n, line in enumerate(lines) if reference in line
    ]
    assert other in "".join(lines)
    app = here.app
    web = (app.database, app.keyring, app.clock, app.time_outs, desk_lines.line, desk_lines.tab)
    page = await StaffQueue(*web).page(lan.name.partition("/")[2], View.UNIT, 1)
    assert page is not None
    assert {line.reference: line.looking for line in page.lines} == {
        reference: ("Anh Minh",),
        other: (),
    }
    assert "👀 Đang xem: Anh Minh" in await lan.forge(f"triage.open:{reference}")
    here.clock.pass_by(minutes=6)
    assert "Đang xem" not in await minh.forge(f"triage.open:{reference}")


async def test_content_stays_on_the_web_where_the_unit_says_so(here: Village, lan: Chat) -> None:
    reference = await file(here)
    phone = await at_platform(here, "Anh Minh", 77)
    assert WORDS in await phone.say(reference)

    await here.set("content-in-chat", "no")
    said = await phone.say(reference)
    assert reference in said
    assert WORDS not in said
    assert "bàn tiếp nhận trên web" in said.lower()
    [button] = [b for b in (await phone.replies())[-1].buttons if b.url]
    assert button.url.endswith("/desk")
    assert WORDS in await lan.forge(f"triage.open:{reference}")
    assert (await audited(here)).count(("tip-opened", reference)) == 2
