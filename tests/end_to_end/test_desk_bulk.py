"""The same done to many tips at once by a lead."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.access import Role
from bot.domain.queue_code import sign
from storage.schema import members
from tests.end_to_end.desk_hands import Chat, file, member
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


async def test_many_at_once_with_a_preview(here: Village, lan: Chat) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    names = [await file(here, kind="use") for _ in range(3)]
    other = await file(here, kind="storing")
    await lan.forge(f"triage.take:{names[0]}")
    assert "Vai trò của đồng chí không" in await lan.forge("queue.bulk:u0")
    await lead.say("/hang-doi")
    await lead.press("Lọc…")
    await lead.press("Loại tin")
    await lead.press("Sử dụng ma tuý")
    await lead.press("Làm cả loạt…")
    await lead.press("Giao cho")
    preview = await lead.press("Đồng chí Lan")
    assert "Giao cho “Đồng chí Lan”: 3 tin." in preview
    assert all(name in preview for name in names)
    assert other not in preview

    added = await file(here, kind="use")
    done = await lead.press("Đồng ý, làm")
    assert "Đã làm 2 tin." in done
    assert "1 tin không đổi" in done
    assert "Của tôi · 3 tin" in await lan.forge("queue.list:m0")
    await here.send()
    assert "giao cho đồng chí 2 tin" in await lan.all()
    assert added in await lan.forge("queue.list:f0")
    assert [row for row in await audited(here) if row[0] == "tip-given-in-bulk"] == [
        ("tip-given-in-bulk", name) for name in names[1:]
    ]


async def test_whoever_loses_tips_at_once_is_told_which(here: Village, lan: Chat) -> None:
    lead, minh = await member(here, "Anh Tư", Role.LEAD), await member(here, "Anh Minh")
    mine, free = await file(here), await file(here)
    await lan.forge(f"triage.take:{mine}")
    await lead.forge("queue.bulk:u0")
    await lead.press("Giao cho")
    await lead.press("Anh Minh")
    await lead.press("Đồng ý, làm")
    await here.send()
    assert f"chuyển cho Anh Minh các tin đồng chí đang giữ: {mine}." in await lan.all()
    assert free not in (await lan.all()).rpartition("đang giữ")[2]
    assert "giao cho đồng chí 2 tin" in await minh.all()


async def test_of_many_tips_lost_at_once_the_first_ten_are_named(here: Village, lan: Chat) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    await member(here, "Anh Minh")
    for _ in range(12):
        await lan.forge(f"triage.take:{await file(here)}")
    await lead.forge("queue.bulk:u0")
    await lead.press("Giao cho")
    await lead.press("Anh Minh")
    await lead.press("Đồng ý, làm")
    await here.send()
    told = (await lan.all()).rpartition("đang giữ: ")[2]
    assert told.count("TK-") == 10
    assert "và 2 tin nữa." in told


async def test_the_audit_has_to_whom_and_what_went_along(here: Village, lan: Chat) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    part, whole = await file(here), await file(here)
    await lead.forge(f"links.merge:{part}/{whole}")
    await lead.forge("queue.bulk:u0")
    await lead.press("Giao cho")
    await lead.press("Đồng chí Lan")
    assert "Đã làm 1 tin." in await lead.press("Đồng ý, làm")
    await lan.forge(f"triage.close:{whole}")
    await lan.press("Đúng")
    await lan.press("Kết luận, chưa đóng")
    await lead.forge("queue.bulk:u0")
    await lead.press("Đóng tin đã kết luận")
    assert "Đã làm 1 tin." in await lead.press("Đồng ý, làm")

    found = await audited(here)
    assert ("tip-given", whole) in found
    assert {s for deed, s in found if deed == "tip-closed-in-bulk"} == {part, whole}


async def test_a_filter_that_is_gone_makes_the_deed_no_wider(here: Village, lan: Chat) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    unit, names = await here.unit(), [await file(here) for _ in range(3)]
    async with here.app.stores() as stores:
        await stores.labels.add(unit.id, "ma túy đá")
    await lan.forge(f"queue.label:{names[0]}/+{sign('ma túy đá')}")
    await lead.forge(f"queue.bulk:u0.l{sign('ma túy đá')}")
    async with here.app.stores() as stores:
        await stores.labels.drop(unit.id, "ma túy đá")
    said = await lead.press("Giao cho")
    assert "Giao" not in said
    assert "Đồng chí Lan" not in await lead.buttons()


async def test_concluded_tips_are_closed_and_the_others_counted(here: Village, lan: Chat) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    names = [await file(here) for _ in range(4)]
    for name in names[:3]:
        await lan.forge(f"triage.take:{name}")
        await lan.forge(f"triage.close:{name}")
        await lan.press("Đúng")
        await lan.press("Kết luận, chưa đóng")
    await lead.forge("queue.bulk:u0")
    assert "3 tin" in await lead.press("Đóng tin đã kết luận")
    await lan.forge(f"triage.close:{names[0]}")
    await lan.press("Đồng ý kết thúc")
    done = await lead.press("Đồng ý, làm")
    assert "Đã làm 2 tin." in done
    assert "1 tin không làm: đã kết thúc" in done
    assert "Đã kết thúc · 3 tin" in await lead.forge("queue.list:e0")


async def test_bulk_is_refused_to_whoever_is_no_lead_any_more(here: Village, lan: Chat) -> None:
    lead = await member(here, "Anh Tư", Role.LEAD)
    await file(here)
    await lead.forge("queue.bulk:u0")
    await lead.press("Giao cho")
    await lead.press("Đồng chí Lan")
    async with here.app.stores() as stores:
        changed = update(members).where(members.c.name == "Anh Tư").values(role="officer")
        await stores.connection.execute(changed)
    assert "Vai trò của đồng chí không" in await lead.press("Đồng ý, làm")
    assert "Chưa ai nhận · 1 tin" in await lan.forge("queue.list:f0")
