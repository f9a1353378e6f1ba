"""A custodian decides: approves or refuses with a reason, and says when the reporter is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.errors import KeyNotHere
from bot.domain.flow import END, Next, Turn
from bot.domain.identity import DELAYS
from handlers.identity import IDENTITY
from handlers.identity.asking import ASKED, asker_of, request_reply
from handlers.identity.base import allowed, number_of, reason_of
from handlers.identity.granted import granted_reply
from handlers.identity.outcome import Decided, finish

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.custodians import Custodians
    from storage.disclosures import Disclosure, Disclosures
    from storage.identities import Identities
    from storage.members import Members
    from storage.tips import Tips

MOST_GRANTED: Final = 5
"""The newest ones, so many are offered again."""


@IDENTITY.step("pending", entry=True)
async def pending(turn: Turn, disclosures: Disclosures, members: Members) -> Next:
    """The requests that wait for this custodian, and the envelopes that were granted."""
    if not allowed(turn, Action.DECIDE_IDENTITY) or turn.who.member_id is None:
        return END
    waiting = await disclosures.waiting_for(turn.who.member_id)
    for asked in waiting:
        asker = await asker_of(asked, members)
        try:
            reason = await disclosures.reason(asked)
        except KeyNotHere:
            turn.say("identity-sealed-here", reference=asked.reference, protect=True)
            continue
        reply = request_reply(asked, asker.name if asker else "…", reason)
        turn.say(reply.text, buttons=reply.buttons, protect=True)
    granted = await disclosures.granted_to(turn.who.member_id)
    for asked in granted[-MOST_GRANTED:]:
        reply = granted_reply(asked)
        turn.say(reply.text, buttons=reply.buttons, protect=True)
    if not waiting and not granted:
        turn.say("identity-none-pending", protect=True)
    return END


@IDENTITY.step("approve", leads_to=["decide_reason"], entry=True)
async def approve(turn: Turn, disclosures: Disclosures) -> Next:
    """The value is a request's id."""
    return await _begin(turn, disclosures, approve=True)


@IDENTITY.step("refuse", leads_to=["decide_reason"], entry=True)
async def refuse(turn: Turn, disclosures: Disclosures) -> Next:
    """The value is a request's id."""
    return await _begin(turn, disclosures, approve=False)


@IDENTITY.asks("decide_reason")
async def ask_decide_reason(turn: Turn) -> None:
    """Why? It is kept with the decision."""
    approving = turn.draft.get("approve", False)
    turn.say(
        "identity-approve-reason" if approving else "identity-refuse-reason",
        reference=str(turn.draft.get("reference", "")),
        buttons=[turn.option("stop", "identity-cancel")],
        protect=True,
    )


@IDENTITY.step("decide_reason", leads_to=["telling"])
async def decide_reason(turn: Turn) -> Next:
    """The reason comes first, then when the reporter hears of it."""
    if turn.value == "stop":
        turn.say("identity-cancelled")
        return END
    reason = reason_of(turn)
    if not reason:
        return "decide_reason"
    turn.draft["reason"] = reason
    return "telling"


@IDENTITY.asks("telling")
async def ask_telling(turn: Turn) -> None:
    """At once, unless the law asks for a delay."""
    turn.say(
        "identity-telling",
        buttons=[
            turn.option("now", "identity-tell-now"),
            *(turn.option(str(days), "identity-tell-later", days=days) for days in DELAYS),
            turn.option("stop", "identity-cancel"),
        ],
        protect=True,
    )


@IDENTITY.step("telling", leads_to=["delay_reason"])
async def telling(
    turn: Turn,
    disclosures: Disclosures,
    identities: Identities,
    custodians: Custodians,
    members: Members,
    tips: Tips,
    audit: Audit,
) -> Next:
    """Decide now, or say first why the reporter shall hear of it later."""
    if turn.value == "stop":
        turn.say("identity-cancelled")
        return END
    if turn.value in map(str, DELAYS):
        turn.draft["days"] = int(turn.value)
        return "delay_reason"
    if turn.value != "now":
        return "telling"
    await _decide(turn, Decided(disclosures, identities, custodians, members, tips, audit), 0, "")
    return END


@IDENTITY.asks("delay_reason")
async def ask_delay_reason(turn: Turn) -> None:
    """Only a reason the law knows: it is kept, and can be checked."""
    turn.say(
        "identity-delay-reason",
        days=int(turn.draft.get("days", 0)),
        buttons=[turn.option("stop", "identity-cancel")],
        protect=True,
    )


@IDENTITY.step("delay_reason")
async def delay_reason(
    turn: Turn,
    disclosures: Disclosures,
    identities: Identities,
    custodians: Custodians,
    members: Members,
    tips: Tips,
    audit: Audit,
) -> Next:
    """Decide; the reporter hears of it later."""
    if turn.value == "stop":
        turn.say("identity-cancelled")
        return END
    reason = reason_of(turn)
    if not reason:
        return "delay_reason"
    stores = Decided(disclosures, identities, custodians, members, tips, audit)
    await _decide(turn, stores, int(turn.draft.get("days", 0)), reason)
    return END


async def _begin(turn: Turn, disclosures: Disclosures, *, approve: bool) -> Next:
    asked = await _mine(turn, disclosures, turn.value)
    if asked is None:
        return END
    turn.draft.clear()
    turn.draft.update(id=str(asked.id), reference=asked.reference, approve=approve)
    return "decide_reason"


async def _decide(turn: Turn, stores: Decided, days: int, why_later: str) -> None:
    asked = await _mine(turn, stores.disclosures, str(turn.draft.get("id", "")))
    if asked is not None:
        await finish(turn, asked, stores, days, why_later)


async def _mine(turn: Turn, disclosures: Disclosures, typed: str) -> Disclosure | None:
    """A request that waits for this custodian. None after saying why not."""
    if not allowed(turn, Action.DECIDE_IDENTITY) or turn.who.member_id is None:
        return None
    number = number_of(typed)
    asked = await disclosures.get(number) if number else None
    if asked is None:
        turn.say("identity-request-gone")
        return None
    if asked.status != ASKED:
        turn.say(f"identity-was-{asked.status}", reference=asked.reference, protect=True)
        return None
    if not await disclosures.needs(asked, turn.who.member_id):
        turn.say("identity-decided-by-you", reference=asked.reference, protect=True)
        return None
    return asked
