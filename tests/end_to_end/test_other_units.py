"""A tip of another unit: who asks for it hears what they hear of none, and it is recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.message import Form
from tests.end_to_end.custody_chats import DESK, RESIDENT, STORY
from tests.end_to_end.village import Village, configured, village

NONE = "TK-ZZZZZ"
ASKS = {
    "open-tip": "triage.open:",
    "take-tip": "triage.take:",
    "close-tip": "triage.close:",
    "request-identity": "identity.ask:",
}


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def refusals(here: Village) -> list[str]:
    unit = await here.unit()
    async with here.app.stores() as stores:
        entries = await stores.audit.of_unit(unit.id, action="access-refused")
    return [entry.subject for entry in reversed(entries)]


async def asked_for(here: Village, reference: str) -> list[str]:
    """What the officer is told, whichever way they ask."""
    before = len(await here.heard(DESK))
    for payload in ASKS.values():
        await here.presses(DESK, payload + reference)
    await here.says(DESK, reference.lower())
    told = (await here.heard(DESK))[before:]
    return [f"{reply.text.key} {dict(reply.text.args)}" for reply in told]


async def test_asking_for_another_units_tip_is_recorded_and_sounds_like_none(
    here: Village,
) -> None:
    await here.says(RESIDENT, form=Form("official", STORY, reply="ask-back"))
    await here.send()
    _, reference = await here.receipt(RESIDENT)
    assert reference.startswith("DN-"), "the unit above has it"

    of_none = await asked_for(here, NONE)
    assert await refusals(here) == [], "there is nothing to refuse"
    of_theirs = await asked_for(here, reference)

    assert of_theirs == of_none
    assert await refusals(here) == [*ASKS, "open-tip"]
