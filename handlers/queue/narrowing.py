"""Choosing what the queue is narrowed to. Only a typed date is waited for; the rest is buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain import queue_code
from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text, verbatim
from bot.domain.queue import View
from bot.domain.queue_code import PERIODS, Wanted
from bot.domain.tip import TipKind, TipStatus
from handlers.at_desk import allowed
from handlers.queue import words
from handlers.queue.base import QUEUE
from handlers.queue.listing import resolve, show
from handlers.words import kind_text

if TYPE_CHECKING:
    from storage.labels import Labels
    from storage.looking import Looking
    from storage.points import Points
    from storage.queue import Queue

CHOICES: Final = 8
"""Choices shown at once."""
FIELDS: Final = {"p": "point", "k": "kind", "s": "status", "l": "label", "d": "period"}
"""What can be narrowed, by the letter that buttons carry, in the order of the menu."""


@QUEUE.step("narrow", entry=True)
async def narrow(turn: Turn, points: Points, labels: Labels) -> Next:
    """By what?"""
    if not allowed(turn, Action.SEE_QUEUE):
        return END
    wanted, _, narrowed = await resolve(turn, points, labels, queue_code.read(turn.value))
    code = queue_code.write(wanted)
    fields = [
        Button(Text(f"queue-by-{name}"), f"queue.pick:{letter}0/{code}")
        for letter, name in FIELDS.items()
        if not (letter == "s" and wanted.view is View.ENDED)
    ]
    turn.say(
        "queue-narrow-by",
        what=words.heading(wanted, narrowed),
        buttons=[*fields, words.to(wanted, Text("queue-back"))],
        edit=True,
        protect=True,
    )
    return END


@QUEUE.step("pick", entry=True)
async def pick(turn: Turn, points: Points, labels: Labels) -> Next:
    """The choices of one field: `<letter><page>/<code>`."""
    if not allowed(turn, Action.SEE_QUEUE):
        return END
    which, _, code = turn.value.partition("/")
    field, page = which[:1], which[1:]
    wanted, _, narrowed = await resolve(turn, points, labels, queue_code.read(code))
    choices = await _choices(turn, field, wanted, points, labels)
    code = queue_code.write(wanted)
    back = Button(Text("queue-back"), f"queue.narrow:{code}")
    if not choices:
        turn.say("queue-no-choice", buttons=[back], edit=True, protect=True)
        return END
    last = (len(choices) - 1) // CHOICES
    at = min(int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 0, last)
    buttons = choices[at * CHOICES : (at + 1) * CHOICES]
    if at > 0:
        buttons.append(Button(Text("queue-page-back"), f"queue.pick:{field}{at - 1}/{code}"))
    if at < last:
        buttons.append(Button(Text("queue-page-on"), f"queue.pick:{field}{at + 1}/{code}"))
    turn.say(
        f"queue-pick-{FIELDS.get(field, 'kind')}",
        what=words.heading(wanted, narrowed),
        buttons=[*buttons, back],
        edit=True,
        protect=True,
    )
    return END


async def _choices(
    turn: Turn, field: str, wanted: Wanted, points: Points, labels: Labels
) -> list[Button]:
    unit_id = turn.who.unit_id or 0
    match field:
        case "p":
            there = await points.of_unit(unit_id)
            return [words.to(wanted.but(point_id=p.id), verbatim(p.name)) for p in there]
        case "s":
            open_ones = (status for status in TipStatus if status is not TipStatus.CLOSED)
            return [words.to(wanted.but(status=s.value), Text(f"status-{s}")) for s in open_ones]
        case "l":
            names = await labels.of_unit(unit_id)
            return [words.to(wanted.but(label=queue_code.sign(n)), verbatim(n)) for n in names]
        case "d":
            days = [words.to(wanted.but(period=p), words.period_text(p)) for p in PERIODS]
            code = queue_code.write(wanted.but())
            return [*days, Button(Text("queue-type-day"), f"queue.day:{code}")]
        case _:
            return [words.to(wanted.but(kind=k.value), kind_text(k)) for k in TipKind]


@QUEUE.step("day", leads_to=["day_typed"], entry=True)
async def day(turn: Turn) -> Next:
    """A month or a day is to be typed."""
    if not allowed(turn, Action.SEE_QUEUE):
        return END
    turn.draft["code"] = queue_code.write(queue_code.read(turn.value))
    return "day_typed"


@QUEUE.asks("day_typed")
async def ask_day_typed(turn: Turn) -> None:
    """Which?"""
    turn.say("queue-day", buttons=[turn.option("stop", "triage-stop")], protect=True)


@QUEUE.step("day_typed")
async def day_typed(
    turn: Turn, queue: Queue, points: Points, labels: Labels, looking: Looking
) -> Next:
    """The queue of that month or day."""
    if not allowed(turn, Action.SEE_QUEUE):
        return END
    wanted = queue_code.read(str(turn.draft.get("code", "")))
    stopped = turn.value == "stop"
    period = "" if stopped else queue_code.typed(turn.text)
    if not (stopped or period):
        stop = [turn.option("stop", "triage-stop")]
        turn.say("queue-day-wrong", buttons=stop, protect=True)
        return "day_typed"
    turn.value = ""
    if not stopped:
        wanted = wanted.but(period=period)
    await show(turn, queue, points, labels, looking, wanted)
    return END
