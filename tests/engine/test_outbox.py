"""The one way out: paced, in order, tried again, given up honestly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from bot.demo.samples import make
from bot.domain.errors import Gone, Permanent, RetryAfter, Transient
from bot.domain.message import Address, Media, MediaKind, Reply, StoredFile, Text
from bot.engine.outbox import Sender
from storage.files import LocalFiles
from storage.stores import Stores
from tests.engine.conftest import Bench


async def statuses(bench: Bench) -> dict[tuple[str, str], int]:
    from storage.stores import Stores

    async with bench.database.reading() as connection:
        return await Stores(connection, bench.keyring).outbox.counts()


async def test_what_is_sent_leaves_the_outbox(bench: Bench) -> None:
    await bench.says("a", "one")
    assert await bench.sender.send_due()
    assert bench.channel.sent == [("a", "heard", "")]
    assert await statuses(bench) == {}


async def test_retry_after_is_obeyed_and_order_is_kept(bench: Bench) -> None:
    await bench.says("a", "one")
    await bench.says("a", "end")
    await bench.says("b", "one")
    bench.channel.faults = [RetryAfter(3)]
    await bench.sender.send_due()
    assert ("b", "heard", "") in bench.channel.sent or len(bench.channel.sent) <= 2
    bench.clock.pass_by(seconds=2)
    await bench.sender.send_due()
    to_a = [key for chat, key, _ in bench.channel.sent if chat == "a"]
    assert to_a in ([], ["heard", "ended"])
    bench.clock.pass_by(seconds=5)
    await asyncio.sleep(0)
    bench.sender._pacer = type(bench.sender._pacer)(bench.channel.limits)
    while await bench.sender.send_due():
        pass
    assert [key for chat, key, _ in bench.channel.sent if chat == "a"] == ["heard", "ended"]
    assert [key for chat, key, _ in bench.channel.sent if chat == "b"] == ["heard"]


async def test_a_later_message_waits_for_an_earlier_one(bench: Bench) -> None:
    await bench.says("a", "one")
    bench.channel.faults = [Transient("down")]
    await bench.sender.send_due()
    await bench.says("a", "end")
    assert not await bench.sender.send_due()
    bench.clock.pass_by(minutes=20)
    while await bench.sender.send_due():
        pass
    assert [key for _, key, _ in bench.channel.sent] == ["heard", "ended"]


async def test_a_permanent_failure_is_kept_without_its_content(bench: Bench) -> None:
    await bench.says("a", "one")
    bench.channel.faults = [Permanent("bad request")]
    await bench.sender.send_due()
    assert await statuses(bench) == {("fake", "failed"): 1}
    await bench.says("a", "end")
    await bench.sender.send_due()
    assert bench.channel.sent == [("a", "ended", "")]


async def test_gone_stops_sending_until_they_write_again(bench: Bench) -> None:
    await bench.says("a", "one")
    await bench.says("a", "two")
    bench.channel.faults = [Gone("blocked")]
    await bench.sender.send_due()
    bench.clock.pass_by(hours=1)
    assert not await bench.sender.send_due()
    await bench.says("a", "three")
    await bench.sender.send_due()
    assert [key for _, key, _ in bench.channel.sent] == ["heard"]


async def test_a_crash_between_send_and_record_repeats_and_never_loses(bench: Bench) -> None:
    await bench.says("a", "one")

    class Dies(Sender):
        async def _record(self, *args: object) -> None:
            raise asyncio.CancelledError

    dying = Dies(bench.channel, bench.database, bench.keyring, bench.clock, bench.bells)
    task = asyncio.create_task(dying.send_due())
    await asyncio.gather(task, return_exceptions=True)
    assert len(bench.channel.sent) == 1
    assert not await bench.sender.send_due()
    bench.clock.pass_by(seconds=LEASE_SECONDS)
    assert await bench.sender.send_due()
    assert len(bench.channel.sent) == 2
    assert await statuses(bench) == {}


LEASE_SECONDS = 61


async def test_a_notice_reaches_each_member_once(bench: Bench) -> None:
    await bench.joins("officer", "officer")
    await bench.joins("lead", "lead", "web")
    await bench.says("x", "notify")
    while await bench.notices.spread_due():
        pass
    while await bench.sender.send_due():
        pass
    assert [chat for chat, key, _ in bench.channel.sent if key == "notice"] == ["officer"]
    assert (await bench.letters("lead")).count("notice") == 1


async def test_two_senders_send_each_message_once(bench: Bench) -> None:
    for n in range(20):
        await bench.says(f"chat{n}", "one")
    second = Sender(bench.channel, bench.database, bench.keyring, bench.clock, bench.bells)

    async def drain(sender: Sender) -> None:
        while await sender.send_due():
            pass

    await asyncio.gather(drain(bench.sender), drain(second))
    assert sorted(chat for chat, *_ in bench.channel.sent) == sorted(f"chat{n}" for n in range(20))


async def test_a_card_waits_for_a_file_that_is_still_being_fetched(
    bench: Bench, tmp_path: Path
) -> None:
    files = LocalFiles(tmp_path / "files")
    late = StoredFile("ab" * 16, b"k" * 32, "image/jpeg", 3)
    sender = Sender(
        bench.channel, bench.database, bench.keyring, bench.clock, bench.bells, "", files
    )
    await bench.says("a", "end")
    await sender.send_due()
    async with bench.database.transaction() as connection:
        stores = Stores(connection, bench.keyring)
        contact_id = await stores.contacts.by_address(Address("fake", "a"))
        assert contact_id is not None
        contact = await stores.contacts.get(contact_id)
        assert contact is not None
        card = Reply(Text("card"), media=(Media(MediaKind.PHOTO, late),))
        await stores.parcels.register([late.id], bench.clock.now())
        await stores.outbox.add(contact, [card], bench.clock.now())
    await sender.send_due()
    assert [key for _, key, _ in bench.channel.sent] == ["ended"]

    async def photo() -> AsyncIterator[bytes]:
        yield make("anh.jpg")

    await files.put(photo(), 1_000_000, into=late)
    bench.clock.pass_by(seconds=5)
    await sender.send_due()
    assert [key for _, key, _ in bench.channel.sent] == ["ended", "card"]


async def test_a_card_goes_without_a_file_that_never_comes(bench: Bench, tmp_path: Path) -> None:
    never = StoredFile("cd" * 16, b"k" * 32, "image/jpeg", 3)
    files = LocalFiles(tmp_path / "files")
    sender = Sender(
        bench.channel, bench.database, bench.keyring, bench.clock, bench.bells, "", files
    )
    await bench.says("a", "end")
    async with bench.database.transaction() as connection:
        stores = Stores(connection, bench.keyring)
        contact_id = await stores.contacts.by_address(Address("fake", "a"))
        contact = await stores.contacts.get(contact_id or 0)
        assert contact is not None
        card = Reply(Text("card"), media=(Media(MediaKind.PHOTO, never),))
        await stores.parcels.register([never.id], bench.clock.now())
        await stores.outbox.add(contact, [card], bench.clock.now())
    await sender.send_due()
    assert [key for _, key, _ in bench.channel.sent] == ["ended"]
    for _ in range(8):
        bench.clock.pass_by(minutes=1)
        await sender.send_due()
    assert [key for _, key, _ in bench.channel.sent] == ["ended", "card"]
