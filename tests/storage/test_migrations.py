"""The migrated schema is the declared one, on both databases."""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import migrate
from storage.database import Database
from storage.schema import metadata


async def test_the_migrated_schema_equals_the_declared_one(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)
    try:
        assert await migrate.current(database) is None
        await migrate.upgrade(database)
        assert await migrate.current(database) == migrate.newest()
        async with database.reading() as connection:
            differences = await connection.run_sync(
                lambda sync: compare_metadata(
                    MigrationContext.configure(sync, opts={"compare_type": True}), metadata
                )
            )
        assert differences == []
    finally:
        await database.close()


async def test_migrating_twice_changes_nothing(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)
    try:
        await migrate.upgrade(database)
        await migrate.upgrade(database)
        assert await migrate.current(database) == migrate.newest()
    finally:
        await database.close()


async def test_every_migration_can_be_undone_and_done_again(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)
    try:
        await migrate.upgrade(database)
        async with database.rebuilding() as connection:
            await connection.run_sync(
                lambda sync: command.downgrade(migrate.alembic_config(sync), "base")
            )
        await migrate.upgrade(database)
        assert await migrate.current(database) == migrate.newest()
    finally:
        await database.close()


def test_the_newest_migration_is_the_one_alembic_ends_at() -> None:
    script = ScriptDirectory.from_config(migrate.alembic_config())
    assert script.get_heads() == [migrate.newest()]


async def test_members_from_before_sessions_go_on_working(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)

    def to(step: str, revision: str) -> Any:
        return lambda sync: getattr(command, step)(migrate.alembic_config(sync), revision)

    try:
        async with database.rebuilding() as connection:
            await connection.run_sync(to("upgrade", "0009"))
            await connection.execute(
                text(
                    "INSERT INTO units (id, slug, name, prefix, hotline, created_at)"
                    " VALUES (1, 'a', 'a', 'A', '', 0)"
                )
            )
            for contact in (11, 12):
                await connection.execute(
                    text(
                        "INSERT INTO contacts (id, channel, pseudonym, created_at)"
                        " VALUES (:id, 'telegram', :pseudonym, 0)"
                    ),
                    {"id": contact, "pseudonym": b"%d" % contact},
                )
            for member, contact, removed in ((21, 11, None), (22, 12, 5)):
                await connection.execute(
                    text(
                        "INSERT INTO members"
                        " (id, unit_id, role, name, contact_id, created_at, removed_at)"
                        " VALUES (:id, 1, 'lead', 'x', :contact, 0, :removed)"
                    ),
                    {"id": member, "contact": contact, "removed": removed},
                )
            await connection.run_sync(to("upgrade", "0010"))
            found = await connection.execute(
                text("SELECT member_id, contact_id, channel, ended_at FROM staff_sessions")
            )
            assert sorted(tuple(row) for row in found) == [
                (21, 11, "telegram", None),
                (22, 12, "telegram", 5),
            ]
    finally:
        await database.close()


