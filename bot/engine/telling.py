"""Tells reporters, when its time has come, that somebody asked who they are."""

from __future__ import annotations

from bot.domain.flow import Outgoing
from bot.domain.message import Reply, Text
from bot.domain.ports import Clock
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores


async def tell_due(database: Database, keyring: Keyring, clock: Clock, bells: Bells) -> int:
    """Tell what a custodian had put off and is due now; how many requests that were.

    Who can no longer be reached sees it when they come back with the receipt.
    """
    now = clock.now()
    async with database.transaction() as connection:
        stores = Stores(connection, keyring)
        delivery = Delivery(stores, now)
        due = await stores.disclosures.due(now)
        for done in due:
            text = Text(f"common-identity-{done.status}", {"reference": done.reference})
            for contact_id in await stores.tips.contacts_of(done.tip_id):
                reply = Reply(text, protect=True)
                await delivery.post(Outgoing(reply, contact_id=contact_id))
            await stores.disclosures.told(done.id, now)
    bells.ring(*delivery.bells)
    return len(due)
