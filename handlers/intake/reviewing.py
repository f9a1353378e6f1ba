"""The ends of a tip: looked over and sent, begun again, dropped, or left alone too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.flow import END, Next, Turn
from bot.domain.message import Text, verbatim
from bot.domain.tip import Urgency
from handlers.draft import Draft
from handlers.intake import INTAKE
from handlers.intake.filing import another, send
from handlers.intake.place import reader, reader_text, settle
from handlers.words import back, cancel, kind_text, restart, say_refusals, when_text

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.tips import Tips
    from storage.units import Units

EXCERPT: Final = 700
"""Characters of the story shown back: enough to recognise it, one message on every platform."""


@INTAKE.step("review", leads_to=["unit", "kind", "story"])
async def review(turn: Turn, units: Units, tips: Tips, audit: Audit) -> Next:
    """Send, change, or add: anything typed here is added."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn)
    draft.keep(turn)
    if turn.value == "send":
        return await send(turn, draft, units, tips, audit)
    if turn.value in ("kind", "story"):
        return turn.value
    if turn.replies:
        await ask_review(turn, units)
    return "review"


@INTAKE.asks("review")
async def ask_review(turn: Turn, units: Units) -> None:
    """The tip as it will be sent, and the one sentence about knowingly false reports."""
    draft = Draft.of(turn)
    body = draft.body()
    kind = kind_text(draft.filed_kind)
    unsaid = Text("intake-unsaid")
    place = (
        verbatim(body.where) if body.where else Text("intake-on-map") if body.location else unsaid
    )
    turn.say(
        "intake-review",
        kind=Text("intake-urgent-kind", {"kind": kind})
        if draft.urgency is Urgency.URGENT
        else kind,
        when=when_text(body.when) if body.when else unsaid,
        where=place,
        files=len(body.files),
        story=_excerpt(body.text) if body.text else Text("intake-no-words"),
        reader=reader_text(await reader(draft, units)),
        buttons=[
            turn.option("send", "intake-send"),
            turn.option("story", "intake-add-more"),
            turn.option("kind", "intake-change-kind"),
            back(),
            restart(),
            cancel(),
        ],
    )


def _excerpt(story: str) -> str:
    return story[:EXCERPT].rstrip() + "…" if len(story) > EXCERPT else story


@INTAKE.step("restart", leads_to=["unit", "kind"])
async def begin_again(turn: Turn, units: Units, tips: Tips) -> Next:
    """Forget what was told, keep the place."""
    draft = Draft.of(turn).restarted()
    turn.say("intake-restarted")
    known = await settle(turn, draft, units, tips)
    draft.keep(turn)
    return "kind" if known else "unit"


@INTAKE.step("cancelled")
async def cancelled(turn: Turn) -> Next:
    """Nothing was sent, nothing is kept."""
    draft = Draft.of(turn)
    turn.say("intake-dropped" if turn.draft else "intake-nothing-open", buttons=[another(draft)])
    return END


@INTAKE.step("expired")
async def expired(turn: Turn) -> Next:
    """As promised at the start; said once, and only when something had been told."""
    draft = Draft.of(turn)
    if draft.told:
        turn.say("intake-expired", buttons=[another(draft)])
    turn.state.aside = None
    return END
