"""What waits in the outbox because a platform takes no message yet: who may still be written to,
and what becomes of it when a chat is heard of, or may be written to, again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from bot.domain.access import Action, may
from bot.domain.channels import shows
from bot.domain.errors import SealError
from bot.domain.message import Button, Reply, Text
from bot.domain.ports import Channel, Clock
from bot.engine.delivery import Delivery
from storage.contacts import Contact
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

BATCH: Final = 64
REOPEN_SECONDS: Final = 3600.0
"""How often what is held is looked through for what may go."""
FEW: Final = 3
"""Notices that a member who comes back is given as they are; of more they are told how many."""
_SINCE_NOTED: Final = timedelta(minutes=5)
"""By so much a session's `last_seen` may be late."""
_log = logging.getLogger(__name__)


async def too_late(stores: Stores, contact_id: int, channel: Channel, now: datetime) -> bool:
    """Whether nobody has written from this chat for longer than the platform allows: reporters as
    its settings say, staff as long as it takes anything. Needs the relay's private key.
    """
    window = channel.limits.window
    heard = await stores.windows.last_heard(contact_id) if window else None
    if window is None or heard is None:
        return False
    if await stores.offers.staff(contact_id):
        window = max(window, shows(channel.name).answers or window)
    return now - heard >= window


def out_of_reach(channel: str, last_seen: datetime, now: datetime) -> bool:
    """Whether a member's chat, last used then, takes no notice any more."""
    window = shows(channel).answers
    return window is not None and now - last_seen >= window - _SINCE_NOTED


async def give(stores: Stores, delivery: Delivery, contact: Contact, role: str) -> None:
    """Send what was held for a chat. Of many notices a member (`role`) gets one that counts them,
    and the queue has them all.
    """
    now = delivery.now
    if role and await stores.outbox.held_notices(contact.id) > FEW:
        gone = await stores.outbox.drop_held_notices(contact.id)
        queue = Button(Text("session-queue"), "queue.list:")
        buttons = (queue,) if may(role, Action.SEE_QUEUE) else ()
        await delivery.later(contact, Reply(Text("common-while-away", {"n": gone}), buttons))
    await stores.outbox.release(contact.id, now)
    delivery.bells.add(contact.channel)


async def reopen(database: Database, keyring: Keyring, channel: Channel, clock: Clock) -> None:
    """Give what is held where the platform takes it by now: what may be spent was changed, say.
    The times are sealed, so chat by chat. Needs the relay's private key.
    """
    last = 0
    while channel.limits.window:
        async with database.transaction() as connection:
            stores = Stores(connection, keyring)
            chats = await stores.outbox.holding(channel.name, last, BATCH)
            for contact_id in chats:
                await _reopen(stores, contact_id, channel, clock.now())
        if not chats:
            return
        last = chats[-1]


async def _reopen(stores: Stores, contact_id: int, channel: Channel, now: datetime) -> None:
    try:
        heard = await stores.windows.last_heard(contact_id)
        late = await too_late(stores, contact_id, channel, now)
        found = await stores.conversations.by_contact(contact_id, unread=True)
    except SealError as error:
        _log.error("what is held for a chat stays: %s", type(error).__name__)
        return
    # Where no time is known it was the platform that refused: it waits for a word.
    if heard and not late and found and not found.gone:
        await give(stores, Delivery(stores, now), found.contact, found.who.role)
