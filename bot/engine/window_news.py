"""Reminds members on a platform that soon takes no message for them to write a word, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.domain.channels import shows
from bot.domain.message import Reply, Text
from bot.domain.ports import Clock
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

BEFORE: Final = timedelta(days=1)
_TOLD: Final = "window-ending/"
"""Chores that are nobody's to do: whom it was said to, and when."""


async def warn_of_windows(
    database: Database, keyring: Keyring, clock: Clock, bells: Bells
) -> None:
    """Say it to whoever can be told nothing any more in less than `BEFORE`."""
    now = clock.now()
    async with database.transaction() as connection:
        stores = Stores(connection, keyring)
        delivery = Delivery(stores, now)
        told = await stores.chores.planned(_TOLD)
        for session in await stores.sessions.in_chats():
            window = shows(session.channel).answers
            if window is None or not window - BEFORE <= now - session.last_seen < window:
                continue
            name = f"{_TOLD}{session.id}"
            if told.pop(name, session.last_seen) > session.last_seen:
                continue
            contact = await stores.contacts.get(session.contact_id)
            if contact is not None:
                await stores.chores.done(name, now)
                await delivery.later(contact, Reply(Text("common-window-ending")))
        for name in told:
            await stores.chores.forget(name)
    bells.ring(*delivery.bells)
