"""How much of 100% hangs, what wants looking at, and what is told of use: a unit's places and
those of the units below it, summed up in the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from bot.domain.coverage import (
    INSPECT_AFTER,
    Part,
    Report,
    Spot,
    Standing,
    Tally,
    Used,
    Which,
    for_others,
    for_the_desk,
    together,
)
from bot.domain.points import PointKind
from bot.domain.small_numbers import LEAST, quarter_told
from storage import coverage_sql as sql
from storage.connection import Db
from storage.schema import points, units
from storage.unit_settings import UnitSettings

_KINDS: Final = {kind.value: n for n, kind in enumerate(PointKind)}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to before `until`, and the same in time."""

    since: date
    until: date
    begins: datetime
    ends: datetime

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Use:
    """What a period's use is told as; `parts` by name, in the order of the report."""

    period: Period
    exact: bool
    all: Used
    parts: tuple[tuple[str, Used], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a list. `short` is the code of the sign it is about, empty when it has none;
    `at`: when somebody of staff looked last.
    """

    name: str
    hamlet: str
    unit: str
    serial: str
    short: str
    at: datetime | None


class Coverage:
    """The coverage of one transaction."""

    def __init__(self, connection: Db, settings: UnitSettings) -> None:
        self._db = connection
        self._settings = settings

    async def scope(self, unit_id: int) -> list[int]:
        """The unit, then all below it."""
        rows = (await self._db.execute(select(units.c.id, units.c.parent_id))).all()
        below: defaultdict[int, list[int]] = defaultdict(list)
        for row in rows:
            below[row.parent_id or 0].append(row.id)
        found = [unit_id]
        for each in found:
            found += [one for one in below[each] if one not in found]
        return found

    async def report(self, unit_id: int, now: datetime) -> Report:
        """What hangs. The parts are hamlets, or units where there are any below."""
        scope = await self.scope(unit_id)
        rows = (await self._db.execute(sql.TALLIES, await self._values(scope, now))).all()
        names = await self._names(scope)
        kinds: defaultdict[str, Tally] = defaultdict(Tally)
        parts: defaultdict[int, Tally] = defaultdict(Tally)
        for row in rows:
            tally = Tally(row.places, row.installed, row.damaged)
            kinds[row.kind] += tally
            parts[row.hamlet if len(scope) == 1 else row.unit_id] += tally
        every = sum(kinds.values(), Tally())
        return Report(
            every,
            tuple(sorted(kinds.items(), key=lambda item: _KINDS.get(item[0], len(_KINDS)))),
            tuple(Part(names.get(key, ""), parts[key]) for key in _in_order(parts, names)),
            len(scope) > 1,
            sum(row.located for row in rows),
            {
                Which.MISSING: every.missing,
                Which.DAMAGED: every.damaged,
                Which.TOLD: sum(row.told for row in rows),
                Which.OVERDUE: sum(row.overdue for row in rows),
            },
        )

    async def use(self, unit_id: int, period: Period, *, exact: bool = False) -> Use:
        """How often signs were used in a period, which must be the one of `quarter`. Only the desk
        of the unit itself may have scans and tips `exact`, and never of units below.
        """
        scope = await self.scope(unit_id)
        exact = exact and len(scope) == 1
        rows = (await self._db.execute(sql.USE, _of(period, scope))).all()
        names = await self._names(scope)
        by_unit: defaultdict[int, dict[int, Used]] = defaultdict(dict)
        for row in rows:
            used = Used(int(row.scans), int(row.started), int(row.sent))
            by_unit[row.unit_id][row.hamlet] = used
        reals: dict[int, Used] = {}
        told: dict[int, Used] = {}
        for unit, hamlets in by_unit.items():
            may = for_the_desk if exact else for_others
            shown = {key: may(each) for key, each in hamlets.items()}
            if len(scope) == 1:
                reals, told = hamlets, shown
            else:
                reals[unit] = _summed(list(hamlets.values()))
                told[unit] = together(list(hamlets.values()), list(shown.values()))
        every = together(list(reals.values()), [told[key] for key in reals], exact=exact)
        ordered = tuple((names.get(key, ""), told[key]) for key in _in_order(told, names))
        return Use(period, exact, every, ordered)

    async def quarter(self, unit_id: int, now: datetime) -> Period:
        """The quarter that may be told of."""
        zone = await self._zone(unit_id)
        return _period(*quarter_told(now.astimezone(zone).date()), zone)

    async def this_month(self, unit_id: int, now: datetime) -> tuple[int, int]:
        """Scans and tips from the first of the month until now, exactly: for the desk of a unit.
        Never what began: beside the tips, that would show one about an official as it comes.
        """
        zone = await self._zone(unit_id)
        today = now.astimezone(zone).date()
        month = _period(today.replace(day=1), today + timedelta(days=1), zone)
        rows = (await self._db.execute(sql.USE, _of(month, [unit_id]))).all()
        return sum(int(row.scans) for row in rows), sum(int(row.sent) for row in rows)

    async def listed(
        self, unit_id: int, which: Which, now: datetime, limit: int = 10, after: int = 0
    ) -> tuple[list[Named], int]:
        """A page of a list, in the order of the register, and how many there are in all."""
        scope = await self.scope(unit_id)
        quarter = await self.quarter(unit_id, now)
        values = await self._values(scope, now) | {
            "since": quarter.since.isoformat(),
            "until": quarter.until.isoformat(),
            "least": LEAST,
        }
        wanted = sql.LISTED[which]
        count = (await self._db.execute(sql.counting(wanted), values)).scalar_one()
        rows = await self._db.execute(wanted.limit(limit).offset(after), values)
        found = [
            Named(
                row.name,
                row.hamlet or "",
                row.unit if len(scope) > 1 else "",
                f"{row.prefix}-{row.serial:04d}" if row.serial else "",
                row.short or "",
                row.inspected,
            )
            for row in rows
        ]
        return found, int(count)

    async def spots(self, unit_id: int) -> list[Spot]:
        """All places that have a location."""
        # What is overdue does not matter here.
        wanted = {"units": await self.scope(unit_id), "overdue": datetime.fromtimestamp(0, UTC)}
        rows = await self._db.execute(sql.SPOTS, wanted)
        return [Spot(row.latitude, row.longitude, _STANDING[row.best or 0]) for row in rows]

    async def _names(self, scope: Sequence[int]) -> dict[int, str]:
        """By id, in the order that parts are shown in."""
        names: Select[Any] = (
            select(points.c.id, points.c.name)
            .where(points.c.unit_id.in_(scope), points.c.kind == PointKind.HAMLET.value)
            .order_by(points.c.id)
            if len(scope) == 1
            else select(units.c.id, units.c.name).where(units.c.id.in_(scope)).order_by("name")
        )
        return {row.id: row.name for row in await self._db.execute(names)}

    async def _values(self, scope: Sequence[int], now: datetime) -> dict[str, Any]:
        return {"units": list(scope), "overdue": now - INSPECT_AFTER}

    async def _zone(self, unit_id: int) -> ZoneInfo:
        return ZoneInfo(await self._settings.get(unit_id, "timezone"))


_STANDING: Final = {2: Standing.INSTALLED, 1: Standing.DAMAGED, 0: Standing.MISSING}


def _period(since: date, until: date, zone: ZoneInfo) -> Period:
    midnight = time(tzinfo=zone)
    begins, ends = datetime.combine(since, midnight), datetime.combine(until, midnight)
    return Period(since, until, begins, ends)


def _of(period: Period, scope: list[int]) -> dict[str, Any]:
    return {
        "units": scope,
        "begins": period.begins,
        "ends": period.ends,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
    }


def _in_order(found: dict[int, Any], names: dict[int, str]) -> list[int]:
    known = [key for key in names if key in found]
    return [*known, *sorted(found.keys() - names.keys())]


def _summed(each: Sequence[Used]) -> Used:
    return sum(each, Used())
