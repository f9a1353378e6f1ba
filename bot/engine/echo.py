"""What is shown of somebody's own message: on a web page its words, in a chat perhaps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.message import Button, Inbound, Media, Reply, Text, verbatim
from storage.contacts import WEB, Contact
from storage.outbox_rows import UNSAY
from storage.stores import Stores


def said(inbound: Inbound, offered: Sequence[Button], hushed: bool = False) -> Reply | None:
    """The visitor's words, pressed button, files or place as a letter; None when there is
    nothing to show. `hushed`: that something was typed, not what.
    """
    media = tuple(Media(u.kind, u.file) for u in inbound.uploads)
    if inbound.choice:
        label = next((b.label for b in offered if b.payload == inbound.choice), None)
        return Reply(label) if label else None
    if inbound.form:
        return Reply(verbatim(inbound.form.story), media=media)
    if inbound.location:
        spot = f"{inbound.location.latitude:.5f}, {inbound.location.longitude:.5f}"
        return Reply(Text("common-place-sent", {"spot": spot}), media=media)
    if hushed and inbound.text:
        return Reply(Text("common-hushed"), media=media)
    if inbound.text or media:
        return Reply(verbatim(inbound.text), media=media)
    return None


async def echoed(
    stores: Stores, inbound: Inbound, offered: Sequence[Button], hushed: bool = False
) -> Reply | None:
    """`said`, also for a button of a notice, which was not offered in this conversation: its
    letter has the words, and the visitor's cookie opens it.
    """
    echo = said(inbound, offered, hushed)
    if echo is None and inbound.choice and inbound.address.channel == WEB:
        label = await stores.letters.label(inbound.address, inbound.choice)
        echo = Reply(label) if label else None
    return echo


async def unsay(stores: Stores, contact: Contact, inbound: Inbound, now: datetime) -> None:
    """Have what somebody typed deleted from their chat. A page does not show it to begin with."""
    if inbound.message_id and contact.channel != WEB:
        unsaid = Reply(Text("common-hushed"), replaces=inbound.message_id)
        await stores.outbox.add(contact, [unsaid], now, action=UNSAY)
