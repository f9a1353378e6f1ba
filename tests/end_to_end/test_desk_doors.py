"""Phone calls and letters: an officer keys them in, nobody's name is asked for or kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.access import Role
from bot.domain.message import MediaKind, StoredFile, Upload
from bot.domain.queue import Filter
from bot.domain.tip import Tip
from tests.end_to_end.offices import Seat, office, seat
from tests.end_to_end.village import configured, village
from tests.fresh import sqlite

STORY = "canary gọi: xe lạ đỗ sau vườn điều"
RECEIPT = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@pytest.fixture
async def lan(tmp_path: Path) -> AsyncIterator[Seat]:
    async with village(configured(tmp_path, sqlite(tmp_path / "tinbao.db"))) as here:
        yield await seat(here, await here.unit(), Role.OFFICER, "Lan")


async def keyed_in(who: Seat, kind: str = "dealing", source: str = "phone") -> str:
    """A whole call; the receipt that was shown."""
    await who.says("/nhap")
    await who.presses(f"doors.source:{source}", f"doors.kind:{kind}")
    await who.says(STORY)
    await who.presses("doors.story:done", "doors.when:today")
    await who.says("thon 3")
    await who.says("cạnh quán nước")
    await who.presses("doors.urgent:normal")
    await who.presses("doors.review:send")
    found = RECEIPT.findall(await who.heard())
    return found[-1] if found else ""


async def newest(who: Seat) -> Tip:
    async with who.here.app.stores() as stores:
        every = [
            tip
            for unit in await stores.units.all()
            for tip in await stores.queue.page(unit.id, Filter(), who.here.clock.now(), limit=9)
        ]
    return max(every, key=lambda tip: tip.created_at)


async def test_a_call_is_keyed_in_and_its_receipt_works(lan: Seat) -> None:
    mai = await seat(lan.here, lan.unit, Role.OFFICER, "Mai")
    receipt = await keyed_in(lan)
    tip = await newest(lan)
    assert (tip.source, tip.kind, tip.point, tip.reach) == (
        "phone",
        "dealing",
        "Thôn 3",
        "receipt",
    )
    assert f"Tin mới {tip.reference}" in await mai.heard()

    await mai.says("/hang-doi")
    assert "nhận qua điện thoại" in await mai.last()
    await mai.presses(f"triage.open:{tip.reference}")
    dossier = await mai.last()
    assert "Nhận qua: điện thoại" in dossier
    assert STORY in dossier
    assert receipt not in await mai.heard()

    caller = Seat(lan.here, "web/" + "c" * 43, lan.unit)
    await caller.says(receipt)
    assert tip.reference in await caller.heard()
    async with lan.here.app.stores() as stores:
        (row,) = await stores.audit.of_unit(lan.unit.id, action="tip-keyed-in")
    assert (row.member, row.subject) == ("Lan", tip.reference)


async def test_the_receipt_leaves_the_screen_when_it_was_read_out(lan: Seat) -> None:
    receipt = await keyed_in(lan, source="letter")
    shown = next(r for r in await lan.here.heard(lan.chat) if receipt in str(r.text.args))
    assert shown.protect
    await lan.presses(shown.buttons[0].payload)

    assert receipt not in await lan.heard()
    assert "Đã cất mã" in await lan.heard()
    assert (await newest(lan)).source == "letter"


async def test_photos_of_a_letter_are_taken_and_recordings_are_not(lan: Seat) -> None:
    await lan.says("/nhap")
    await lan.presses("doors.source:letter", "doors.kind:use")
    for kind, name in ((MediaKind.PHOTO, "thu.jpg"), (MediaKind.AUDIO, "goi.ogg")):
        file = StoredFile(name, b"k" * 32, "image/jpeg" if "jpg" in name else "audio/ogg", 9)
        await lan.here.says(lan.chat, uploads=(Upload(kind, file, size=9),))
    assert "nghe giọng là biết người" in await lan.heard()
    await lan.presses("doors.story:done", "doors.when:skip", "doors.point:none")
    await lan.presses("doors.where:skip", "doors.urgent:urgent")
    assert "0 đoạn, 1 tệp" in await lan.last()
    await lan.presses("doors.review:send")
    tip = await newest(lan)
    assert (tip.urgency, tip.point) == ("urgent", "")
    async with lan.here.app.stores() as stores:
        (message,) = await stores.tips.open(tip.id)
    assert [file.id for file in message.body.files] == ["thu.jpg"]


async def test_the_callers_number_is_noticed_and_taken_out(lan: Seat) -> None:
    await lan.says("/nhap")
    await lan.presses("doors.source:phone", "doors.kind:use")
    await lan.says("Chị gọi từ 0912.345.678 kể: xe biển 60A-123.45, lúc 22 giờ")
    await lan.presses("doors.story:done", "doors.when:skip", "doors.point:none")
    await lan.says("gọi lại +84 912 345 678")
    await lan.presses("doors.urgent:normal")
    assert "Trong lời kể có số điện thoại" in await lan.heard()
    await lan.presses("doors.review:unnumber", "doors.review:send")
    tip = await newest(lan)
    async with lan.here.app.stores() as stores:
        (message,) = await stores.tips.open(tip.id)
    assert message.body.text == "Chị gọi từ … kể: xe biển 60A-123.45, lúc 22 giờ"
    assert message.body.where == "gọi lại …"


async def test_a_call_about_an_official_goes_over_the_units_head(lan: Seat) -> None:
    above = await seat(lan.here, await office(lan.here, "dong-nai"), Role.LEAD, "Hoa")
    receipt = await keyed_in(lan, "official")
    tip = await newest(lan)
    assert tip.unit_id == above.unit.id
    assert "tới thẳng Công an tỉnh Đồng Nai" in await lan.heard()
    assert tip.reference not in await lan.heard()
    assert tip.reference in await above.heard()
    assert receipt
    async with lan.here.app.stores() as stores:
        assert await stores.queue.count(lan.unit.id, Filter(), lan.here.clock.now()) == 0
        assert not await stores.audit.of_unit(lan.unit.id, subject=tip.reference)
        (row,) = await stores.audit.of_unit(above.unit.id, action="tip-keyed-in")
    assert row.member == "Lan"


async def test_without_a_unit_above_it_is_said_honestly(lan: Seat) -> None:
    alone = await seat(lan.here, await office(lan.here, "dong-nai"), Role.OFFICER, "Dũng")
    await alone.says("/nhap")
    await alone.presses("doors.source:phone", "doors.kind:official")
    await alone.says(STORY)
    await alone.presses("doors.story:done", "doors.when:skip", "doors.point:none")
    await alone.presses("doors.where:skip", "doors.urgent:normal", "doors.review:send")
    assert "chưa có đơn vị cấp trên" in await alone.heard()
    assert (await newest(alone)).unit_id == alone.unit.id


async def test_wrong_answers_are_asked_again_and_nothing_is_lost(lan: Seat) -> None:
    await lan.says("/nhap")
    await lan.presses("doors.source:fax", "doors.source:phone", "doors.kind:xyz")
    await lan.presses("doors.kind:use")
    await lan.presses("doors.story:done")
    await lan.says(STORY)
    await lan.presses("doors.story:done")
    await lan.says("x" * 300)
    assert "dài quá" in await lan.heard()
    await lan.says("đêm qua")
    await lan.says("sân bay")
    assert "chưa có điểm nào tên như vậy" in await lan.last()
    await lan.says("thôn")
    assert "mấy điểm tên gần như vậy" in await lan.last()
    await lan.presses("doors.point:99999999999999999999", "doors.point:page-1")
    await lan.presses("doors.point:none")
    await lan.says("vườn điều")
    await lan.presses("doors.urgent:normal")
    async with lan.here.app.stores() as stores:
        for member in await stores.members.of_unit(lan.unit.id):
            await stores.members.remove(member.id, lan.here.clock.now())
    await lan.presses("doors.review:send")
    async with lan.here.app.stores() as stores:
        assert await stores.queue.count(lan.unit.id, Filter(), lan.here.clock.now()) == 0


async def test_a_resident_cannot_key_in(lan: Seat) -> None:
    resident = Seat(lan.here, "web/" + "r" * 43, lan.unit)
    await resident.presses("doors.start:", "doors.read:AAAAAAAA")
    assert (await resident.heard()).count("Lựa chọn này không còn dùng được") == 2


async def types_it_again(lan: Seat) -> None:
    await lan.says("/nhap")


async def presses_a_button_from_before(lan: Seat) -> None:
    await lan.presses("doors.start:")


async def looks_for_something_in_between(lan: Seat) -> None:
    await lan.says("/tim")
    await lan.says("/nhap")


@pytest.mark.parametrize(
    "again", [types_it_again, presses_a_button_from_before, looks_for_something_in_between]
)
async def test_what_was_keyed_in_is_gone_on_with_wherever_it_stood(
    lan: Seat, again: Callable[[Seat], Awaitable[None]]
) -> None:
    answers = (
        ("", STORY),
        ("doors.story:done", ""),
        ("doors.when:today", ""),
        ("doors.point:none", ""),
        ("", "vườn điều"),
        ("doors.urgent:normal", ""),
    )
    await lan.says("/nhap")
    await lan.presses("doors.source:phone", "doors.kind:use")
    for n, (press, words) in enumerate(answers):
        if n:
            before = await lan.last()
            await again(lan)
            assert "nhập dở một tin" in await lan.heard()
            assert await lan.last() == before
        await (lan.presses(press) if press else lan.says(words))
    before = await lan.last()
    await again(lan)
    assert await lan.last() == before
    await lan.presses("doors.review:send")
    tip = await newest(lan)
    async with lan.here.app.stores() as stores:
        (said,) = await stores.tips.open(tip.id)
    assert (said.body.text, said.body.when, said.body.where) == (STORY, "today", "vườn điều")


async def test_what_was_dropped_is_begun_anew(lan: Seat) -> None:
    await lan.says("/nhap")
    await lan.presses("doors.source:phone", "doors.kind:use")
    await lan.says(STORY)
    await lan.presses("nav.cancel:")
    await lan.says("/nhap")
    assert "nhập tin nhận qua đâu" in await lan.last()


async def test_neither_a_call_nor_a_report_of_ones_own_is_lost_for_the_other(lan: Seat) -> None:
    mine = "nhà hàng xóm đêm nào cũng có khách lạ"
    await lan.presses("intake.welcome:")
    await lan.says(mine)
    await lan.says("/nhap")
    await lan.presses("doors.source:phone", "doors.kind:use")
    await lan.says(STORY)
    await lan.presses("queue.list:")
    await lan.says("/nhap")
    assert "phần đã nhập còn nguyên" in await lan.heard()
    await lan.presses("intake.welcome:", "queue.list:")
    await lan.says("/nhap")
    await lan.presses("doors.story:done", "doors.when:today", "doors.point:none")
    await lan.says("cạnh quán nước")
    await lan.presses("doors.urgent:normal")
    await lan.presses("doors.review:send")
    assert await told(lan) == STORY
    await lan.presses("intake.welcome:", "intake.story:send")
    assert await told(lan) == mine


async def told(who: Seat) -> str:
    """The words of the newest tip."""
    tip = await newest(who)
    async with who.here.app.stores() as stores:
        return (await stores.tips.open(tip.id))[0].body.text
