"""An old reception book, understood line by line. A fault never quotes what a cell says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from typing import TYPE_CHECKING, Final

from bot.commands.sheets import Cell, Line, words
from bot.domain.errors import OperatorError
from bot.domain.message import Text
from bot.domain.past_tips import PastTip
from bot.domain.tip import Outcome, TipKind, Urgency, urgency_of
from bot.domain.words import fold

if TYPE_CHECKING:
    from bot.texts import Texts
    from storage.points import Point

LONGEST: Final = 20_000
"""Characters of what was told."""
_HEADS: Final[dict[str, tuple[str, ...]]] = {
    "date": ("ngày", "ngày nhận", "ngày tiếp nhận", "thời gian", "date", "received"),
    "kind": ("loại", "loại tin", "kind", "type"),
    "text": ("nội dung", "tóm tắt", "text", "content", "story"),
    "place": ("điểm/thôn", "điểm", "thôn", "địa điểm", "point", "place", "hamlet"),
    "urgent": ("khẩn", "mức độ", "urgent", "urgency"),
    "status": ("tình trạng", "trạng thái", "status"),
    "outcome": ("kết quả", "outcome", "result"),
    "source": ("nguồn", "source"),
    "ended": ("ngày kết thúc", "kết thúc", "ended", "closed"),
}
_NEEDED: Final = ("date", "kind", "text")
_YES: Final = ("x", "có", "khẩn", "yes", "urgent", "1", "true")
_NO: Final = ("", "không", "thường", "no", "normal", "0", "false")
_OPEN: Final = ("mới", "chưa xử lý", "đang xử lý", "đang xác minh", "new", "open", "verifying")
_ENDED: Final = ("đã xong", "xong", "đóng", "đã đóng", "kết thúc", "đã kết thúc", "closed", "done")
_SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "phone": ("điện thoại", "đường dây nóng", "phone", "hotline"),
    "letter": ("thư", "hòm thư", "đơn", "letter", "tip box"),
    "import": ("", "khác", "other", "import"),
}
_TIME: Final = r"(?:[ T]+(\d{1,2}):(\d{2})(.*))?"
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})" + _TIME)
_SECONDS: Final = re.compile(r"^:\d{2}(?:[.,]\d+)?")
_HALVES: Final[dict[str, int]] = {"": 0, "am": 0, "sa": 0, "pm": 12, "ch": 12}
"""What a spreadsheet writes behind a time of twelve hours, in English and Vietnamese."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME)


class _Wrong(Exception):
    """Why a line cannot be taken."""


@dataclass(slots=True)
class Book:
    """What a file holds. `faults`: line and sentence; `ignored`: heads that mean nothing here."""

    past: list[PastTip] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


