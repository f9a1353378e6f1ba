"""All stores of one transaction, made when first asked for, by attribute or (for conversations)
by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from storage.audit import Audit
from storage.chores import Chores
from storage.connection import Db
from storage.contacts import Contacts
from storage.conversations import Conversations
from storage.crypto.keyring import Keyring
from storage.invites import Invites
from storage.keys import Keys
from storage.letters import Letters
from storage.members import Members
from storage.outbox import Outbox
from storage.parcels import Parcels
from storage.points import Points
from storage.throttle import Throttle
from storage.tips import Tips
from storage.units import Units

FOR_STEPS = ("units", "points", "contacts", "tips", "members", "invites", "audit", "throttle")
"""What a conversation may ask for; the rest is the engine's."""


class Stores(Mapping[str, object]):
    """The stores of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self.connection = connection
        self._keyring = keyring

    @cached_property
    def units(self) -> Units:
        """Organisations."""
        return Units(self.connection)

    @cached_property
    def points(self) -> Points:
        """Places with a code."""
        return Points(self.connection)

    @cached_property
    def contacts(self) -> Contacts:
        """Return addresses."""
        return Contacts(self.connection, self._keyring)

    @cached_property
    def tips(self) -> Tips:
        """Tips and their threads."""
        return Tips(self.connection, self._keyring)

    @cached_property
    def members(self) -> Members:
        """Staff."""
        return Members(self.connection)

    @cached_property
    def invites(self) -> Invites:
        """One-time codes."""
        return Invites(self.connection, self._keyring)

    @cached_property
    def audit(self) -> Audit:
        """The audit table."""
        return Audit(self.connection)

    @cached_property
    def throttle(self) -> Throttle:
        """Attempt counters."""
        return Throttle(self.connection, self._keyring)

    @cached_property
    def conversations(self) -> Conversations:
        """States and event ids."""
        return Conversations(self.connection, self._keyring)

    @cached_property
    def letters(self) -> Letters:
        """Web sessions' letters."""
        return Letters(self.connection, self._keyring)

    @cached_property
    def outbox(self) -> Outbox:
        """Messages to send."""
        return Outbox(self.connection, self._keyring)

    @cached_property
    def parcels(self) -> Parcels:
        """Files to fetch, parked events."""
        return Parcels(self.connection, self._keyring)

    @cached_property
    def chores(self) -> Chores:
        """Work that comes back."""
        return Chores(self.connection)

    @cached_property
    def key_register(self) -> Keys:
        """Public halves."""
        return Keys(self.connection)

    def __getitem__(self, name: str) -> object:
        if name not in FOR_STEPS:
            raise KeyError(name)
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:
        return iter(FOR_STEPS)

    def __len__(self) -> int:
        return len(FOR_STEPS)
