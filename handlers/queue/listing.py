"""The queue by the page. Which part of it, and which page, travels in its buttons
(`bot.domain.queue_code`), so that every page turns in place and nothing is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain import queue_code
from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.queue import Filter, View
from bot.domain.queue_code import LAST_PAGE, Wanted
from bot.domain.tip import Tip
from handlers.at_desk import allowed
from handlers.queue import words
from handlers.queue.base import QUEUE

if TYPE_CHECKING:
    from storage.labels import Labels
    from storage.looking import Looking
    from storage.points import Points
    from storage.queue import Queue

PAGE: Final = 5
"""Tips shown at once: five buttons still fit a small screen."""
MOST: Final = 1000
"""More are not counted, as in `storage.queue`."""


@QUEUE.step("list", entry=True)
async def list_tips(
    turn: Turn, queue: Queue, points: Points, labels: Labels, looking: Looking
) -> Next:
    """A page, in place of the one whose button was pressed; a command or a bare button writes
    anew.
    """
    if allowed(turn, Action.SEE_QUEUE):
        await show(turn, queue, points, labels, looking, queue_code.read(turn.value))
    return END


@QUEUE.step("side", entry=True)
async def side(turn: Turn, queue: Queue, points: Points, labels: Labels, looking: Looking) -> Next:
    """The tips of muted reporters: normal tips, only quiet ones."""
    turn.value = ""
    if allowed(turn, Action.SEE_QUEUE):
        await show(turn, queue, points, labels, looking, Wanted(View.SIDE))
    return END


async def show(
    turn: Turn, queue: Queue, points: Points, labels: Labels, looking: Looking, wanted: Wanted
) -> None:
    """Say one page."""
    unit_id = turn.who.unit_id or 0
    wanted, found, narrowed = await resolve(turn, points, labels, wanted)
    count = await queue.count(unit_id, found, turn.now)
    last = LAST_PAGE if count > MOST else max(-(-count // PAGE) - 1, 0)
    page = min(wanted.page, last)
    tips = await queue.page(unit_id, found, turn.now, limit=PAGE + 1, offset=page * PAGE)
    if not tips and page:  # counted to a thousand only: this page is beyond the end
        page = 0
        tips = await queue.page(unit_id, found, turn.now, limit=PAGE + 1)
    wanted = wanted.but(page=page)
    edit = bool(turn.value)
    shown = tips[:PAGE]
    buttons = [*_tips(shown), *_pages(wanted, more=len(tips) > PAGE)]
    buttons += await _views(turn, queue, wanted)
    buttons += _filters(turn, wanted, narrowed, empty=not shown)
    heading = words.heading(wanted, narrowed)
    if not shown:
        plain = wanted.view is View.UNIT and not narrowed
        empty = Text("queue-empty") if plain else Text("queue-none", {"what": heading})
        turn.say(empty, buttons=buttons, edit=edit, protect=True)
        return
    where: dict[str, str | int | Text] = {"what": heading, "page": page + 1}
    if count <= MOST:
        where |= {"count": count, "pages": last + 1}
    ids = [tip.id for tip in shown]
    names = await looking.at(ids, turn.who.member_id or 0, turn.now)
    where["lines"] = words.lines(shown, await labels.of_tips(ids), names, turn.now)
    said = Text("queue-page" if count <= MOST else "queue-page-many", where)
    turn.say(said, buttons=buttons, edit=edit, protect=True)


async def resolve(
    turn: Turn, points: Points, labels: Labels, wanted: Wanted
) -> tuple[Wanted, Filter, list[tuple[str, Text]]]:
    """A code made good: without a point of another unit or a label that is not used any more;
    with it what the store is asked for, and what the filters say.
    """
    unit_id, point, label = turn.who.unit_id or 0, "", ""
    if wanted.point_id is not None:
        there = await points.get(wanted.point_id)
        if there is not None and there.unit_id == unit_id:
            point = there.name
        else:
            wanted = words.without(wanted, "point_id")
    if wanted.label:
        label = queue_code.signed(wanted.label, await labels.of_unit(unit_id))
        if not label:
            wanted = words.without(wanted, "label")
    found = queue_code.narrow(wanted, label, turn.who.member_id or 0, turn.now)
    return wanted, found, words.filters(wanted, point, label)


def _tips(shown: list[Tip]) -> list[Button]:
    return [
        Button(Text("triage-open-one", {"reference": t.reference}), f"triage.open:{t.reference}")
        for t in shown
    ]


def _pages(wanted: Wanted, *, more: bool) -> list[Button]:
    buttons = []
    if wanted.page > 0:
        buttons.append(words.to(wanted.but(page=wanted.page - 1), Text("queue-page-back")))
    if more and wanted.page < LAST_PAGE:
        buttons.append(words.to(wanted.but(page=wanted.page + 1), Text("queue-page-on")))
    return buttons


async def _views(turn: Turn, queue: Queue, wanted: Wanted) -> list[Button]:
    """The other views, with the same filters; the one for what waits aside while anything does."""
    buttons = [
        words.to(_turned(wanted, view), words.view_text(view))
        for view in View
        if view not in (wanted.view, View.SIDE)
    ]
    if wanted.view is not View.SIDE:
        count = await queue.count(turn.who.unit_id or 0, Filter(View.SIDE), turn.now)
        if count:
            label = Text("queue-side", {"n": min(count, MOST)})
            buttons.append(words.to(Wanted(View.SIDE), label))
    return buttons


def _turned(wanted: Wanted, view: View) -> Wanted:
    """Another view. Of what has ended no status is asked for."""
    return wanted.but(view=view, status="" if view is View.ENDED else wanted.status)


def _filters(
    turn: Turn, wanted: Wanted, narrowed: list[tuple[str, Text]], *, empty: bool
) -> list[Button]:
    code = queue_code.write(wanted.but())
    buttons = [
        words.to(words.without(wanted, name), Text("queue-drop", {"what": said}))
        for name, said in narrowed
    ]
    buttons.append(Button(Text("queue-narrow"), f"queue.narrow:{code}"))
    if not empty and may(turn.who.role, Action.BULK_CHANGE):
        buttons.append(Button(Text("queue-bulk"), f"queue.bulk:{code}"))
    return buttons
