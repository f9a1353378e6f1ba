"""Handing an event to the machine that has the desk's keys. The other end is
`bot.engine.handoff`.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final

from bot.domain.message import Inbound
from bot.engine.bells import HANDOFF, Bells
from bot.engine.delivery import Delivery
from bot.engine.echo import echoed
from storage.contacts import WEB
from storage.conversations import Found
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

ANSWER_SECONDS: Final = 1.5
"""How long a page's request waits for the desk's answer: without a script the page would have to
be loaded again to show it.
"""
LOOK_SECONDS: Final = 0.25


async def is_for_the_desk(stores: Stores, found: Found, *, here: bool) -> bool:
    """Whether the event must wait for the desk. `here`: the desk's keys are in this process.

    Staff's events do where the keys are not; and wherever they come in, they do not overtake
    those that wait already. What residents do is asked about nothing where the keys are.
    """
    staff = found.who.member_id is not None
    if staff and not here:
        return True
    return (staff or not here) and await stores.handoffs.waiting(found.contact.id)


async def hand_over(
    stores: Stores, delivery: Delivery, inbound: Inbound, found: Found, now: datetime
) -> int:
    """Store the event for the desk; the row's id. What a page shows of it is posted here, where
    the cookie is.
    """
    handed = await stores.handoffs.add(found.contact.id, inbound, now, found.who.member_id)
    delivery.bells.add(HANDOFF)
    if found.contact.channel == WEB:
        echo = await echoed(stores, inbound, found.state.offered)
        await delivery.answer(found.contact, [], echo, inbound.address)
    return handed


async def answered(
    database: Database, keyring: Keyring, bells: Bells, contact_id: int, handed: int
) -> None:
    """Wait a little while for the desk to have worked off a row."""
    until = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < until:
        async with database.reading() as connection:
            if not await Stores(connection, keyring).handoffs.there(handed):
                return
        await bells.wait(contact_id, LOOK_SECONDS)
