"""How often signs were scanned, conversations began with them, and tips came from their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from bot.domain.tip import TipKind
from storage.connection import Db
from storage.schema import point_counts, points, stickers, tips


@dataclass(frozen=True, slots=True)
class Seen:
    """What was counted of one sign on one day (`YYYY-MM-DD`)."""

    sticker_id: int
    day: str
    scans: int = 0
    started: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """What became of a place's signs in a period: pages opened, conversations begun, tips sent."""

    scans: int = 0
    started: int = 0
    sent: int = 0


_PERIOD: Final = (
    point_counts.c.day >= bindparam("since"),
    point_counts.c.day < bindparam("until"),
)
_COUNTED: Final = (
    select(
        point_counts.c.point_id,
        func.sum(point_counts.c.scans).label("scans"),
        func.sum(point_counts.c.started).label("started"),
    )
    .join(points, points.c.id == point_counts.c.point_id)
    .where(points.c.unit_id == bindparam("unit"), *_PERIOD)
    .group_by(point_counts.c.point_id)
)
_SENT: Final = (
    select(tips.c.point_id, func.count().label("sent"))
    .join(points, points.c.id == tips.c.point_id)
    .where(
        points.c.unit_id == bindparam("unit"),
        tips.c.source == "chat",
        # Tips about an official never show in the local unit, not even as a count.
        tips.c.kind != TipKind.OFFICIAL.value,
        tips.c.created_at >= bindparam("since"),
        tips.c.created_at < bindparam("until"),
    )
    .group_by(tips.c.point_id)
)
_EVER: Final = (
    select(point_counts.c.sticker_id, func.max(point_counts.c.day).label("day"))
    .join(stickers, stickers.c.id == point_counts.c.sticker_id)
    .where(stickers.c.unit_id == bindparam("unit"), point_counts.c.scans > 0)
    .group_by(point_counts.c.sticker_id)
)


class PointCounts:
    """The counts of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(self, seen: Iterable[Seen]) -> None:
        """Add to what was counted before. Signs that are not there are passed over."""
        counted = {(each.sticker_id, each.day): each for each in seen}
        ids = sorted({sticker_id for sticker_id, _ in counted})
        rows = await self._db.execute(
            select(stickers.c.id, stickers.c.point_id).where(stickers.c.id.in_(ids))
        )
        places = {row.id: row.point_id for row in rows}
        values = [
            {
                "sticker_id": each.sticker_id,
                "day": each.day,
                "point_id": places[each.sticker_id],
                "scans": each.scans,
                "started": each.started,
            }
            for _, each in sorted(counted.items())
            if each.sticker_id in places
        ]
        if values:
            await self._db.execute(_adding(self._db.dialect.name), values)

    async def use(
        self, unit_id: int, since: date, until: date, begins: datetime, ends: datetime
    ) -> dict[int, Use]:
        """By point, from the day `since` to the day before `until`; `begins` and `ends` are the
        same in time. A point nothing happened at is left out.
        """
        days = {"unit": unit_id, "since": since.isoformat(), "until": until.isoformat()}
        counted = {row.point_id: row for row in await self._db.execute(_COUNTED, days)}
        times = {"unit": unit_id, "since": begins, "until": ends}
        sent = {row.point_id: row.sent for row in await self._db.execute(_SENT, times)}
        return {
            point: Use(
                int(counted[point].scans) if point in counted else 0,
                int(counted[point].started) if point in counted else 0,
                sent.get(point, 0),
            )
            for point in counted.keys() | sent.keys()
        }

    async def last_scans(self, unit_id: int) -> dict[int, str]:
        """By sign, the day on which it was scanned last; one that never was is left out."""
        rows = await self._db.execute(_EVER, {"unit": unit_id})
        return {row.sticker_id: row.day for row in rows}


_made: dict[str, Any] = {}


def _adding(dialect: str) -> Any:
    """An insert that adds to the row that is there, in the dialect's own words."""
    if dialect not in _made:
        insert: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(point_counts)
        _made[dialect] = insert.on_conflict_do_update(
            index_elements=["sticker_id", "day"],
            set_={
                name: point_counts.c[name] + insert.excluded[name] for name in ("scans", "started")
            },
        )
    return _made[dialect]
