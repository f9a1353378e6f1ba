"""A view of the queue, its filters and its page as a few letters: what buttons carry, so that
nothing has to be remembered between two presses.

    u3.p1y2p0ij32e8e7.kb.s2.l7k2fa.d20261122      page 4 of the unit, narrowed by everything

At most `LONGEST` characters. Anybody can send anything: what cannot be read is left out.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Final

from bot.domain.queue import Filter, View
from bot.domain.tip import TipKind, TipStatus

LONGEST: Final = 48
LAST_PAGE: Final = 9999
TODAY: Final = "1"
PERIODS: Final = (TODAY, "7", "30")
"""Days up to now that have a button."""
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_VIEWS: Final = dict(zip("umfroxe", View, strict=True))
_LETTERS: Final = {view: letter for letter, view in _VIEWS.items()}
_KINDS: Final = tuple(TipKind)
_STATUSES: Final = tuple(TipStatus)
_LABEL: Final = 6
_LOCAL: Final = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see. `label` is a label's sign; `period` one of `PERIODS`, a month
    as `202611`, or a day as `20261122`. Pages count from 0.
    """

    view: View = View.UNIT
    page: int = 0
    point_id: int | None = None
    kind: str = ""
    status: str = ""
    label: str = ""
    period: str = ""

    def but(self, **changes: object) -> Wanted:
        """The same with changes, from its first page."""
        return replace(self, **{"page": 0, **changes})  # type: ignore[arg-type]

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        names = ("point_id", "kind", "status", "label", "period")
        return tuple(name for name in names if getattr(self, name))


def write(wanted: Wanted) -> str:
    """As letters."""
    parts = [f"{_LETTERS[wanted.view]}{min(wanted.page, LAST_PAGE)}"]
    if wanted.point_id is not None:
        parts.append(f"p{base36(wanted.point_id)}")
    if wanted.kind:
        parts.append(f"k{_DIGITS[_KINDS.index(TipKind(wanted.kind))]}")
    if wanted.status:
        parts.append(f"s{_DIGITS[_STATUSES.index(TipStatus(wanted.status))]}")
    if wanted.label:
        parts.append(f"l{wanted.label}")
    if wanted.period:
        parts.append(f"d{wanted.period}")
    return ".".join(parts)


def read(code: str) -> Wanted:
    """The reverse of `write`."""
    if len(code) > LONGEST or not code.isascii():
        return Wanted()
    head, *parts = code.split(".")
    view = _VIEWS.get(head[:1])
    if view is None:
        return Wanted()
    found = Wanted(view, int(head[1:]) if head[1:].isdigit() and len(head) < 6 else 0)
    for part in parts:
        found = _with(found, part[:1], part[1:])
    return found


def _with(found: Wanted, name: str, value: str) -> Wanted:
    match name:
        case "p":
            return replace(found, point_id=number(value))
        case "k" if len(value) == 1 and 0 <= _DIGITS.find(value) < len(_KINDS):
            return replace(found, kind=_KINDS[_DIGITS.index(value)].value)
        case "s" if len(value) == 1 and 0 <= _DIGITS.find(value) < len(_STATUSES):
            return replace(found, status=_STATUSES[_DIGITS.index(value)].value)
        case "l" if len(value) == _LABEL and all(c in _DIGITS for c in value):
            return replace(found, label=value)
        case "d" if value in PERIODS or _days(value):
            return replace(found, period=value)
    return found


def sign(label: str) -> str:
    """A label as six letters: its own words would not fit into a button."""
    mixed = hashlib.sha256(label.encode()).digest()
    return base36(int.from_bytes(mixed[:8], "big"))[-_LABEL:].rjust(_LABEL, "0")


def signed(sign_of: str, labels: Iterable[str]) -> str:
    """The label with this sign, or nothing."""
    return next((label for label in labels if sign(label) == sign_of), "")


def narrow(wanted: Wanted, label: str, member_id: int, now: datetime) -> Filter:
    """What the store is asked for; `label` in words."""
    since, until = between(wanted.period, now)
    return Filter(
        wanted.view,
        member_id,
        wanted.point_id,
        wanted.kind,
        wanted.status,
        label,
        since,
        until,
    )


def between(period: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when to before when a period is, by Vietnam's calendar."""
    if period in PERIODS:
        today = datetime.combine(now.astimezone(_LOCAL).date(), datetime.min.time(), _LOCAL)
        return today - timedelta(days=int(period) - 1), None
    days = _days(period)
    if days is None:
        return None, None
    first, last = (datetime.combine(day, datetime.min.time(), _LOCAL) for day in days)
    return first, last + timedelta(days=1)


def typed(text: str) -> str:
    """A month (`11/2026`) or a day (`22/11/2026`) as a period; empty when it is neither."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if not all(part.strip().isdecimal() and len(part.strip()) <= 4 for part in parts):
        return ""
    numbers = [int(part) for part in parts]
    if len(numbers) == 2:
        period = f"{numbers[1]:04}{numbers[0]:02}"
    elif len(numbers) == 3:
        period = f"{numbers[2]:04}{numbers[1]:02}{numbers[0]:02}"
    else:
        return ""
    return period if _days(period) else ""


def _days(period: str) -> tuple[date, date] | None:
    """The first and the last day of a month or a day."""
    if not (period.isascii() and period.isdigit() and len(period) in (6, 8)):
        return None
    year, month = int(period[:4]), int(period[4:6])
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        return None
    length = monthrange(year, month)[1]
    if len(period) == 6:
        return date(year, month, 1), date(year, month, length)
    day = int(period[6:])
    return (date(year, month, day),) * 2 if 1 <= day <= length else None


def base36(number: int) -> str:
    """A row id in thirteen letters or less."""
    letters = ""
    while True:
        number, rest = divmod(number, 36)
        letters = _DIGITS[rest] + letters
        if number == 0:
            return letters


def number(letters: str) -> int | None:
    """The reverse of `base36`, for ids of rows; None for anything else."""
    if not (0 < len(letters) <= 13 and all(c in _DIGITS for c in letters)):
        return None
    found = int(letters, 36)
    return found if found < 2**63 else None
