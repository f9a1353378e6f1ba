"""Keys rotate while the service runs; what was erased cannot be opened even from a backup; a
kill at any moment leaves an installation that starts and opens everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot.app import App
from bot.domain.errors import KeyFileError, KeyNotHere, OperatorError, SealError
from storage.crypto import envelope, keyring, loading
from storage.crypto.envelope import PrivateKey, SecretKey
from storage.crypto.keyfile import SESSION, KeyName
from storage.resealing import SEALED
from storage.schema import contacts, conversations, keys, messages, tips
from storage.stores import Stores
from tests.end_to_end.world import world
from tests.engine.key_bench import SLUG, Commune, commune, copied

CHANGING = [("unit", SLUG), ("relay", ""), ("desk", ""), ("draft", "")]


@pytest.fixture
async def place(tmp_path: Path, database_url: str) -> AsyncIterator[Commune]:
    async with commune(tmp_path, database_url) as made:
        yield made


async def rotate_all(place: Commune, *, destroy_now: bool = True) -> None:
    for kind, owner in CHANGING:
        await place.app.rotation.rotate(kind, owner, destroy_now=destroy_now)


async def test_old_rows_open_new_rows_take_the_new_epoch_and_the_old_key_goes(
    place: Commune,
) -> None:
    old = [await place.file(f"tin {n}") for n in range(7)]
    chat = await place.chat("12345")

    await rotate_all(place)
    new = await place.file("tin 7")
    async with place.app.database.reading() as connection:
        sealed = await connection.execute(select(tips.c.id, tips.c.sealed_private))
        by_key = {row.id: envelope.sealed_to(row.sealed_private) for row in sealed}
    assert {by_key[tip] for tip in old} == {envelope.fingerprint(f"unit/{SLUG}/1")}
    assert by_key[new] == envelope.fingerprint(f"unit/{SLUG}/2")
    assert [p.left for p in await place.app.rotation.progress("unit", SLUG)] == [7]

    await place.settle()

    assert [await place.story(tip) for tip in (*old, new)] == [f"tin {n}" for n in range(8)]
    assert await place.address_and_draft(chat) == ("12345", "draft of 12345")
    once = {"session", "audit-1"}
    assert place.here() == once | {"relay-2", "desk-2", "draft-2", f"unit-{SLUG}-2"}
    assert (await place.lives())[f"unit/{SLUG}/1"] == "destroyed"
    await place.restart()
    assert [await place.story(tip) for tip in (*old, new)] == [f"tin {n}" for n in range(8)]


async def test_a_replaced_key_stays_for_the_grace(place: Commune) -> None:
    await place.app.rotation.rotate("unit", SLUG)
    place.clock.pass_by(days=6)
    await place.settle()
    assert f"unit-{SLUG}-1" in place.here()
    place.clock.pass_by(days=1)
    await place.settle()
    assert f"unit-{SLUG}-1" not in place.here()


async def test_a_backup_from_before_and_all_current_keys_do_not_open_what_was_erased(
    place: Commune, tmp_path: Path
) -> None:
    kept, erased = await place.file("còn đây"), await place.file("đã xoá")
    chat_kept, chat_erased = await place.chat("777"), await place.chat("888")
    backup = await copied(place.app.database, tmp_path / "backup.db")

    async with place.app.database.transaction() as connection:
        await connection.execute(
            update(tips).where(tips.c.id == erased).values(sealed_private=b"")
        )
        await connection.execute(
            delete(conversations).where(conversations.c.contact_id == chat_erased)
        )
        await connection.execute(
            update(contacts).where(contacts.c.id == chat_erased).values(sealed_address=None)
        )
    await rotate_all(place)
    await place.settle()

    stems = place.here() - {"audit-1"}  # it signs, and opens nothing
    current = [_key(place, stem) for stem in stems]
    assert len(current) == 5
    tried = 0
    async with backup.reading() as connection:
        for column in SEALED:
            row, sealed = column.table.c[column.row], column.table.c[column.column]
            for number, ciphertext in await connection.execute(select(row, sealed)):
                tried += ciphertext is not None
                assert not _opens(ciphertext or b"", current, column.place(number))
        bodies = await connection.execute(select(messages.c.id, messages.c.sealed))
        for number, ciphertext in bodies:
            place_of = envelope.Place("messages", "sealed", number)
            assert not _opens(ciphertext, current, place_of)
            tried += 1
    assert tried >= 8
    await backup.close()
    other = replace(
        place.config,
        database=replace(
            place.config.database, url=f"sqlite+aiosqlite:///{tmp_path / 'backup.db'}"
        ),
    )
    with pytest.raises(KeyFileError, match="is missing: restore the key folder"):
        await App.open(other)

    assert await place.story(kept) == "còn đây"
    assert await place.address_and_draft(chat_kept) == ("777", "draft of 777")


def _key(place: Commune, stem: str) -> PrivateKey | SecretKey:
    if stem == SESSION:
        known = loading.create_missing(place.folder, [SESSION])
        return loading.load(place.folder, known, {SESSION}).session
    head, _, epoch = stem.rpartition("-")
    key_id = f"unit/{SLUG}/{epoch}" if head.startswith("unit") else f"{head}/{epoch}"
    raw = place.file_of(key_id).read()
    made = SecretKey if head == "draft" else PrivateKey
    return made.from_bytes(key_id, raw)


def _opens(ciphertext: bytes, keys: list[PrivateKey | SecretKey], at: envelope.Place) -> bool:
    for key in keys:
        with suppress(SealError):
            envelope.open(ciphertext, key, at)
            return True
    return False


class Killed(BaseException):
    """As `kill -9`: nothing of ours handles it."""


STAGES = {
    "after the file, before the row": "storage.keys.Keys.add",
    "before the commit of the row": "storage.audit.Audit.record",
    "while sealing anew": "storage.resealing.Resealing.swap",
    "before the mark": "storage.keys.Keys.destroyed",
    "after the mark, before the key is removed": "storage.crypto.sources.Folder.destroy",
    "overwritten, not yet removed": "pathlib.Path.unlink",
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("passes", [0, 1, 2])
async def test_killed_at_any_stage_it_starts_and_opens_everything(
    place: Commune, monkeypatch: pytest.MonkeyPatch, stage: str, passes: int
) -> None:
    monkeypatch.setattr("bot.engine.rotation.BATCH", 3)
    told = {await place.file(f"tin {n}"): f"tin {n}" for n in range(8)}
    chat = await place.chat("12345")
    counted = iter(range(passes))
    _kill_at(monkeypatch, STAGES[stage], counted)
    with suppress(Killed):
        await rotate_all(place)
        await place.settle()
    monkeypatch.undo()

    await place.restart()
    assert {tip: await place.story(tip) for tip in told} == told
    assert await place.address_and_draft(chat) == ("12345", "draft of 12345")

    await rotate_all(place)
    await place.settle(6)
    await place.restart()
    assert {tip: await place.story(tip) for tip in told} == told
    assert await place.address_and_draft(chat) == ("12345", "draft of 12345")
    states = list((await place.lives()).values())
    assert states.count("newest") == 6
    assert "replaced" not in states
    assert len(place.here()) == 6


def _kill_at(monkeypatch: pytest.MonkeyPatch, target: str, passes: Any) -> None:
    module, name, method = target.rsplit(".", 2)
    owner = getattr(__import__(module, fromlist=[name]), name)
    real = getattr(owner, method)
    is_async = asyncio.iscoroutinefunction(real)

    def dies() -> bool:
        return next(passes, None) is None

    async def later(self: Any, *given: Any, **named: Any) -> Any:
        if dies():
            raise Killed
        return await real(self, *given, **named)

    def now(self: Any, *given: Any, **named: Any) -> Any:
        if (method != "unlink" or self.suffix == ".key") and dies():
            raise Killed
        return real(self, *given, **named)

    monkeypatch.setattr(owner, method, later if is_async else now)


async def test_a_process_with_an_older_view_loses_nothing_and_then_may_not_seal(
    place: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = await App.open(place.config, frozenset({"intake"}), place.clock)
    await place.app.rotation.rotate("unit", SLUG, destroy_now=True)
    await place.app.rotation.reseal("unit", SLUG)
    tip = await place.file("đến muộn", late)

    real = keyring._now()
    monkeypatch.setattr(keyring, "_now", lambda: real + keyring.VIEW_SECONDS + 1)
    with pytest.raises(KeyNotHere, match="for too long"):
        await place.file("quá muộn", late)
    await place.settle()

    assert f"unit-{SLUG}-1" not in place.here()
    assert await place.story(tip) == "đến muộn"
    await late.refresh_keys()
    assert await place.story(await place.file("lại được", late)) == "lại được"
    await late.close()


async def test_a_row_that_comes_after_the_mark_saves_its_key(place: Commune) -> None:
    late = await App.open(place.config, frozenset({"intake"}), place.clock)
    await place.app.rotation.rotate("unit", SLUG, destroy_now=True)
    place.clock.pass_by(minutes=4)
    await place.app.rotation.work()
    assert (await place.lives())[f"unit/{SLUG}/1"] == "destroyed"
    tip = await place.file("một giao dịch rất dài", late)
    await place.settle()
    assert await place.story(tip) == "một giao dịch rất dài"
    assert (await place.lives())[f"unit/{SLUG}/1"] == "destroyed"
    assert f"unit-{SLUG}-1" not in place.here()
    await late.close()


async def test_a_row_that_does_not_open_keeps_its_key(place: Commune) -> None:
    tip = await place.file("hỏng")
    async with place.app.database.transaction() as connection:
        sealed = (await connection.execute(select(tips.c.sealed_private))).scalar_one()
        await connection.execute(
            update(tips).where(tips.c.id == tip).values(sealed_private=sealed[:-1] + b"?")
        )
    await place.app.rotation.rotate("unit", SLUG, destroy_now=True)
    await place.settle()
    assert (await place.lives())[f"unit/{SLUG}/1"] == "replaced"
    assert f"unit-{SLUG}-1" in place.here()


async def test_after_erasing_a_key_is_replaced_by_itself_and_people_are_told(
    place: Commune,
) -> None:
    async with place.app.stores() as stores:
        await stores.key_register.want_rotation(place.unit_id, place.clock.now())
    await place.settle()
    assert (await place.lives())[f"unit/{SLUG}/1"] == "newest"
    place.clock.pass_by(days=30)
    await place.settle()
    assert (await place.lives())[f"unit/{SLUG}/2"] == "newest"
    async with place.app.stores() as stores:
        rows = await stores.outbox.claim("unit", place.clock.now(), 10)
        assert [(row.roles, stores.outbox.open(row).text.key) for row in rows] == [
            (("admin", "lead"), "keys-rotated")
        ]
        deeds = [entry.action for entry in await _audit(stores)]
    assert deeds.count("key-rotated") >= 1
    place.clock.pass_by(days=31)
    await place.settle()
    assert (await place.lives())[f"unit/{SLUG}/2"] == "newest"


async def _audit(stores: Stores) -> list[Any]:
    from storage.schema import audit

    return list(await stores.connection.execute(select(audit.c.action)))


async def test_drafts_get_a_new_key_every_day_and_lose_the_old_one(place: Commune) -> None:
    chat = await place.chat("12345")
    for _ in range(5):
        place.clock.pass_by(days=1)
        await place.settle()
    drafts = [key for key in place.here() if key.startswith("draft")]
    assert "draft-1" not in drafts
    assert len(drafts) <= 4
    assert (await place.address_and_draft(chat))[1] == "draft of 12345"


async def test_drafts_of_before_keep_opening(place: Commune) -> None:
    chat = await place.chat("12345")
    ring, at = place.app.keyring, envelope.Place("conversations", "sealed_draft", chat)
    async with place.app.database.transaction() as connection:
        row = select(conversations.c.sealed_draft)
        plain = ring.open((await connection.execute(row)).scalar_one(), at)
        old = envelope.seal(plain, ring.session, at)
        await connection.execute(update(conversations).values(sealed_draft=old))
    assert (await place.address_and_draft(chat))[1] == "draft of 12345"
    assert await place.app.rotation.reseal("draft") == 1
    assert (await place.address_and_draft(chat))[1] == "draft of 12345"


async def test_a_backup_older_than_its_draft_keys_starts_after_init_and_its_drafts_begin_anew(
    place: Commune,
) -> None:
    chat = await place.chat("12345")
    place.file_of("draft/1").destroy()
    with pytest.raises(KeyFileError, match=r"draft-1\.key is missing"):
        await App.open(place.config, clock=place.clock)
    place.clock.pass_by(days=3)
    with pytest.raises(KeyFileError, match=r"draft-1\.key is missing"):  # the newest, however old
        await App.open(place.config, clock=place.clock)
    async with place.app.database.transaction() as connection:
        three_days_ago = datetime.now(UTC) - timedelta(days=3)
        await connection.execute(
            update(keys).where(keys.c.kind == "draft").values(created_at=three_days_ago)
        )
    await App.create(place.config)
    await place.restart()
    async with place.app.stores() as stores:
        found = await stores.conversations.by_contact(chat)
    assert found is not None
    assert found.state.flow == ""


async def test_a_key_that_is_elsewhere_is_rotated_there(place: Commune) -> None:
    outside = await App.open(place.config, frozenset({"intake"}), place.clock)
    before = place.here()
    with pytest.raises(OperatorError, match="is not on this machine"):
        await outside.rotation.rotate("unit", SLUG)
    with pytest.raises(OperatorError, match="there is no key unit xa-khac"):
        await place.app.rotation.rotate("unit", "xa-khac")
    assert place.here() == before
    await outside.close()


async def test_a_running_service_files_and_reads_while_keys_rotate(
    tmp_path: Path, database_url: str
) -> None:
    async with world(database_url, tmp_path) as here:
        app = here.app
        async with app.stores() as stores:
            unit = await stores.units.by_slug(SLUG)
        assert unit is not None
        place = Commune(app.config, app, None, unit.id)  # type: ignore[arg-type]
        place.clock = app.clock  # type: ignore[assignment]
        filed: dict[int, str] = {}

        async def resident(name: int) -> None:
            for n in range(8):
                story = f"{name}-{n}"
                tip = await place.file(story)
                filed[tip] = story
                assert await place.story(tip) == story
                await asyncio.sleep(0)

        async def keys() -> None:
            for _ in range(3):
                await app.rotation.rotate("unit", SLUG)
                await app.rotation.reseal("unit", SLUG)

        await asyncio.gather(keys(), *(resident(n) for n in range(6)))
        await app.rotation.reseal("unit", SLUG)
        assert len(filed) == 48
        assert {tip: await place.story(tip) for tip in filed} == filed
        assert {p.left for p in await app.rotation.progress("unit", SLUG)} == {0}


def test_every_name_of_a_key_leads_to_one_file() -> None:
    files = {KeyName.parse(k).file for k in ("draft/1", "relay/1", "unit/draft/1", "unit/a-1/1")}
    assert len(files) == 4
