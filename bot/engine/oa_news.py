"""Tells leads and admins that the official account on Zalo cannot speak until somebody gives it
permission anew.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.domain.access import Role
from bot.domain.flow import Outgoing
from bot.domain.message import Reply, Text
from bot.domain.ports import Clock
from bot.engine.bells import Bells
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.outbox_rows import UNIT
from storage.stores import Stores

EVERY: Final = timedelta(hours=20)
"""Not more often, however often the service is started."""
TOLD: Final = (Role.LEAD.value, Role.ADMIN.value)


async def tell_oa_broken(database: Database, keyring: Keyring, clock: Clock, bells: Bells) -> None:
    """A notice to every unit. Who works on that account hears it last: others do not."""
    now = clock.now()
    async with database.transaction() as connection:
        stores = Stores(connection, keyring)
        if not await stores.chores.claim("oa-broken", now, EVERY):
            return
        for unit in await stores.units.all():
            reply = Reply(Text("common-oa-broken"), protect=True)
            await stores.outbox.add_notice(Outgoing(reply, unit_id=unit.id, roles=TOLD), now)
    bells.ring(UNIT)
