"""No turn looks at every row of a table that grows: what SQLite plans for a day's statements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.demo.player import Player
from bot.demo.transcript import load, packaged
from storage.database import Database
from tests.demo.village import village
from tests.fresh import with_tables

FEW = {
    "anon_1",
    "units",
    "points",
    "members",
    "unit_settings",
    "unit_labels",
    "boards",
    "shifts",
    "up",
}
"""What an office has some of, however many tips come; and what was limited beforehand."""
BEGINS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@pytest.fixture
def statements() -> Iterator[dict[str, Any]]:
    """Every statement that runs meanwhile, with parameters it once had."""
    found: dict[str, Any] = {}

    def heard(_: Any, __: Any, statement: str, given: Any, ___: Any, many: bool) -> None:
        if statement.startswith(BEGINS):
            found.setdefault(statement, given[0] if many else given)

    event.listen(Engine, "before_cursor_execute", heard)
    yield found
    event.remove(Engine, "before_cursor_execute", heard)


async def test_no_turn_reads_a_whole_table(tmp_path: Path, statements: dict[str, Any]) -> None:
    asked: dict[str, Any] = {}
    for path in packaged():
        if path.stem[:2] in ("03", "15", "18", "20", "22"):
            url = with_tables(tmp_path / f"{path.stem}.db")
            async with village(url, tmp_path / path.stem) as here:
                statements.clear()  # a migration may look at everything
                played = [step async for step in Player(here, patience=3).play(load(path))]
            assert played[-1].ok
            asked |= statements
    database = Database.connect(url)

    def scans(connection: Connection) -> list[str]:
        plans = {
            statement: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            for statement, given in asked.items()
        }
        return [
            f"{row.detail}: {' '.join(statement.split())}"
            for statement, rows in plans.items()
            for row in rows
            if row.detail.startswith("SCAN ") and row.detail.split()[1] not in FEW
        ]

    async with database.reading() as connection:
        found = await connection.run_sync(scans)
    await database.close()
    assert len(asked) > 80
    assert found == []
