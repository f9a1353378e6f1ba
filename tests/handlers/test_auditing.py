"""The auditor's words: every row can be said, whatever is in it, and no button breaks anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.access import Action
from handlers.auditing import views
from handlers.auditing.reading import Wanted
from storage.audit import AuditEntry
from tests.handlers.desk import Desk, officer
from tests.handlers.harness import NOON, TEXTS, FakeAudit


class Shelf(FakeAudit):
    """An audit whose rows a test puts there."""

    def __init__(self, *entries: AuditEntry) -> None:
        super().__init__()
        self.entries = entries
        self.asked: list[dict[str, Any]] = []

    async def of_unit(self, unit_id: int, limit: int, **wanted: Any) -> list[AuditEntry]:
        self.asked.append(wanted)
        return list(self.entries[:limit])

    async def actors(self, unit_id: int) -> list[tuple[int, str]]:
        return [(7, "Lê Thị B")]


def entry(action: str, subject: str = "", why: str | None = None, member: str = "Lê Thị B"):
    return AuditEntry(1, NOON, 7 if member else None, member, action, subject, why)


def said(row: AuditEntry, locale: str = "vi") -> str:
    return TEXTS.render(views.line(row, NOON, {7: "Lê Thị B"}), locale)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (entry("tip-opened", "TK-7F3K2"), "12:00 22/11 · Lê Thị B mở tin TK-7F3K2"),
        (entry("tip-filed", "TK-7F3K2", member=""), "Có tin mới TK-7F3K2"),
        (entry("identity-requested", "TK-7F3K2", "cần hỏi thêm"), "TK-7F3K2 — lý do: cần hỏi"),
        (entry("identity-requested", "TK-7F3K2", ""), "(niêm phong, máy này không mở được)"),
        (entry("access-refused", "read-audit"), "bị từ chối quyền: xem nhật ký"),
        (entry("member-added", "7 auditor"), "Lê Thị B (kiểm tra viên) vào đơn vị"),
        (entry("member-removed", "99"), "cho 99 thôi việc"),
        (entry("invite", "lead", member=""), "Hệ thống cấp mã mời vai trò chỉ huy"),
        (entry("something-new", "x"), "Lê Thị B: something-new x"),
    ],
)
def test_a_row_in_words(row: AuditEntry, words: str) -> None:
    assert words in said(row)


def test_another_year_is_said() -> None:
    text = views.line(entry("audit-read"), NOON + timedelta(days=400), {})
    assert "12:00 22/11/2026" in TEXTS.render(text, "vi")


@given(
    st.sampled_from([*sorted(views.SAID), "other-thing"]),
    st.text(max_size=30) | st.sampled_from([a.value for a in Action]),
    st.sampled_from(["vi", "en"]),
)
def test_every_row_can_be_said(action: str, subject: str, locale: str) -> None:
    assert said(entry(action, subject), locale)


@given(st.text(max_size=60) | st.from_regex(r"[tmr]?/[^/]{0,30}/[0-9]{0,30}", fullmatch=True))
def test_any_button_means_some_rows(value: str) -> None:
    wanted = Wanted.parse(value)

    assert wanted.by in ("", "t", "m", "r")
    assert wanted.before is None or 0 <= wanted.before < 2**63
    assert Wanted.parse(wanted.button("auditing-older", 5).payload.partition(":")[2]).before == 5
    assert len(wanted.button("auditing-older", 2**63 - 1).payload.encode()) <= 64


async def test_reading_is_recorded_and_turning_the_page_is_the_same_reading() -> None:
    desk = Desk()
    desk.audit = Shelf(*(entry("tip-opened", f"TK-{n}") for n in range(12)))
    phone = officer(desk, role="auditor")

    await phone.say("/nhat-ky")
    await phone.press("Cũ hơn →")

    assert [(deed, about["subject"]) for deed, about in desk.audit.lines] == [("audit-read", "")]
    await phone.say("/nhat-ky tk-7f3k2")
    assert desk.audit.lines[-1][1]["subject"] == "TK-7F3K2"
    assert desk.audit.asked[-1]["subject"] == "TK-7F3K2"


async def test_a_resident_who_says_the_word_tells_a_tip() -> None:
    desk = Desk()
    phone = officer(desk)
    resident = type(phone)(desk, 300)

    await resident.say("nhật ký")

    assert resident.place.startswith("intake.")
    assert desk.deeds() == []


async def test_the_button_at_home_is_the_auditors() -> None:
    desk = Desk()
    for contact, role, there in ((200, "auditor", True), (210, "lead", False)):
        phone = officer(desk, contact, f"Anh {contact}", role)
        await phone.say("chào")
        assert ("Nhật ký" in phone.buttons) is there
