"""A reporter leaves a name and a number, if they want to: by default nobody does.

While a tip is being written it waits aside, and what is left goes into its draft; later, with the
receipt presented, it is sealed at once. What is typed here is never shown back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.flow import END, Next, State, Turn
from bot.domain.identity import PHONE_LENGTH, Identity, as_typed, plain_name, plain_phone
from bot.domain.message import Button, Reply, Text
from handlers.draft import Draft
from handlers.identity import IDENTITY
from handlers.identity.base import custodian_members
from handlers.own_name import DRAFT, masked_text
from handlers.words import say_refusals

if TYPE_CHECKING:
    from storage.custodians import Custodians
    from storage.disclosures import Disclosures
    from storage.identities import Identities, Kept, OwnTip
    from storage.members import Members


@IDENTITY.step("leave", leads_to=["name"], entry=True)
async def leave(turn: Turn, identities: Identities, custodians: Custodians) -> Next:
    """The value is `draft`, or the reference of a tip this chat is joined to."""
    if turn.who.member_id is not None:
        turn.say("identity-not-staff")
        return END
    if turn.value == DRAFT:
        if telling(turn) is None:
            turn.say("old-button")
            return END
        turn.draft.clear()
        return "name"
    tip = await open_for(turn, identities)
    if tip is None:
        return END
    if not await custodians.keepers(tip.unit_id):
        turn.say("identity-nobody")
        return END
    turn.draft.clear()
    turn.draft["tip"] = tip.reference
    return "name"


@IDENTITY.asks("name")
async def ask_name(turn: Turn) -> None:
    """What it is for, who can open it, and that it may be left out."""
    turn.say("identity-name", buttons=[_stop(turn)])


@IDENTITY.step("name", leads_to=["phone"])
async def name(turn: Turn) -> Next:
    """Any words will do."""
    if turn.value == "stop":
        return _stopped(turn)
    if not _typed(turn):
        return "name"
    called = plain_name(turn.text)
    if not called:
        return "name"
    turn.draft["name"] = called
    return "phone"


@IDENTITY.asks("phone")
async def ask_phone(turn: Turn) -> None:
    """Ask for it once."""
    turn.say("identity-phone", buttons=[turn.option("skip", "identity-no-phone"), _stop(turn)])


@IDENTITY.step("phone", leads_to=["confirm"])
async def phone(turn: Turn) -> Next:
    """A number, however it is spelled; what looks like none is asked about once, and then kept."""
    if turn.value == "stop":
        return _stopped(turn)
    if turn.value == "skip":
        turn.draft["phone"] = ""
        return "confirm"
    if turn.value == "keep" and turn.draft.get("odd"):
        turn.draft["phone"] = turn.draft["odd"]
        return "confirm"
    if not _typed(turn):
        return "phone"
    number = plain_phone(turn.text)
    if number:
        turn.draft["phone"] = number
        return "confirm"
    turn.draft["odd"] = as_typed(turn.text)
    turn.say(
        "identity-phone-odd",
        most=PHONE_LENGTH,
        buttons=[
            turn.option("keep", "identity-phone-keep"),
            turn.option("skip", "identity-no-phone"),
            _stop(turn),
        ],
    )
    return "phone"


@IDENTITY.asks("confirm")
async def ask_confirm(turn: Turn) -> None:
    """Once more: by default nothing is left."""
    turn.say(
        "identity-confirm",
        who=masked_text(_identity(turn)),
        buttons=[
            turn.option("yes", "identity-yes"),
            turn.option("again", "identity-again"),
            _stop(turn),
        ],
    )


@IDENTITY.step("confirm", leads_to=["name"])
async def confirm(
    turn: Turn,
    identities: Identities,
    disclosures: Disclosures,
    custodians: Custodians,
    members: Members,
) -> Next:
    """Into the draft, or sealed to the custodians at once."""
    if turn.value == "stop":
        return _stopped(turn)
    if turn.value == "again":
        return "name"
    if turn.value != "yes":
        _typed(turn)
        return "confirm"
    identity = _identity(turn)
    reference = str(turn.draft.get("tip", ""))
    if not reference:
        aside = telling(turn)
        if aside is None:
            turn.say("old-button")
            return END
        aside.draft["identity"] = [identity.name, identity.phone]
        turn.say("identity-in-draft")
        return END
    turn.value = reference
    tip = await open_for(turn, identities)
    if tip is None:
        return END
    before = await identities.of(tip.id)
    if await identities.leave(tip.id, identity, turn.now):
        if before:  # what was agreed about one name is not agreed about another
            await end_requests(turn, tip, before, disclosures, custodians, members)
        turn.say("identity-sealed", reference=reference, who=masked_text(identity))
    else:
        turn.say("identity-nobody")
    return END


async def end_requests(
    turn: Turn,
    tip: OwnTip,
    kept: Kept,
    disclosures: Disclosures,
    custodians: Custodians,
    members: Members,
) -> None:
    """Whoever waits for a decision about a name that is there no more, or has one to make, hears
    that there is none.
    """
    gone = Reply(Text("identity-gone", {"reference": tip.reference}), protect=True)
    for asked in await disclosures.withdraw(tip.id):
        asker = await members.get(asked.member_id)
        present, _ = await custodian_members(kept, custodians, members)
        for member in [*([asker] if asker else []), *present]:
            turn.tell_member(member.unit_id, member.id, gone)


async def open_for(turn: Turn, identities: Identities) -> OwnTip | None:
    """The tip of `turn.value`, if its identity is still this chat's to change; says why not."""
    tip = await identities.own_tip(turn.who.contact_id, turn.value)
    if tip is None and (visited := _visited(turn)):
        tip = await identities.visited_tip(visited)
    if tip is None:
        turn.say("identity-need-receipt")
        return None
    kept = await identities.of(tip.id)
    if kept and kept.disclosed_at:
        turn.say("identity-too-late", reference=tip.reference)
        return None
    return tip


def _visited(turn: Turn) -> int:
    """The tip `turn.value` of a chat that showed its receipt a moment ago and is not joined to it;
    0 for none.
    """
    aside = turn.state.aside
    if aside is None or aside.flow != "follow_up" or not aside.draft.get("visit"):
        return 0
    return int(aside.draft["tip"]) if aside.draft.get("reference") == turn.value else 0


def telling(turn: Turn) -> State | None:
    """The unfinished tip that waits aside."""
    aside = turn.state.aside
    while aside and aside.flow != "intake":
        aside = aside.aside
    return aside


def _identity(turn: Turn) -> Identity:
    return Identity(str(turn.draft.get("name", "")), str(turn.draft.get("phone", "")))


def _typed(turn: Turn) -> bool:
    """Whether words were typed, which then are hushed. A file belongs to the tip, not here."""
    say_refusals(turn)
    if turn.inbound.uploads or turn.inbound.location:
        aside = telling(turn)
        if aside:
            draft = Draft.from_json(aside.draft)
            draft.absorb(turn)
            aside.draft.clear()
            aside.draft.update(draft.to_json())
        key = "identity-file-kept" if aside else "identity-words-only"
        turn.say(key, buttons=[_stop(turn)])
        return False
    turn.hushed = bool(turn.text)
    return turn.hushed


def _stop(turn: Turn) -> Button:
    return turn.option("stop", "identity-stop")


def _stopped(turn: Turn) -> Next:
    turn.say("identity-stopped")
    return END
