"""What the web page asks before it lets a waiting tip through. Never by network address."""

from __future__ import annotations

from datetime import datetime

from bot.domain.message import Address
from bot.domain.ports import Clock
from storage.contacts import WEB
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores


class WebGate:
    """Implements `bot.domain.ports.Gate`."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    def now(self) -> datetime:
        """The service's time."""
        return self._clock.now()

    def mark(self, secret: str) -> str:
        """A session's name in challenges: nobody else's solution fits it."""
        return self._keyring.pseudonym("challenge", "session", secret).hex()

    def key(self) -> bytes:
        """Signs challenges."""
        return self._keyring.pseudonym("challenge", "signature", size=32)

    async def held(self, secret: str) -> float | None:
        """Seconds until this session's waiting tip may go by itself; None when none waits."""
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            found = await stores.conversations.find(Address(WEB, secret))
        if found is None or (found.state.flow, found.state.step) != ("intake", "held"):
            return None
        until = int(found.state.draft.get("held", 0))
        return max(until - self._clock.now().timestamp(), 0.0)

    async def spend(self, name: str, seconds: int) -> bool:
        """Use something up that holds once; False when it has been."""
        async with self._database.transaction() as connection:
            limits = Stores(connection, self._keyring).limits
            return await limits.once(name, self._clock.now(), seconds)
