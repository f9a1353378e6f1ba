"""Ways around the PIN: what is begun and finished later, what is pushed, what nobody hears."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.message import Form
from tests.end_to_end.custody_chats import asked, custodians, request_of
from tests.end_to_end.test_pin import (
    HUNG,
    LAN,
    OTHER,
    PIN,
    RESIDENT,
    STORY,
    chosen,
    count,
    heard,
    here,
    member_id,
    tip,
)
from tests.end_to_end.village import Village
from tests.end_to_end.world import invitation

AUDITOR, KEEPER = "telegram/601", "telegram/602"
WHY = "canary lý do: người ở nhà số 7"
_ = here


@pytest.fixture
async def auditor(here: Village) -> Village:
    await here.says(AUDITOR, "TB-" + await invitation(here.app, "auditor"))
    await here.says(AUDITOR, "Kiểm")
    return here


async def test_an_auditor_who_types_a_reference_is_asked_too(auditor: Village) -> None:
    here = auditor
    reference = await tip(here)
    await chosen(here, LAN, reference)
    await here.presses(LAN, f"triage.mute:{reference}")
    await here.says(LAN, WHY)
    await here.send()
    assert f"i{here.events}" in here.platform.deleted, "a reason leaves the chat"
    await here.presses(AUDITOR, "auditing.tip:")
    await here.says(AUDITOR, PIN)
    await here.says(AUDITOR, PIN)
    await here.presses(AUDITOR, "auditing.tip:")
    here.clock.pass_by(hours=13)
    start = await count(here, AUDITOR)
    await here.says(AUDITOR, reference)
    said = await heard(here, AUDITOR, start)
    assert WHY not in said
    assert "PIN" in said


async def test_no_reason_is_pushed_and_no_envelope_given_after_the_time(
    here: Village,
    tmp_path: Path,
) -> None:
    await custodians(here, [KEEPER])
    await asked(here, WHY)
    assert WHY not in await heard(here, KEEPER)
    await here.presses(KEEPER, "identity.pending:")
    await here.says(KEEPER, PIN)
    await here.says(KEEPER, PIN)
    await here.presses(KEEPER, "identity.pending:")
    assert WHY in await heard(here, KEEPER)
    await here.presses(KEEPER, f"identity.approve:{await request_of(here)}")
    here.clock.pass_by(hours=20)
    start = await count(here, KEEPER)
    await here.says(KEEPER, "đã xem hồ sơ, đủ căn cứ")
    await here.presses(KEEPER, "identity.telling:now")
    await here.send()
    keys = [reply.text.key for reply in (await here.heard(KEEPER))[start:]]
    assert "identity-envelope" not in keys
    assert "safety-pin" in keys


async def test_the_lead_hears_of_a_locked_pin_also_when_away(here: Village) -> None:
    reference = await tip(here)
    await chosen(here, LAN, reference)
    lead = await member_id(here, "Hùng")
    async with here.app.stores() as stores:
        await stores.sessions.end_all(lead, here.clock.now())
    here.clock.pass_by(hours=13)
    await here.presses(LAN, f"triage.open:{reference}")
    for _ in range(5):
        await here.says(LAN, OTHER)
    await here.send()
    unit = await here.unit()
    async with here.app.stores() as stores:
        code = await stores.invites.create(unit.id, "lead", here.clock.now(), member_id=lead)
    await here.says(HUNG, "TB-" + code)
    here.clock.pass_by(minutes=1)
    assert "Mã PIN của Lan" in await heard(here, HUNG)


async def test_a_name_leaves_the_chat_also_when_the_turn_fails(
    here: Village,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await custodians(here, [KEEPER])
    resident = "telegram/1001"
    await here.says(resident, form=Form("use", STORY, reply="ask-back"))
    await here.send()
    _, reference = await here.receipt(resident)
    await here.presses(resident, f"identity.leave:{reference}")

    def fails(_: str) -> str:
        raise RuntimeError

    monkeypatch.setattr("handlers.identity.leaving.plain_name", fails)
    await here.says(resident, "Lê Thị Canary")
    await here.send()
    assert f"i{here.events}" in here.platform.deleted


async def test_nobody_sends_a_question_or_keeps_a_note_with_a_phone_left_lying(
    here: Village,
) -> None:
    reference = await tip(here)
    await chosen(here, LAN, reference)
    await here.presses(LAN, f"triage.take:{reference}")
    for begun in ("ask", "note"):
        words = f"canary gõ {begun}: xe màu gì ạ?"
        await here.presses(LAN, f"triage.{begun}:{reference}")
        here.clock.pass_by(hours=13)
        start, told = await count(here, LAN), await count(here, RESIDENT)
        await here.says(LAN, words)
        said = await heard(here, LAN, start)
        assert f"i{here.events}" in here.platform.deleted
        assert "chưa được gửi hay lưu" in said
        assert await count(here, RESIDENT) == told

        await here.says(LAN, PIN)
        await here.presses(LAN, f"triage.{begun}:{reference}")
        await here.says(LAN, words)
        await here.presses(LAN, f"triage.open:{reference}")
        assert words in await heard(here, LAN, start)
    assert "canary gõ ask" in await heard(here, RESIDENT)
