"""Prepared sentences and arrivals, on both databases."""

from __future__ import annotations

from sqlalchemy import select, text

from bot.domain.message import Address, Reply, Text
from bot.domain.prepared import QUESTION, asks_who, filled, gaps, sound
from bot.domain.tip import Arrival, Body
from handlers.talk.starters import LANGUAGES, STARTERS, starter
from storage.contacts import Contact
from storage.prepared import MOST
from storage.schema import messages, outbox
from storage.stores import Stores
from tests.storage.conftest import NOW, Archive


async def test_sentences_are_a_units_own(archive: Archive) -> None:
    async with archive.stores() as stores:
        other = await stores.units.add(
            slug="x", name="xã X", prefix="X", parent_id=None, hotline="", now=NOW
        )
        mine, store = archive.unit.id, stores.prepared
        assert await store.add(mine, QUESTION, "Xe màu gì?", NOW)
        [own] = await store.of(mine, QUESTION)
        assert await store.of(other.id, QUESTION) == []
        assert await store.one(other.id, own.id) is None
        assert not await store.change(other.id, own.id, "khác")
        assert not await store.remove(other.id, own.id)
        assert await store.change(mine, own.id, "Mấy giờ?")
        assert [one.text for one in await store.of(mine, QUESTION)] == ["Mấy giờ?"]
        assert await store.remove(mine, own.id)
        assert not await store.remove(mine, own.id)
        added = [await store.add(mine, QUESTION, f"câu {n}", NOW) for n in range(MOST + 1)]
        assert added == [True] * MOST + [False]


async def test_a_status_has_one_sentence(archive: Archive) -> None:
    async with archive.stores() as stores:
        unit, store = archive.unit.id, stores.prepared
        for words in ("Cảm ơn.", "Xin cảm ơn bà con.", ""):
            await store.set(unit, "status:closed", words, NOW)
            assert await store.sentence(unit, "status:closed") == words
        assert await store.sentence(unit, "status:verifying") == ""


async def _asked(archive: Archive, stores: Stores, officer: int) -> int:
    contact = (await stores.contacts.add(Address("telegram", "7"), "vi", NOW)).id
    tip = await stores.tips.file(
        unit_id=archive.unit.id,
        point_id=None,
        kind="use",
        urgency="normal",
        body=Body("x"),
        contact_id=contact,
        now=NOW,
    )
    assert await stores.statuses.take(tip.id, officer, NOW)
    message_id = await stores.tips.ask(tip.id, officer, Body("Xe gì?"), NOW)
    assert message_id is not None
    await stores.questions.asked(message_id, chats=True)
    return message_id


async def test_what_nothing_carries_any_more_has_not_arrived(archive: Archive) -> None:
    officer = await archive.member()
    async with archive.stores() as stores:
        sent = await _asked(archive, stores, officer)
        found = await stores.questions.of([sent, 12345])
        assert found == {sent: Arrival.UNREACHABLE}
        await stores.questions.arrived([sent, 12345])
        await stores.questions.arrived([])
        assert await stores.questions.of([sent]) == {sent: Arrival.DELIVERED}
        assert await stores.questions.of([]) == {}


async def test_an_erased_tips_question_is_not_held_afterwards(archive: Archive) -> None:
    officer = await archive.member()
    async with archive.stores() as stores:
        asked = await _asked(archive, stores, officer)
        where = (await stores.connection.execute(select(messages.c.tip_id))).scalars()
        tip_id = where.first() or 0
        [contact_id] = await stores.tips.contacts_of(tip_id)
        contact = Contact(contact_id, "telegram")
        question = Reply(Text("triage-question"))
        await stores.outbox.add(contact, [question], NOW, message_id=asked)
        [row] = await stores.outbox.claim("telegram", NOW, 5)
        assert await stores.retention.erase_content(tip_id, NOW)
        await stores.outbox.hold(row.id)  # only now the platform says: not before they write
        left = await stores.connection.execute(select(outbox.c.id))
        assert left.scalars().all() == []


async def test_arrivals_are_looked_up_by_an_index(archive: Archive) -> None:
    async with archive.stores() as stores:
        for table in ("outbox", "letters"):
            query = f"SELECT 1 FROM {table} WHERE message_id = 7"
            if stores.connection.dialect.name == "sqlite":
                plan = f"EXPLAIN QUERY PLAN {query}"
            else:
                await stores.connection.execute(text("SET LOCAL enable_seqscan = off"))
                plan = f"EXPLAIN {query}"
            rows = await stores.connection.execute(text(plan))
            assert any(f"ix_{table}_message" in str(row) for row in rows), table


def test_gaps() -> None:
    assert gaps("Xe [màu xe] đi [hướng nào]?") == ["màu xe", "hướng nào"]
    assert filled("Xe [màu xe] đi [hướng nào]?", ["đỏ"]) == "Xe đỏ đi [hướng nào]?"
    assert filled("[a] [b]", ["[b]", "x"]) == "[b] x"
    assert sound("Xe [màu]?")
    assert not any(map(sound, ("Xe [màu", "Xe màu]", "[[màu]]", "[]")))


ASKING = ("Anh chị tên gì?", "Cho xin số điện thoại của anh/chị", "Bạn là ai?", "họ tên bạn?",
          "Anh chị ở đâu?", "Nhà anh chị số mấy?", "Anh tên gì, nhà ở đâu?",
          "Cho xin số điện thoại của bạn", "What's your name?", "Who are you?")  # fmt: skip
NOT_ASKING = ("Tên quán là gì?", "Người đó là ai?", "Nhà anh ta ở đâu?", "Họ ở đâu?",
              "Họ bán ở đâu ạ?", "Nhà bán hàng ấy cửa màu gì ạ?", "Anh ta tên gì, ở đâu ạ?",
              "Xe của anh ấy màu gì?", "Số điện thoại rao bán là gì?")  # fmt: skip


def test_no_question_of_ours_asks_who_the_reporter_is() -> None:
    assert all(map(asks_who, ASKING))
    assert not any(map(asks_who, NOT_ASKING))
    for n in range(len(STARTERS)):
        words = [starter(n, language) for language in LANGUAGES]
        assert not any(map(asks_who, words))
        assert all(map(sound, words))
        assert len({len(gaps(each)) for each in words}) == 1
    assert starter(len(STARTERS), "vi") == ""
