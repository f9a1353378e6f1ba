"""An urgent tip stays urgent when it is merged: in the queue, for whoever is woken, and apart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.domain.message import Form
from storage.audit import AuditEntry
from storage.schema import alarms, tips
from tests.end_to_end.clock_chats import LAN, MINH, UNIT, reports, staffed, told
from tests.end_to_end.village import Village

OTHER = "telegram/1002"
URGENT = "common-alarm-urgent"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with staffed(tmp_path, database_url) as there:
        yield there


async def urgent_one(here: Village) -> str:
    """Another resident's."""
    await here.says(OTHER, form=Form(kind="psychosis", story="cứu với"), start=UNIT)
    await here.send()
    return (await here.receipt(OTHER))[1]


async def merges(here: Village) -> list[AuditEntry]:
    unit = await here.unit()
    async with here.app.stores() as stores:
        return await stores.audit.of_unit(unit.id, action="tip-merged")


async def rings(here: Village, minutes: int = 11) -> int:
    """How often Minh is told within one round."""
    before = len(await told(here, MINH, URGENT))
    await here.tick(minutes=minutes)
    return len(await told(here, MINH, URGENT)) - before


async def test_of_two_the_urgent_one_is_worked_on(here: Village) -> None:
    normal, urgent = await reports(here), await urgent_one(here)
    await here.presses(LAN, f"links.merge:{urgent}/{normal}")
    await here.send()
    assert (await here.heard(LAN))[-1].text.key == "links-merged-turned"
    assert [row.subject for row in await merges(here)] == [normal]
    unit = await here.unit()
    async with here.app.stores() as stores:
        part = await stores.tips.by_reference(unit.id, normal)
    assert part
    assert part.merged_into == urgent
    assert await rings(here) == 1


async def test_two_urgent_ones_ring_as_one(here: Village) -> None:
    one, other = await reports(here, "psychosis"), await urgent_one(here)
    await here.presses(LAN, f"links.merge:{other}/{one}")
    await rings(here)
    assert await rings(here) == 1


async def test_an_urgent_part_nobody_has_rings_when_it_is_taken_out(here: Village) -> None:
    one, other = await reports(here, "psychosis"), await urgent_one(here)
    await here.presses(LAN, f"triage.take:{one}")
    await here.presses(LAN, f"links.merge:{other}/{one}")
    await rings(here)
    await forget_alarms(here, other)
    await here.presses(LAN, f"links.unmerge:{other}")
    assert await rings(here) == 1


async def merged_before(here: Village, urgent: str, normal: str) -> None:
    """As an earlier version merged them."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        into = await stores.tips.by_reference(unit.id, normal)
        part = await stores.tips.by_reference(unit.id, urgent)
        assert into
        assert part
        assert into.owner_id
        assert await stores.merging.merge(part.id, into.id, into.owner_id, here.clock.now())


async def test_a_tip_with_an_urgent_part_from_before_wakes_the_desk(here: Village) -> None:
    normal, urgent = await reports(here), await urgent_one(here)
    await here.presses(LAN, f"triage.take:{normal}")
    await merged_before(here, urgent, normal)
    await forget_alarms(here, urgent)
    await here.presses(LAN, f"progress.release:{normal}")
    await here.presses(LAN, "progress.release_confirm:yes")
    assert await rings(here) == 1


async def test_an_urgent_part_that_is_begun_again_rings_when_nobody_has_it(here: Village) -> None:
    normal, urgent = await reports(here), await urgent_one(here)
    await here.presses(LAN, f"triage.take:{normal}")
    await merged_before(here, urgent, normal)
    for press in (f"close:{normal}", "close_outcome:right", "close_confirm:later"):
        await here.presses(LAN, f"triage.{press}")
    assert await rings(here) == 0
    await here.presses(LAN, f"progress.reopen:{normal}")
    await here.says(LAN, "có người kể thêm")
    assert await rings(here) == 0
    unit = await here.unit()
    async with here.app.stores() as stores:
        lan = next(m for m in await stores.members.of_unit(unit.id) if m.name == "Lan")
        await stores.statuses.release_all(lan.id)
    assert await rings(here) == 1


async def forget_alarms(here: Village, reference: str) -> None:
    """As when it was in somebody's hands at an upgrade, or had ended."""
    unit = await here.unit()
    async with here.app.database.transaction() as connection:
        await connection.execute(
            delete(alarms).where(
                alarms.c.tip_id.in_(
                    select(tips.c.id).where(
                        tips.c.unit_id == unit.id, tips.c.reference == reference
                    )
                )
            )
        )
