"""Signs the audit's chains: every hour, and sooner where much has happened."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.domain.ports import Clock
from storage.audit_chains import SIGN_AFTER
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

EVERY: Final = timedelta(hours=1)


async def sign_due(database: Database, keyring: Keyring, clock: Clock) -> None:
    """Sign what has grown, when it is time. Needs the signing key; nothing happens without."""
    if keyring.signer is None:
        return
    async with database.reading() as connection:
        unsigned = await Stores(connection, keyring).audit_chains.most_unsigned()
    if not unsigned:
        return
    async with database.transaction() as connection:
        stores, now = Stores(connection, keyring), clock.now()
        if await stores.chores.claim("audit-sign", now, EVERY) or unsigned >= SIGN_AFTER:
            await stores.audit_chains.sign(now)
