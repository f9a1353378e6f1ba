"""Twenty officers at the same fifty tips over HTTP: whatever they press, every tip has one owner,
nothing that was kept is lost, only owners speak to reporters, and the audit tells all of it.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.app import App
from bot.demo.setup import UNIT
from bot.domain.message import Address
from bot.domain.tip import TRANSITIONS, Body, TipStatus
from storage.audit import AuditEntry
from storage.contacts import WEB
from tests.end_to_end.hammer import Officer
from tests.end_to_end.split import INNER, split
from tests.end_to_end.world import invitation, world
from tests.fresh import with_tables

OFFICERS, TIPS, DEEDS = 20, 50, 8
BECOMES = {
    "tip-verifying": TipStatus.VERIFYING,
    "tip-concluded-right": TipStatus.CONCLUDED,
    "tip-concluded-wrong": TipStatus.CONCLUDED,
    "tip-closed": TipStatus.CLOSED,
    "tip-reopened": TipStatus.REOPENED,
}
OWNERS = ("tip-asked", "tip-released", "tip-handed-over", *BECOMES)
"""Deeds of a tip's owner alone; reopening makes an owner of whoever does it."""
GIVEN = ("tip-handed-over", "tip-assigned")
"""The next row of the tip says to whom."""
RESIDENT = Address(WEB, "r" * 43)
"""Who reported all of them, and can be asked back."""


@pytest.mark.slow
async def test_they_work_on_one_machine_with_sqlite(tmp_path: Path) -> None:
    async with world(with_tables(tmp_path / "tinbao.db"), tmp_path) as here:
        await hammered(here.app, [here.url])


@pytest.mark.slow
@pytest.mark.postgres
async def test_they_work_on_two_machines_with_postgresql(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path, desk=INNER) as here:
        await hammered(here.admin, [here.intake.url, here.desk.url])


async def hammered(app: App, urls: list[str]) -> None:
    """All of it, then the count."""
    references = await filed(app)
    async with officers(app, urls) as everybody:
        await asyncio.gather(*(_works(officer, references) for officer in everybody))
        async with app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            names = {m.id: m.name for m in await stores.members.of_unit(unit.id)}
            rows = (await stores.audit.of_unit(unit.id, limit=20_000))[::-1]
        kept: set[str] = set().union(*(officer.notes for officer in everybody))
        asked: set[str] = set().union(*(officer.asked for officer in everybody))
    assert kept
    assert asked
    found_notes: list[str] = []
    found_questions: list[str] = []
    for reference in references:
        story = [row for row in rows if row.subject == reference]
        owner, status = replayed(story)
        async with app.stores() as stores:
            tip = await stores.tips.by_reference(unit.id, reference)
            assert tip is not None
            assert tip.status == status, [row.action for row in story]
            assert tip.owner_id == owner, [row.action for row in story]
            notes = await stores.tips.notes(tip.id)
            thread = [m for m in await stores.tips.open(tip.id) if m.author]
        for said in [*notes, *(ThreadWords(m.author, m.body.text) for m in thread)]:
            assert said.author in said.text
        by = Counter(row.action for row in story)
        assert by["tip-noted"] == len(notes)
        assert by["tip-asked"] == len(thread)
        found_notes += [note.text for note in notes]
        found_questions += [m.body.text for m in thread]
    assert set(names.values()) >= {officer.name for officer in everybody}
    # Something newer may have come in when a page was looked at: more may be kept than was seen.
    assert set(found_notes) >= kept
    assert set(found_questions) >= asked
    assert len(set(found_notes)) == len(found_notes)
    assert len(set(found_questions)) == len(found_questions)
    # What came to the reporter is what owners asked, each once, and nothing besides.
    heard = [letter.reply.text for letter in await app.mailbox.read(RESIDENT.id)]
    came = [str(text.args["question"]) for text in heard if text.key == "triage-question"]
    assert sorted(came) == sorted(found_questions)
    assert not [text for text in heard if "ghi chú" in str(text.args)]
    assert [row for row in rows if row.action == "tip-assigned"]


def replayed(story: list[AuditEntry]) -> tuple[int | None, TipStatus]:
    """Whose a tip is and where it stands, by its rows in the audit; every step must follow."""
    owner: int | None = None
    status = TipStatus.NEW
    given = False
    for row in story:
        assert given == (row.action == "tip-given"), row.action
        given = row.action in GIVEN
        if row.action == "tip-given":
            owner = row.member_id
            status = TipStatus.ACKNOWLEDGED if status is TipStatus.NEW else status
        elif row.action == "tip-taken":
            assert owner is None
            owner = row.member_id
            status = TipStatus.ACKNOWLEDGED if status is TipStatus.NEW else status
        elif row.action in OWNERS:
            if row.action != "tip-reopened":
                assert owner == row.member_id, row.action
            if row.action in BECOMES:
                assert BECOMES[row.action] in TRANSITIONS[status], (status, row.action)
                status, owner = BECOMES[row.action], row.member_id
            elif row.action == "tip-released":
                owner = None
                status = TipStatus.NEW if status is TipStatus.ACKNOWLEDGED else status
    assert not given
    return owner, status


class ThreadWords:
    """Something an officer wrote to a reporter, as a note is written."""

    def __init__(self, author: str, text: str) -> None:
        self.author, self.text = author, text


async def _works(officer: Officer, references: list[str]) -> None:
    for _ in range(DEEDS):
        # Few tips at a time, so that they meet.
        await officer.act(officer.dice.choice(references[: officer.dice.choice((3, 10, TIPS))]))


async def filed(app: App) -> list[str]:
    async with app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        reporter = await stores.contacts.add(RESIDENT, "vi", app.clock.now())
        tips = [
            await stores.tips.file(
                unit_id=unit.id,
                point_id=None,
                kind="dealing",
                urgency="normal",
                body=Body(f"tin {n}"),
                contact_id=reporter.id,
                now=app.clock.now(),
            )
            for n in range(TIPS)
        ]
    return [tip.reference for tip in tips]


@asynccontextmanager
async def officers(app: App, urls: list[str]) -> AsyncIterator[list[Officer]]:
    """Twenty, of whom two have no business at the desk and one leads it."""
    async with AsyncExitStack() as stack:
        everybody = []
        for n in range(OFFICERS):
            jar = aiohttp.CookieJar(unsafe=True)
            http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
            name = f"Cán bộ {chr(65 + n)}"
            everybody.append(Officer(urls[n % len(urls)], name, random.Random(n), http))
        roles = ["communicator"] * 2 + ["officer"] * (OFFICERS - 3) + ["lead"]
        for officer, role in zip(everybody, roles, strict=True):
            await officer.enrol(await invitation(app, role))
        async with app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            ids = [m.id for m in await stores.members.of_unit(unit.id) if m.role == "officer"]
        for officer in everybody:
            officer.colleagues = ids
        everybody[-1].leads = True
        yield everybody
