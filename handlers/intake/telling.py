"""What happened: kind, danger, story, when, where. Each also takes a photo or more words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.channels import shows
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import TipKind
from handlers.draft import SKIPPED, Draft
from handlers.intake import INTAKE
from handlers.intake.filing import send
from handlers.offices import reader_text
from handlers.words import WHENS, back, bad_sign, cancel, files_elsewhere, kind_text, say_refusals

if TYPE_CHECKING:
    from storage.filing import Filing
    from storage.units import Units
    from storage.voices import Voices

ANSWER_LENGTH: Final = 200
"""Characters: a longer answer to "when?" or "where?" is more of the story."""


def ahead(draft: Draft) -> Next:
    """The next thing that was not said yet."""
    if not draft.told:
        return "story"
    if not draft.kind:
        return "kind"
    if not draft.when:
        return "when"
    if not draft.where and not draft.location:
        return "where"
    return "review"


@INTAKE.step("kind", leads_to=["danger", "story", "when", "where", "review"])
async def kind(turn: Turn, units: Units) -> Next:
    """A kind of the menu, "danger now", or the story itself."""
    draft = Draft.of(turn)
    say_refusals(turn)
    brought = draft.absorb(turn)
    if turn.value == "danger":
        draft.urgent = True
    if turn.value in set(TipKind):
        draft.kind = turn.value
    draft.keep(turn)
    if turn.value in ("danger", TipKind.PSYCHOSIS):
        return "danger"
    if turn.value == TipKind.OFFICIAL:
        await _say_who_reads(turn, draft, units)
    if turn.value:
        return ahead(draft) if draft.kind else "kind"
    return "story" if brought else "kind"


async def _say_who_reads(turn: Turn, draft: Draft, units: Units) -> None:
    unit = await units.get(draft.unit_id) if draft.unit_id is not None else None
    above = await units.get(unit.parent_id) if unit and unit.parent_id is not None else None
    if above:
        turn.say("intake-official", reader=reader_text(above), local=reader_text(unit))
    elif unit:
        turn.say("intake-official-here", reader=reader_text(unit))


@INTAKE.asks("kind")
async def ask_kind(turn: Turn) -> None:
    """The menu: danger first."""
    draft = Draft.of(turn)
    turn.say(
        "intake-kind-of-told" if draft.told else "intake-kind",
        buttons=[
            *([] if draft.urgent else [turn.option("danger", "intake-danger-now")]),
            *(turn.option(kind.value, kind_text(kind)) for kind in TipKind),
            *([back()] if draft.told else []),
            cancel(),
            *([bad_sign(draft.code)] if draft.code and not draft.told else []),
        ],
    )


@INTAKE.step("danger", leads_to=["kind", "story", "when", "where", "review"])
async def danger(turn: Turn) -> Next:
    """They were told to call first; here they go on."""
    draft = Draft.of(turn)
    say_refusals(turn)
    brought = draft.absorb(turn)
    draft.keep(turn)
    if turn.value == "on":
        return ahead(draft)
    return "story" if brought else "danger"


@INTAKE.asks("danger")
async def ask_danger(turn: Turn, units: Units) -> None:
    """113 before anything is written."""
    unit_id = Draft.of(turn).unit_id
    hotline = (await units.get(unit_id)).hotline if unit_id is not None else ""
    calls = [Button(Text("intake-call-113"), url="tel:113")]
    if hotline:
        dial = "".join(c for c in hotline if c.isdigit() or c == "+")
        calls.append(Button(Text("intake-call-hotline", {"number": hotline}), url=f"tel:{dial}"))
    turn.say(
        "intake-danger", buttons=[*calls, turn.option("on", "intake-danger-on"), back(), cancel()]
    )


@INTAKE.step("story", leads_to=["unit", "kind", "when", "where", "review", "held"])
async def story(turn: Turn, filing: Filing) -> Next:
    """Any number of messages, photos, a place."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn)
    draft.keep(turn)
    if turn.value == "send" and draft.told:
        return await send(turn, draft, filing)
    if turn.value == "done" and draft.told:
        return ahead(draft)
    if turn.replies:
        await ask_story(turn)
    return "story"


@INTAKE.asks("story")
async def ask_story(turn: Turn) -> None:
    """Invite to tell, or say that it is written down."""
    if not Draft.of(turn).told:
        turn.say("intake-story", buttons=[*files_elsewhere(turn), back(), cancel()])
        return
    came = turn.inbound
    told = Draft.of(turn).story[-1:]
    noted = (turn.text and told == [turn.text]) or came.uploads or came.location
    turn.say(
        "intake-noted-go-on" if noted else "intake-story-more",
        buttons=[
            turn.option("done", "intake-done"),
            turn.option("send", "intake-send"),
            *([] if noted else files_elsewhere(turn)),
            back(),
            cancel(),
        ],
    )


@INTAKE.step("when", leads_to=["where", "review"])
async def when(turn: Turn) -> Next:
    """A button, or their own words."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn, words=len(turn.text) > ANSWER_LENGTH)
    if turn.value in (*WHENS, "skip"):
        draft.when = SKIPPED if turn.value == "skip" else turn.value
    elif turn.text and len(turn.text) <= ANSWER_LENGTH:
        draft.when = turn.text
    draft.keep(turn)
    return ahead(draft)


@INTAKE.asks("when")
async def ask_when(turn: Turn) -> None:
    """When did it happen?"""
    turn.say(
        "intake-when",
        buttons=[
            *(turn.option(when, Text(f"when-{when}")) for when in WHENS),
            turn.option("skip", "intake-skip"),
            back(),
            cancel(),
        ],
    )


@INTAKE.step("where", leads_to=["when", "review"])
async def where(turn: Turn) -> Next:
    """Right there, elsewhere, or their own words."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn, words=len(turn.text) > ANSWER_LENGTH)
    if turn.value == "here" and draft.point:
        draft.where = draft.point
    elif turn.value == "skip":
        draft.where = SKIPPED
    elif turn.value == "elsewhere":
        turn.say("intake-where-else", buttons=[turn.option("skip", "intake-skip"), back()])
    elif turn.text and len(turn.text) <= ANSWER_LENGTH:
        draft.where = turn.text
    draft.keep(turn)
    return "where" if turn.value == "elsewhere" else ahead(draft)


@INTAKE.asks("where")
async def ask_where(turn: Turn) -> None:
    """Where did it happen? No way out among the numbers here: "số 5" is a house."""
    point = Draft.of(turn).point
    carries = shows(turn.inbound.address.channel).carries
    ways = [
        turn.option("skip", "intake-skip"),
        *([] if carries else files_elsewhere(turn)),
        back(),
    ]
    if not point:
        turn.say("intake-where", buttons=ways)
        return
    here = turn.option("here", "intake-here", point=point)
    elsewhere = turn.option("elsewhere", "intake-elsewhere")
    turn.say("intake-where-point", point=point, buttons=[here, elsewhere, *ways])


@INTAKE.step("voice", leads_to=["unit", "story"], entry=True)
async def recorded(turn: Turn, voices: Voices) -> Next:
    """The answer to the offer under a recording; then on with the telling."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn)
    if not draft.voices:
        turn.say("voice-late")
    elif turn.value == "alter":
        await draft.alter_voices(turn, voices)
        turn.say("voice-altered")
    elif turn.value == "keep":
        draft.voices = []
        turn.say("voice-kept")
    draft.keep(turn)
    if not draft.told:
        return END
    return "story" if draft.unit_id is not None else "unit"
