"""The PIN of a chat account: before content is shown, again after some hours, and nowhere kept."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.message import Form
from bot.texts import Texts
from handlers.flows import FLOWS
from handlers.guard import CONTENT
from tests.end_to_end.canaries import hits, in_files, in_tables
from tests.end_to_end.village import OFFICER, Village, configured, village
from tests.end_to_end.world import invitation

STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
LAN, HUNG, RESIDENT = "telegram/501", "telegram/502", "telegram/1001"
PIN, OTHER = "482915", "735928"
SAY = Texts.load()


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    config = configured(tmp_path, database_url)
    asked = replace(config, staff=replace(config.staff, pin_hours=12))
    async with village(asked) as there:
        for chat, role, name in ((LAN, "officer", "Lan"), (HUNG, "lead", "Hùng")):
            await there.says(chat, "TB-" + await invitation(there.app, role))
            await there.says(chat, name)
        yield there


async def tip(here: Village) -> str:
    await here.says(RESIDENT, form=Form("use", STORY, reply="ask-back"))
    await here.send()
    return (await here.receipt(RESIDENT))[1]


async def member_id(here: Village, name: str) -> int:
    unit = await here.unit()
    async with here.app.stores() as stores:
        return next(m.id for m in await stores.members.of_unit(unit.id) if m.name == name)


async def heard(here: Village, chat: str, after: int = 0) -> str:
    await here.send()
    return "\n".join(SAY.render(r.text, "vi") for r in (await here.heard(chat))[after:])


async def count(here: Village, chat: str) -> int:
    await here.send()
    return len(await here.heard(chat))


async def chosen(here: Village, chat: str, reference: str) -> None:
    """Open a tip for the first time, and choose a PIN."""
    await here.presses(chat, f"triage.open:{reference}")
    await here.says(chat, PIN)
    await here.says(chat, PIN)


async def test_a_pin_is_chosen_before_anything_is_shown(here: Village) -> None:
    reference = await tip(here)
    await here.presses(LAN, f"triage.open:{reference}")
    assert "đặt một mã PIN" in await heard(here, LAN)
    for easy in ("123456", "000000", "112233", "121212", "98765", "abcdef"):
        await here.says(LAN, easy)
    assert (await heard(here, LAN)).count("không phải dãy dễ đoán") == 6
    await here.says(LAN, PIN)
    await here.says(LAN, OTHER)
    assert "chưa giống nhau" in await heard(here, LAN)
    await here.says(LAN, PIN)
    await here.says(LAN, PIN)
    assert STORY not in await heard(here, LAN)

    reply = (await here.heard(LAN))[-1]
    assert reply.text.key == "safety-pin-right"
    await here.presses(LAN, reply.buttons[0].payload)
    assert STORY in await heard(here, LAN)


async def test_it_is_asked_again_after_some_hours_and_not_before(here: Village) -> None:
    reference = await tip(here)
    await chosen(here, LAN, reference)
    here.clock.pass_by(hours=11, minutes=50)
    start = await count(here, LAN)
    await here.says(LAN, reference.lower())
    assert STORY in await heard(here, LAN, start)
    here.clock.pass_by(minutes=15)  # reading did not prolong it
    start = await count(here, LAN)
    await here.says(LAN, reference.lower())
    said = await heard(here, LAN, start)
    assert "nhập mã PIN" in said
    assert STORY not in said
    await here.says(LAN, PIN)
    await here.presses(LAN, (await _last(here, LAN)).buttons[0].payload)
    assert STORY in await heard(here, LAN, start)


async def test_no_step_shows_content_while_the_pin_is_due(here: Village) -> None:
    reference = await tip(here)
    await chosen(here, LAN, reference)
    await here.presses(LAN, f"triage.take:{reference}")
    here.clock.pass_by(hours=13)
    start = await count(here, LAN)
    for flow in FLOWS:
        for step in (s for s in flow.steps.values() if s.entry):
            for value in (reference, "", "0", f"{reference}/1"):
                await here.presses(LAN, f"{flow.name}.{step.name}:{value}")
    for words in (reference, "/hang-doi", "xin chào"):
        await here.says(LAN, words)
    said = await heard(here, LAN, start)
    assert STORY not in said
    assert "nhập mã PIN" in said
    assert {step.rpartition(".")[0] for step in CONTENT} <= {flow.name for flow in FLOWS}


async def test_five_wrong_ones_lock_it_and_the_lead_hears_of_it(here: Village) -> None:
    reference = await tip(here)
    await chosen(here, LAN, reference)
    here.clock.pass_by(hours=13)
    await here.presses(LAN, f"triage.open:{reference}")
    for _ in range(5):
        await here.says(LAN, OTHER)
    assert "tạm khoá" in await heard(here, LAN)
    await here.says(LAN, PIN)  # the next try is typed into the same question
    await here.send()
    assert f"i{here.events}" in here.platform.deleted
    assert "Mã PIN của Lan" in await heard(here, HUNG)
    await here.presses(LAN, f"triage.open:{reference}")
    start = await count(here, LAN)
    await here.says(LAN, PIN)
    assert "tạm khoá" in await heard(here, LAN, start), "the right one too"
    here.clock.pass_by(minutes=16)
    await here.presses(LAN, f"triage.open:{reference}")
    await here.says(LAN, PIN)
    assert (await _last(here, LAN)).text.key == "safety-pin-right"
    async with here.app.stores() as stores:
        deeds = await stores.audit.of_unit((await stores.units.all())[0].id)
        deeds += await stores.audit.of_unit((await stores.units.all())[1].id)
    assert sum(deed.action == "sign-in-failed" and deed.subject == "pin" for deed in deeds) == 1


async def test_a_lead_resets_it(here: Village) -> None:
    reference = await tip(here)
    await chosen(here, LAN, reference)
    await here.presses(HUNG, "safety.colleagues:")
    await here.send()
    buttons = [b for r in await here.heard(HUNG) for b in r.buttons]
    reset = next(b.payload for b in buttons if b.payload.startswith("safety.reset_pin:"))
    await here.presses(HUNG, reset)  # a lead's phone may lie open too
    await here.says(HUNG, OTHER)
    await here.says(HUNG, OTHER)
    await here.presses(LAN, reset)  # an officer may not
    here.clock.pass_by(hours=13)
    await here.presses(LAN, f"triage.open:{reference}")
    assert (await _last(here, LAN)).text.key == "safety-pin"
    await here.presses(HUNG, f"safety.reset_pin:{await member_id(here, 'Hùng')}")
    assert (await _last(here, HUNG)).text.key == "safety-pin"
    await here.says(HUNG, OTHER)
    await here.presses(HUNG, f"safety.reset_pin:{await member_id(here, 'Hùng')}")
    assert (await _last(here, HUNG)).text.key == "safety-pin-not-own"
    await here.presses(HUNG, reset)
    await here.says(LAN, "/huy")
    await here.presses(LAN, f"triage.open:{reference}")
    assert (await _last(here, LAN)).text.key == "safety-pin-new"


async def test_what_is_typed_leaves_the_chat_and_is_nowhere_kept(
    here: Village, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        reference = await tip(here)
        await chosen(here, LAN, reference)
        await here.presses(LAN, f"triage.open:{reference}")
        await here.send()
    typed = {f"i{here.events - 2}", f"i{here.events - 1}"}
    assert typed <= set(here.platform.deleted)
    places = [*in_files(tmp_path), *await in_tables(here.app.database)]
    places.append(("the log", caplog.text.encode()))
    assert hits([(n, c) for n, c in places if "keys" not in n], [PIN]) == []


async def test_pages_are_not_asked(here: Village) -> None:
    reference = await tip(here)
    await here.presses(f"web/{OFFICER}", f"triage.open:{reference}")
    assert STORY in await heard(here, f"web/{OFFICER}")


async def _last(here: Village, chat: str):  # type: ignore[no-untyped-def]
    await here.send()
    return (await here.heard(chat))[-1]
