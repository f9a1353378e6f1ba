"""What residents tell of a sign on its page. Needs no contact, and no key but those of a process
that serves pages.
"""

from __future__ import annotations

from typing import Final

from bot.domain.errors import Collision, StoreUnavailable
from bot.domain.points import SignEvent
from bot.domain.ports import Clock
from bot.domain.signs import Sign
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

TRIES: Final = 4


class SignReports:
    """Implements `bot.domain.signs.SignNews`."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, bells: Bells) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells

    async def told(self, sign: Sign, what: SignEvent) -> None:
        """See `bot.domain.signs.SignNews`."""
        for _ in range(TRIES):
            try:
                async with self._database.transaction() as connection:
                    stores = Stores(connection, self._keyring)
                    delivery = Delivery(stores, self._clock.now())
                    sticker = await stores.stickers.get(sign.id)
                    if sticker is None:
                        return
                    news = await stores.signs_told.told(sticker, what, self._clock.now())
                    if news:
                        await delivery.post(news)
            except Collision:
                continue
            self._bells.ring(*delivery.bells)
            return
        raise StoreUnavailable("the database kept colliding; nothing was written down")
