"""The chain on both databases: linked with the deed, signed, and telling when it was touched."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import select, text

from bot.domain.errors import Collision, KeyNotHere
from bot.domain.tip import Body
from storage import migrate
from storage.audit import AuditEntry
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.schema import audit as audit_table
from storage.stores import Stores
from tests.end_to_end.canaries import hits, in_tables
from tests.storage.conftest import AUDITED as NOW
from tests.storage.conftest import WHY, Archive, filled


async def test_what_is_recorded_is_linked_and_signed(archive: Archive) -> None:
    await filled(archive)

    found = await archive.verdicts()

    mine = found["tan-khai"]
    assert mine.fault is None
    assert (mine.rows, mine.unsigned) == (8, 2)
    assert mine.signed is not None
    assert (mine.signed.number, mine.signed.seq, mine.signed.key_id) == (2, 6, "audit/1")
    assert found["-"].fault is None
    assert found["-"].rows == 1


async def test_nothing_new_is_not_signed_again(archive: Archive) -> None:
    await filled(archive)

    async with archive.stores() as stores:
        assert {point.chain for point in await stores.audit_chains.sign(NOW)} == {"-", "tan-khai"}
        assert await stores.audit_chains.sign(NOW) == []
        assert await stores.audit_chains.most_unsigned() == 0


async def test_without_the_key_nothing_is_signed(archive: Archive) -> None:
    await filled(archive)

    async with archive.stores(archive.intake) as stores:
        assert await stores.audit_chains.sign(NOW) == []


async def test_fifty_filings_at_once_are_one_unbroken_chain(archive: Archive) -> None:
    async def file(n: int) -> None:
        async with archive.stores(archive.intake) as stores:
            filed = await stores.tips.file(
                unit_id=archive.unit.id,
                point_id=None,
                kind="dealing",
                urgency="normal",
                body=Body(f"tin {n}"),
                contact_id=None,
                now=NOW,
            )
            await stores.audit.record(
                "tip-filed", now=NOW, unit_id=archive.unit.id, subject=filed.reference
            )

    # The chain has a head already, as every unit has that was added by a command.
    async with archive.stores() as stores:
        await stores.audit.record("unit-added", now=NOW, unit_id=archive.unit.id)
    await asyncio.gather(*(file(n) for n in range(50)))

    found = (await archive.verdicts())["tan-khai"]
    assert found.fault is None
    assert found.rows == 51


async def test_two_transactions_that_wait_for_each_other_are_tried_again(
    archive: Archive,
) -> None:
    """PostgreSQL undoes one of them; it must be told from a database that cannot write."""
    turn = asyncio.Barrier(2)
    both = "postgres" in type(archive.database).__name__.lower()

    async def deed(first: int | None, second: int | None) -> None:
        async with archive.stores() as stores:
            await stores.audit.record("audit-read", now=NOW, unit_id=first)
            if both:
                await turn.wait()
            await stores.audit.record("audit-read", now=NOW, unit_id=second)

    unit = archive.unit.id
    async with archive.stores() as stores:
        for chain in (unit, None):
            await stores.audit.record("audit-read", now=NOW, unit_id=chain)
    done = await asyncio.gather(deed(unit, None), deed(None, unit), return_exceptions=True)

    failed = [type(error) for error in done if error is not None]
    assert failed == ([Collision] if both else [])
    found = await archive.verdicts()
    assert {verdict.fault for verdict in found.values()} == {None}
    assert {verdict.rows for verdict in found.values()} == {3 - len(failed)}


async def test_the_first_row_of_a_chain_can_be_anybodys(archive: Archive) -> None:
    async def deed() -> None:
        try:
            async with archive.stores() as stores:
                await stores.audit.record("audit-read", now=NOW, unit_id=archive.unit.id)
        except Collision:  # of two first rows one is told to try again, as the engine does
            await deed()

    await asyncio.gather(*(deed() for _ in range(10)))

    found = (await archive.verdicts())["tan-khai"]
    assert found.fault is None
    assert found.rows == 10


async def test_what_is_rolled_back_leaves_no_gap(archive: Archive) -> None:
    await filled(archive)

    async def fails() -> None:
        async with archive.stores() as stores:
            await stores.audit.record("audit-read", now=NOW, unit_id=archive.unit.id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with archive.stores() as stores:
        await stores.audit.record("audit-read", now=NOW, unit_id=archive.unit.id)

    found = (await archive.verdicts())["tan-khai"]
    assert found.fault is None
    assert found.rows == 9


async def test_reasons_are_nowhere_in_clear_and_open_at_the_desk_alone(archive: Archive) -> None:
    await filled(archive)

    assert hits(await in_tables(archive.database), [WHY]) == []

    async def reason(keyring: Keyring) -> str | None:
        async with archive.stores(keyring) as stores:
            rows: list[AuditEntry] = await stores.audit.of_unit(archive.unit.id)
        return next(entry.why for entry in rows if entry.seq == 4)

    assert await reason(archive.keyring) == WHY
    assert await reason(archive.intake) == ""


async def test_reasons_are_exported_when_asked_for_and_are_part_of_the_chain(
    archive: Archive,
) -> None:
    await filled(archive)

    async with archive.stores() as stores:
        sealed = await stores.audit_chains.export(NOW)
        clear = await stores.audit_chains.export(NOW, reasons=True)
    async with archive.stores(archive.intake) as stores:
        without = await stores.audit_chains.export(NOW, reasons=True)

    assert sealed == without
    assert hits([("export", "\n".join(sealed).encode())], [WHY]) == []
    assert sum(WHY in line for line in clear) == 2


async def test_a_reason_whose_key_is_gone_leaves_the_chain_whole(archive: Archive) -> None:
    await filled(archive)

    await archive.run("UPDATE audit SET sealed_why = NULL")

    assert (await archive.verdicts())["tan-khai"].fault is None
    async with archive.stores() as stores:
        rows = await stores.audit.of_unit(archive.unit.id)
        assert next(entry.why for entry in rows if entry.seq == 4) == ""


async def test_without_the_units_public_key_a_reason_is_not_kept_in_clear(
    archive: Archive,
) -> None:
    with pytest.raises(KeyNotHere):
        async with archive.stores(Keyring()) as stores:
            await stores.audit.record("audit-read", now=NOW, unit_id=archive.unit.id, why=WHY)


async def test_a_refusal_is_recorded_once_a_minute_for_each_action(archive: Archive) -> None:
    member = await archive.member()
    about = {"unit_id": archive.unit.id, "member_id": member}

    for seconds, action in (
        (0, "open-tip"),
        (30, "open-tip"),
        (40, "see-queue"),
        (61, "open-tip"),
    ):
        async with archive.stores() as stores:
            await stores.audit.refused(action, now=NOW + timedelta(seconds=seconds), **about)

    async with archive.stores() as stores:
        rows = await stores.audit.of_unit(archive.unit.id)
    assert [row.subject for row in reversed(rows)] == ["open-tip", "see-queue", "open-tip"]


async def test_an_erased_tip_was_there_and_it_is_known_when_it_went(archive: Archive) -> None:
    async with archive.stores() as stores:
        for action, at in (("tip-filed", NOW), ("content-erased", NOW + timedelta(days=700))):
            await stores.audit.record(action, now=at, unit_id=archive.unit.id, subject="TK-7F3K2")
        await stores.audit_chains.sign(NOW + timedelta(days=700))

    assert (await archive.verdicts(timedelta(days=900)))["tan-khai"].fault is None
    async with archive.stores() as stores:
        rows = await stores.audit.of_unit(archive.unit.id, subject="TK-7F3K2")
    assert [(row.action, row.at) for row in rows] == [
        ("content-erased", NOW + timedelta(days=700)),
        ("tip-filed", NOW),
    ]


async def test_an_export_of_the_newest_rows_begins_at_a_checkpoint(archive: Archive) -> None:
    await filled(archive)

    async with archive.stores() as stores:
        [found] = await stores.audit_chains.verify(NOW, "tan-khai", most=4)

    assert found.fault is None
    assert (found.first, found.last) == (4, 8)


async def test_rows_from_before_are_linked_when_the_database_is_brought_up_to_date(
    empty_database_url: str,
) -> None:
    database = Database.connect(empty_database_url)

    async def to(revision: str) -> None:
        async with database.transaction() as connection:
            await connection.run_sync(
                lambda sync: command.upgrade(migrate.alembic_config(sync), revision)
            )

    async def run(sql: str) -> None:
        async with database.transaction() as connection:
            await connection.execute(text(sql))

    try:
        await to("0004")
        await run(
            "INSERT INTO units (id, slug, name, prefix, hotline, created_at)"
            " VALUES (5, 'tan-khai', 'xã Tân Khai', 'TK', '', 1), (6, 'moi', 'xã Mới', 'M', '', 1)"
        )
        raw = "BYTEA" if "postgres" in empty_database_url else "BLOB"
        await run(
            "INSERT INTO contacts (id, channel, pseudonym, created_at)"
            f" VALUES (8, 'web', CAST('p' AS {raw}), 1)"
        )
        await run(
            "INSERT INTO members (id, unit_id, role, name, contact_id, created_at)"
            " VALUES (7, 5, 'officer', 'Lan', 8, 1)"
        )
        await run(
            "INSERT INTO audit (id, at, unit_id, member_id, action, subject) VALUES"
            " (30, 1795000000123, 5, NULL, 'tip-filed', 'TK-7F3K2'),"
            " (10, 1795000000456, 5, 7, 'tip-opened', 'TK-7F3K2'),"
            " (20, 1795000000001, NULL, NULL, 'thing', 'đồ')"
        )
        await migrate.upgrade(database)
        async with database.transaction() as connection:
            stores = Stores(connection, Keyring())
            rows = await stores.audit.of_unit(5)
            assert [(r.seq, r.action, r.member) for r in rows] == [
                (2, "tip-opened", "Lan"),
                (1, "tip-filed", ""),
            ]
            for unit_id in (5, 6, None):
                await stores.audit.record("audit-read", now=NOW, unit_id=unit_id)
            found = {v.chain: v for v in await stores.audit_chains.verify(NOW, None)}
            at = (await connection.execute(select(audit_table.c.at))).scalars().all()
        assert {name: v.rows for name, v in found.items()} == {"-": 2, "moi": 1, "tan-khai": 3}
        # Old rows have no signature yet: the scheduler gives one within the hour.
        assert {v.fault.kind for v in found.values() if v.fault} <= {"unsigned"}
        assert len(at) == 6
    finally:
        await database.close()
