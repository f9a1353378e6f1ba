"""Who begins to report in a group is led to the private way, and nothing of it stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from bot.channels.group_words import said_in_group
from bot.domain.message import Inbound
from storage.schema import contacts, conversations, metadata, outbox, throttles, tips
from storage.throttle import Throttle
from tests.end_to_end.canaries import hits, in_files, in_tables
from tests.end_to_end.crowds import BOT, Crowd, joined, keeper
from tests.end_to_end.village import Village, configured, village

GROUP = "canarygroup7f3k"
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
LINE = "Trong nhóm ai cũng đọc được"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there
        assert there.app.engine.failed == 0


async def counts(here: Village) -> dict[str, int]:
    """How many rows each table has."""
    async with here.app.database.reading() as connection:
        found = {}
        for table in metadata.sorted_tables:
            counted = select(func.count()).select_from(table)
            found[table.name] = int((await connection.execute(counted)).scalar_one())
    return found


async def test_one_line_leads_away_and_then_it_is_silent_for_a_while(here: Village) -> None:
    hoa = await keeper(here)
    for crowd in (await joined(hoa), Crowd(here, "stranger")):
        [line] = await crowd.says(f"@{BOT} {STORY}")
        assert LINE in line
        assert "113" in line
        buttons = (await crowd.replies())[-1].buttons
        assert [button.url for button in buttons] == ["chat:", "/chat"]
        assert await crowd.says(f"@{BOT} {STORY}") == []
        assert await crowd.says("báo tin ma tuý: " + STORY) == []
        assert await crowd.says(STORY) == [], "talk among neighbours"
        assert await crowd.says(f"@{BOT} cảm ơn") == []
        here.clock.pass_by(minutes=21)
        assert LINE in (await crowd.says(f"@{BOT} {STORY}"))[0]


async def test_of_a_group_that_is_not_registered_nothing_stays(here: Village) -> None:
    before, crowd = await counts(here), Crowd(here, GROUP)
    for _ in range(3):
        await crowd.says(f"@{BOT} {STORY}")
        await crowd.says(f"@{BOT} ROI")
    after = await counts(here)
    left = {name: after[name] - n for name, n in before.items() if after[name] != n}
    assert left == {"events": 6, "throttles": 1}, "that an event was handled, and the pace"
    here.clock.pass_by(days=8)
    await here.tick()
    after = await counts(here)
    assert after["events"] == after["throttles"] == after["contacts"] - before["contacts"] == 0


async def test_a_line_that_cannot_be_sent_keeps_nobodys_words(here: Village) -> None:
    """The words never get so far; what waits is the sentence of ours."""
    crowd = Crowd(here, GROUP)
    address = here.address(f"zalo_bot/{GROUP}")
    heard = said_in_group(f"@{BOT} {STORY}", everything_heard=False)
    assert heard
    event = Inbound(address, "g1", text=heard[1], group=heard[0])
    assert (await here.app.engine.handle(event)).repeat is False
    assert (await here.app.engine.handle(event)).repeat is True
    places = await in_tables(here.app.database)
    assert hits(places, [STORY, GROUP]) == []
    assert [LINE in line for line in await crowd.heard()] == [True]


async def test_no_word_and_no_id_of_a_group_is_found(here: Village, tmp_path: Path) -> None:
    hoa = await keeper(here)
    crowd = await joined(hoa, GROUP)
    await hoa.press("Đặt tên")
    await hoa.say("canary nhóm nhà ông Tám")
    for words in (STORY, f"báo tin ma tuý {STORY}", f"@{BOT} báo tin {STORY}", f"@{BOT} {STORY}"):
        await crowd.says(words)
        await Crowd(here, f"{GROUP}2").says(words)
    async with here.app.database.reading() as connection:
        assert (await connection.execute(select(func.count(tips.c.id)))).scalar_one() == 0
        here_only = contacts.c.channel == "zalo_bot"
        known = list((await connection.execute(select(contacts.c.id).where(here_only))).scalars())
        assert len(known) == 1
        told = select(func.count()).where(conversations.c.contact_id == known[0])
        assert (await connection.execute(told)).scalar_one() == 0
        assert (await connection.execute(select(func.count(outbox.c.id)))).scalar_one() == 0
    places = [*await in_tables(here.app.database), *in_files(tmp_path)]
    needles = [STORY, GROUP, "canary nhóm nhà ông Tám", BOT]
    assert hits(places, needles) == []


async def test_the_pace_says_nothing_to_whoever_reads_the_database(here: Village) -> None:
    """Of two groups the rows look alike, and tell no finer time than ten minutes."""
    async with here.app.database.transaction() as connection:
        await connection.execute(delete(throttles))  # of somebody who came in by an invitation
    await Crowd(here, "g1").says(f"@{BOT} {STORY}")
    await Crowd(here, "g2").says(f"@{BOT} {STORY}")
    async with here.app.database.reading() as connection:
        rows = (await connection.execute(select(throttles))).all()
    assert len(rows) == 2
    assert len({row.key for row in rows}) == 2
    assert len({row.until for row in rows}) == 1
    assert rows[0].until.timestamp() % 600 == 0


async def test_a_failure_asks_nobody_to_say_it_again_in_the_group(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> float:
        raise RuntimeError(STORY)

    before, crowd = await counts(here), Crowd(here, GROUP)
    monkeypatch.setattr(Throttle, "wait_in_group", broken)
    assert await crowd.says(f"@{BOT} {STORY}") == []
    [sorry] = await crowd.says(f"@{BOT} DANGKY 7F3K-2Q9X-1A2B")
    assert "đang trục trặc" in sorry
    monkeypatch.undo()
    assert here.app.engine.failed == 2
    here.app.engine.failed = 0
    await here.tick()
    after = await counts(here)
    ticks = ("chores", "audit_checkpoints")
    left = {n: after[n] - before[n] for n in after if after[n] != before[n] and n not in ticks}
    assert left == {"events": 2, "parked": 1}, "the code"
    assert hits(await in_tables(here.app.database), [STORY, GROUP]) == []
