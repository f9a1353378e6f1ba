"""Custody when a tip is erased, a name is replaced, a custodian is away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.message import Form
from bot.engine.retention import erase_tip
from storage.schema import identities, outbox
from tests.end_to_end.custody_chats import (
    DESK,
    RESIDENT,
    STORY,
    approves,
    asked,
    custodians,
    request_of,
)
from tests.end_to_end.village import Village, configured, village

A, B = "web/" + "a" * 43, "web/" + "b" * 43
WHY = "canary lý do: người ở nhà số 7"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def erase(here: Village, reference: str) -> None:
    async with here.app.stores() as stores:
        holding = await stores.retention.holding(reference)
        assert holding is not None
        await erase_tip(stores, holding.tip_id, here.clock.now())


async def keys_of(here: Village, chat: str) -> list[str]:
    return [reply.text.key for reply in await here.heard(chat)]


async def test_no_name_is_left_on_an_erased_tip(here: Village) -> None:
    await custodians(here, [A])
    await here.says(RESIDENT, form=Form("use", STORY, reply="one-way"))
    await here.send()
    receipt, reference = await here.receipt(RESIDENT)
    visitor = "telegram/2002"
    await here.says(visitor, f"/tra {receipt}")
    await here.presses(visitor, f"identity.leave:{reference}")
    await erase(here, reference)
    await here.says(visitor, "Lê Thị Canary")
    await here.presses(visitor, "identity.phone:skip")
    await here.presses(visitor, "identity.confirm:yes")
    await here.send()
    assert (await here.heard(visitor))[-1].text.key == "identity-need-receipt"
    async with here.app.database.reading() as connection:
        assert (await connection.execute(select(identities))).first() is None


async def test_custodians_of_the_unit_above_keep_nothing_of_an_erased_tip(here: Village) -> None:
    async with here.app.stores() as stores:
        units = await stores.units.all()
    mine = await here.unit()
    above = next(unit for unit in units if unit.id == mine.parent_id)
    await custodians(here, [A, B], above)
    reference = await asked(here, WHY)
    for chat in (A, B):
        await here.presses(chat, "identity.pending:")
        assert WHY in str([reply.text.args for reply in await here.heard(chat)])
        await approves(here, chat)
    await here.presses(A, "identity.pending:")
    await here.presses(A, f"identity.again:{await request_of(here)}")
    assert "identity-envelope" in await keys_of(here, A)
    assert "identity-envelope" in await keys_of(here, B)

    await erase(here, reference)
    for chat in (A, B):
        left = await here.heard(chat)
        assert WHY not in str([reply.text.args for reply in left])
        assert reference not in str([reply.text.args for reply in left])
        assert not any(reply.media for reply in left)


async def test_what_waits_for_an_absent_custodian_is_a_pointer(here: Village) -> None:
    (kept,) = await custodians(here, [A])
    async with here.app.stores() as stores:
        assert kept.unit_id
        custodian = await stores.custodians.get(kept.id)
        assert custodian is not None
        assert custodian.member_id is not None
        await stores.sessions.end_all(custodian.member_id, here.clock.now())
    reference = await asked(here, WHY)
    await erase(here, reference)
    async with here.app.database.reading() as connection:
        rows = (await connection.execute(select(outbox).where(outbox.c.status == "waiting"))).all()
    said = []
    for row in rows:
        async with here.app.stores() as stores:
            said.append(str(stores.outbox.open(row)))  # type: ignore[arg-type]
    assert said, "the notice waits for the custodian"
    assert WHY not in "".join(said)


async def test_a_new_code_for_a_custodian_takes_the_place_of_all_before_it(here: Village) -> None:
    (kept,) = await custodians(here, [A])
    unit = await here.unit()

    async def code() -> str:
        async with here.app.stores() as stores:
            return "TB-" + await stores.invites.create(
                unit.id, "custodian", here.clock.now(), custodian_id=kept.id
            )

    async with here.app.stores() as stores:
        before = await stores.custodians.get(kept.id)
    assert before is not None
    old, new = await code(), await code()
    await here.says(B, old)
    assert (await keys_of(here, B))[-1] == "enrol-wrong"
    await here.says(B, new)
    await here.says(B, "Ông Hai mới")
    assert "enrol-welcome" in await keys_of(here, B)

    assert await keys_of(here, A) == [], "whoever answered for the key until now is out"
    async with here.app.stores() as stores:
        now = await stores.custodians.get(kept.id)
        entries = await stores.audit.of_unit(unit.id)
    assert now is not None
    former, later = before.member_id, now.member_id
    deeds = [(e.action, e.member_id, e.subject) for e in reversed(entries) if e.member_id == later]
    assert deeds == [
        ("member-added", later, f"{later} custodian"),
        ("custodian-bound", later, kept.fingerprint),
        ("member-removed", later, str(former)),
    ]
    first = [e.subject for e in entries if (e.action, e.member_id) == ("custodian-bound", former)]
    assert first == [kept.fingerprint]
    await asked(here, WHY)
    await approves(here, B)
    assert "identity-envelope" in await keys_of(here, B)
    await here.presses(A, f"identity.approve:{await request_of(here)}")
    assert "identity-nothing" in await keys_of(here, A)


async def test_a_replaced_name_ends_the_requests_for_the_one_before(here: Village) -> None:
    keepers = await custodians(here, [A, B])
    reference = await asked(here, WHY)
    before = await request_of(here)
    await approves(here, A)
    async with here.app.stores() as stores:
        await stores.custodians.retire(keepers[1].id, here.clock.now())
    await here.presses(RESIDENT, f"identity.leave:{reference}")
    await here.says(RESIDENT, "Trần Thị Khác")
    await here.presses(RESIDENT, "identity.phone:skip")
    await here.presses(RESIDENT, "identity.confirm:yes")
    await here.send()
    for chat in (A, DESK):
        assert "identity-gone" in await keys_of(here, chat)
    await here.presses(A, f"identity.approve:{before}")
    assert "identity-was-withdrawn" in await keys_of(here, A)

    await here.presses(DESK, f"identity.ask:{reference}")
    await here.says(DESK, WHY)
    await here.send()
    assert await request_of(here) != before
    await approves(here, A)
    assert "identity-envelope" in await keys_of(here, A)
