"""How much of 100% hangs, what wants looking at, and what is told of use. Which view and which
page travels in the buttons, so that nothing is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from bot.domain.access import Action, may
from bot.domain.coverage import FOR_THE_DESK, Chart, Drawing, Map, Part, Report, Tally, Used, Which
from bot.domain.flow import END, Next, Turn
from bot.domain.message import PARAGRAPHS, Button, Text
from bot.domain.small_numbers import UNDER
from handlers.at_desk import allowed
from handlers.points.base import POINTS, coverage_button
from handlers.points.views import date_text, kind_text
from handlers.tip_views import joined
from handlers.words import number_of

if TYPE_CHECKING:
    from storage.coverage import Coverage, Named, Use
    from storage.units import Unit, Units

T = TypeVar("T")
LINES: Final = 20
"""Hamlets shown at once."""
PAGE: Final = 8
"""Places of a list shown at once, each with a button."""


@POINTS.step("coverage", entry=True)
async def coverage(turn: Turn, coverage: Coverage, units: Units) -> Next:
    """A view; the value is its name and a page (from 0). None is the first, with its chart."""
    if not allowed(turn, Action.SEE_COVERAGE) or turn.who.unit_id is None:
        return END
    view, _, number = turn.value.partition("/")
    page = number_of(number, 10**6)
    unit = await units.get(turn.who.unit_id)
    report = await coverage.report(unit.id, turn.now)
    if not report.tally.places:
        turn.say("points-none", buttons=[], protect=True)
    elif view in set(Which) and (view not in FOR_THE_DESK or _knows(turn, report)):
        await _list(turn, coverage, unit, report, Which(view), page)
    elif view == "parts":
        _parts(turn, report, page)
    elif view == "use":
        await _use(turn, coverage, unit, report, page)
    elif view == "map":
        await _map(turn, coverage, unit)
    else:
        _whole(turn, unit, report, draw=not view)
    return END


def _knows(turn: Turn, report: Report) -> bool:
    """Whether this member may know exactly what reporters did: the desk, of its own unit alone."""
    return may(turn.who.role, Action.SEE_QUEUE) and not report.by_unit


def _whole(turn: Turn, unit: Unit, report: Report, *, draw: bool) -> None:
    lines = [_bar(kind_text(kind), tally) for kind, tally in report.kinds]
    lists = report.lists
    wants = [
        Text(f"points-wants-{which}", {"n": lists[which]})
        for which in (Which.DAMAGED, Which.TOLD, Which.OVERDUE)
        if lists[which]
    ]
    seldom = FOR_THE_DESK if _knows(turn, report) else ()
    views = [
        coverage_button("parts/0", "points-by-unit" if report.by_unit else "points-by-hamlet"),
        *(
            coverage_button(f"{which}/0", f"points-list-{which}")
            for which in (Which.MISSING, Which.DAMAGED, Which.TOLD, Which.OVERDUE)
            if lists[which]
        ),
        *(coverage_button(f"{which}/0", f"points-list-{which}") for which in seldom),
        *([coverage_button("map", "points-map")] if report.located else []),
        coverage_button("use/0", "points-use"),
    ]
    turn.say(
        joined([Text("points-coverage", _figures(unit.name, report.tally)), *lines, *wants]),
        buttons=views,
        edit=not draw,
        protect=True,
    )
    if draw:
        turn.drawing = Drawing(Chart(unit.name, report), Text("points-chart"), "diem-co-ma")


def _parts(turn: Turn, report: Report, page: int) -> None:
    shown, pages = _page_of(report.parts, page, LINES)
    turn.say(
        joined(
            [
                Text("points-units" if report.by_unit else "points-hamlets"),
                *(_bar(_name(part), part.tally) for part in shown),
            ]
        ),
        buttons=[*_turns("parts", page, pages), coverage_button()],
        edit=True,
        protect=True,
    )


async def _list(
    turn: Turn, coverage: Coverage, unit: Unit, report: Report, which: Which, page: int
) -> None:
    found, count = await coverage.listed(unit.id, which, turn.now, PAGE, page * PAGE)
    opens = [
        Button(Text("points-open-one", {"serial": each.serial}), f"points.card:{each.short}")
        for each in found
        if each.short and not each.unit
    ]
    pages = -(-count // PAGE)
    turn.say(
        joined(
            [
                Text(f"points-listed-{which}", {"n": count}),
                *(_place(each, dated=which is Which.OVERDUE) for each in found),
            ]
        ),
        buttons=[*opens, *_turns(which.value, page, pages), coverage_button()],
        edit=True,
        protect=True,
    )


async def _use(turn: Turn, coverage: Coverage, unit: Unit, report: Report, page: int) -> None:
    exact = _knows(turn, report)
    quarter = await coverage.use(unit.id, await coverage.quarter(unit.id, turn.now), exact=exact)
    heads = [_used_text(_quarter(quarter), quarter.all)]
    if exact:
        scans, sent = await coverage.this_month(unit.id, turn.now)
        heads.insert(0, Text("points-this-month", {"scans": str(scans), "sent": str(sent)}))
    shown, pages = _page_of(quarter.parts, page, LINES)
    lines = [_used_text(name or Text("points-no-hamlet"), used) for name, used in shown]
    parts = [joined(heads)]
    if lines:
        parts.append(joined([Text("points-use-parts", {"of": _quarter(quarter)}), *lines]))
    parts.append(Text("points-use-exact" if exact else "points-use-rule"))
    turn.say(
        Text("points-use-of", {"unit": unit.name, "rest": joined(parts, PARAGRAPHS)}),
        buttons=[*_turns("use", page, pages), coverage_button()],
        edit=True,
        protect=True,
    )


async def _map(turn: Turn, coverage: Coverage, unit: Unit) -> None:
    spots = await coverage.spots(unit.id)
    if not spots:
        turn.say("points-map-none", buttons=[coverage_button()], protect=True)
        return
    turn.say("points-map-coming", n=len(spots), protect=True)
    turn.drawing = Drawing(
        Map(unit.name, tuple(spots)), Text("points-map-here"), "ban-do", (coverage_button(),)
    )


def _figures(name: str, tally: Tally) -> dict[str, str | int | Text]:
    return {
        "name": name,
        "installed": tally.installed,
        "places": tally.places,
        "percent": tally.percent,
    }


def _bar(name: str | Text, tally: Tally) -> Text:
    damaged = {"damaged": tally.damaged}
    return Text(
        "points-bar-damaged" if tally.damaged else "points-bar",
        {**_figures("", tally), **damaged, "name": name},
    )


def _name(part: Part) -> str | Text:
    return part.name or Text("points-no-hamlet")


def _place(each: Named, *, dated: bool) -> Text:
    where = each.unit or each.hamlet
    name = Text("points-in", {"name": each.name, "where": where}) if where else each.name
    about: dict[str, str | int | Text] = {"name": name, "serial": each.serial or "–"}
    if dated and each.at:
        return Text("points-item-at", {**about, "at": date_text(each.at)})
    return Text("points-item", about)


def _used_text(name: str | Text, used: Used) -> Text:
    numbers = {
        "scans": _number(used.scans),
        "started": _number(used.started),
        "sent": _number(used.sent),
    }
    return Text("points-used", {"name": name, **numbers})


def _number(n: int) -> str | Text:
    return Text("points-under") if n == UNDER else str(n)


def _quarter(use: Use) -> Text:
    since = use.period.since
    return Text("points-quarter", {"n": (since.month + 2) // 3, "year": str(since.year)})


def _turns(view: str, page: int, pages: int) -> list[Button]:
    found = []
    if page > 0:
        found.append(coverage_button(f"{view}/{page - 1}", "queue-page-back"))
    if page < pages - 1:
        found.append(coverage_button(f"{view}/{page + 1}", "queue-page-on"))
    return found


def _page_of(items: tuple[T, ...], page: int, size: int) -> tuple[tuple[T, ...], int]:
    return items[page * size : (page + 1) * size], -(-len(items) // size)
