"""Somebody who may work on tips no more: theirs are in the queue, on record, and heard of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands.members import change_role
from bot.demo.setup import UNIT
from bot.domain.access import Role
from storage.schema import disclosures
from tests.end_to_end.clock_chats import LAN, LEAD, MINH, reports, staffed
from tests.end_to_end.custody_chats import asked, custodians
from tests.end_to_end.village import Village, configured, village

KEEPER = "telegram/4001"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with staffed(tmp_path, database_url) as there:
        yield there


async def heard(here: Village, chat: str) -> list[str]:
    await here.send()
    return [reply.text.key for reply in await here.heard(chat)]


async def released(here: Village) -> list[str]:
    unit = await here.unit()
    async with here.app.stores() as stores:
        return [r.subject for r in await stores.audit.of_unit(unit.id, action="tip-released")]


async def test_tips_of_somebody_with_another_role_are_heard_of(here: Village) -> None:
    references = {await reports(here), await reports(here)}
    for reference in references:
        await here.presses(LAN, f"triage.take:{reference}")
    await change_role(here.app, UNIT, "Lan", Role.COMMUNICATOR)
    for chat in (MINH, LEAD):
        assert (await heard(here, chat)).count("enrol-tips-back") == 1
    assert "enrol-tips-back" not in await heard(here, LAN)
    assert set(await released(here)) == references


async def test_tips_of_somebody_who_was_removed_are_on_record(here: Village) -> None:
    reference = await reports(here)
    await here.presses(LAN, f"triage.take:{reference}")
    unit = await here.unit()
    async with here.app.stores() as stores:
        lan = next(m for m in await stores.members.of_unit(unit.id) if m.name == "Lan")
    await here.presses(LEAD, f"enrol.remove:{lan.id}")
    await here.presses(LEAD, "enrol.remove_confirm:yes")
    assert await released(here) == [reference]


async def test_what_they_asked_of_custodians_ends(database_url: str, tmp_path: Path) -> None:
    async with village(configured(tmp_path, database_url)) as here:
        await custodians(here, [KEEPER])
        await asked(here, "cần mời làm chứng ở phiên toà")
        await change_role(here.app, UNIT, "Đồng chí Lan", Role.COMMUNICATOR)
        assert (await heard(here, KEEPER))[-1] == "identity-request-ended"
        async with here.app.database.reading() as connection:
            status = (await connection.execute(select(disclosures.c.status))).scalar_one()
        assert status == "withdrawn"
