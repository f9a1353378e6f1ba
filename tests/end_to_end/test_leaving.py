"""Leaving: a chat is emptied and forgotten, whatever fails in between and however often asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo.samples import make
from bot.domain.message import Form, MediaKind, Reply, Text, Upload
from bot.domain.tip import Reach
from storage.contacts import lock_number, pseudonym
from storage.schema import (
    chat_messages,
    contact_outcomes,
    contacts,
    doomed_files,
    files,
    letters,
    members,
    messages,
    mutes,
    outbox,
    tip_contacts,
    tips,
)
from storage.stores import Stores
from tests.end_to_end.village import Village, configured, village
from tests.end_to_end.world import invitation

TELEGRAM = "telegram/1001"
PAGE = "web/" + "p" * 43
ASK_BACK = Form("use", "nhà cuối xóm có người lạ", reply="ask-back")
ONE_WAY = Form("use", "nhà cuối xóm có người lạ", reply="one-way")


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def chats(here: Village) -> int:
    """How many contacts of residents there are."""
    async with here.app.database.reading() as connection:
        staff = select(members.c.contact_id)
        found = await connection.execute(
            select(func.count()).select_from(contacts).where(contacts.c.id.not_in(staff))
        )
        return int(found.scalar_one())


async def rows(here: Village, table: object) -> int:
    async with here.app.database.reading() as connection:
        return int(
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()  # type: ignore[arg-type]
        )


async def reach(here: Village, reference: str) -> str:
    async with here.app.database.reading() as connection:
        found = await connection.execute(select(tips.c.reach).where(tips.c.reference == reference))
        return str(found.scalar_one())


async def test_evidence_of_a_forgotten_chat_is_still_brought_in(here: Village) -> None:
    here.platform.files["photo"] = make("anh.jpg")
    upload = Upload(MediaKind.PHOTO, platform_ref="photo", size=9, media_type="image/jpeg")
    await here.says(TELEGRAM, "xem ảnh này", uploads=(upload,))
    await here.set("reply-default", "one-way")
    await here.presses(TELEGRAM, "intake.offer:send")
    if not await rows(here, tips):
        unit = await here.unit()
        await here.presses(TELEGRAM, f"intake.unit:{unit.id}")
        await here.presses(TELEGRAM, "intake.story:send")
    await here.tick()
    await here.send()
    await here.tick()
    assert await chats(here) == 0
    async with here.app.database.reading() as connection:
        file_id = (await connection.execute(select(files.c.id))).scalar_one()
    assert await here.app.files.exists(file_id)


async def test_files_of_a_wiped_draft_go_at_once(here: Village) -> None:
    here.platform.files["photo"] = make("anh.jpg")
    upload = Upload(MediaKind.PHOTO, platform_ref="photo", size=9, media_type="image/jpeg")
    await here.says(TELEGRAM, "xem ảnh này", uploads=(upload,))
    await here.send()
    async with here.app.database.reading() as connection:
        file_id = (await connection.execute(select(files.c.id))).scalar_one()
    assert await here.app.files.exists(file_id)
    await here.says(TELEGRAM, "/xoa")
    await here.presses(TELEGRAM, "follow_up.wipe:yes")
    assert await rows(here, doomed_files) == 1
    await here.tick()
    assert not await here.app.files.exists(file_id)
    assert await rows(here, doomed_files) == await rows(here, files) == 0


@pytest.mark.parametrize("times", [1, 3])
async def test_wiping_deletes_the_chat_and_forgets_it(here: Village, times: int) -> None:
    await here.says(TELEGRAM, form=ASK_BACK)
    await here.send()
    _, reference = await here.receipt(TELEGRAM)
    for _ in range(times):
        await here.presses(TELEGRAM, "follow_up.wipe:yes")
    assert await reach(here, reference) == Reach.BROKEN
    await here.send()
    assert len(here.platform.deleted) >= 1
    assert await chats(here) == 0
    assert await rows(here, chat_messages) == 0
    assert await rows(here, messages) == 1, "the tip stays"


async def test_an_officer_of_a_wiped_chat_reaches_nobody(here: Village) -> None:
    await here.says(TELEGRAM, form=ASK_BACK)
    await here.send()
    receipt, reference = await here.receipt(TELEGRAM)
    await here.presses(TELEGRAM, "follow_up.wipe:yes")
    officer = "web/the officer's own phone"
    await here.presses(officer, f"triage.take:{reference}")
    await here.presses(officer, f"triage.ask:{reference}")
    assert "triage-reach-broken" in [r.text.key for r in await here.heard(officer)]
    await here.says(officer, "Người lạ đi xe gì ạ?")
    await here.send()
    said = [reply.text.key for reply in here.platform.said["1001"]]
    assert "triage-question" not in said
    await here.says("telegram/2002", receipt)
    await here.send()
    assert "follow-up-told" in [reply.text.key for reply in here.platform.said["2002"]]


async def test_withdrawing_breaks_one_tip_and_no_other(here: Village) -> None:
    await here.says(TELEGRAM, form=ASK_BACK)
    await here.send()
    _, first = await here.receipt(TELEGRAM)
    await here.says(TELEGRAM, form=ASK_BACK)
    await here.send()
    _, second = await here.receipt(TELEGRAM)
    await here.presses(TELEGRAM, f"follow_up.withdraw:{first}")
    await here.presses(TELEGRAM, "follow_up.withdraw_sure:yes")
    await here.presses(TELEGRAM, f"follow_up.withdraw:{first}")
    await here.send()
    assert here.platform.said["1001"][-1].text.key == "follow-up-not-linked"
    assert (await reach(here, first), await reach(here, second)) == (Reach.BROKEN, Reach.HERE)
    assert await chats(here) == 1
    await here.presses(TELEGRAM, f"follow_up.withdraw:{second}")
    await here.presses(TELEGRAM, "follow_up.withdraw_sure:yes")
    await here.send()
    assert await chats(here) == 0


async def test_consent_withdrawn_on_the_platform_is_a_wipe_without_words(here: Village) -> None:
    await here.says(TELEGRAM, form=ASK_BACK)
    await here.send()
    _, reference = await here.receipt(TELEGRAM)
    said = len(here.platform.said["1001"])
    for _ in range(3):
        await here.app.engine.withdraw(here.address(TELEGRAM))
    await here.send()
    assert len(here.platform.said["1001"]) == said
    assert here.platform.deleted
    assert await chats(here) == await rows(here, outbox) - await notices(here) == 0
    assert await reach(here, reference) == Reach.BROKEN
    await here.app.engine.withdraw(here.address(TELEGRAM))


async def notices(here: Village) -> int:
    async with here.app.database.reading() as connection:
        found = await connection.execute(
            select(func.count()).select_from(outbox).where(outbox.c.contact_id.is_(None))
        )
        return int(found.scalar_one())


async def test_leaving_waits_for_words_that_are_still_being_stored(here: Village) -> None:
    await here.says(PAGE, "nhà cuối xóm có người lạ")
    address = here.address(PAGE)
    begun = asyncio.Event()

    async def turn() -> None:
        lock = lock_number(pseudonym(here.app.keyring, address))
        async with here.app.database.transaction(lock) as connection:
            stores = Stores(connection, here.app.keyring)
            found = await stores.conversations.find(address)
            assert found is not None
            await stores.letters.post(found.contact, [Reply(Text("old-button"))], here.clock.now())
            begun.set()
            await asyncio.sleep(0.5)

    running = asyncio.create_task(turn())
    await begun.wait()
    await here.app.mailbox.wipe(address.id)
    await running
    assert await here.app.mailbox.read(address.id) == []
    assert await chats(here) == 0


@pytest.mark.parametrize("chat", [TELEGRAM, PAGE])
async def test_whoever_joins_the_staff_is_joined_to_nothing_they_reported(
    here: Village, chat: str
) -> None:
    await here.says(chat, form=ASK_BACK)
    await here.send()
    _, reference = await here.receipt(chat)
    async with here.app.database.reading() as connection:
        tip = (await connection.execute(select(tips))).one()
        held = (await connection.execute(select(tip_contacts.c.contact_id))).scalar_one()
    await here.says(chat, "TB-" + await invitation(here.app, "officer"))
    await here.says(chat, "Lan")
    await here.send()

    assert await reach(here, reference) == Reach.BROKEN
    async with here.app.database.reading() as connection:
        assert (await connection.execute(select(members).where(members.c.name == "Lan"))).first()
        for table in (chat_messages, letters, outbox, tip_contacts, mutes, contact_outcomes):
            mine = select(table).where(table.c.contact_id == held)
            for row in (await connection.execute(mine)).mappings():
                assert reference not in str(row.get("card", ""))
                assert row.get("created_at") is None or row["created_at"] > tip.created_at


async def test_staff_stay_members_when_they_wipe(here: Village) -> None:
    officer = "web/the officer's own phone"
    await here.presses(officer, "follow_up.wipe:yes")
    await here.app.engine.withdraw(here.address(officer))
    await here.tick(hours=2)
    await here.says(officer, "/hang-doi")
    assert "queue-empty" in [reply.text.key for reply in await here.heard(officer)]


async def test_whoever_only_looked_is_forgotten_after_two_days(here: Village) -> None:
    await here.says(TELEGRAM, "/batdau")
    await here.send()
    await here.tick(hours=25)
    await here.send()
    await here.tick(hours=50)
    await here.tick(hours=2)
    assert await chats(here) == 0
