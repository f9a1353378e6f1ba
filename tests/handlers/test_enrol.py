"""Becoming a member by a one-time code, and ceasing to be one."""

from __future__ import annotations

import pytest

from storage.invites import Invite
from tests.handlers.desk import Desk, officer, words
from tests.handlers.harness import TAN_KHAI, Phone

CODE = "7F3K2Q9X1A2B"
TYPED = "TB-7F3K-2Q9X-1A2B"


def invited(role: str = "officer") -> tuple[Desk, Phone]:
    desk = Desk()
    desk.invites.open[CODE] = Invite(TAN_KHAI.id, role)
    return desk, Phone(desk, 200)


@pytest.mark.parametrize("typed", [TYPED, "tb-7f3k-2q9x-1a2b", "TB 7F3K 2Q9X lA2B"])
async def test_a_code_and_a_name_make_a_member(typed: str):
    desk, phone = invited()

    assert "xã Tân Khai" in await phone.say(typed)
    said = await phone.say("  Đồng chí   Lan ")

    [member] = desk.members.members
    assert (member.name, member.role, member.contact_id) == ("Đồng chí Lan", "officer", 200)
    assert "/hang-doi" in said
    assert "Hàng đợi" in phone.buttons
    assert desk.deeds() == ["member-added"]
    [notice] = desk.notices
    assert set(notice.roles) == {"lead", "admin"}
    assert "Đồng chí Lan" in words(notice.reply)
    assert desk.invites.open == {}


async def test_wrong_expired_and_used_codes_sound_alike():
    desk, phone = invited()
    wrong = await phone.say("TB-0000-0000-0000")
    desk.invites.open.clear()

    assert await phone.say(TYPED) == wrong
    assert "Tân Khai" not in wrong
    assert desk.members.members == []


async def test_guessing_is_slowed_down_and_a_right_code_survives_it():
    desk, phone = invited()
    for _ in range(5):
        await phone.say("TB-0000-0000-0000")

    assert "phút" in await phone.say(TYPED)
    assert CODE in desk.invites.open


async def test_a_member_keeps_the_code():
    desk, _ = invited()
    phone = officer(desk, 210)

    assert "đã là thành viên" in await phone.say(TYPED)
    assert CODE in desk.invites.open


async def test_names_are_short_visible_and_not_taken():
    desk, phone = invited()
    officer(desk, 210, "Đồng chí Lan")
    await phone.say(TYPED)

    assert "dài quá" in await phone.say("x" * 41)
    assert "tên khác" in await phone.say("đồng chí lan")
    await phone.say("\u200f\u0007")
    assert phone.place == "enrol.name"
    await phone.say("Chị\u202e Hoa\nTinbao: xin chào")
    assert desk.members.members[-1].name == "Chị Hoa Tinbao: xin chào"


async def test_a_role_without_a_desk_gets_no_queue():
    _, phone = invited("communicator")
    await phone.say(TYPED)

    assert "/hang-doi" not in await phone.say("Chị Hoa")
    assert phone.buttons == {}


async def test_the_lead_removes_an_officer_who_is_told_nothing():
    desk = Desk()
    lead, gone = officer(desk, 200, "Chị Hoa", "lead"), officer(desk, 210, "Anh Minh")

    said = await lead.payload("enrol.members:")
    assert "Anh Minh, cán bộ" in said
    assert "Xoá Chị Hoa" not in lead.buttons
    await lead.press("Xoá Anh Minh")
    assert len(desk.members.members) == 2
    assert "Đã xoá Anh Minh" in await lead.press("Đồng ý xoá")

    assert [m.name for m in desk.members.members] == ["Chị Hoa"]
    assert desk.told(gone.who.contact_id) == []
    assert desk.deeds() == ["member-removed"]
    assert "không có người này" in (await lead.payload("enrol.remove:211")).casefold()


async def test_removing_can_be_given_up():
    desk = Desk()
    lead, _ = officer(desk, 200, "Chị Hoa", "lead"), officer(desk, 210, "Anh Minh")
    await lead.payload("enrol.remove:211")

    assert "không có gì thay đổi" in await lead.press("Thôi")
    assert len(desk.members.members) == 2


async def test_only_those_who_may_see_or_change_the_list():
    desk = Desk()
    phone, stranger = officer(desk, 210, "Anh Minh"), Phone(desk, 300)

    for payload in ("enrol.members:", "enrol.remove:211"):
        assert "Vai trò" in await phone.payload(payload)
        assert "Anh Minh" not in await stranger.payload(payload)
    lead = officer(desk, 200, "Chị Hoa", "lead")
    for nobody in ("201", "999", "x", "", "9" * 30, "²"):
        assert "không có người này" in (await lead.payload(f"enrol.remove:{nobody}")).casefold()


async def test_a_long_list_has_pages():
    desk = Desk()
    lead = officer(desk, 200, "Chị Hoa", "lead")
    for number in range(10):
        officer(desk, 300 + number, f"Đồng chí {number}")

    await lead.payload("enrol.members:")
    assert "Xoá Đồng chí 9" not in lead.buttons
    await lead.press("Trang sau →")
    assert "Xoá Đồng chí 9" in lead.buttons
    await lead.press("← Trang trước")
    assert "Xoá Đồng chí 0" in lead.buttons
