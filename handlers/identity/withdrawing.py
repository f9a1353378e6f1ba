"""A reporter takes back the name they left, as long as nobody has been handed the envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.flow import END, Next, Turn
from handlers.identity import IDENTITY
from handlers.identity.leaving import end_requests, open_for, telling
from handlers.own_name import DRAFT

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.custodians import Custodians
    from storage.disclosures import Disclosures
    from storage.identities import Identities
    from storage.members import Members


@IDENTITY.step("withdraw", leads_to=["withdraw_confirm"], entry=True)
async def withdraw(turn: Turn, identities: Identities) -> Next:
    """The value is `draft`, or the reference of a tip this chat is joined to."""
    if turn.value == DRAFT:
        aside = telling(turn)
        if aside is not None:
            aside.draft.pop("identity", None)
        turn.say("identity-withdrawn")
        return END
    tip = await open_for(turn, identities)
    if tip is None:
        return END
    turn.draft.clear()
    turn.draft["tip"] = tip.reference
    return "withdraw_confirm"


@IDENTITY.asks("withdraw_confirm")
async def ask_withdraw_confirm(turn: Turn) -> None:
    """It cannot be undone but by leaving it again."""
    turn.say(
        "identity-withdraw-ask",
        buttons=[
            turn.option("yes", "identity-withdraw-yes"),
            turn.option("no", "identity-withdraw-no"),
        ],
    )


@IDENTITY.step("withdraw_confirm")
async def withdraw_confirm(
    turn: Turn,
    identities: Identities,
    disclosures: Disclosures,
    custodians: Custodians,
    members: Members,
    audit: Audit,
) -> Next:
    """Erase it; whoever waits for a decision, or has one to make, hears that there is none."""
    if turn.value == "no":
        turn.say("identity-not-withdrawn")
        return END
    if turn.value != "yes":
        return "withdraw_confirm"
    turn.value = str(turn.draft.get("tip", ""))
    tip = await open_for(turn, identities)
    if tip is None:
        return END
    kept = await identities.of(tip.id)
    if kept is None or not await identities.withdraw(tip.id, turn.now):
        turn.say("identity-withdrawn")
        return END
    await audit.record(
        "identity-withdrawn", now=turn.now, unit_id=tip.unit_id, subject=tip.reference
    )
    await end_requests(turn, tip, kept, disclosures, custodians, members)
    turn.say("identity-withdrawn")
    return END