async def test_a_filled_database_of_the_first_release_is_carried_over_whole(
    empty_database_url: str,
) -> None:
    database = Database.connect(empty_database_url)

    def to(revision: str) -> Any:
        return lambda sync: command.upgrade(migrate.alembic_config(sync), revision)

    try:
        async with database.rebuilding() as connection:
            await connection.run_sync(to("0003"))
            for statement in FILLED:
                await connection.execute(text(statement))
        await migrate.upgrade(database)
        assert await migrate.current(database) == migrate.newest()
        async with database.reading() as connection:
            counts = {
                table: (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar()
                for table in ("tips", "messages", "notes", "files", "tip_contacts", "audit")
            }
            reach = await connection.execute(text("SELECT id, reach FROM tips ORDER BY id"))
            assert [tuple(row) for row in reach] == [(31, "here"), (32, "receipt")]
        assert counts == {
            "tips": 2, "messages": 1, "notes": 1, "files": 1, "tip_contacts": 1, "audit": 1
        }  # fmt: skip
    finally:
        await database.close()


_TIP = (
    "INSERT INTO tips (id, unit_id, reference, kind, urgency, status, outcome, point_id, owner_id,"
    " answer_waiting, question_waiting, created_at, public, sealed_private, reporter_public,"
    " sealed_reporter_private, receipt_hash) VALUES ({id}, 1, 'A-{id}', 'use', 'normal', 'new',"
    " '', 5, 21, false, false, 1, 'x', 'x', 'x', 'x', 'h{id}')"
)
FILLED = (
    "INSERT INTO units (id, slug, name, prefix, hotline, created_at) VALUES (1,'a','a','A','',0)",
    "INSERT INTO points (id, unit_id, kind, name, code, created_at) VALUES (5,1,'k','n','c',0)",
    "INSERT INTO contacts (id, channel, pseudonym, created_at) VALUES (11,'telegram','p1',0)",
    "INSERT INTO contacts (id, channel, pseudonym, created_at) VALUES (12,'telegram','p2',0)",
    "INSERT INTO members (id, unit_id, role, name, contact_id, created_at)"
    " VALUES (21,1,'lead','x',11,0)",
    _TIP.format(id=31),
    _TIP.format(id=32),
    "INSERT INTO tip_contacts (tip_id, contact_id) VALUES (31,12)",
    "INSERT INTO messages (id, tip_id, created_at, sealed) VALUES (41,31,1,'x')",
    "INSERT INTO notes (id, tip_id, member_id, created_at, sealed) VALUES (42,31,21,1,'x')",
    "INSERT INTO files (id, tip_id, created_at) VALUES ('f',31,1)",
    "INSERT INTO audit (id, at, unit_id, member_id, action, subject)"
    " VALUES (51,1,1,21,'tip-taken','A-31')",
    "INSERT INTO fetches (id, contact_id, channel, sealed, attempts, due_at)"
    " VALUES (61,12,'telegram','x',0,1)",
)


async def test_the_desk_keeps_the_rows_of_before_down_and_up_again(
    empty_database_url: str,
) -> None:
    database = Database.connect(empty_database_url)

    def to(step: str, revision: str) -> Any:
        return lambda sync: getattr(command, step)(migrate.alembic_config(sync), revision)

    async def kept() -> list[list[Any]]:
        async with database.reading() as connection:
            found = []
            for statement in KEPT:
                rows = await connection.execute(text(statement))
                found.append([tuple(row) for row in rows])
        return found

    try:
        async with database.rebuilding() as connection:
            await connection.run_sync(to("upgrade", "0003"))
            for statement in FILLED:
                await connection.execute(text(statement))
        async with database.rebuilding() as connection:
            await connection.run_sync(to("upgrade", "0015"))
            for statement in WAITING:
                await connection.execute(text(statement))
        before = await kept()
        for step, revision in (("upgrade", "0016"), ("downgrade", "0015"), ("upgrade", "0016")):
            async with database.rebuilding() as connection:
                await connection.run_sync(to(step, revision))
            assert await kept() == before
            if step == "upgrade":
                async with database.rebuilding() as connection:
                    for statement in DESK:
                        await connection.execute(text(statement))
        async with database.reading() as connection:
            sources = await connection.execute(text("SELECT DISTINCT source FROM tips"))
            assert list(sources.scalars()) == ["chat"]
    finally:
        await database.close()


KEPT = (
    "SELECT id, reference, status, outcome, owner_id, closed_at, reach FROM tips ORDER BY id",
    "SELECT id, tip_id, created_at FROM messages ORDER BY id",
    "SELECT id, tip_id, member_id FROM notes ORDER BY id",
    "SELECT id, channel, status, sealed FROM outbox ORDER BY id",
    "SELECT id, contact_id, sealed FROM letters ORDER BY id",
    "SELECT tip_id, contact_id FROM tip_contacts",
    "SELECT id, action, subject FROM audit ORDER BY id",
)
WAITING: tuple[str, ...] = (
    "UPDATE tips SET status = 'closed', outcome = 'right', closed_at = 9 WHERE id = 32",
    "INSERT INTO outbox (id, channel, contact_id, roles, action, status, problem, priority,"
    " due_at, created_at, attempts, sealed)"
    " VALUES (71,'telegram',12,'','reply','waiting','',1,1,1,0,'x')",
    "INSERT INTO letters (id, contact_id, revision, mine, card, sealed, created_at)"
    " VALUES (81,12,1,false,'','x',1)",
)
DESK = (
    "INSERT INTO clocks (id, tip_id, unit_id, kind, began_at, due_at, stage, extended, next_at)"
    " VALUES (91,31,1,'verify',1,2,0,0,2)",
    "INSERT INTO merges (tip_id, into_id, member_id, created_at) VALUES (32,31,21,1)",
    "INSERT INTO register (id, tip_id, unit_id, to_name, reference, kind, urgency, received_at,"
    " moved_at) VALUES (92,31,1,'x','A-31','use','normal',1,2)",
    "INSERT INTO questions (message_id, state) VALUES (41,'sent')",
    "UPDATE outbox SET message_id = 41, card = 'tip:A-31'",
    "UPDATE letters SET message_id = 41",
)


async def test_every_code_that_hangs_stays_good(empty_database_url: str) -> None:
    database = Database.connect(empty_database_url)

    def to(step: str, revision: str) -> Any:
        return lambda sync: getattr(command, step)(migrate.alembic_config(sync), revision)

    async def codes(statement: str) -> list[tuple[Any, ...]]:
        async with database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(statement))]

    signs = "SELECT point_id, serial, code, state, length(short) FROM stickers ORDER BY serial"
    try:
        async with database.rebuilding() as connection:
            await connection.run_sync(to("upgrade", "0003"))
            for statement in (*FILLED, *ANOTHER):
                await connection.execute(text(statement))
        async with database.rebuilding() as connection:
            await connection.run_sync(to("upgrade", "0016"))
        for _ in range(2):
            async with database.rebuilding() as connection:
                await connection.run_sync(to("upgrade", "0017"))
            assert await codes(signs) == [(5, 1, "c", "made", 6), (6, 2, "d", "revoked", 6)]
            assert await codes("SELECT last_serial FROM units") == [(2,)]
            async with database.rebuilding() as connection:
                await connection.run_sync(to("downgrade", "0016"))
            assert await codes("SELECT id, code FROM points ORDER BY id") == [(5, "c"), (6, "d")]
    finally:
        await database.close()


ANOTHER = (
    "INSERT INTO points (id, unit_id, kind, name, code, created_at, revoked_at)"
    " VALUES (6,1,'k','m','d',0,7)",
)
