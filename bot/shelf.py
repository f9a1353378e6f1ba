"""Where public pictures lie: in the database, so that the process that shows one need not be the
one that published it.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.ports import Clock
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores


class Shelf:
    """Implements `bot.channels.public_pictures.Shelf`."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database, self._keyring, self._clock = database, keyring, clock

    async def keep(
        self, picture_id: str, content: bytes, media_type: str, until: datetime
    ) -> None:
        """Keep one. Returns after the commit."""
        async with self._database.transaction() as connection:
            pictures = Stores(connection, self._keyring).public_pictures
            await pictures.add(picture_id, content, media_type, until)

    async def find(self, picture_id: str) -> tuple[bytes, str] | None:
        """Content and media type; None when there is none any more."""
        async with self._database.reading() as connection:
            pictures = Stores(connection, self._keyring).public_pictures
            found = await pictures.get(picture_id, self._clock.now())
        return (found.content, found.media_type) if found else None
