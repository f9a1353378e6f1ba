"""The ends of a tip: looked over and sent, begun again, dropped, or left alone too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text, verbatim
from bot.domain.tip import Urgency
from bot.domain.unit_settings import ASK_BACK, ONE_WAY
from handlers.draft import Draft
from handlers.intake import INTAKE
from handlers.intake.filing import another, reply_choice, send
from handlers.intake.place import settle
from handlers.offices import reader, reader_text
from handlers.own_name import DRAFT, leave_button, masked_text, withdraw_button
from handlers.words import back, cancel, kind_text, restart, say_refusals, when_text

if TYPE_CHECKING:
    from storage.custodians import Custodians
    from storage.filing import Filing
    from storage.tips import Tips
    from storage.units import Unit, Units

EXCERPT: Final = 700
"""Characters of the story shown back: enough to recognise it, one message on every platform."""


@INTAKE.step("review", leads_to=["unit", "kind", "story", "held"])
async def review(turn: Turn, filing: Filing) -> Next:
    """Send, change, or add: anything typed here is added."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn)
    draft.keep(turn)
    if turn.value == "send":
        return await send(turn, draft, filing)
    if turn.value in ("kind", "story"):
        return turn.value
    if turn.value in (ASK_BACK, ONE_WAY):
        draft.reply = turn.value
        draft.keep(turn)
    if turn.replies:
        await ask_review(turn, filing)
    return "review"


@INTAKE.asks("review")
async def ask_review(turn: Turn, filing: Filing) -> None:
    """The tip as it will be sent, and the one sentence about knowingly false reports."""
    draft = Draft.of(turn)
    body = draft.body()
    kind = kind_text(draft.filed_kind)
    unsaid = Text("intake-unsaid")
    place = (
        verbatim(body.where) if body.where else Text("intake-on-map") if body.location else unsaid
    )
    to = await reader(draft, filing.units)
    reply = await reply_choice(draft, to, filing.unit_settings) if to else draft.reply or ASK_BACK
    other = ASK_BACK if reply == ONE_WAY else ONE_WAY
    reach = "both" if reply == ASK_BACK and turn.state.via else reply
    words = Text(
        "intake-review",
        {
            "kind": Text("intake-urgent-kind", {"kind": kind})
            if draft.urgency is Urgency.URGENT
            else kind,
            "when": when_text(body.when) if body.when else unsaid,
            "where": place,
            "files": len(body.files),
            "story": _excerpt(body.text) if body.text else Text("intake-no-words"),
            "reach": Text(f"intake-reach-{reach}"),
            "reader": reader_text(to),
        },
    )
    if draft.left:
        words = Text("intake-review-named", {"review": words, "who": masked_text(draft.left)})
    turn.say(
        words,
        buttons=[
            turn.option("send", "intake-send"),
            turn.option(other, f"intake-choose-{other}"),
            turn.option("story", "intake-add-more"),
            turn.option("kind", "intake-change-kind"),
            *await _own_name(turn, draft, to, filing.custodians),
            back(),
            restart(),
            cancel(),
        ],
    )


async def _own_name(
    turn: Turn, draft: Draft, to: Unit | None, custodians: Custodians
) -> list[Button]:
    """Offered to residents alone, where somebody keeps a key."""
    if turn.who.member_id is not None or to is None or not await custodians.keepers(to.id):
        return []
    left = draft.left is not None
    return [leave_button(DRAFT, left=left), *([withdraw_button(DRAFT)] if left else [])]


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
