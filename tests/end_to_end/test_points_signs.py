"""Signs in chat: what staff say of them, who may not, two at once; and that a resident who tells
of a bad sign is nobody.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.access import Role
from bot.domain.message import MediaKind, StoredFile, Upload
from bot.domain.points import SignEvent, SignState
from storage.audit import AuditEntry
from storage.points import Point
from storage.stickers import Happened, Sticker
from tests.end_to_end.canaries import hits, in_tables
from tests.end_to_end.desk_hands import Chat, at_platform, member
from tests.end_to_end.desk_people import together
from tests.end_to_end.offices import office, seat
from tests.end_to_end.village import Village, configured, village

RESIDENT = "web/canary-cookie-of-a-resident"


@dataclass
class Desk:
    """An officer at a page, another in a chat app, and the sign of Thôn 3."""

    here: Village
    lan: Chat
    minh: Chat
    point: Point

    async def sign(self) -> Sticker:
        """The newest of the place."""
        async with self.here.app.stores() as stores:
            return (await stores.stickers.of_point(self.point.id))[-1]

    async def history(self) -> list[Happened]:
        async with self.here.app.stores() as stores:
            return await stores.stickers.history(self.point.id)

    async def audited(self) -> list[AuditEntry]:
        unit = await self.here.unit()
        async with self.here.app.stores() as stores:
            rows = await stores.audit.of_unit(unit.id)
        return [row for row in reversed(rows) if row.action.startswith("sign-")]

    async def scans(self, chat: Chat) -> str:
        await self.here.says(chat.name, start=(await self.sign()).code)
        return await chat.screen()

    async def photo(self, chat: Chat, name: str = "a" * 32) -> str:
        file = StoredFile(name, bytes(32), "image/jpeg", 9)
        await self.here.says(chat.name, uploads=(Upload(MediaKind.PHOTO, file),))
        return await chat.screen()


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with village(configured(tmp_path, database_url)) as here:
        unit = await here.unit()
        async with here.app.stores() as stores:
            points = await stores.points.of_unit(unit.id)
        point = next(each for each in points if each.name == "Thôn 3")
        yield Desk(here, await member(here, "Lan"), await at_platform(here, "Minh", 701), point)


async def test_every_mark_is_in_the_history_and_in_the_audit(desk: Desk) -> None:
    lead = await member(desk.here, "Hoa", Role.LEAD)
    serial = (await desk.sign()).serial
    await desk.scans(lead)
    for label in (
        *("Đã gắn", "Đã kiểm tra, tốt", "Bị hỏng", "Đã gắn", "Đã ký cam kết"),
        "Đã niêm yết nội quy",
    ):
        await lead.press(label)
        assert "✅ Đã ghi" in await lead.press("Ghi, không có ảnh")
    screen = await lead.screen()
    assert "Cam kết: đã ký 23/11/2026" in screen
    assert "Nội quy: đã niêm yết 23/11/2026" in screen
    await lead.press("Thay biển mới")
    await lead.press("Đồng ý thay")
    new = (await desk.sign()).serial
    await lead.press("Thu hồi biển")
    await lead.press("Đồng ý thu hồi")
    assert (await desk.sign()).state is SignState.REVOKED
    deeds = [(row.action, row.subject, row.member) for row in await desk.audited()]
    assert deeds == [
        ("sign-installed", serial, "Hoa"),
        ("sign-inspected", serial, "Hoa"),
        ("sign-damaged", serial, "Hoa"),
        ("sign-installed", serial, "Hoa"),
        ("sign-pledged", serial, "Hoa"),
        ("sign-rules-posted", serial, "Hoa"),
        ("sign-replaced", serial, "Hoa"),
        ("sign-revoked", new, "Hoa"),
    ]
    assert [each.what for each in reversed(await desk.history())] == [
        *(SignEvent.INSTALLED, SignEvent.INSPECTED, SignEvent.DAMAGED, SignEvent.INSTALLED),
        *(SignEvent.PLEDGED, SignEvent.RULES_POSTED, SignEvent.REPLACED, SignEvent.REVOKED),
    ]


async def test_of_two_at_once_one_is_told(desk: Desk) -> None:
    await desk.scans(desk.lan)
    await desk.scans(desk.minh)
    await desk.lan.press("Đã gắn")
    await desk.minh.press("Đã gắn")
    skip = "points.photo:skip"
    await together(desk.here, (desk.lan.name, skip), (desk.minh.name, skip))
    screens = [await desk.lan.screen(), await desk.minh.screen()]
    assert sum("✅ Đã ghi" in screen for screen in screens) == 1
    assert sum("✋ Chưa ghi" in screen for screen in screens) == 1
    assert len(await desk.history()) == len(await desk.audited()) == 1


async def test_an_old_button_says_what_happened_since(desk: Desk) -> None:
    await desk.scans(desk.lan)
    await desk.scans(desk.minh)
    await desk.minh.press("Đã gắn")
    await desk.minh.press("Ghi, không có ảnh")
    said = await desk.lan.press("Bị hỏng")
    assert "✋ Chưa ghi: Minh vừa ghi biển" in said
    assert "🟢 Đã gắn" in said
    assert len(await desk.history()) == 1
    await desk.minh.press("Bị hỏng")
    assert (await desk.sign()).state is SignState.INSTALLED  # nothing before the photo is skipped


async def test_a_photo_stays_with_its_line_and_only_the_unit_sees_it(desk: Desk) -> None:
    await desk.scans(desk.lan)
    await desk.lan.press("Đã gắn")
    await desk.photo(desk.lan)
    await desk.lan.press("Đã kiểm tra, tốt")
    assert "một tấm ảnh" in await desk.lan.say("gắn ở cổng")
    await desk.photo(desk.lan, "b" * 32)
    await desk.here.tick(days=40)  # no draft's file: it is kept
    sign = await desk.sign()
    await desk.minh.forge(f"points.history:{sign.short}/0")
    shown = (await desk.minh.replies())[-1].media
    assert {media.file.id for media in shown if media.file} == {"a" * 32, "b" * 32}
    other = await seat(
        desk.here, await office(desk.here, "minh-hung", "xã Minh Hưng"), Role.OFFICER, "Sáu"
    )
    await other.presses(f"points.history:{sign.short}/0")
    assert "Biển này của xã Tân Khai" in await other.last()
    assert (await desk.here.heard(other.chat))[-1].media == ()


async def test_each_of_several_photos_has_a_line(desk: Desk) -> None:
    """One deed, none of the pictures left behind."""
    await desk.scans(desk.lan)
    await desk.lan.press("Bị hỏng")
    files = [StoredFile(letter * 32, bytes(32), "image/jpeg", 9) for letter in "abc"]
    uploads = tuple(Upload(MediaKind.PHOTO, file) for file in files)
    await desk.here.says(desk.lan.name, uploads=uploads)
    await desk.here.tick(days=40)
    assert [line.what for line in await desk.history()] == [SignEvent.DAMAGED] * 3
    assert len(await desk.audited()) == 1
    sign = await desk.sign()
    await desk.minh.forge(f"points.history:{sign.short}/0")
    shown = (await desk.minh.replies())[-1].media
    assert {media.file.id for media in shown if media.file} == {file.id for file in files}
    async with desk.here.app.database.reading() as connection:
        rows = await connection.execute(text("SELECT id FROM files WHERE sign_event_id IS NULL"))
        assert rows.all() == []


async def test_a_photo_that_was_given_up_is_not_kept(desk: Desk) -> None:
    await desk.scans(desk.lan)
    await desk.lan.press("Đã gắn")
    await desk.lan.press("Thôi")
    assert await desk.history() == []
    assert (await desk.sign()).state is SignState.MADE


async def test_another_units_sign_is_not_touched(desk: Desk) -> None:
    unit = await office(desk.here, "minh-hung", "xã Minh Hưng")
    other = await seat(desk.here, unit, Role.LEAD, "Sáu")
    sign = await desk.sign()
    for what in ("installed", "damaged", "replaced", "revoked", "pledged"):
        await other.presses(f"points.mark:{what}/{sign.short}/0", "points.sure:yes")
        assert "Biển này của xã Tân Khai" in await other.heard()
    await other.presses(f"points.card:{sign.short}")
    assert "Thôn 3" not in await other.heard()
    assert (await desk.sign()) == sign
    assert await desk.history() == []


async def test_whoever_is_no_member_learns_nothing(desk: Desk) -> None:
    short = (await desk.sign()).short
    for payload in (
        *(f"points.card:{short}", f"points.mark:installed/{short}/0", "points.coverage:"),
        *(f"points.history:{short}/0", "points.coverage:use/0"),
    ):
        await desk.here.presses(RESIDENT, payload)
        said = (await desk.here.heard(RESIDENT))[-1].text.key
        assert said == "triage-nothing"
    assert await desk.history() == await desk.audited() == []


async def test_a_card_is_no_place_to_lose_what_one_was_writing(desk: Desk) -> None:
    await desk.here.says(desk.lan.name, "/nhap")
    before = await desk.lan.screen()
    await desk.scans(desk.lan)
    replies = [desk.lan.words(reply.text) for reply in await desk.lan.replies()]
    assert "🪧 Biển" in replies[-2] or "🪧 Biển" in replies[-1]
    assert before in replies


async def test_who_tells_of_a_bad_sign_is_nobody(desk: Desk) -> None:
    await desk.scans(desk.lan)
    await desk.lan.press("Đã gắn")
    await desk.lan.press("Ghi, không có ảnh")
    sign = await desk.sign()
    resident = Chat(desk.here, RESIDENT)
    for _ in range(2):
        await desk.here.says(RESIDENT, start=sign.code)
        await resident.press("Biển hỏng, bị dán đè?")
        await resident.press("Có mã khác dán đè lên")
    told = [each for each in await desk.history() if each.what is SignEvent.TOLD_COVERED]
    installed = (await desk.sign()).installed_at
    assert installed is not None
    behind = installed + timedelta(milliseconds=1)  # of the same day, and no time of theirs
    assert [(each.who, each.at) for each in told] == [("", behind)] * 2
    assert len(await desk.audited()) == 1
    async with desk.here.app.database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM sign_events"))).all()
    assert len(rows) == 3
    assert hits(await in_tables(desk.here.app.database), ("canary-cookie",)) == []
    assert "có mã khác dán đè" in await desk.scans(desk.lan)
