"""The statements of `storage.coverage`: each goes once over a unit's places and what belongs to
them, and gives back sums, or one page.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    select,
    type_coerce,
)

from bot.domain.coverage import Which
from bot.domain.points import LIVE, TOLD, PointKind, SignState
from bot.domain.tip import TipKind
from storage.schema import point_counts, points, sign_events, stickers, tips, units

_UNITS: Final[BindParameter[Any]] = bindparam("units", expanding=True)
_DAY: Final = 24 * 60 * 60 * 1000

_hangs = stickers.c.state == SignState.INSTALLED.value
_broken = stickers.c.state == SignState.DAMAGED.value
_waits = _hangs & (stickers.c.inspected_at < bindparam("overdue"))
_signs = (
    select(
        stickers.c.point_id,
        func.max(case((_hangs, 2), (_broken, 1), else_=0)).label("best"),
        func.min(case((_hangs, stickers.c.inspected_at))).label("inspected"),
        func.min(stickers.c.serial).label("serial"),
        func.min(case((_broken, stickers.c.serial))).label("broken"),
        func.min(case((_waits, stickers.c.serial))).label("waits"),
    )
    .where(stickers.c.unit_id.in_(_UNITS), stickers.c.state.in_([s.value for s in LIVE]))
    .group_by(stickers.c.point_id)
    .subquery("signs")
)
"""Of several that hang at one place the one that waited longest for somebody to look."""
# As `SignHistory.told_since`: what a resident told has only its day.
_looked = func.coalesce(
    type_coerce(stickers.c.inspected_at, BigInteger),
    type_coerce(stickers.c.created_at, BigInteger) - _DAY,
)
_told = (
    select(sign_events.c.point_id, func.min(stickers.c.serial).label("serial"))
    .join(stickers, stickers.c.id == sign_events.c.sticker_id)
    .where(
        sign_events.c.unit_id.in_(_UNITS),
        sign_events.c.what.in_([each.value for each in TOLD]),
        stickers.c.state.in_([s.value for s in LIVE]),
        type_coerce(sign_events.c.at, BigInteger) > _looked,
    )
    .group_by(sign_events.c.point_id)
    .subquery("told")
)
_hamlet = case(
    (points.c.kind == PointKind.HAMLET.value, points.c.id),
    else_=func.coalesce(points.c.parent_id, 0),
)
_best = func.coalesce(_signs.c.best, 0)
_here = points.c.unit_id.in_(_UNITS) & points.c.revoked_at.is_(None)
_late = case((_signs.c.inspected < bindparam("overdue"), 1), else_=0)
_of_signs = points.outerjoin(_signs, _signs.c.point_id == points.c.id)

TALLIES: Final = (
    select(
        points.c.unit_id,
        _hamlet.label("hamlet"),
        points.c.kind,
        func.count().label("places"),
        func.sum(case((_best == 2, 1), else_=0)).label("installed"),
        func.sum(case((_best == 1, 1), else_=0)).label("damaged"),
        func.sum(_late).label("overdue"),
        func.count(_told.c.point_id).label("told"),
        func.count(points.c.latitude).label("located"),
    )
    .select_from(_of_signs.outerjoin(_told, _told.c.point_id == points.c.id))
    .where(_here)
    .group_by(points.c.unit_id, _hamlet, points.c.kind)
)

_ours = select(points.c.id).where(points.c.unit_id.in_(_UNITS))
_counts = (
    select(
        point_counts.c.point_id,
        func.sum(point_counts.c.scans).label("scans"),
        func.sum(point_counts.c.started).label("started"),
    )
    .where(
        point_counts.c.point_id.in_(_ours),
        point_counts.c.day >= bindparam("since"),
        point_counts.c.day < bindparam("until"),
    )
    .group_by(point_counts.c.point_id)
    .subquery("counts")
)
_sent = (
    select(tips.c.point_id, func.count().label("sent"))
    .where(
        # Wherever a tip has gone since: what a period counted does not change. By unit, for the
        # index.
        tips.c.unit_id.in_(select(units.c.id)),
        tips.c.created_at >= bindparam("begins"),
        tips.c.created_at < bindparam("ends"),
        tips.c.point_id.is_not(None),
        tips.c.source == "chat",
        # Tips about an official never show in the local unit, not even as a count.
        tips.c.kind != TipKind.OFFICIAL.value,
    )
    .group_by(tips.c.point_id)
    .subquery("sent")
)
_scans = func.coalesce(_counts.c.scans, 0)
_started = func.coalesce(_counts.c.started, 0)
_tips = func.coalesce(_sent.c.sent, 0)

USE: Final = (
    select(
        points.c.unit_id,
        _hamlet.label("hamlet"),
        func.sum(_scans).label("scans"),
        func.sum(_started).label("started"),
        func.sum(_tips).label("sent"),
    )
    .select_from(
        points.outerjoin(_counts, _counts.c.point_id == points.c.id).outerjoin(
            _sent, _sent.c.point_id == points.c.id
        )
    )
    # Places that are no more too, and none that came later, and nothing of how their signs stand:
    # what is told of a period stays as it was, and a total depends on how many parts it has.
    .where(
        points.c.unit_id.in_(_UNITS),
        (points.c.created_at < bindparam("ends")) | (_scans + _started + _tips > 0),
    )
    .group_by(points.c.unit_id, _hamlet)
)

_ever = (
    select(point_counts.c.point_id)
    .where(point_counts.c.point_id == points.c.id, point_counts.c.scans > 0)
    .exists()
)
_above = points.alias("above")
_sign = stickers.alias("sign")
_NAMED: Final = select(
    points.c.name,
    _above.c.name.label("hamlet"),
    units.c.name.label("unit"),
    units.c.prefix,
    _sign.c.serial,
    _sign.c.short,
    _signs.c.inspected,
)
_ORDER: Final = (units.c.name, points.c.id)


def _places(serial: ColumnElement[int]) -> Select[Any]:
    """Places with one of their signs: the one that the list is about."""
    return (
        _NAMED.select_from(
            _of_signs.outerjoin(_told, _told.c.point_id == points.c.id)
            .join(units, units.c.id == points.c.unit_id)
            .outerjoin(_above, _above.c.id == points.c.parent_id)
            .outerjoin(_sign, (_sign.c.unit_id == points.c.unit_id) & (_sign.c.serial == serial))
        )
        .where(_here)
        .order_by(*_ORDER)
    )


_first = _places(_signs.c.serial)
_lately = (
    select(func.coalesce(func.sum(point_counts.c.scans), 0))
    .where(
        point_counts.c.point_id == points.c.id,
        point_counts.c.day >= bindparam("since"),
        point_counts.c.day < bindparam("until"),
    )
    .scalar_subquery()
)

LISTED: Final[dict[Which, Select[Any]]] = {
    Which.MISSING: _first.where(_best == 0),
    Which.DAMAGED: _places(_signs.c.broken).where(_best == 1),
    Which.TOLD: _places(_told.c.serial).where(_told.c.point_id.is_not(None)),
    Which.OVERDUE: _places(_signs.c.waits).where(_signs.c.waits.is_not(None)),
    Which.NEVER: _first.where(_best == 2, ~_ever),
    Which.UNDER: _first.where(_best == 2, _lately < bindparam("least")),
}


def counting(wanted: Select[Any]) -> Select[Any]:
    """How many a list has."""
    return select(func.count()).select_from(wanted.order_by(None).subquery())


SPOTS: Final = (
    select(points.c.latitude, points.c.longitude, _signs.c.best)
    .select_from(_of_signs)
    .where(_here, points.c.latitude.is_not(None), points.c.longitude.is_not(None))
    .order_by(points.c.id)
)
