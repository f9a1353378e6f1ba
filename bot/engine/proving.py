"""What a page of staff's is told while nobody has proved on it who they are, and its end."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.message import Address, Button, Reply, Text
from bot.engine.delivery import Delivery
from bot.engine.leaving import wipe
from storage.contacts import WEB
from storage.conversations import Found
from storage.sessions import SIGN_IN, TimeOuts
from storage.stores import Stores

WELCOME: Final = "staff:welcome"
DESK: Final = "/desk"
FACTOR: Final = "/desk/factor"


async def refused(
    stores: Stores, delivery: Delivery, found: Found, visitor: Address, time_outs: TimeOuts
) -> bool:
    """Whether a member's event must wait for a second factor; says so in their page."""
    if found.session is None or not time_outs.unproved(found.session):
        return False
    reply = await _ask(stores, found.session.member_id)
    await delivery.answer(found.contact, [reply], None, visitor)
    return True


async def joined(
    stores: Stores, delivery: Delivery, found: Found, visitor: Address, time_outs: TimeOuts
) -> None:
    """Somebody who was no member may have become one in this turn: what comes next is said."""
    if not time_outs.proof or found.contact.channel != WEB or WELCOME not in delivery.cards:
        return
    member = await stores.members.by_contact(found.contact.id)
    if member is not None:
        reply = await _ask(stores, member.id)
        await delivery.answer(found.contact, [reply], None, visitor)


async def end(stores: Stores, found: Found, now: datetime) -> None:
    """End the session of a page, and erase what it shows."""
    if found.session is None:
        return
    await stores.sessions.end(found.session.id, found.session.member_id, now)
    await wipe(stores, found.contact, now)
    await stores.audit.record(
        "session-ended",
        now=now,
        unit_id=found.who.unit_id,
        member_id=found.who.member_id,
        subject=str(found.session.id),
    )


def over(time_outs: TimeOuts) -> Reply:
    """The session has ended."""
    if not time_outs.proof:
        return Reply(Text("session-over-invite"))
    button = Button(Text("session-sign-in"), url=DESK)
    return Reply(Text("session-over"), buttons=(button,))


async def _ask(stores: Stores, member_id: int) -> Reply:
    known = await stores.factors.any(member_id)
    button = Button(
        Text("session-sign-in" if known else "session-factor"), url=DESK if known else FACTOR
    )
    text = Text("session-prove" if known else "session-prove-first")
    return Reply(text, buttons=(button,), card=SIGN_IN)
