"""What the database knows of each key: public halves and proofs, nothing secret."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from storage.connection import Db
from storage.crypto.keyring import KnownKey
from storage.schema import keys


class Keys:
    """The key table of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def known(self) -> list[KnownKey]:
        """Every key, oldest epoch first."""
        rows = await self._db.execute(
            select(
                keys.c.key_id, keys.c.kind, keys.c.owner, keys.c.epoch, keys.c.public, keys.c.check
            ).order_by(keys.c.kind, keys.c.owner, keys.c.epoch)
        )
        return [KnownKey(*row) for row in rows]

    async def add(self, new: list[KnownKey], now: datetime) -> None:
        """Record keys whose files were made."""
        if new:
            await self._db.execute(
                insert(keys),
                [
                    {
                        "key_id": k.key_id,
                        "kind": k.kind,
                        "owner": k.owner,
                        "epoch": k.epoch,
                        "public": k.public,
                        "check": k.check,
                        "created_at": now,
                    }
                    for k in new
                ],
            )