class Reader:
    """Understands lines in the words of both languages; `points` are the unit's. `officials`:
    whether tips about an official are the unit's to read.
    """

    def __init__(
        self,
        texts: Texts,
        points: Sequence[Point],
        zone: tzinfo,
        now: datetime,
        *,
        officials: bool = True,
    ) -> None:
        self._officials = officials
        self._points = {fold(point.name): point.id for point in points}
        self._kinds = _labels(texts, "kind", TipKind)
        self._outcomes = _labels(texts, "outcome", Outcome)
        self._zone, self._now = zone, now

    def read(self, lines: Sequence[Line]) -> Book:
        """The whole file. Raises `OperatorError` when its first line names no columns."""
        if not lines:
            raise OperatorError("the file has no lines")
        book = Book()
        columns = self._columns(lines[0][1], book)
        first: dict[tuple[str, ...], int] = {}
        for number, cells in lines[1:]:
            row = {name: cells[at] for name, at in columns.items() if at < len(cells)}
            try:
                past = self._line(number, row)
            except _Wrong as wrong:
                book.faults.append((number, str(wrong)))
                continue
            if past.sign in first:
                book.faults.append((number, f"says the same as line {first[past.sign]}"))
            first.setdefault(past.sign, number)
            book.past.append(past)
        return book

    def _columns(self, heads: Sequence[Cell], book: Book) -> dict[str, int]:
        known = {fold(head): name for name, heads in _HEADS.items() for head in heads}
        columns: dict[str, int] = {}
        for at, head in enumerate(heads):
            name = known.get(fold(words(head)))
            if name is None:
                book.ignored += [words(head)] if words(head) else []
            elif name in columns:
                raise OperatorError(f"two columns of the first line mean {_HEADS[name][0]}")
            else:
                columns[name] = at
        missing = [_HEADS[name][0] for name in _NEEDED if name not in columns]
        if missing:
            raise OperatorError(
                f"the first line must name the columns ngày, loại, nội dung: {', '.join(missing)}"
                " is missing"
            )
        return columns

    def _line(self, number: int, row: dict[str, Cell]) -> PastTip:
        kind = self._one_of(row.get("kind"), self._kinds, "kind (loại)")
        if kind == TipKind.OFFICIAL and not self._officials:
            raise _Wrong("it is about an official: import it for the unit above")
        received = self._moment(row.get("date"), "date (ngày)")
        text = words(row.get("text"))
        if not text:
            raise _Wrong("the content (nội dung) is empty")
        if len(text) > LONGEST:
            raise _Wrong(f"the content (nội dung) is longer than {LONGEST} characters")
        outcome, ended = self._end(row, received)
        place = words(row.get("place"))
        point = self._points.get(fold(place)) if place else None
        urgent = _choice(row.get("urgent"), {"yes": _YES, "no": _NO}, "urgency (khẩn)") == "yes"
        return PastTip(
            number,
            received,
            kind,
            text,
            Urgency.URGENT.value if urgent else urgency_of(kind).value,
            point,
            "" if point is not None else place[:200],
            _choice(row.get("source"), _SOURCES, "source (nguồn)"),
            outcome,
            ended,
            place,
        )

    def _end(self, row: dict[str, Cell], received: datetime) -> tuple[str, datetime | None]:
        known = {"open": _OPEN, "ended": _ENDED, "": ("",)}
        status = _choice(row.get("status"), known, "status (tình trạng)")
        said = words(row.get("outcome"))
        if not said and status == "ended":
            raise _Wrong("it has ended: the outcome (kết quả) is missing")
        if not said:
            return "", None
        if status == "open":
            raise _Wrong("it has an outcome (kết quả) and its status (tình trạng) is still open")
        # "Chưa" is no short form of "Chưa đủ thông tin": that line is still open.
        outcome = self._one_of(said, self._outcomes, "outcome (kết quả)", whole=True)
        on = row.get("ended")
        ended = self._moment(on, "end (ngày kết thúc)") if words(on) else received
        if ended < received:
            raise _Wrong("it ends (ngày kết thúc) before it was received (ngày)")
        return outcome, ended

    def _one_of(self, cell: Cell, known: dict[str, str], what: str, *, whole: bool = False) -> str:
        said = fold(words(cell))
        found = {known[said]} if said in known else set()
        if said and not found and not whole:
            found = {value for label, value in known.items() if f" {said} " in f" {label} "}
        if len(found) != 1:
            values = ", ".join(sorted(set(known.values())))
            raise _Wrong(f"the {what} is not one of {values}, nor its Vietnamese name")
        return found.pop()

    def _moment(self, cell: Cell, what: str) -> datetime:
        if isinstance(cell, datetime):
            found = cell.replace(tzinfo=self._zone)
        elif isinstance(cell, date):
            found = datetime.combine(cell, time(), self._zone)
        else:
            found = self._typed(words(cell), what)
        if not found.year >= 1990 or found > self._now:
            raise _Wrong(f"the {what} is in the future or before 1990")
        return found

    def _typed(self, said: str, what: str) -> datetime:
        day, year = _DAY_FIRST.fullmatch(said), _YEAR_FIRST.fullmatch(said)
        match = day or year
        if match is None:
            raise _Wrong(f"the {what} is not like 22/11/2026 or 2026-11-22")
        *numbers, after = match.groups()
        parts = [int(part or 0) for part in numbers]
        half = fold(_SECONDS.sub("", after or ""))
        if half not in _HALVES or (half and not 1 <= parts[3] <= 12):
            raise _Wrong(f"the time of the {what} is not like 14:30 or 2:30 PM")
        if half:
            parts[3] = parts[3] % 12 + _HALVES[half]
        y, m, d = parts[2::-1] if day else parts[:3]
        try:
            return datetime(y, m, d, parts[3], parts[4], tzinfo=self._zone)
        except ValueError:
            raise _Wrong(f"the {what} is no day of the calendar") from None


def _choice(cell: Cell, known: dict[str, tuple[str, ...]], what: str) -> str:
    said = fold(str(int(cell)) if isinstance(cell, bool) else words(cell))
    for value, names in known.items():
        if said in map(fold, names):
            return value
    taken = ", ".join(name for each in known.values() for name in each if name)
    raise _Wrong(f"the {what} is not one of {taken}")


def _labels(texts: Texts, word: str, values: Iterable[str]) -> dict[str, str]:
    """Every name of a value, folded: in both languages, and as the service calls it."""
    found = {}
    for value in values:
        found[fold(value)] = str(value)
        for locale in ("vi", "en"):
            found[fold(texts.render(Text(f"{word}-{value}"), locale))] = str(value)
    return found
