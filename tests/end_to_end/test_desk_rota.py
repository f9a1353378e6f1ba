"""The rota in chat: a lead writes it, everybody at the desk reads it, bad input loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.setup import UNIT, enrol
from bot.domain.access import Role
from bot.domain.message import Form
from tests.end_to_end.village import Village, configured, village
from tests.handlers.harness import TEXTS

LEAD, OFFICER = "web/the lead's own phone", "web/the officer's own phone"


@pytest.fixture
async def here(tmp_path: Path):
    config = configured(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'tinbao.db'}")
    async with village(config) as found:
        await enrol(found.app, LEAD.partition("/")[2], Role.LEAD, "Anh Hùng")
        yield found


async def last(here: Village, chat: str) -> str:
    return TEXTS.render((await here.heard(chat))[-1].text, "vi")


async def test_a_lead_writes_it_and_officers_read_it(here: Village) -> None:
    await here.says(OFFICER, "/truc")
    assert "Chưa có lịch trực" in await last(here, OFFICER)

    await here.says(LEAD, "/truc 31/12 18:00 - 06:00 lan")
    assert "1. 31/12 18:00 - 06:00 01/01 · Đồng chí Lan" in await last(here, LEAD)
    await here.presses(LEAD, "duty.rota_add:")
    await here.says(LEAD, "mai nhé")
    assert "chưa hiểu" in await last(here, LEAD)
    await here.says(LEAD, "1/1 8:00 - 17:00")
    assert "Ai trực ca này" in await last(here, LEAD)
    await here.says(LEAD, "Hùng")
    assert "2. 01/01 08:00 - 17:00 · Anh Hùng" in await last(here, LEAD)

    await here.says(OFFICER, "/truc")
    said = await last(here, OFFICER)
    assert said.index("Đồng chí Lan") < said.index("Anh Hùng")
    assert (await here.heard(OFFICER))[-1].buttons == ()


async def test_nobody_is_on_duty_twice_at_once(here: Village) -> None:
    await here.says(LEAD, "/truc 31/12 18:00 - 06:00 Lan")
    await here.says(LEAD, "/truc 31/12 22:00 - 23:00 Lan")

    heard = [TEXTS.render(r.text, "vi") for r in await here.heard(LEAD)]
    assert any("đã có ca trực trong giờ đó" in said for said in heard)
    assert "2." not in heard[-1]


async def test_a_turn_is_taken_out_once_and_only_by_a_lead(here: Village) -> None:
    await here.says(LEAD, "/truc 31/12 18:00 - 06:00 Lan")
    drops = [b.payload for b in (await here.heard(LEAD))[-1].buttons if "drop" in b.payload]

    await here.presses(OFFICER, drops[0])
    assert "không làm được việc này" in await last(here, OFFICER)
    await here.presses(LEAD, drops[0])
    assert "Chưa có lịch trực" in await last(here, LEAD)
    await here.presses(LEAD, drops[0])
    heard = [TEXTS.render(r.text, "vi") for r in await here.heard(LEAD)]
    assert any("không còn trong lịch" in said for said in heard)
    for forged in ("duty.rota_drop:", "duty.rota_drop:x", f"duty.rota_drop:{'9' * 40}"):
        await here.presses(LEAD, forged)
        assert "Chưa có lịch trực" in await last(here, LEAD)
    unit = await here.unit()
    async with here.app.stores() as stores:
        deeds = [row.action for row in await stores.audit.of_unit(unit.id, limit=50)]
    assert deeds.count("shift-added") == deeds.count("shift-removed") == 1


async def test_a_name_that_two_have_is_asked(here: Village) -> None:
    await enrol(here.app, "another phone", Role.OFFICER, "Chị Lan")

    await here.says(LEAD, "/truc 31/12 18:00 - 06:00 lan")

    assert "Ai trực ca này" in await last(here, LEAD)


async def test_a_rota_with_a_hole_of_days_keeps_nobody_waiting(here: Village) -> None:
    await here.says(LEAD, "/truc 31/12 18:00 - 06:00 Lan")

    await here.says("telegram/1001", form=Form(kind="use", story="nhà cuối xóm"), start=UNIT)
    await here.send()

    assert [r.text.key for r in await here.heard(OFFICER)][-1] == "triage-notice"
