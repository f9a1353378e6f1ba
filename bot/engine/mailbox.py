"""What the web page reads: a session's letters, opened with its cookie."""

from __future__ import annotations

from bot.domain.message import Address
from bot.domain.ports import Letter
from bot.engine.bells import Bells
from storage.contacts import WEB
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores


class WebMailbox:
    """Implements `bot.domain.ports.Mailbox`."""

    def __init__(self, database: Database, keyring: Keyring, bells: Bells) -> None:
        self._database = database
        self._keyring = keyring
        self._bells = bells

    async def read(self, secret: str, after: int = 0) -> list[Letter]:
        """Letters whose revision is above `after`, oldest first; empty for an unknown session."""
        async with self._database.reading() as connection:
            return await Stores(connection, self._keyring).letters.read(
                Address(WEB, secret), after
            )

    async def letter(self, secret: str, letter_id: int) -> Letter | None:
        """One letter, or None when it is not this session's."""
        async with self._database.reading() as connection:
            return await Stores(connection, self._keyring).letters.one(
                Address(WEB, secret), letter_id
            )

    async def wait(self, secret: str, timeout: float) -> bool:
        """Wait until something changes for this session; False on time-out (seconds)."""
        async with self._database.reading() as connection:
            contact_id = await Stores(connection, self._keyring).contacts.by_address(
                Address(WEB, secret)
            )
        return await self._bells.wait(contact_id, timeout)

    async def wipe(self, secret: str) -> None:
        """Forget the page. A member of staff stays a member; anybody else is erased as a
        contact.
        """
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            contact_id = await stores.contacts.by_address(Address(WEB, secret))
            if contact_id is None:
                return
            if await stores.members.ever(contact_id):
                await stores.letters.forget(contact_id)
                await stores.conversations.rest(contact_id)
            else:
                await stores.contacts.forget(contact_id)
