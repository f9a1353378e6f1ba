"""A tip that waits a while because many came at once: kept as it is, and sent with one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.flow import Next, Turn
from bot.domain.message import Button, Text
from handlers.draft import Draft
from handlers.intake import INTAKE
from handlers.intake.filing import send
from handlers.intake.pacing import WEB
from handlers.words import back, cancel, say_refusals

if TYPE_CHECKING:
    from storage.filing import Filing

HOLD_PAGE = "/chat/held"
"""The web page that computes a proof, or waits."""


@INTAKE.step("held", leads_to=["unit"])
async def held(turn: Turn, filing: Filing) -> Next:
    """Send when the time has come; what is written meanwhile is added."""
    draft = Draft.of(turn)
    say_refusals(turn)
    draft.absorb(turn)
    draft.urgent = draft.urgent or turn.value == "danger"
    draft.keep(turn)
    if turn.value in ("send", "danger"):
        return await send(turn, draft, filing)
    if turn.replies:
        await ask_held(turn)
    return "held"


@INTAKE.asks("held")
async def ask_held(turn: Turn) -> None:
    """How long, that everything is kept, and what to do in need."""
    left = max(Draft.of(turn).held - turn.now.timestamp(), 0)
    on_page = turn.inbound.address.channel == WEB
    again = (
        Button(Text("intake-held-go"), url=HOLD_PAGE)
        if on_page
        else turn.option("send", "intake-held-send")
    )
    turn.say(
        "intake-held-web" if on_page else "intake-held",
        minutes=max(1, round(left / 60 + 0.49)),
        buttons=[again, turn.option("danger", "intake-danger-now"), back(), cancel()],
    )
