"""What is done instead of a turn that failed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain import codec
from bot.domain.message import GroupSaid, Inbound, Reply, Text
from bot.engine.delivery import Delivery
from bot.engine.echo import said, unsay
from storage.conversations import Found
from storage.stores import Stores

HUSHED: Final = ("identity", "safety", "find")
"""Conversations whose words are kept nowhere but where they belong."""


async def apologise(
    stores: Stores, delivery: Delivery, inbound: Inbound, found: Found, now: datetime
) -> None:
    """Keep the event, sealed, and say so. A group is not asked to say again what everybody reads,
    and is forgotten like before.
    """
    if inbound.group:
        await stores.forgetting.mark(found.contact.id, found.contact.channel, now)
    if inbound.group is GroupSaid.REPORT:
        return
    # What staff type after a command may be words they look for.
    commanded = found.who.member_id is not None and inbound.text.startswith("/")
    hushed = found.state.flow in HUSHED or commanded
    text = "" if hushed else inbound.text
    raw = codec.dump({"text": text, "choice": inbound.choice, "start": inbound.start})
    await stores.parcels.park(inbound.address.channel, raw, now)
    visitor = inbound.address if inbound.address.id else None
    echo = said(inbound, found.state.offered, hushed) if visitor else None
    await delivery.answer(found.contact, [Reply(Text("common-trouble"))], echo, visitor)
    if hushed and inbound.text:
        await unsay(stores, found.contact, inbound, now)
