"""What a web visitor's page shows of their own message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.message import Button, Inbound, Media, Reply, Text, verbatim
from storage.contacts import WEB
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
