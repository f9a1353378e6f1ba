"""The one way in: once, whole, in order, or not at all."""

from __future__ import annotations

import asyncio
import logging

import pytest
from sqlalchemy import text

from bot.domain.errors import StoreUnavailable, TurnFailed
from tests.engine.conftest import Bench


async def test_a_repeated_event_changes_nothing(bench: Bench) -> None:
    await bench.says("s1", "one", "e1", "web")
    again = await bench.says("s1", "one", "e1", "web")
    assert again.repeat
    assert await bench.letters("s1") == ["heard"]


async def test_eight_copies_at_once_are_handled_once(bench: Bench) -> None:
    results = await asyncio.gather(*(bench.says("s1", "one", "e1", "web") for _ in range(8)))
    assert sorted(r.repeat for r in results) == [False] + [True] * 7
    assert await bench.letters("s1") == ["heard"]


async def test_one_conversation_is_handled_in_turn_and_loses_nothing(bench: Bench) -> None:
    await asyncio.gather(*(bench.says("s1", f"word{n}", channel="web") for n in range(20)))
    await bench.says("s1", "end", channel="web")
    last = (await bench.mailbox.read("s1"))[-1].reply.text
    assert last.key == "ended"
    assert sorted(str(last.args["heard"]).split()) == sorted(
        [*(f"word{n}" for n in range(20)), "end"]
    )


async def test_a_crashing_step_on_the_web_is_undone_and_can_be_sent_again(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await bench.says("s1", "one", channel="web")
    for _ in range(2):
        with pytest.raises(TurnFailed):
            await bench.says("s1", "crash", "same-event", "web")
    again = await bench.says("s1", "two", "same-event", "web")
    assert not again.repeat
    letters = await bench.mailbox.read("s1")
    assert letters[-1].reply.text.args["count"] == 2
    assert "canary-in-exception" not in caplog.text


async def test_a_crashing_step_on_a_platform_is_parked_and_apologised_for(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.says("a", "one")
    await bench.says("a", "crash")
    await bench.says("a", "two")
    while await bench.sender.send_due():
        pass
    assert [key for _, key, _ in bench.channel.sent] == ["heard", "common-trouble", "heard"]
    async with bench.database.reading() as connection:
        parked = (await connection.execute(text("SELECT count(*) FROM parked"))).scalar_one()
    assert parked == 1
    assert "canary-in-exception" not in caplog.text


async def test_an_undeclared_transition_is_stored_nowhere(bench: Bench) -> None:
    with pytest.raises(TurnFailed):
        await bench.says("s1", "stray", channel="web")
    async with bench.database.reading() as connection:
        for table in ("conversations", "letters", "events"):
            stored = (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
            assert stored == 0, table


async def test_without_a_database_nothing_is_acknowledged(bench: Bench) -> None:
    async with bench.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE letters RENAME TO letters_away"))
    with pytest.raises(StoreUnavailable):
        await bench.says("s1", "one", "e1", "web")
    async with bench.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE letters_away RENAME TO letters"))
    again = await bench.says("s1", "one", "e1", "web")
    assert not again.repeat
    assert await bench.letters("s1") == ["heard"]


async def test_a_draft_expires_once_after_a_day(bench: Bench) -> None:
    await bench.says("s1", "one", channel="web")
    async with bench.database.reading() as connection:
        contact = (
            await connection.execute(text("SELECT contact_id FROM conversations"))
        ).scalar_one()
    bench.clock.pass_by(hours=23)
    await bench.engine.expire(contact)
    assert await bench.letters("s1") == ["heard"]
    bench.clock.pass_by(hours=2)
    await bench.engine.expire(contact)
    await bench.engine.expire(contact)
    assert (await bench.letters("s1")).count("expired") == 1


async def test_a_letter_opens_with_its_own_cookie_only(bench: Bench) -> None:
    await bench.says("s1", "one", channel="web")
    letter = (await bench.mailbox.read("s1"))[0]
    assert await bench.mailbox.read("s2") == []
    assert await bench.mailbox.letter("s2", letter.id) is None
    assert (await bench.mailbox.letter("s1", letter.id)) == letter


async def test_a_wiped_session_is_gone(bench: Bench) -> None:
    await bench.says("s1", "one", channel="web")
    await bench.mailbox.wipe("s1")
    assert await bench.mailbox.read("s1") == []
    async with bench.database.reading() as connection:
        for table in ("contacts", "conversations", "letters"):
            count = (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
            assert count == 0, table
