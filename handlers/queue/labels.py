"""Labels: a lead says which there are, officers put them on tips. They lie in clear, so nobody
types one for a tip: what is chosen from a short list tells nothing of anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain import queue_code
from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip
from handlers.at_desk import allowed, find, open_button
from handlers.queue.base import QUEUE

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.labels import Labels
    from storage.tips import Tips

LONGEST: Final = 24


@QUEUE.step("labels", entry=True)
async def tip_labels(turn: Turn, tips: Tips, labels: Labels) -> Next:
    """The labels of a tip, and those it could have."""
    tip = await find(turn, tips, turn.value, Action.LABEL_TIP)
    if tip is not None:
        await _show(turn, tip, labels)
    return END


@QUEUE.step("label", entry=True)
async def label(turn: Turn, tips: Tips, labels: Labels, audit: Audit) -> Next:
    """Put one on (`<reference>/+<sign>`) or take one off (`…/-…`). Pressed twice it is as once."""
    reference, _, what = turn.value.partition("/")
    tip = await find(turn, tips, reference, Action.LABEL_TIP)
    if tip is None:
        return END
    name = queue_code.signed(what[1:], await labels.of_unit(tip.unit_id))
    if not name:
        turn.say("queue-label-gone", buttons=[open_button(tip)], protect=True)
        return END
    on = what[:1] == "+"
    if await (labels.put(tip.id, name) if on else labels.take_off(tip.id, name)):
        turn.touched.add(tip.id)
        await note(turn, audit, "tip-labelled" if on else "tip-unlabelled", tip)
    await _show(turn, tip, labels)
    return END


async def note(turn: Turn, audit: Audit, deed: str, tip: Tip) -> None:
    """A deed with a tip, in the audit."""
    await audit.record(
        deed,
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )


async def _show(turn: Turn, tip: Tip, labels: Labels) -> None:
    has = (await labels.of_tips([tip.id])).get(tip.id, ())
    names = await labels.of_unit(tip.unit_id)
    buttons = []
    for name in names:
        mark, key = ("-", "queue-label-on") if name in has else ("+", "queue-label-off")
        payload = f"queue.label:{tip.reference}/{mark}{queue_code.sign(name)}"
        buttons.append(Button(Text(key, {"name": name}), payload))
    if may(turn.who.role, Action.EDIT_WORDS):
        buttons.append(Button(Text("queue-words"), "queue.words:"))
    about: dict[str, str | int | Text] = {"reference": tip.reference}
    said = Text("queue-labels-of" if names else "queue-no-labels", about)
    if has:
        said = Text("queue-labels-are", {**about, "labels": ", ".join(has)})
    turn.say(said, buttons=[*buttons, open_button(tip)], edit=True, protect=True)


@QUEUE.step("words", entry=True)
async def words(turn: Turn, labels: Labels) -> Next:
    """The unit's list of labels, for whoever may change it."""
    if allowed(turn, Action.EDIT_WORDS):
        await _words(turn, labels)
    return END


async def _words(turn: Turn, labels: Labels) -> None:
    names = await labels.of_unit(turn.who.unit_id or 0)
    drops = [
        Button(Text("queue-word-drop", {"name": n}), f"queue.word_drop:{queue_code.sign(n)}")
        for n in names
    ]
    turn.say(
        "queue-word-list",
        n=len(names),
        buttons=[Button(Text("queue-word-new"), "queue.word_new:"), *drops],
        edit=bool(turn.value),
        protect=True,
    )


@QUEUE.step("word_drop", entry=True)
async def word_drop(turn: Turn, labels: Labels, audit: Audit) -> Next:
    """One label less; the tips that had it lose it."""
    if not allowed(turn, Action.EDIT_WORDS):
        return END
    unit_id = turn.who.unit_id or 0
    name = queue_code.signed(turn.value, await labels.of_unit(unit_id))
    if name and await labels.drop(unit_id, name):
        await _changed(turn, audit, "label-dropped", name)
    await _words(turn, labels)
    return END


@QUEUE.step("word_new", leads_to=["word_named"], entry=True)
async def word_new(turn: Turn) -> Next:
    """One label more."""
    return "word_named" if allowed(turn, Action.EDIT_WORDS) else END


@QUEUE.asks("word_named")
async def ask_word_named(turn: Turn) -> None:
    """What is it called?"""
    stop = [turn.option("stop", "triage-stop")]
    turn.say("queue-word-name", most=LONGEST, buttons=stop, protect=True)


@QUEUE.step("word_named")
async def word_named(turn: Turn, labels: Labels, audit: Audit) -> Next:
    """The typed name, if it is short."""
    if not allowed(turn, Action.EDIT_WORDS):
        return END
    stopped, turn.value = turn.value == "stop", ""
    if stopped:
        turn.say("triage-stopped")
        return END
    name, unit_id = " ".join(turn.text.split()), turn.who.unit_id or 0
    taken = await labels.of_unit(unit_id)
    if not (0 < len(name) <= LONGEST and name.isprintable()) or _like(name, taken):
        wrong = "queue-word-taken" if _like(name, taken) else "queue-word-wrong"
        stop = [turn.option("stop", "triage-stop")]
        turn.say(wrong, most=LONGEST, buttons=stop, protect=True)
        return "word_named"
    if not await labels.add(unit_id, name):
        turn.say("queue-word-many", n=len(taken), protect=True)
        return END
    await _changed(turn, audit, "label-added", name)
    await _words(turn, labels)
    return END


def _like(name: str, taken: list[str]) -> bool:
    return name.casefold() in (other.casefold() for other in taken)


async def _changed(turn: Turn, audit: Audit, deed: str, name: str) -> None:
    await audit.record(
        deed, now=turn.now, unit_id=turn.who.unit_id, member_id=turn.who.member_id, subject=name
    )
