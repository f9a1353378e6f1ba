"""What has passed its time is erased: when, how far, whatever interrupts it, and what stays."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.demo.samples import make
from bot.domain.errors import SealError
from bot.domain.message import Form, MediaKind, Upload
from bot.domain.tip import Body
from bot.engine import retention as runs
from bot.engine.retention import RetentionRun
from storage.retention import Retention, months_before
from storage.schema import doomed_files, files, messages, notes, tip_contacts, tips
from storage.stores import Stores
from tests.end_to_end.canaries import hits, in_files, in_tables
from tests.end_to_end.test_leaving import chats, reach, rows
from tests.end_to_end.village import OFFICER, Village, configured, village

TELEGRAM = "telegram/1001"
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
NOTE = "canary ghi chú nội bộ"
QUESTION = "canary hỏi: xe màu gì?"


class Killed(Exception):
    """The process dies here."""


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        yield there


async def closed_tip(here: Village, chat: str = TELEGRAM, kind: str = "use") -> tuple[str, str]:
    """A tip that was reported and closed: its receipt and reference."""
    await here.says(chat, form=Form(kind, STORY, reply="ask-back"))
    await here.send()
    receipt, reference = await here.receipt(chat)
    await here.closed(reference)
    await here.send()
    return receipt, reference


def run_of(here: Village) -> RetentionRun:
    return RetentionRun(here.app.database, here.app.files, here.app.keyring)


async def tip_id(here: Village, reference: str) -> int:
    async with here.app.database.reading() as connection:
        found = await connection.execute(select(tips.c.id).where(tips.c.reference == reference))
        return int(found.scalar_one())


async def erased(here: Village, reference: str) -> bool:
    async with here.app.database.reading() as connection:
        found = await connection.execute(
            select(tips.c.erased_at).where(tips.c.reference == reference)
        )
        return found.scalar_one() is not None


async def deeds(here: Village) -> list[tuple[str, str]]:
    unit = await here.unit()
    async with here.app.stores() as stores:
        entries = await stores.audit.of_unit(unit.id)
    return [(e.action, e.subject) for e in entries if e.action.endswith("-erased")]


async def test_a_contact_goes_after_thirty_days(here: Village) -> None:
    _, reference = await closed_tip(here)
    await here.tick(days=29)
    assert (await chats(here), await rows(here, tip_contacts)) == (1, 1)
    await here.tick(days=2)
    assert (await chats(here), await rows(here, tip_contacts)) == (0, 0)
    assert await reach(here, reference) == "broken"
    assert await deeds(here) == [("contact-erased", reference)]
    assert await rows(here, messages) == 1, "the content has longer"


async def test_content_goes_after_two_years(here: Village) -> None:
    receipt, reference = await closed_tip(here)
    await here.tick(days=720)
    assert not await erased(here, reference)
    await here.tick(days=12)
    assert await erased(here, reference)
    assert await rows(here, messages) == 0
    await here.says("telegram/2002", receipt)
    await here.presses(f"web/{OFFICER}", f"triage.open:{reference}")
    await here.send()
    said = [reply.text.key for reply in here.platform.said["2002"]]
    assert said == ["follow-up-erased"]
    assert "triage-erased" in [reply.text.key for reply in await here.heard(f"web/{OFFICER}")]


async def test_a_unit_and_a_kind_have_their_own_times(here: Village) -> None:
    await here.set("contact-days", "10")
    await here.set("contact-days.dealing", "50")
    await here.set("content-months.use", "1")
    _, use = await closed_tip(here, "telegram/1", "use")
    _, dealing = await closed_tip(here, "telegram/2", "dealing")
    _, other = await closed_tip(here, "telegram/3", "other")
    await here.tick(days=12)
    reached = [await reach(here, reference) for reference in (use, dealing, other)]
    assert reached == ["broken", "here", "broken"]
    await here.tick(days=22)
    gone = [await erased(here, reference) for reference in (use, dealing, other)]
    assert gone == [True, False, False]


async def test_new_content_starts_the_time_again(here: Village) -> None:
    _, reference = await closed_tip(here)
    await here.tick(days=25)
    async with here.app.stores() as stores:
        await stores.tips.add(await tip_id(here, reference), Body("thêm nữa"), here.clock.now())
    await here.tick(days=25)
    assert await chats(here) == 1
    await here.tick(days=6)
    assert await chats(here) == 0
    await here.tick(days=690)
    assert not await erased(here, reference), "two years from what came last"
    await here.tick(days=35)
    assert await erased(here, reference)


async def test_an_open_tip_is_never_due(here: Village) -> None:
    await here.says(TELEGRAM, form=Form("use", STORY, reply="ask-back"))
    await here.send()
    await here.tick(days=3650)
    assert (await rows(here, messages), await rows(here, tip_contacts)) == (1, 1)


async def test_a_contact_of_another_open_tip_stays(here: Village) -> None:
    await closed_tip(here)
    await here.says(TELEGRAM, form=Form("use", "chuyện khác", reply="ask-back"))
    await here.send()
    await here.tick(days=40)
    assert (await chats(here), await rows(here, tip_contacts)) == (1, 1)


async def test_nothing_of_an_erased_tip_is_found(here: Village, tmp_path: Path) -> None:
    """Sealed bytes too: what lay in rows before is nowhere after, free pages and log included."""
    here.platform.files["photo"] = make("anh.jpg")
    upload = Upload(MediaKind.PHOTO, platform_ref="photo", size=9, media_type="image/jpeg")
    await here.says(
        TELEGRAM, form=Form("use", STORY, "canary nửa đêm", reply="ask-back"), uploads=(upload,)
    )
    await here.send()
    receipt, reference = await here.receipt(TELEGRAM)
    officer = f"web/{OFFICER}"
    for payload in ("take", "note"):
        await here.presses(officer, f"triage.{payload}:{reference}")
    await here.says(officer, NOTE)
    await here.presses(officer, f"triage.ask:{reference}")
    await here.says(officer, QUESTION)
    await here.presses(officer, f"triage.open:{reference}")
    await here.send()
    await here.closed(reference)
    await here.send()
    secret = await sealed_of(here, reference)
    assert len(secret) > 8
    before = [*in_files(tmp_path), *await in_tables(here.app.database)]
    found = {s for s in secret if any(s in content for _, content in before)}
    assert found, "the search can find them"

    await here.tick(days=800)

    places = [*in_files(tmp_path), *await in_tables(here.app.database)]
    needles = [STORY, NOTE, QUESTION, receipt, receipt.replace("-", ""), "canary nửa đêm"]
    assert hits(places, needles) == []
    left = [name for name, content in places for piece in secret if piece in content]
    assert left == []
    assert await chats(here) == await rows(here, files) == await rows(here, notes) == 0
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    async with here.app.database.reading() as connection:
        stores = Stores(connection, here.app.keyring)
        line = await stores.tips.by_reference((await here.unit()).id, reference)
        assert line is not None
        assert (line.kind, line.status, line.outcome, line.erased) == (
            "use", "closed", "right", True,
        )  # fmt: skip
        with pytest.raises(SealError):
            await stores.tips.open(line.id)


async def sealed_of(here: Village, reference: str) -> set[bytes]:
    """Pieces of every ciphertext that belongs to a tip, from the middle of each."""
    found: set[bytes] = set()
    async with here.app.database.reading() as connection:
        number = await tip_id(here, reference)
        wanted: list[tuple[str, str]] = [
            ("tips", "id"), ("messages", "tip_id"), ("notes", "tip_id"),
        ]  # fmt: skip
        for table, column in wanted:
            query = text(f"SELECT * FROM {table} WHERE {column} = {number}")
            for row in (await connection.execute(query)).mappings():
                found |= {
                    bytes(v)[len(v) // 2 : len(v) // 2 + 24]
                    for name, v in row.items()
                    if isinstance(v, bytes | memoryview) and name != "receipt_hash"
                }
        query = text(
            "SELECT sealed_address, pseudonym FROM contacts WHERE id IN "
            "(SELECT contact_id FROM tip_contacts)"
        )
        for row in await connection.execute(query):
            found |= {bytes(row[0])[200:224], bytes(row[1])}
    return found


async def test_killed_anywhere_the_rest_is_done_the_next_time(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.platform.files["photo"] = make("anh.jpg")
    upload = Upload(MediaKind.PHOTO, platform_ref="photo", size=9, media_type="image/jpeg")
    for number in range(5):
        chat = f"telegram/{number}"
        form = Form("use", f"{STORY} {number}", reply="ask-back")
        await here.says(chat, form=form, uploads=(upload,))
        await here.send()
        await here.closed((await here.receipt(chat))[1])
    await here.send()
    here.clock.pass_by(days=800)
    for step in itertools.count(1):
        with monkeypatch.context() as killing:
            _kill_at(killing, here, step)
            try:
                await run_of(here).run(here.clock.now())
            except Killed:
                continue
        break
    assert step > 5, "it was killed in many places"
    assert await rows(here, messages) == await rows(here, files) == await rows(here, tip_contacts)
    assert await rows(here, doomed_files) == 0
    assert [f async for f in here.app.files.ids()] == []
    assert await chats(here) == 0
    done = await deeds(here)
    assert len(done) == len(set(done)) == 5, "each was erased once, and says so"


def _kill_at(monkeypatch: pytest.MonkeyPatch, here: Village, step: int) -> None:
    """The process dies at the n-th thing it does from now on."""
    left = itertools.count(step, -1)

    def dying(plain: Any) -> Any:
        async def call(*args: Any, **named: Any) -> Any:
            if next(left) <= 1:
                raise Killed
            return await plain(*args, **named)

        return call

    monkeypatch.setattr(runs, "erase_tip", dying(runs.erase_tip))
    monkeypatch.setattr(runs, "forget", dying(runs.forget))
    monkeypatch.setattr(here.app.files, "delete", dying(here.app.files.delete))
    monkeypatch.setattr("storage.retention.Retention.deleted", dying(Retention.deleted))


async def test_a_part_that_fails_keeps_no_other_from_its_work(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, reference = await closed_tip(here)

    async def fails(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(RetentionRun, "forget_idle", fails)
    monkeypatch.setattr("bot.engine.scheduler.tell_due", fails)
    await here.tick(days=800)
    assert await erased(here, reference)


async def test_a_file_that_cannot_be_deleted_is_tried_again_and_holds_none_up(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.platform.files["photo"] = make("anh.jpg")
    upload = Upload(MediaKind.PHOTO, platform_ref="photo", size=9, media_type="image/jpeg")
    for chat in ("telegram/1", "telegram/2"):
        await here.says(chat, form=Form("use", STORY, reply="ask-back"), uploads=(upload,))
        await here.send()
        await here.closed((await here.receipt(chat))[1])
    await here.send()
    stuck, other = sorted([name async for name in here.app.files.ids()])
    plain = here.app.files.delete

    async def delete(name: str) -> None:
        if name == stuck:
            raise PermissionError
        await plain(name)

    with monkeypatch.context() as locked:
        locked.setattr(here.app.files, "delete", delete)
        await here.tick(days=800)
    assert [name async for name in here.app.files.ids()] == [stuck]
    assert other != stuck
    await here.tick(minutes=1)
    assert [name async for name in here.app.files.ids()] == []


async def test_a_dry_look_erases_nothing(here: Village) -> None:
    _, reference = await closed_tip(here)
    here.clock.pass_by(days=800)
    found = await run_of(here).due(here.clock.now())
    assert (found.contacts, found.content) == ([reference], [reference])
    assert (await rows(here, messages), await chats(here)) == (1, 1)


async def test_erasing_again_changes_nothing(here: Village) -> None:
    _, reference = await closed_tip(here)
    number = await tip_id(here, reference)
    for first in (True, False):
        async with here.app.stores() as stores:
            assert await runs.erase_tip(stores, number, here.clock.now()) is first
    async with here.app.database.reading() as connection:
        tombs = text("SELECT COUNT(*) FROM erased_receipts")
        assert (await connection.execute(tombs)).scalar_one() == 1


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2028, 2, 29), 24, (2026, 2, 28)),
        ((2026, 12, 1), 240, (2006, 12, 1)),
    ],
)
def test_months_are_months(
    day: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    found = months_before(datetime(*day, 7, tzinfo=UTC), months)
    assert found == datetime(*before, 7, tzinfo=UTC)
