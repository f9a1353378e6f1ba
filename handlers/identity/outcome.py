"""What follows from a custodian's decision: for colleagues, for who asked, for the reporter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.disclosure import Decision
from bot.domain.flow import Turn
from bot.domain.message import Reply, Text
from handlers.identity.asking import asker_of
from handlers.identity.base import custodian_members
from handlers.identity.granted import envelope_reply, granted_reply
from handlers.own_name import decided_text

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.custodians import Custodians
    from storage.disclosures import Disclosure, Disclosures
    from storage.identities import Identities, Kept
    from storage.members import Members
    from storage.tips import Tips


@dataclass(frozen=True, slots=True)
class Decided:
    """The stores a decision touches."""

    disclosures: Disclosures
    identities: Identities
    custodians: Custodians
    members: Members
    tips: Tips
    audit: Audit


async def finish(
    turn: Turn, asked: Disclosure, stores: Decided, days: int, why_later: str
) -> None:
    """Record the decision of this turn's draft and tell whoever it concerns."""
    member_id = turn.who.member_id
    assert member_id is not None  # noqa: S101 - checked by the step
    approved, reason = bool(turn.draft.get("approve")), str(turn.draft.get("reason", ""))
    decision = Decision(approved, reason, days, why_later)
    now_is = await stores.disclosures.decide(asked, member_id, decision, turn.now)
    if now_is is None:
        turn.say("identity-request-gone")
        return
    deed = "identity-approved" if approved else "identity-refused"
    await _record(turn, stores, asked, deed, f"{reason} / {days}: {why_later}" if days else reason)
    if now_is.status == "asked":
        turn.say("identity-waits-for-others", reference=asked.reference, protect=True)
        return
    kept = await stores.identities.of(asked.tip_id)
    if now_is.status == "approved" and kept:
        if not await _hand_over(turn, now_is, kept, stores):
            return
    elif kept:
        turn.say("identity-you-refused", reference=asked.reference, protect=True)
        await _tell_custodians(turn, kept, stores, _refused(asked))
    await _tell_desk(turn, now_is, stores)
    if now_is.tell_after is None:
        for contact_id in await stores.tips.contacts_of(asked.tip_id):
            turn.tell(contact_id, Reply(decided_text(now_is), protect=True))
        await stores.disclosures.told(asked.id, turn.now)


async def _hand_over(turn: Turn, asked: Disclosure, kept: Kept, stores: Decided) -> bool:
    text = await stores.identities.hand_over(asked.tip_id, turn.now)
    if text is None:
        turn.say("identity-gone", reference=asked.reference, protect=True)
        return False
    envelope = envelope_reply(asked, kept, text)
    turn.say(envelope.text, media=envelope.media)
    await _tell_custodians(turn, kept, stores, granted_reply(asked))
    await _record(turn, stores, asked, "identity-disclosed", "")
    return True


async def _tell_desk(turn: Turn, asked: Disclosure, stores: Decided) -> None:
    """Who asked, and who has the tip by now; all who may open it when neither is there."""
    text = Text(f"identity-answer-{asked.status}", {"reference": asked.reference})
    tip = await stores.tips.get(asked.tip_id)
    owner = await stores.members.get(tip.owner_id) if tip and tip.owner_id else None
    found = [m for m in (await asker_of(asked, stores.members), owner) if m]
    for member in dict.fromkeys(found):
        turn.tell_member(member.unit_id, member.id, Reply(text, protect=True))
    if not found:
        turn.notify(asked.tip_unit_id, Reply(text), roles_that(Action.OPEN_TIP))


def _refused(asked: Disclosure) -> Reply:
    return Reply(Text("identity-was-refused", {"reference": asked.reference}), protect=True)


async def _tell_custodians(turn: Turn, kept: Kept, stores: Decided, reply: Reply) -> None:
    present, _ = await custodian_members(kept, stores.custodians, stores.members)
    for member in present:
        if member.id != turn.who.member_id:
            turn.tell_member(member.unit_id, member.id, reply)


async def _record(turn: Turn, stores: Decided, asked: Disclosure, deed: str, why: str) -> None:
    await stores.audit.record(
        deed,
        now=turn.now,
        unit_id=asked.tip_unit_id,
        member_id=turn.who.member_id,
        subject=asked.reference,
        why=why,
    )
