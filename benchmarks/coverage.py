"""How long the coverage of a province takes, and of one of its communes.

    python benchmarks/coverage.py [--json] [--places 43000] [--url postgresql+asyncpg://…]

`--url` names an empty database; without it a file in a temporary folder is used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import secrets
import tempfile
import time
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from bot.domain.coverage import Which
from storage import migrate
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.ids import new_id
from storage.schema import point_counts, points, stickers
from storage.stores import Stores

COMMUNES = 102
NOW = datetime(2026, 11, 29, tzinfo=UTC)


async def main() -> None:
    """Fill, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--places", type=int, default=43_000)
    options.add_argument("--url", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database.connect(given.url or f"sqlite:///{Path(folder) / 'tinbao.db'}")
        await migrate.upgrade(database)
        units = await filled(database, given.places)
        found = {name: await measured(database, unit) for name, unit in units.items()}
        await database.close()
    if given.json:
        print(json.dumps(found, indent=2))
        return
    for name, times in found.items():
        print(name, *(f"{what} {seconds:.3f} s" for what, seconds in times.items()), sep="\n  ")


async def measured(database: Database, unit: int) -> dict[str, float]:
    """Seconds, the better of two."""
    runs = []
    for _ in range(2):
        async with database.reading() as connection:
            coverage = Stores(connection, Keyring()).coverage
            quarter = await coverage.quarter(unit, NOW)
            runs.append(
                {
                    "report": await timed(coverage.report(unit, NOW)),
                    "use": await timed(coverage.use(unit, quarter)),
                    "spots": await timed(coverage.spots(unit)),
                    **{w.value: await timed(coverage.listed(unit, w, NOW)) for w in Which},
                }
            )
    return {name: round(min(run[name] for run in runs), 4) for name in runs[0]}


async def timed(work: Awaitable[object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def filled(database: Database, places: int) -> dict[str, int]:
    """A province whose communes have places, most with a sign that hangs, and a year of scans."""
    random.seed(1)
    async with database.transaction() as connection:
        units = Stores(connection, Keyring()).units
        about: dict[str, Any] = {"hotline": "", "now": NOW}
        above = await units.add(slug="p", name="tỉnh", prefix="P", parent_id=None, **about)
        below = [
            await units.add(
                slug=f"u{n}", name=f"xã {n}", prefix=f"U{n}", parent_id=above.id, **about
            )
            for n in range(COMMUNES)
        ]
        for n, unit in enumerate(below):
            rows = list(_places(unit.id, places // COMMUNES, n))
            for table, at in ((points, 0), (stickers, 1)):
                await connection.execute(insert(table), [row[at] for row in rows])
            await connection.execute(insert(point_counts), [c for row in rows for c in row[2]])
    async with database.transaction() as connection:
        await connection.execute(text("ANALYZE"))
    return {"province": above.id, "commune": below[0].id}


def _places(
    unit: int, count: int, commune: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]]:
    hamlet = 0
    for n in range(count):
        point, sign, hangs = new_id(), new_id(), random.random() < 0.8
        hamlet = point if n % 10 == 0 else hamlet
        place = {
            "id": point,
            "unit_id": unit,
            "kind": "hamlet" if hamlet == point else "school",
            "name": f"Điểm {n}",
            "parent_id": None if hamlet == point else hamlet,
            "created_at": NOW - timedelta(days=400),
            "latitude": 11 + random.random(),
            "longitude": 106 + random.random(),
        }
        looked = NOW - timedelta(days=random.randint(1, 200))
        printed = {
            "id": sign,
            "unit_id": unit,
            "point_id": point,
            "serial": n + 1,
            "code": secrets.token_urlsafe(9),
            "short": f"{commune * 10_000 + n:07d}",
            "state": "installed" if hangs else "made",
            "created_at": NOW - timedelta(days=300),
            "installed_at": looked if hangs else None,
            "inspected_at": looked if hangs else None,
        }
        days = {random.randint(0, 365) for _ in range(random.randint(0, 12))}
        counts = [
            {
                "sticker_id": sign,
                "day": (NOW - timedelta(days=day)).date().isoformat(),
                "point_id": point,
                "scans": random.randint(1, 4),
                "started": 1,
            }
            for day in days
        ]
        yield place, printed, counts


if __name__ == "__main__":
    asyncio.run(main())
