"""Events of staff that come in where the desk's keys are not: in order, once each."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from bot.domain.errors import KeyNotHere
from bot.engine.handoff import Desk
from storage import ids
from storage.connection import Db
from storage.crypto import envelope
from storage.schema import conversations, handoffs, letters
from storage.stores import Stores
from tests.engine.two_machines import ALICE, Split, keys_place


async def test_a_resident_is_answered_where_the_keys_are_not(split: Split) -> None:
    await split.says("hello")

    assert await split.heard() == ["hello"]
    assert await split.waiting() == 0


async def test_a_member_is_answered_where_the_keys_are(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("hello")
    assert (await split.heard(), await split.waiting()) == ([], 1)

    await split.work()

    assert (await split.heard(), await split.waiting()) == (["hello"], 0)
    await split.bench.sender.send_due()
    assert [key for _, key, _ in split.bench.channel.sent[-1:]] == ["heard"]


async def test_a_repeat_is_handed_over_once(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("hello")
    await split.says("hello", at=1)
    await split.work()
    await split.says("hello")
    await split.work()

    assert await split.heard() == ["hello"]


async def test_two_of_each_keep_every_conversation_in_order(split: Split) -> None:
    chats = [f"officer-{n}" for n in range(4)]
    for chat in chats:
        await split.bench.joins(chat, "officer")
    said = [f"word {n}" for n in range(8)]

    async def talk(chat: str) -> None:
        for number, text in enumerate(said):
            await split.says(text, chat, at=number % 2)

    stop = asyncio.Event()

    async def desk(which: Desk) -> None:
        while not (stop.is_set() and await split.waiting() == 0):
            await which.do_due()
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for each in split.desks:
            group.create_task(desk(each))
        await asyncio.gather(*map(talk, chats))
        stop.set()

    assert [await split.heard(chat) for chat in chats] == [said] * 4


async def test_a_clock_that_is_behind_does_not_let_an_event_overtake(
    split: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("first")
    async with split.bench.database.transaction() as connection:
        # As a machine would have stored it whose clock is an hour ahead.
        ahead = ids.new_id() + (3_600_000 << 20)
        await _renumber(connection, split, ahead)
    monkeypatch.setattr(ids, "_last", 0)  # undone afterwards
    await split.says("second")
    await split.work()

    assert await split.heard() == ["first", "second"]


async def _renumber(connection: Db, split: Split, ahead: int) -> None:
    row = (await connection.execute(select(handoffs))).one()
    plain = split.desk_keys.open(row.sealed, keys_place("handoffs", row.id))
    sealed = envelope.seal(plain, split.desk_keys.desk_public, keys_place("handoffs", ahead))
    await connection.execute(update(handoffs).values(id=ahead, sealed=sealed))


async def test_words_of_staff_whose_access_ended_meanwhile_are_no_report(split: Split) -> None:
    member = await split.bench.joins(ALICE, "officer")
    await split.says("first")
    async with split.bench.database.transaction() as connection:
        await Stores(connection, split.desk_keys).members.remove(member, split.bench.clock.now())
    await split.says("second")
    await split.work()

    assert await split.heard() == ["second"]
    assert "access-over" in await split.told()
    async with split.bench.database.reading() as connection:
        assert await Stores(connection, split.desk_keys).parcels.parked_count() == 1


async def test_a_conversation_that_waits_for_the_desk_does_not_expire(split: Split) -> None:
    await split.bench.joins(ALICE, "officer")
    await split.says("first")
    await split.work()
    await split.says("second")
    split.bench.clock.pass_by(hours=25)
    async with split.bench.database.reading() as connection:
        [contact] = (await connection.execute(select(conversations.c.contact_id))).scalars()
    await split.bench.engine.expire(contact)
    await split.work()

    assert await split.heard() == ["first", "second"]


async def test_no_address_is_handed_over(split: Split) -> None:
    await split.bench.joins("a-cookies-secret", "officer", "web")
    await split.says("hello", "a-cookies-secret", "web")

    async with split.bench.database.reading() as connection:
        row = (await connection.execute(select(handoffs.c.id, handoffs.c.sealed))).one()
    plain = split.desk_keys.open(row.sealed, keys_place("handoffs", row.id))
    assert b"hello" in plain
    assert b"a-cookies-secret" not in plain
    with pytest.raises(KeyNotHere):
        split.intake_keys.open(row.sealed, keys_place("handoffs", row.id))


async def test_a_page_shows_its_own_words_first_and_once(split: Split) -> None:
    secret = "a-cookies-secret"
    await split.bench.joins(secret, "officer", "web")
    await split.says("hello", secret, "web")
    before = [(x.mine, x.reply.text.key) for x in await split.mailbox.read(secret)]
    await split.work()

    after = [(x.mine, x.reply.text.key) for x in await split.mailbox.read(secret)]
    assert before[-1] == (True, "verbatim")
    assert after == [*before, (False, "heard")]


async def test_news_is_newer_than_what_the_page_has_though_clocks_differ(
    split: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "a-cookies-secret"
    await split.bench.joins(secret, "officer", "web")
    ahead = ids.new_id() + (3_600_000 << 20)
    async with split.bench.database.transaction() as connection:
        await connection.execute(update(letters).values(revision=ahead))

    monkeypatch.setattr(ids, "_last", 0)  # the page's machine: it shows what came from ahead
    await split.mailbox.read(secret)
    await split.says("hello", secret, "web")
    monkeypatch.setattr(ids, "_last", 0)  # the desk's, which has shown nothing
    await split.work()

    news = await split.mailbox.read(secret, after=ahead)
    assert [letter.reply.text.key for letter in news] == ["verbatim", "heard"]
    assert news[0].revision < news[1].revision
