"""The ways into a tip: a scan, a page's form, or somebody who just tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.flow import END, Next, Turn
from bot.domain.identity import filled_in
from bot.domain.message import Button, Text, verbatim
from bot.domain.tip import TipKind
from bot.domain.unit_settings import ASK_BACK, ONE_WAY
from handlers.draft import Draft
from handlers.intake import INTAKE
from handlers.intake.filing import another, send
from handlers.intake.place import arrive, communes, privacy_text, settle
from handlers.offices import named, reader, reader_text
from handlers.thread import pass_on
from handlers.words import cancel, say_refusals

if TYPE_CHECKING:
    from storage.filing import Filing
    from storage.members import Members
    from storage.points import Points
    from storage.tips import Tips
    from storage.units import Unit, Units
    from storage.voices import Voices

PAGE: Final = 8
"""Units shown at once."""
NAME_LENGTH: Final = 40
"""Characters: what is longer than this is no commune's name but the beginning of a tip."""
ADDABLE: Final = 3
"""Open tips offered to be added to."""


@INTAKE.step("welcome", leads_to=["unit", "kind", "story"], entry=True)
async def welcome(turn: Turn, units: Units, points: Points, tips: Tips) -> Next:
    """Greet, name the place, say who reads this. What was told before a second scan is kept."""
    draft = Draft.of(turn)
    code = turn.inbound.start or turn.value
    if code:
        await arrive(turn, draft, code, points)
    draft.absorb(turn, words=False)
    say_refusals(turn)
    return await greeted(turn, draft, units, tips)


async def greeted(turn: Turn, draft: Draft, units: Units, tips: Tips) -> Next:
    """Say where they are and who reads this; the step that comes next."""
    known = await settle(turn, draft, units, tips)
    unit = await reader(draft, units)
    turn.say(
        "intake-welcome",
        hello=Text("intake-place", {"point": draft.point, "unit": unit.name})
        if draft.point and unit
        else _hello(unit),
        privacy=privacy_text(turn, unit),
    )
    draft.keep(turn)
    if not known:
        return "unit"
    return "story" if draft.told else "kind"


def _hello(unit: Unit | None) -> Text:
    return Text("intake-hello", {"unit": unit.name}) if unit else Text("intake-hello-anywhere")


@INTAKE.step("unit", leads_to=["kind", "story", "held"])
async def unit(turn: Turn, units: Units, tips: Tips, filing: Filing) -> Next:
    """The commune, pressed or typed. Somebody who tells instead of choosing is not interrupted."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn, words=False)
    choice = await communes(units)
    if turn.value.startswith("page-"):
        draft.page = _number(turn.value.removeprefix("page-"))
    meant = (
        [u for u in choice if str(u.id) == turn.value]
        if turn.payload
        else named(turn.text, choice)
    )
    if len(meant) == 1:
        draft.unit_id = meant[0].id
    elif len(meant) > 1:
        turn.say("intake-unit-which", buttons=[_unit_button(turn, u) for u in meant[:PAGE]])
    elif len(turn.text) > NAME_LENGTH:
        draft.absorb(turn)
        turn.say("intake-noted")
    elif turn.text:
        turn.say("intake-unit-unknown")
    draft.keep(turn)
    if draft.unit_id is None:
        if not meant and turn.replies:
            await ask_unit(turn, units)
        return "unit"
    if draft.sending and draft.told:
        return await send(turn, draft, filing)
    return "story" if draft.told else "kind"


@INTAKE.asks("unit")
async def ask_unit(turn: Turn, units: Units) -> None:
    """The communes, a page at a time."""
    choice = await communes(units)
    pages = max(1, -(-len(choice) // PAGE))
    page = Draft.of(turn).page % pages
    buttons = [_unit_button(turn, u) for u in choice[page * PAGE : (page + 1) * PAGE]]
    if pages > 1:
        buttons.append(turn.option(f"page-{(page + 1) % pages}", "intake-unit-more"))
    turn.say("intake-unit", buttons=[*buttons, cancel()])


def _unit_button(turn: Turn, unit: Unit) -> Button:
    return turn.option(str(unit.id), verbatim(unit.name))


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() and len(digits) < 6 else 0


@INTAKE.step("offer", leads_to=["unit", "kind", "story", "held"], entry=True)
async def offer(turn: Turn, units: Units, tips: Tips, members: Members, filing: Filing) -> Next:
    """Somebody at rest just types or sends a photo: is it a tip?"""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn)
    verb, _, reference = turn.value.partition("/")
    if verb == "no":
        turn.say("intake-dropped", buttons=[another(draft)])
        return END
    if verb == "add":
        tip = next(
            (t for t in await tips.of_contact(turn.who.contact_id) if t.reference == reference),
            None,
        )
        if tip and draft.told:
            await pass_on(turn, tip, draft.body(), tips, members)
            turn.say("follow-up-added", reference=tip.reference)
            return END
    if verb == "send" and draft.told:
        return await send(turn, draft, filing)
    await settle(turn, draft, units, tips)
    draft.keep(turn)
    if not draft.told:
        return "kind" if draft.unit_id is not None else "unit"
    if verb == "tell":
        return "story"
    if turn.replies:
        await ask_offer(turn, units, tips)
    return "offer"


@INTAKE.asks("offer")
async def ask_offer(turn: Turn, units: Units, tips: Tips) -> None:
    """Send it, tell more, add it to an open tip, or leave it."""
    draft = Draft.of(turn)
    to = await reader(draft, units)
    first = len(draft.story) + len(draft.files) <= 1
    open_tips = await tips.of_contact(turn.who.contact_id)
    turn.say(
        Text("intake-offer", {"reader": reader_text(to), "privacy": privacy_text(turn, to)})
        if first
        else Text("intake-offer-again", {"reader": reader_text(to)}),
        buttons=[
            turn.option("send", "intake-send"),
            turn.option("tell", "intake-tell-more"),
            *(
                turn.option(f"add/{t.reference}", "intake-add-to", reference=t.reference)
                for t in open_tips[:ADDABLE]
            ),
            turn.option("no", "intake-do-not-send"),
        ],
    )


@INTAKE.step("form", leads_to=["unit", "story", "held"], entry=True)
async def form(
    turn: Turn, units: Units, points: Points, tips: Tips, filing: Filing, voices: Voices
) -> Next:
    """The one-page report: filed at once when it tells something, else kept until it does."""
    draft = Draft.of(turn)
    filled = turn.inbound.form
    if turn.inbound.start:
        await arrive(turn, draft, turn.inbound.start, points)
    if filled:
        draft.kind = filled.kind if filled.kind in set(TipKind) else draft.kind
        draft.story += [filled.story.strip()] if filled.story.strip() else []
        draft.when = filled.when.strip() or draft.when
        draft.where = filled.where.strip() or draft.where
        left = filled_in(filled.name, filled.phone)
        draft.identity = [left.name, left.phone] if left else draft.identity
        draft.reply = filled.reply if filled.reply in (ASK_BACK, ONE_WAY) else draft.reply
    draft.absorb(turn, ask=False)
    if filled and filled.alter_voice:
        await draft.alter_voices(turn, voices)
    draft.voices = []  # they have said what they want
    say_refusals(turn)
    if draft.told:
        return await send(turn, draft, filing)
    await settle(turn, draft, units, tips)
    draft.keep(turn)
    turn.say("intake-form-kept")
    return "story"
