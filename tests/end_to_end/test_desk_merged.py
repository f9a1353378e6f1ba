"""What was merged into a tip goes its way: every reporter, register line and audit row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.domain.prepared import purpose_of
from bot.domain.tip import TipStatus
from storage.schema import contact_outcomes, tips
from tests.end_to_end.links_chats import FIRST, LAN, NAM, SECOND, TU, merged, row, screen, tip
from tests.end_to_end.village import Village, configured, village


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def audited(here: Village, deed: str) -> list[str]:
    """Of which tips the audit has something, oldest first."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        return [row.subject for row in await stores.audit.of_unit(unit.id, action=deed)][::-1]


async def sentence(here: Village, status: TipStatus, text: str) -> None:
    unit = await here.unit()
    async with here.app.stores() as stores:
        await stores.prepared.set(unit.id, purpose_of(status), text, here.clock.now())


async def test_what_is_sent_away_takes_every_reporter_and_line_along(here: Village) -> None:
    await sentence(here, TipStatus.VERIFYING, "Chúng tôi đang xem.")
    first, second = await merged(here)
    await here.presses(LAN, f"progress.verify:{first}")
    await here.presses(LAN, f"transfer.away:{first}")
    for said in ("Bộ đội Biên phòng tỉnh", "Chuyện ở đường biên"):
        await here.says(LAN, said)
    await here.presses(LAN, "transfer.away_confirm:yes")
    await here.send()
    for chat, mine, other in ((TU, first, second), (NAM, second, first)):
        heard = await screen(here, chat)
        assert f"Tin {mine} đã được chuyển cho Bộ đội Biên phòng tỉnh" in heard
        assert "Chúng tôi đang xem." in heard
        assert other not in heard
    assert await audited(here, "tip-sent-away") == [first, second]
    unit = await here.unit()
    async with here.app.stores() as stores:
        lines = await stores.registers.page(unit.id)
    assert {line.reference: line.to_name for line in lines} == dict.fromkeys(
        (first, second), "Bộ đội Biên phòng tỉnh"
    )


async def test_a_part_about_an_official_does_not_leave_without_a_warning(here: Village) -> None:
    first, second = await merged(here)
    async with here.app.database.transaction() as connection:
        part = tips.c.reference == second
        await connection.execute(update(tips).where(part).values(kind="official"))
    await here.presses(LAN, f"transfer.away:{first}")
    for said in ("Bộ đội Biên phòng tỉnh", "Chuyện ở đường biên"):
        await here.says(LAN, said)
    assert "Tin này nói về cán bộ" in await screen(here, LAN)


async def test_what_is_begun_again_takes_every_reporter_along(here: Village) -> None:
    await here.set("show-outcomes", "yes")
    await sentence(here, TipStatus.REOPENED, "Chúng tôi xem lại việc này.")
    first, second = await merged(here)
    await here.presses(LAN, f"triage.close:{first}")
    await here.presses(LAN, "triage.close_outcome:right")
    await here.presses(LAN, "triage.close_confirm:yes")
    await here.presses(LAN, f"progress.reopen:{first}")
    await here.says(LAN, "Có người kể thêm")
    await here.send()
    for chat, mine, other in ((TU, first, second), (NAM, second, first)):
        heard = await screen(here, chat)
        assert "Chúng tôi xem lại việc này." in heard
        assert mine in heard
        assert other not in heard
    assert await audited(here, "tip-reopened") == [first, second]
    assert await row(here, first) == await row(here, second) == ("reopened", "")
    async with here.app.database.reading() as connection:
        counted = await connection.execute(select(contact_outcomes.c["count"]))
        assert list(counted.scalars()) == [0, 0]


async def test_one_person_behind_both_is_counted_once(here: Village) -> None:
    await here.set("show-outcomes", "yes")
    first, second = await tip(here, TU, FIRST), await tip(here, TU, SECOND)
    await here.presses(LAN, f"triage.take:{first}")
    await here.presses(LAN, f"links.merge:{second}/{first}")
    await here.presses(LAN, f"triage.close:{first}")
    await here.presses(LAN, "triage.close_outcome:right")
    await here.presses(LAN, "triage.close_confirm:yes")
    async with here.app.database.reading() as connection:
        counted = await connection.execute(select(contact_outcomes.c["count"]))
        assert list(counted.scalars()) == [1]
