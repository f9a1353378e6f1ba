"""An officer asks for the identity of a reporter, with a reason that custodians will read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import Tip
from handlers.at_desk import missing
from handlers.identity import IDENTITY
from handlers.identity.base import allowed, custodian_members, reason_of

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.custodians import Custodians
    from storage.disclosures import Disclosure, Disclosures
    from storage.identities import Identities, Kept
    from storage.members import Member, Members
    from storage.tips import Tips

ASKED = "asked"


@IDENTITY.step("ask", leads_to=["ask_reason"], entry=True)
async def ask(
    turn: Turn,
    tips: Tips,
    identities: Identities,
    disclosures: Disclosures,
    custodians: Custodians,
    members: Members,
) -> Next:
    """The value is the reference of a tip this officer owns."""
    found = await _askable(turn, tips, identities, disclosures, turn.value)
    if found is None:
        return END
    tip, kept = found
    present, missing = await custodian_members(kept, custodians, members)
    if not present:
        _nobody(turn, tip, kept, missing)
        return END
    turn.draft.clear()
    turn.draft["reference"] = tip.reference
    return "ask_reason"


@IDENTITY.asks("ask_reason")
async def ask_ask_reason(turn: Turn) -> None:
    """Why? The custodians read it, and the reporter is told that somebody asked."""
    turn.say(
        "identity-ask-reason",
        reference=str(turn.draft.get("reference", "")),
        buttons=[turn.option("stop", "identity-cancel")],
        protect=True,
    )


@IDENTITY.step("ask_reason")
async def ask_reason(
    turn: Turn,
    tips: Tips,
    identities: Identities,
    disclosures: Disclosures,
    custodians: Custodians,
    members: Members,
    audit: Audit,
) -> Next:
    """Store the request and tell every custodian."""
    if turn.value == "stop":
        turn.say("identity-cancelled")
        return END
    reason = reason_of(turn)
    if not reason:
        return "ask_reason"
    reference = str(turn.draft.get("reference", ""))
    found = await _askable(turn, tips, identities, disclosures, reference)
    if found is None or turn.who.member_id is None:
        return END
    tip, kept = found
    present, missing = await custodian_members(kept, custodians, members)
    if not present:
        _nobody(turn, tip, kept, missing)
        return END
    asked = await disclosures.ask(tip.id, kept.unit_id, turn.who.member_id, reason, turn.now)
    await audit.record(
        "identity-requested",
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
        why=reason,
    )
    for member in present:
        turn.tell_member(member.unit_id, member.id, _waits(asked))
    turn.say("identity-asked", reference=tip.reference, count=len(present), protect=True)
    if missing:
        turn.say("identity-some-missing", names=", ".join(missing), protect=True)
        _tell_admins(turn, kept, tip.reference, missing)
    return END


def request_reply(asked: Disclosure, name: str, reason: str) -> Reply:
    """What a custodian is shown of a request, with the two answers."""
    text = Text("identity-request", {"reference": asked.reference, "name": name, "reason": reason})
    buttons = (
        Button(Text("identity-approve"), f"identity.approve:{asked.id}"),
        Button(Text("identity-refuse"), f"identity.refuse:{asked.id}"),
    )
    return Reply(text, buttons=buttons, card=f"tip:identity-{asked.id}", protect=True)


def _waits(asked: Disclosure) -> Reply:
    """That a request waits. Its words are shown to whoever comes for them, not pushed into a chat
    that may lie open, and cannot outlive the tip in a message that was never fetched.
    """
    return Reply(
        Text("identity-request-waits", {"reference": asked.reference}),
        buttons=(Button(Text("identity-pending"), "identity.pending:"),),
        card=f"tip:identity-{asked.id}",
        protect=True,
    )


async def _askable(
    turn: Turn, tips: Tips, identities: Identities, disclosures: Disclosures, reference: str
) -> tuple[Tip, Kept] | None:
    """A tip of one's own with an identity nobody has asked for yet. None after saying why.

    Also a closed one: a reward is paid, a witness heard, when the work is done.
    """
    if not allowed(turn, Action.REQUEST_IDENTITY) or turn.who.unit_id is None:
        return None
    tip = await tips.by_reference(turn.who.unit_id, reference)
    if tip is None:
        await missing(turn, tips, turn.who.unit_id, reference, Action.REQUEST_IDENTITY)
        turn.say("identity-no-tip")
        return None
    if tip.owner_id != turn.who.member_id:
        turn.refused.append(Action.REQUEST_IDENTITY.value)
        turn.say("identity-not-owner", reference=tip.reference, protect=True)
        return None
    kept = await identities.of(tip.id)
    if kept is None:
        turn.say("identity-no-identity", reference=tip.reference, protect=True)
        return None
    before = await disclosures.of_tip(tip.id)
    if kept.disclosed_at:
        names = ", ".join(keeper.name for keeper in kept.keepers)
        turn.say("identity-given", reference=tip.reference, names=names, protect=True)
        return None
    if any(request.status == ASKED for request in before):
        turn.say("identity-asked-already", reference=tip.reference, protect=True)
        return None
    return tip, kept


def _nobody(turn: Turn, tip: Tip, kept: Kept, missing: list[str]) -> None:
    names = ", ".join(missing)
    turn.say("identity-nobody-decides", reference=tip.reference, names=names, protect=True)
    _tell_admins(turn, kept, tip.reference, missing)


def _tell_admins(turn: Turn, kept: Kept, reference: str, missing: list[str]) -> None:
    notice = Text("identity-hangs", {"reference": reference, "names": ", ".join(missing)})
    turn.notify(kept.unit_id, Reply(notice), roles_that(Action.REMOVE_MEMBER), but_me=True)


async def asker_of(asked: Disclosure, members: Members) -> Member | None:
    """Who asked, while they are a member."""
    return await members.get(asked.member_id)
