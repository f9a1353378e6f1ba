"""What was erased stays erased: a whole backup from before, with every key that exists now, does
not open it. Written through the conversations, erased and re-keyed by the running service's work.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import cli
from bot.demo.samples import make
from bot.demo.setup import ABOVE
from bot.domain import codec
from bot.domain.chain import key_text
from bot.domain.errors import SealError
from bot.domain.identity import Identity
from bot.domain.message import Form, MediaKind, StoredFile, Upload
from bot.engine.notary import sign_due
from storage.crypto import custodian, envelope
from storage.crypto.custodian import Cost
from storage.crypto.envelope import Place, PrivateKey, SecretKey
from storage.crypto.keyfile import AUDIT, SESSION, KeyFile, KeyName
from storage.crypto.layers import Envelope, Opener
from storage.database import Database
from storage.files import files_from_url
from storage.resealing import SEALED
from storage.schema import identities, messages, metadata, notes, tips
from tests.end_to_end.test_retention import erased, tip_id
from tests.end_to_end.village import Village, configured, village
from tests.engine.key_bench import copied

STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
NAME, NUMBER, WORDS = "Lê Thị Canary", "0912777345", "con trâu gặm cỏ bờ đê"
RESIDENT, NEIGHBOUR, WRITING = "telegram/1001", "telegram/1002", "telegram/1003"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path / "service", database_url)) as there:
        yield there


async def test_an_old_backup_and_all_current_keys_open_nothing_that_was_erased(
    here: Village, tmp_path: Path
) -> None:
    keepers = await kept_above(here)
    photo = await stored(here)
    reference = await reported(here, RESIDENT, photo)
    when = {"tip-filed": here.clock.now()}
    still = await reported(here, NEIGHBOUR)
    await here.says(WRITING, "canary dở dang")
    await here.closed(reference)
    await here.send()
    backup = await copied(here.app.database, tmp_path / "backup.db")
    shutil.copytree(here.app.config.files.folder, tmp_path / "files")
    tip = await tip_id(here, reference)
    before = set(await openable(backup, held(here)))
    assert ("tips", "sealed_private", tip) in before, "the search should find what opens"
    assert {table for table, _, _ in before} >= {"tips", "contacts", "conversations"}
    assert await names(backup, held(here), keepers) == [NAME, NAME]

    await here.tick(days=31)  # the way back, and the draft of WRITING
    when["contact-erased"] = here.clock.now()
    await here.tick(days=740)  # the content
    when["content-erased"] = here.clock.now()
    assert await erased(here, reference)
    await keys_are_replaced(here)

    assert ("unit", ABOVE) in await replaced(here), "whose custodians kept the name"
    assert await openable(backup, held(here)) == []
    assert await names(backup, held(here), keepers) == []
    assert await names(here.app.database, held(here), keepers) == [NAME], "of the tip that stays"
    restored = files_from_url(f"file:{tmp_path / 'files'}")
    assert await restored.exists(photo.id), "the sealed bytes are in the backup"
    assert not await here.app.files.exists(photo.id)
    await backup.close()
    kept = await tip_id(here, still)
    async with here.app.stores() as stores:
        assert (await stores.tips.open(kept))[0].body.text == STORY
        with pytest.raises(SealError):
            await stores.tips.open(tip)
    await sign_due(here.app.database, here.app.keyring, here.clock)
    told = dict(await verified(here, tmp_path / "nhat-ky.jsonl", reference))
    for deed, at in when.items():
        assert abs(told[deed] - at) < timedelta(seconds=1), "that it was there, and when it went"


@pytest.mark.parametrize("deed", ["withdrawn", "replaced"])
async def test_a_name_that_was_taken_back_or_replaced_is_gone_from_old_backups_too(
    here: Village, tmp_path: Path, deed: str
) -> None:
    keepers = await kept_above(here)
    reference = await reported(here, RESIDENT)
    backup = await copied(here.app.database, tmp_path / "backup.db")
    assert await names(backup, held(here), keepers) == [NAME]

    if deed == "withdrawn":
        await here.presses(RESIDENT, f"identity.withdraw:{reference}")
        await here.presses(RESIDENT, "identity.withdraw_confirm:yes")
    else:
        await here.presses(RESIDENT, f"identity.leave:{reference}")
        await here.says(RESIDENT, "Trần Thị Khác")
        await here.presses(RESIDENT, "identity.phone:skip")
        await here.presses(RESIDENT, "identity.confirm:yes")
    await keys_are_replaced(here)

    left = await names(here.app.database, held(here), keepers)
    assert left == ([] if deed == "withdrawn" else ["Trần Thị Khác"])
    assert await names(backup, held(here), keepers) == []
    await backup.close()


async def test_a_name_from_before_the_layer_that_rotates_gets_it(here: Village) -> None:
    keepers = await kept_above(here)
    for chat in (RESIDENT, NEIGHBOUR):
        await reported(here, chat)
    async with here.app.database.transaction() as connection:
        for row in (await connection.execute(select(identities))).all():
            place = Place("identities", "sealed", row.tip_id)
            bare = here.app.keyring.open(row.sealed, place)
            mine = identities.c.tip_id == row.tip_id
            await connection.execute(update(identities).where(mine).values(sealed=bare))
            last = row.tip_id
    async with here.app.stores() as stores:
        text = await stores.identities.hand_over(last, here.clock.now())
    assert text
    assert opened(Envelope.from_text(text), keepers) == NAME
    assert await names(here.app.database, [], keepers) == [NAME, NAME]

    await here.app.rotation.work()

    assert await names(here.app.database, [], keepers) == []
    assert await names(here.app.database, held(here), keepers) == [NAME, NAME]
    async with here.app.stores() as stores:
        assert await stores.identities.envelope(last) == text


async def kept_above(here: Village) -> list[PrivateKey]:
    """Two custodians of the unit above, who keep the names of the commune's reporters."""
    made = []
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(ABOVE)
        assert unit is not None
        for name in ("Ông Hai", "Bà Ba"):
            locked, half = custodian.make(name, WORDS, Cost(memory=64, passes=1))
            await stores.custodians.add(unit.id, half, here.clock.now())
            made.append(locked.unlock(WORDS))
    return made


