"""Around a transfer: custodians, officials, bodies outside, receipts, erasure."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.access import Role
from bot.domain.errors import KeyNotHere
from bot.domain.queue import Filter, View
from bot.domain.tip import TipStatus
from bot.engine.desk_queue import StaffQueue
from bot.engine.retention import erase_tip
from handlers import desk_lines
from storage.crypto import loading
from storage.stores import Stores
from tests.end_to_end.custody_chats import RESIDENT, custodians, request_of
from tests.end_to_end.offices import STORY, WHY, Offices, Seat, everybody, seat
from tests.fresh import sqlite

LOOKS = (
    *("chào", "queue.list:", "queue.side:", "queue.list:o0", "queue.list:e0"),
    *("/bangiao", f"/tim {STORY}", "/tim cán bộ"),
)
"""Where a member of the desk sees tips, or a count of them."""
DEAD = ("Lựa chọn này không còn dùng được", "Lựa chọn đó cũ rồi")
WHEN = re.compile(r"\d\d:\d\d|\d\d/\d\d/\d{4}")


@pytest.fixture
async def offices(tmp_path: Path) -> AsyncIterator[Offices]:
    async with everybody(tmp_path, sqlite(tmp_path / "tinbao.db")) as there:
        yield there


@pytest.fixture
async def on_both(database_url: str, tmp_path: Path) -> AsyncIterator[Offices]:
    """On a database of each kind."""
    async with everybody(tmp_path, database_url) as there:
        yield there


async def test_the_custodians_it_was_filed_with_decide_for_the_new_unit(offices: Offices) -> None:
    hai, chin = "web/" + "h" * 43, "web/" + "c" * 43
    await custodians(offices.here, [hai])
    await custodians(offices.here, [chin], offices.minh.unit)
    reference = await offices.filed(name="Lê Thị Canary", phone="0912777345")
    await offices.lan.presses(f"triage.take:{reference}", f"identity.ask:{reference}")
    await offices.lan.says("cần mời làm chứng")
    waiting = Seat(offices.here, hai, offices.lan.unit)
    assert f"{reference} đang chờ đồng chí" in await waiting.heard()

    await offices.moved(reference, offices.minh.unit)

    assert f"Yêu cầu xem danh tính ở tin {reference} đã kết thúc" in await waiting.heard()
    await offices.minh.presses(f"triage.take:{reference}", f"identity.ask:{reference}")
    await offices.minh.says("cần mời làm chứng ở phiên toà")
    assert "Đã gửi yêu cầu xem danh tính" in await offices.minh.last()
    asked = await request_of(offices.here)
    await waiting.presses(f"identity.approve:{asked}")
    await waiting.says("đã xem hồ sơ, đủ căn cứ")
    await waiting.presses("identity.telling:now")
    assert "đồng ý" in await offices.minh.last()
    assert "đang chờ đồng chí" not in await Seat(offices.here, chin, offices.minh.unit).heard()


async def test_a_tip_about_an_official_goes_down_only_by_a_lead(offices: Offices) -> None:
    reference = await offices.filed("official")
    dung = await seat(offices.here, offices.dong_nai, Role.OFFICER, "Dũng")
    hoa = await seat(offices.here, offices.dong_nai, Role.LEAD, "Hoa")
    for who in (dung, hoa):
        await who.presses(f"triage.take:{reference}", f"transfer.to:{reference}")
        await who.presses(f"transfer.choose:{offices.lan.unit.id}")
        if who is dung:
            assert "chỉ chỉ huy đơn vị mới được chuyển" in await dung.heard()
            tip = await offices.tip(reference)
            await offices.run(
                f"UPDATE tips SET owner_id = NULL, status = 'new' WHERE id = {tip.id}"
            )
    await hoa.says(WHY)
    await hoa.presses("transfer.note:none")
    assert "người bị phản ánh có thể thấy tin" in await hoa.heard()
    await hoa.presses("transfer.confirm:yes")
    assert f"Đã chuyển tin {reference} cho xã Tân Khai" in await hoa.last()

    up = await offices.moved(reference, offices.dong_nai)
    assert f"Đã chuyển tin {reference} cho Công an tỉnh Đồng Nai" in up


async def test_no_number_of_the_local_unit_knows_of_a_tip_about_an_official(
    offices: Offices,
) -> None:
    lead = await seat(offices.here, offices.lan.unit, Role.LEAD, "Hùng")
    auditor = await seat(offices.here, offices.lan.unit, Role.AUDITOR, "Tám")
    local = (offices.lan, lead, auditor)

    app = offices.here.app
    web = (app.database, app.keyring, app.clock, app.time_outs, desk_lines.line, desk_lines.tab)
    beside = StaffQueue(*web)

    async def seen() -> list[str]:
        found = []
        for who in local:
            for deed in LOOKS:
                await (who.presses(deed) if ":" in deed else who.says(deed))
                await app.engine.searches.idle()
                last = await who.last()
                assert not any(dead in last for dead in DEAD), deed
                found.append(WHEN.sub("", last))
            page = await beside.page(who.chat.partition("/")[2], View.UNIT, 1)
            assert (page is None) == (who is auditor)
            found.append(repr(page))
        return found

    async def counted() -> tuple[object, ...]:
        unit = offices.lan.unit.id
        async with offices.here.app.stores() as stores:
            audit = [row for row in await stores.audit.of_unit(unit) if "tip" in row.action]
            book = await stores.registers.page(unit)
            now = offices.here.clock.now()
            return (len(audit), len(book), await stores.queue.count(unit, Filter(), now))

    shown, before = await seen(), await counted()
    said = [await who.heard() for who in local]
    reference = await offices.filed("official")
    for heard, who in zip(said, local, strict=True):
        assert await who.heard() == heard
    assert await counted() == before
    assert await seen() == shown
    await auditor.presses("auditing.read:")
    assert reference not in await auditor.last()
    assert (await offices.tip(reference)).unit_id == offices.dong_nai.id
    await offices.lan.presses(f"triage.open:{reference}")
    assert "Không có tin nào mang mã đó" in await offices.lan.last()


async def test_a_tip_handed_outside_stays_until_it_is_closed(on_both: Offices) -> None:
    offices = on_both
    reference = await offices.filed()
    lan = offices.lan
    await lan.presses(f"triage.take:{reference}", f"transfer.away:{reference}")
    await lan.says("VK")
    assert "Tên cơ quan cần từ" in await lan.heard()
    await lan.says("Bộ đội Biên phòng tỉnh")
    await lan.says(WHY)
    await lan.presses("transfer.away_confirm:yes")
    assert "Đã ghi sổ" in await lan.last()
    told = await Seat(offices.here, RESIDENT, lan.unit).last()
    assert "đã được chuyển cho Bộ đội Biên phòng tỉnh" in told
    assert (await offices.tip(reference)).status == TipStatus.TRANSFERRED
    async with offices.here.app.stores() as stores:
        (line,) = await stores.registers.page(lan.unit.id)
        row = (await stores.audit.of_unit(lan.unit.id, action="tip-sent-away"))[0]
    assert (line.status, line.to_name) == ("transferred", "Bộ đội Biên phòng tỉnh")
    assert row.why == WHY

    await lan.presses(f"transfer.to:{reference}")
    assert "không chuyển tiếp được" in await lan.last()
    await lan.presses(f"triage.close:{reference}", "triage.close_confirm:yes")
    assert "Đã đóng tin" in await lan.last()


async def test_a_tip_about_an_official_goes_outside_with_a_warning(offices: Offices) -> None:
    reference = await offices.filed("official")
    hoa = await seat(offices.here, offices.dong_nai, Role.LEAD, "Hoa")
    await hoa.presses(f"triage.take:{reference}", f"transfer.away:{reference}")
    await hoa.says("Thanh tra huyện")
    await hoa.says(WHY)
    assert "Chuyển cho Thanh tra huyện thì người bị phản ánh có thể thấy" in await hoa.heard()
    await hoa.presses("transfer.away_confirm:yes")
    assert "Đã ghi sổ" in await hoa.last()


async def test_who_comes_back_with_the_receipt_learns_which_office_has_it(
    offices: Offices,
) -> None:
    reference = await offices.filed(reply="one-way")
    receipt, _ = await offices.here.receipt(RESIDENT)
    await offices.moved(reference, offices.minh.unit)

    other = Seat(offices.here, "web/" + "o" * 43, offices.minh.unit)
    await other.says(receipt)

    assert f"Tin {reference} nay do công an xã Minh Hưng tiếp nhận" in await other.heard()


async def test_what_the_old_unit_was_shown_goes_when_the_tip_is_erased(offices: Offices) -> None:
    reference = await offices.filed()
    await offices.lan.presses(f"triage.take:{reference}", f"triage.open:{reference}")
    await offices.moved(reference, offices.minh.unit)
    assert STORY in await offices.lan.heard()
    tip_id = (await offices.tip(reference)).id

    async with offices.here.app.stores() as stores:
        assert await erase_tip(stores, tip_id, offices.here.clock.now())

    assert STORY not in await offices.lan.heard()
    async with offices.here.app.stores() as stores:
        lines = await stores.registers.page(offices.lan.unit.id)
    assert [line.to_name for line in lines] == ["xã Minh Hưng"]


async def test_the_register_is_read_by_the_page(
    on_both: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [await on_both.filed() for _ in range(5)]
    for reference in references[1:3]:
        await on_both.moved(reference, on_both.minh.unit)
    monkeypatch.setattr("storage.register.PAGE", 2)
    found: list[str] = []
    async with on_both.here.app.stores() as stores:
        page = await stores.registers.page(on_both.lan.unit.id)
        while page:
            assert len(page) <= 2
            found += [f"{line.reference} {line.to_name}".strip() for line in page]
            page = await stores.registers.page(on_both.lan.unit.id, page[-1])
    moved = [f"{reference} xã Minh Hưng" for reference in references[1:3]]
    assert found == [references[0], *moved, *references[3:]]


async def test_where_the_desks_key_is_not_nothing_is_moved(offices: Offices) -> None:
    reference = await offices.filed()
    await offices.lan.presses(f"triage.take:{reference}")
    tip, app = await offices.tip(reference), offices.here.app
    async with app.database.reading() as connection:
        known = await Stores(connection, app.keyring).key_register.known()
    ring = loading.load(app.key_source, known, {"session"})
    async with app.database.transaction() as connection:
        stores = Stores(connection, ring)
        with pytest.raises(KeyNotHere):
            await stores.transfers.move(
                tip, offices.minh.unit, tip.owner_id or 0, offices.here.clock.now()
            )
    assert await offices.tip(reference) == tip


async def test_a_unit_without_officers_is_warned_of(offices: Offices) -> None:
    reference = await offices.filed()
    await offices.lan.presses(f"triage.take:{reference}", f"transfer.to:{reference}")
    await offices.lan.says("đồng nai")
    await offices.lan.says(WHY)
    await offices.lan.presses("transfer.note:none")
    assert "chưa có cán bộ nào dùng Tinbao" in await offices.lan.last()
