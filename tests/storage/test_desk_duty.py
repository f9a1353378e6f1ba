"""The duty book of a unit with many tips is read by its indexes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from storage import duty
from storage.database import Database
from tests.fresh import with_tables
from tests.storage.conftest import NOW

WANTED = {
    "_CAME": ("ix_tips_created", "ix_register_unit_moved", "ix_register_to_moved"),
    "_WENT": ("ix_register_unit_moved", "ix_tips_concluded"),
    "_TAKEN": ("ix_tips_taken",),
    "_CLOSED": ("ix_tips_closed",),
    "_CONCLUDED": ("ix_tips_concluded",),
    "_LEFT": ("ix_tips_queue",),
    "_URGENT": ("ix_tips_queue",),
    "_WAITING": ("ix_tips_queue",),
    "_DUE": ("ix_tips_due",),
    "_MISSED": ("ix_tips_due",),
    "_OF_MEMBER": ("ix_tips_owner",),
}
GIVEN = {"unit": 1, "since": NOW, "until": NOW, "owner": 1}


async def test_every_question_has_its_index(tmp_path: Path) -> None:
    database = Database.connect(with_tables(tmp_path / "t.db"))
    for name, indexes in WANTED.items():
        statement = getattr(duty, name)
        asked = {key: GIVEN[key] for key in statement.compile().params if key in GIVEN}
        named = statement.params(**asked).compile(
            dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
        )
        async with database.reading() as connection:
            rows = await connection.execute(text(f"EXPLAIN QUERY PLAN {named}"))
            plan = "\n".join(str(row[3]) for row in rows)
        assert all(index in plan for index in indexes), plan
        assert "SCAN tips" not in plan
        assert "SCAN register" not in plan
    await database.close()