async def names(
    database: Database, keys: list[PrivateKey | SecretKey], keepers: list[PrivateKey]
) -> list[str]:
    """The names that open with these keys and all custodians' together."""
    found = []
    statement = select(identities, tips.c.reference).join(tips, tips.c.id == identities.c.tip_id)
    async with database.reading() as connection:
        rows = (await connection.execute(statement)).all()
    for row in rows:
        openers = tuple(Opener(mark, name) for _, mark, name in codec.load(row.layers.encode()))
        inner = [bytes(row.sealed)]
        for key in keys:
            with suppress(SealError):
                place = Place("identities", "sealed", row.tip_id)
                inner.append(envelope.open(row.sealed, key, place))
        for sealed in inner:
            made = Envelope("", row.reference, row.tip_id, openers, len(openers), sealed)
            with suppress(SealError):
                found.append(opened(made, keepers))
    return found


def opened(made: Envelope, keepers: list[PrivateKey]) -> str:
    inner: Envelope | Identity = made
    for key in reversed(keepers):
        assert isinstance(inner, Envelope)
        inner = inner.open_layer(key)
    assert isinstance(inner, Identity)
    return inner.name


async def replaced(here: Village) -> set[tuple[str, str]]:
    """The kinds and owners of which an old epoch was destroyed."""
    async with here.app.stores() as stores:
        lives = await stores.key_register.lives()
    return {(life.kind, life.owner) for life in lives if life.destroyed_at}


async def verified(here: Village, file: Path, reference: str) -> list[tuple[str, datetime]]:
    """What an export of the unit's chain, which the auditor's command finds whole, tells of a tip:
    what happened, and when.
    """
    unit = await here.unit()
    async with here.app.stores() as stores:
        lines = await stores.audit_chains.export(here.clock.now(), unit.slug)
        keys = await stores.audit_chains.keys()
    file.write_text("\n".join(lines) + "\n", "utf-8")
    public = "\n".join(key_text(*pair) for pair in keys.items())
    assert cli.run(["audit", "verify", str(file), "--public-key", public]) == 0
    rows = [row for row in map(json.loads, lines) if row.get("subject") == reference]
    return [(row["action"], datetime.fromtimestamp(row["at"] / 1000, UTC)) for row in rows]


async def stored(here: Village) -> StoredFile:
    async def pieces() -> AsyncIterator[bytes]:
        yield make("anh.jpg")

    return await here.app.files.put(pieces(), 1_000_000)


async def reported(here: Village, chat: str, photo: StoredFile | None = None) -> str:
    uploads = (Upload(MediaKind.PHOTO, photo),) if photo else ()
    await here.says(
        chat, form=Form("use", STORY, reply="ask-back", name=NAME, phone=NUMBER), uploads=uploads
    )
    await here.send()
    return (await here.receipt(chat))[1]


async def keys_are_replaced(here: Village) -> None:
    """As the background work does it: new keys, rows sealed anew, the grace, the old ones gone."""
    here.clock.time = max(here.clock.time, datetime.now(UTC))  # which the first keys were made by
    for days in (0, 1, 31, 8, 1, 1):
        here.clock.pass_by(days=days, minutes=5)
        await here.app.refresh_keys()
        await here.app.rotation.work()


def held(here: Village) -> list[PrivateKey | SecretKey]:
    """Every key that lies in the key folder now."""
    return list(_held(here.app.config.keys.dir))


def _held(folder: Path) -> Iterator[PrivateKey | SecretKey]:
    for path in folder.glob("*.key"):
        words = path.read_text().splitlines()[-1].split()
        name = KeyName.parse(words[2])
        raw = KeyFile(folder, name).read()
        if name.kind == SESSION:
            yield SecretKey.from_bytes(SESSION, envelope.derive(raw, "session drafts").to_bytes())
        elif name.kind == "draft":
            yield SecretKey.from_bytes(name.key_id, raw)
        elif name.kind != AUDIT:
            yield PrivateKey.from_bytes(name.key_id, raw)


async def openable(
    backup: Database, keys: list[PrivateKey | SecretKey]
) -> list[tuple[str, str, int]]:
    """Which ciphertexts of a backup one of these keys opens, by table, column and row.

    Reasons that staff gave are left out: what is said about an identity or an erasure is kept.
    """
    found = []
    rows = {table: column.row for column in SEALED for table in (column.table,)}
    rows |= {messages: "id", notes: "id"}
    async with backup.reading() as connection:
        for table in metadata.tables.values():
            for column in (c for c in table.c if c.name.startswith("sealed")):
                row = table.c[rows.get(table, next(iter(table.primary_key)).name)]
                for number, sealed in await connection.execute(select(row, column)):
                    place = Place(table.name, column.name, number)
                    if sealed and _opens(bytes(sealed), keys, place):
                        found.append((table.name, column.name, int(number)))
    return found


def _opens(sealed: bytes, keys: list[PrivateKey | SecretKey], place: Place) -> bool:
    for key in keys:
        with suppress(SealError):
            envelope.open(sealed, key, place)
            return True
    return False
