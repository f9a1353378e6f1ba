"""What a caller said or a letter says, asked in the order of the form. Nobody's name is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import verbatim
from bot.domain.tip import TipKind, Urgency
from bot.domain.words import fold
from handlers.at_desk import allowed
from handlers.doors.base import DOORS, SOURCES
from handlers.draft import SKIPPED, Draft
from handlers.words import WHENS, back, kind_text, say_refusals, stop

if TYPE_CHECKING:
    from storage.points import Point, Points

ANSWER_LENGTH: Final = 200
"""Characters of an answer to "when?" or "where?"."""
PAGE: Final = 8
"""Points shown at once."""


_AFTER: Final = {
    "story": "when",
    "when": "point",
    "point": "where",
    "where": "urgent",
    "urgent": "review",
}
"""The question after the one that was answered last."""


@DOORS.step(
    "start", leads_to=["source", "story", "when", "point", "where", "urgent", "review"], entry=True
)
async def start(turn: Turn) -> Next:
    """An officer has somebody on the line, or a letter on the table. What was keyed in and not
    sent is gone on with: it is dropped only when they say so.
    """
    if not allowed(turn, Action.KEY_IN_TIP) or turn.who.unit_id is None:
        return END
    begun = Draft.of(turn)
    if begun.told and begun.unit_id == turn.who.unit_id:
        turn.say("doors-going-on", protect=True)
        return _stands_at(turn, begun)
    Draft(unit_id=turn.who.unit_id).keep(turn)
    return "source"


@DOORS.asks("source")
async def ask_source(turn: Turn) -> None:
    """Which door?"""
    doors = [turn.option(source, f"doors-{source}") for source in SOURCES]
    turn.say("doors-source", buttons=[*doors, stop()], protect=True)


@DOORS.step("source", leads_to=["kind"])
async def source(turn: Turn) -> Next:
    """A call or a letter."""
    draft = Draft.of(turn)
    if turn.value not in SOURCES:
        return "source"
    draft.source = turn.value
    draft.keep(turn)
    return "kind"


@DOORS.asks("kind")
async def ask_kind(turn: Turn) -> None:
    """What is it about?"""
    kinds = [turn.option(kind.value, kind_text(kind)) for kind in TipKind]
    turn.say("doors-kind", buttons=[*kinds, back(), stop()], protect=True)


@DOORS.step("kind", leads_to=["story"])
async def kind(turn: Turn) -> Next:
    """A kind of the menu. Who types already tells the story, and chooses afterwards."""
    draft = Draft.of(turn)
    if turn.value not in set(TipKind):
        return "kind"
    draft.kind = turn.value
    draft.keep(turn)
    return "story"


@DOORS.asks("story")
async def ask_story(turn: Turn) -> None:
    """Any number of messages; photos of a letter too."""
    draft = Draft.of(turn)
    done = [turn.option("done", "doors-done")] if draft.told else []
    key = "doors-noted" if draft.told else f"doors-story-{_door(draft)}"
    turn.say(key, buttons=[*done, back(), stop()], protect=True)


@DOORS.step("story", leads_to=["when"])
async def story(turn: Turn) -> Next:
    """Words, photos, a place. Recordings are not kept: a voice tells whose it is."""
    draft = Draft.of(turn)
    absorb(turn, draft)
    draft.keep(turn)
    if turn.value == "done" and draft.told:
        return "when"
    if turn.replies:
        await ask_story(turn)
    return "story"


@DOORS.asks("when")
async def ask_when(turn: Turn) -> None:
    """When did it happen?"""
    whens = [turn.option(when, f"when-{when}") for when in WHENS]
    turn.say(
        "doors-when",
        buttons=[*whens, turn.option("skip", "doors-unknown"), back(), stop()],
        protect=True,
    )


@DOORS.step("when", leads_to=["point"])
async def when(turn: Turn) -> Next:
    """A button, or words."""
    draft = Draft.of(turn)
    if turn.value in (*WHENS, "skip"):
        draft.when = SKIPPED if turn.value == "skip" else turn.value
    elif not _fits(turn):
        return "when"
    else:
        draft.when = turn.text
    draft.keep(turn)
    return "point"


@DOORS.asks("point")
async def ask_point(turn: Turn, points: Points) -> None:
    """Near which of the unit's places?"""
    found = await _places(turn, points)
    pages = max(1, -(-len(found) // PAGE))
    page = Draft.of(turn).page % pages
    buttons = [
        turn.option(str(point.id), verbatim(point.name))
        for point in found[page * PAGE : (page + 1) * PAGE]
    ]
    if pages > 1:
        buttons.append(turn.option(f"page-{(page + 1) % pages}", "doors-more"))
    turn.say(
        "doors-point",
        buttons=[*buttons, turn.option("none", "doors-no-point"), back(), stop()],
        protect=True,
    )


@DOORS.step("point", leads_to=["where"])
async def point(turn: Turn, points: Points) -> Next:
    """Pressed, or typed with or without tone marks; one that hangs in this unit."""
    draft = Draft.of(turn)
    found = await _places(turn, points)
    if turn.value.startswith("page-"):
        digits = turn.value.removeprefix("page-")
        draft.page = int(digits) if digits.isdecimal() and len(digits) < 6 else 0
        draft.keep(turn)
        return "point"
    if turn.value == "none":
        draft.point_id, draft.point = None, ""
        draft.keep(turn)
        return "where"
    if turn.payload:
        meant = [place for place in found if str(place.id) == turn.value]
    else:
        meant = _meant(turn.text, found)
    if len(meant) != 1:
        options = [turn.option(str(place.id), verbatim(place.name)) for place in meant[:PAGE]]
        key = "doors-point-which" if meant else "doors-point-unknown"
        none = turn.option("none", "doors-no-point")
        turn.say(key, buttons=[*options, none, back(), stop()], protect=True)
        return "point"
    draft.point_id, draft.point = meant[0].id, meant[0].name
    draft.keep(turn)
    return "where"


@DOORS.asks("where")
async def ask_where(turn: Turn) -> None:
    """Where exactly?"""
    skip = turn.option("skip", "doors-unknown")
    turn.say("doors-where", buttons=[skip, back(), stop()], protect=True)


@DOORS.step("where", leads_to=["urgent", "review"])
async def where(turn: Turn) -> Next:
    """Words, a place on the map, or nothing."""
    draft = Draft.of(turn)
    if turn.inbound.location:
        absorb(turn, draft, words=False)
    elif turn.value == "skip":
        draft.where = SKIPPED
    elif not _fits(turn):
        return "where"
    else:
        draft.where = turn.text
    draft.keep(turn)
    return "review" if draft.urgency is Urgency.URGENT else "urgent"


@DOORS.asks("urgent")
async def ask_urgent(turn: Turn) -> None:
    """Is somebody in danger now?"""
    choice = [turn.option(urgency.value, f"urgency-{urgency.value}") for urgency in Urgency]
    turn.say("doors-urgent", buttons=[*choice, back(), stop()], protect=True)


@DOORS.step("urgent", leads_to=["review"])
async def urgent(turn: Turn) -> Next:
    """Urgent or not."""
    draft = Draft.of(turn)
    if turn.value not in tuple(Urgency):
        return "urgent"
    draft.urgent = turn.value == Urgency.URGENT
    draft.keep(turn)
    return "review"


def _stands_at(turn: Turn, draft: Draft) -> str:
    """The question that was asked last: entering this step has overwritten which."""
    answered = [step for step in turn.state.trail if step != "start"]
    asked = _AFTER.get(answered[-1] if answered else "", "story")
    return "review" if asked == "urgent" and draft.urgency is Urgency.URGENT else asked


def absorb(turn: Turn, draft: Draft, *, words: bool = True) -> None:
    """Take in what an event brings, but for recordings."""
    say_refusals(turn)
    draft.absorb(turn, words=words, ask=False)
    if draft.voices:
        draft.files = [file for file in draft.files if file[0] not in draft.voices]
        draft.voices = []
        turn.say("doors-no-voice", protect=True)


def _fits(turn: Turn) -> bool:
    """Whether it is a short answer in words; says so when not."""
    if turn.inbound.uploads or turn.inbound.refused or turn.inbound.location:
        turn.say("triage-words-only", protect=True)
        return False
    if len(turn.text) > ANSWER_LENGTH:
        turn.say("triage-too-long", most=ANSWER_LENGTH, protect=True)
        return False
    return bool(turn.text)


async def _places(turn: Turn, points: Points) -> list[Point]:
    if turn.who.unit_id is None:
        return []
    return [p for p in await points.of_unit(turn.who.unit_id) if not p.revoked]


def _meant(typed: str, found: list[Point]) -> list[Point]:
    wanted = fold(typed)
    if not wanted:
        return []
    exact = [place for place in found if fold(place.name) == wanted]
    return exact or [place for place in found if f" {wanted} " in f" {fold(place.name)} "]


def _door(draft: Draft) -> str:
    return draft.source if draft.source in SOURCES else SOURCES[0]
