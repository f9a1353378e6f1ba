"""A tip that goes elsewhere: to another unit with thread and key, or out of the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import KeyNotHere, SealError
from bot.domain.queue import Filter
from bot.domain.tip import Body, TipStatus
from storage.crypto import loading
from storage.stores import Stores
from storage.units import Unit
from tests.end_to_end.custody_chats import RESIDENT
from tests.end_to_end.offices import NOTE, STORY, WHY, Offices, Seat, everybody
from tests.fresh import sqlite


@pytest.fixture
async def offices(tmp_path: Path) -> AsyncIterator[Offices]:
    async with everybody(tmp_path, sqlite(tmp_path / "tinbao.db")) as there:
        yield there


@pytest.fixture
async def on_both(database_url: str, tmp_path: Path) -> AsyncIterator[Offices]:
    """On a database of each kind."""
    async with everybody(tmp_path, database_url) as there:
        yield there


async def test_of_two_transfers_one_is_done_and_no_word_is_lost(on_both: Offices) -> None:
    offices, app = on_both, on_both.here.app
    reference = await offices.filed()
    await offices.lan.presses(f"triage.take:{reference}")
    tip = await offices.tip(reference)
    now = offices.here.clock.now()

    async def move(to: Unit) -> bool:
        async with app.stores() as stores:
            return await stores.transfers.move(tip, to, tip.owner_id or 0, now)

    async def add(number: int) -> bool:
        async with app.stores() as stores:
            await stores.tips.add(tip.id, Body(f"thêm {number}"), now)
            await stores.tips.write_note(tip.id, tip.owner_id or 0, f"dặn {number}", now)
        return False

    adding = [add(number) for number in range(4)]
    passing = [move(offices.minh.unit), move(offices.dong_nai)]
    done = await asyncio.gather(*adding[:2], *passing, *adding[2:])

    assert sum(done) == 1
    async with app.stores() as stores:
        said = {message.body.text for message in await stores.tips.open(tip.id)}
        noted = {note.text for note in await stores.tips.notes(tip.id)}
        (line,) = await stores.registers.page(offices.lan.unit.id)
        assert await stores.registers.units_before(tip.id) == [offices.lan.unit.id]
    assert said == {STORY, *(f"thêm {number}" for number in range(4))}
    assert noted == {f"dặn {number}" for number in range(4)}
    assert line.moved_at is not None


async def test_a_tip_goes_to_the_neighbour_with_its_thread(offices: Offices) -> None:
    reference = await offices.filed()
    await offices.lan.presses(f"triage.take:{reference}", f"transfer.to:{reference}")
    buttons = [b.payload for b in (await offices.here.heard(offices.lan.chat))[-1].buttons]
    assert buttons == [
        f"transfer.choose:{offices.dong_nai.id}",
        f"transfer.choose:{offices.minh.unit.id}",
        "transfer.choose:stop",
    ]

    await offices.lan.says("minh hung")
    await offices.lan.says(WHY)
    await offices.lan.says(NOTE)
    await offices.lan.presses("transfer.confirm:yes")

    assert f"Đã chuyển tin {reference} cho xã Minh Hưng" in await offices.lan.last()
    assert f"Lan đã chuyển tin {reference} cho xã Minh Hưng" in await offices.mai.heard()
    assert f"Tin {reference} chuyển từ xã Tân Khai" in await offices.minh.heard()
    told = await Seat(offices.here, RESIDENT, offices.minh.unit).last()
    assert f"Tin {reference} nay do công an xã Minh Hưng tiếp nhận" in told
    tip = await offices.tip(reference)
    assert (tip.unit_id, tip.owner_id, tip.status) == (offices.minh.unit.id, None, TipStatus.NEW)

    await offices.minh.presses(f"triage.open:{reference}")
    dossier = await offices.minh.last()
    assert STORY in dossier
    assert NOTE in dossier
    assert WHY not in await offices.minh.heard()

    await offices.here.says(RESIDENT, STORY + " nữa")
    await offices.here.presses(RESIDENT, f"intake.offer:add/{reference}")
    assert f"bổ sung tin {reference}" in await offices.minh.last()
    assert f"bổ sung tin {reference}" not in await offices.lan.heard()


async def test_the_old_unit_keeps_only_the_line(on_both: Offices) -> None:
    offices = on_both
    reference = await offices.filed()
    await offices.moved(reference, offices.minh.unit)
    before = await offices.here.heard(offices.lan.chat)

    for press in ("open", "take", "note", "ask", "close", "more", "mute"):
        await offices.lan.presses(f"triage.{press}:{reference}")
        assert f"Tin {reference} đã chuyển cho xã Minh Hưng lúc" in await offices.lan.last()
    await offices.lan.says(reference)
    assert f"Tin {reference} đã chuyển cho xã Minh Hưng lúc" in await offices.lan.last()

    after = await offices.here.heard(offices.lan.chat)
    assert not any(STORY in str(reply.text.args) for reply in after[len(before) :])
    async with offices.here.app.stores() as stores:
        now = offices.here.clock.now()
        for unit, count in ((offices.lan.unit, 0), (offices.minh.unit, 1)):
            assert await stores.queue.count(unit.id, Filter(), now) == count
        lines = await stores.registers.page(offices.lan.unit.id)
        mine = [(r.action, r.why) for r in await stores.audit.of_unit(offices.lan.unit.id)]
        theirs = [(r.action, r.why) for r in await stores.audit.of_unit(offices.minh.unit.id)]
    assert [(line.reference, line.to_name) for line in lines] == [(reference, "xã Minh Hưng")]
    assert ("tip-moved", WHY) in mine
    assert ("tip-received", None) in theirs


async def test_the_old_key_opens_nothing_any_more_not_even_with_an_old_copy(
    offices: Offices, tmp_path: Path
) -> None:
    reference = await offices.filed()
    tip = await offices.tip(reference)
    kept = (await offices.run(f"SELECT sealed_private FROM tips WHERE id = {tip.id}"))[0][0]
    await offices.moved(reference, offices.minh.unit, NOTE)
    await offices.here.says(RESIDENT, "canary thêm: chiều nay xe lại tới")
    await offices.here.presses(RESIDENT, f"intake.offer:add/{reference}")

    async with offices.here.app.database.reading() as connection:
        known = await Stores(connection, offices.here.app.keyring).key_register.known()
    source = offices.here.app.key_source
    old = [k for k in known if k.owner != "minh-hung"]
    ring = loading.load(source, old, {"session", "relay", "unit"})
    async with offices.here.app.database.transaction() as connection:
        stores = Stores(connection, ring)
        with pytest.raises(KeyNotHere):
            await stores.tips.open(tip.id)
        # Somebody puts back the private half that an old backup has.
        await connection.execute(
            text("UPDATE tips SET sealed_private = :kept WHERE id = :id"),
            {"kept": kept, "id": tip.id},
        )
        with pytest.raises(SealError):
            await stores.tips.open(tip.id)
        with pytest.raises(SealError):
            await stores.tips.notes(tip.id)


async def test_labels_links_and_mutes_stay_behind(offices: Offices) -> None:
    first, second = await offices.filed(), await offices.filed()
    tip, other = await offices.tip(first), await offices.tip(second)
    await offices.lan.presses(f"triage.mute:{first}")
    await offices.lan.says("gửi nhiều tin đùa")
    me = (await offices.run("SELECT id FROM members WHERE name = 'Lan'"))[0][0]
    await offices.run(f"INSERT INTO tip_labels VALUES ({tip.id}, 'trọ')")
    await offices.run(f"INSERT INTO looking VALUES ({tip.id}, {me}, 1)")
    await offices.run(f"INSERT INTO related VALUES ({other.id}, {tip.id}, {me}, 'related', 1)")

    await offices.moved(first, offices.minh.unit)

    for table in ("tip_labels", "looking", "related"):
        assert await offices.run(f"SELECT * FROM {table}") == []
    assert len(await offices.run("SELECT * FROM mutes")) == 1
    moved = (await offices.run(f"SELECT muted, side FROM tips WHERE id = {tip.id}"))[0]
    assert [bool(value) for value in moved] == [False, False]


async def test_a_merged_tip_is_separated_first(offices: Offices) -> None:
    first, second = await offices.filed(), await offices.filed()
    tip, other = await offices.tip(first), await offices.tip(second)
    me = (await offices.run("SELECT id FROM members WHERE name = 'Lan'"))[0][0]
    await offices.run(f"INSERT INTO merges VALUES ({other.id}, {tip.id}, {me}, 1)")

    for reference, words in ((first, "Có tin khác đang gộp"), (second, "đã gộp vào tin")):
        await offices.lan.presses(f"triage.take:{reference}", f"transfer.to:{reference}")
        assert words in await offices.lan.last()
        assert (await offices.tip(reference)).unit_id == offices.lan.unit.id


async def test_who_may_and_what_happens_meanwhile_is_looked_at_at_the_end(
    offices: Offices,
) -> None:
    reference = await offices.filed()
    await offices.mai.presses(f"transfer.to:{reference}")
    assert "chưa ai nhận" in await offices.mai.last()
    await offices.lan.presses(f"triage.take:{reference}", f"transfer.to:{reference}")
    for forged in ("99999999999999999999", "không", str(offices.lan.unit.id)):
        await offices.lan.presses(f"transfer.choose:{forged}")
        assert "chưa thấy đơn vị nào khác" in await offices.lan.last()
    await offices.lan.presses(f"transfer.choose:{offices.minh.unit.id}")
    await offices.lan.says("ngắn")
    assert "Lý do cần từ" in await offices.lan.last()
    await offices.lan.says(WHY)
    await offices.lan.presses("transfer.note:none")
    tip = await offices.tip(reference)
    await offices.run(f"UPDATE tips SET owner_id = NULL WHERE id = {tip.id}")

    await offices.lan.presses("transfer.confirm:yes")

    assert "chưa ai nhận" in await offices.lan.last()
    assert (await offices.tip(reference)).unit_id == offices.lan.unit.id
    await offices.minh.presses(f"transfer.to:{reference}")
    assert "Không có tin nào mang mã đó" in await offices.minh.last()
