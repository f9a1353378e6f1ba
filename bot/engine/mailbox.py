"""What the web page reads: a session's letters, opened with its cookie."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from bot.domain.errors import Collision, StoreUnavailable
from bot.domain.message import Address
from bot.domain.ports import Clock, Letter
from bot.engine.bells import Bells
from bot.engine.leaving import files_in
from bot.engine.proving import end
from storage.contacts import WEB, lock_number, pseudonym
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.sessions import TimeOuts, Times
from storage.stores import Stores

TRIES: Final = 5


class WebMailbox:
    """Implements `bot.domain.ports.Mailbox`."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        bells: Bells,
        clock: Clock | None = None,
        time_outs: TimeOuts | None = None,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._bells = bells
        self._clock = clock
        self._time_outs = time_outs

    async def read(self, secret: str, after: int = 0) -> list[Letter]:
        """Letters whose revision is above `after`, oldest first; empty for an unknown session."""
        async with self._database.reading() as connection:
            letters = await Stores(connection, self._keyring).letters.read(
                Address(WEB, secret), after, self._times()
            )
        if new := [letter.id for letter in letters if letter.new]:
            # The page is not to be kept from its words by a database that cannot write now.
            with suppress(Collision, StoreUnavailable):
                await self._fetched(new)
        return letters

    async def letter(self, secret: str, letter_id: int) -> Letter | None:
        """One letter, or None when it is not this session's."""
        async with self._database.reading() as connection:
            return await Stores(connection, self._keyring).letters.one(
                Address(WEB, secret), letter_id, self._times()
            )

    async def wait(self, secret: str, timeout: float) -> bool:
        """Wait until something changes for this session; False on time-out (seconds)."""
        async with self._database.reading() as connection:
            contact_id = await Stores(connection, self._keyring).contacts.by_address(
                Address(WEB, secret)
            )
        return await self._bells.wait(contact_id, timeout)

    async def wipe(self, secret: str) -> None:
        """Forget the page. A member of staff stays a member, and signs in again where that is
        needed; anybody else is erased as a contact.

        Waits for a turn of the page that is still running. Raises `StoreUnavailable`.
        """
        for _ in range(TRIES):
            with suppress(Collision):
                return await self._wipe(secret)
        raise StoreUnavailable("the database kept colliding")

    async def _wipe(self, secret: str) -> None:
        lock = lock_number(pseudonym(self._keyring, Address(WEB, secret)))
        async with self._database.transaction(lock) as connection:
            stores = Stores(connection, self._keyring)
            found = await stores.conversations.find(Address(WEB, secret))
            if found is None:
                return
            if found.session and self._time_outs and self._clock and self._time_outs.proof:
                await end(stores, found, self._clock.now())
            elif not await stores.members.ever(found.contact.id):
                await stores.retention.drop_unfiled(files_in(found.state))
                await stores.contacts.forget(found.contact.id)
            else:
                await stores.letters.forget(found.contact.id)
                await stores.conversations.rest(found.contact.id)

    async def _fetched(self, letter_ids: list[int]) -> None:
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            await stores.questions.arrived(await stores.letters.fetched(letter_ids))

    def _times(self) -> Times | None:
        return self._time_outs.at(self._clock.now()) if self._time_outs and self._clock else None
