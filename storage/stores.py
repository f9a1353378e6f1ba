"""All stores of one transaction, made when first asked for, by attribute or (for conversations)
by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, TypeVar, cast

from storage.audit import Audit
from storage.audit_chains import AuditChains
from storage.chat_stores import FOR_CHATS, ChatStores
from storage.chores import Chores
from storage.contacts import Contacts
from storage.conversations import Conversations
from storage.custodians import Custodians
from storage.desk_stores import FOR_DESK
from storage.disclosures import Disclosures
from storage.factors import Factors
from storage.filing import Asking, Closing, Dossiers, Filing, Many, Moving, Passing
from storage.forgetting import Forgetting
from storage.handoffs import Handoffs
from storage.identities import Identities
from storage.invites import Invites
from storage.keys import Keys
from storage.letters import Letters
from storage.limits import Limits
from storage.members import Members
from storage.mutes import Mutes
from storage.outbox import Outbox
from storage.outcomes import Outcomes
from storage.parcels import Parcels
from storage.pins import Pins
from storage.point_stores import FOR_POINTS
from storage.public_pictures import PublicPictures
from storage.resealing import Resealing
from storage.retention import Retention
from storage.sessions import Sessions
from storage.statuses import Statuses
from storage.throttle import Throttle
from storage.tips import Tips
from storage.unit_settings import UnitSettings
from storage.units import Units
from storage.voices import Voices

T = TypeVar("T")

FOR_STEPS = (
    "units",
    "unit_settings",
    "contacts",
    "tips",
    "statuses",
    "members",
    "sessions",
    "invites",
    "audit",
    "audit_chains",
    "throttle",
    "pins",
    "custodians",
    "identities",
    "disclosures",
    "key_register",
    "filing",
    "dossiers",
    "closing",
    "asking",
    "moving",
    "many",
    "passing",
    "limits",
    "mutes",
    "outcomes",
    "voices",
    *FOR_POINTS,
    *FOR_CHATS,
    *FOR_DESK,
)
"""What a conversation may ask for; the rest is the engine's."""


class Stores(ChatStores, Mapping[str, object]):
    """The stores of one transaction."""

    @cached_property
    def units(self) -> Units:
        """Organisations."""
        return Units(self.connection)

    @cached_property
    def unit_settings(self) -> UnitSettings:
        """What units have decided for themselves."""
        return UnitSettings(self.connection)

    @cached_property
    def pins(self) -> Pins:
        """PINs of chat accounts."""
        return Pins(self.connection, self._keyring)

    @cached_property
    def contacts(self) -> Contacts:
        """Return addresses."""
        return Contacts(self.connection, self._keyring)

    @cached_property
    def tips(self) -> Tips:
        """Tips and their threads."""
        return Tips(self.connection, self._keyring)

    @cached_property
    def statuses(self) -> Statuses:
        """Their owners and statuses."""
        return Statuses(self.connection)

    @cached_property
    def members(self) -> Members:
        """Staff."""
        return Members(self.connection)

    @cached_property
    def sessions(self) -> Sessions:
        """From where staff work."""
        return Sessions(self.connection)

    @cached_property
    def factors(self) -> Factors:
        """What staff sign in with."""
        return Factors(self.connection)

    @cached_property
    def invites(self) -> Invites:
        """One-time codes."""
        return Invites(self.connection, self._keyring)

    @cached_property
    def audit(self) -> Audit:
        """The audit table."""
        return Audit(self.connection, self._keyring)

    @cached_property
    def audit_chains(self) -> AuditChains:
        """The audit as signed chains."""
        return AuditChains(self.connection, self._keyring)

    @cached_property
    def custodians(self) -> Custodians:
        """Who keeps a key to identities."""
        return Custodians(self.connection)

    @cached_property
    def identities(self) -> Identities:
        """What reporters chose to leave, sealed."""
        return Identities(self.connection, self._keyring)

    @cached_property
    def disclosures(self) -> Disclosures:
        """Requests to open an identity."""
        return Disclosures(self.connection, self._keyring)

    @cached_property
    def throttle(self) -> Throttle:
        """Attempt counters."""
        return Throttle(self.connection, self._keyring)

    @cached_property
    def filing(self) -> Filing:
        """What filing touches."""
        return self._together(Filing)

    @cached_property
    def dossiers(self) -> Dossiers:
        """What an opened tip shows."""
        return self._together(Dossiers)

    @cached_property
    def many(self) -> Many:
        """What doing the same with many tips touches."""
        return self._together(Many)

    @cached_property
    def asking(self) -> Asking:
        """What writing to a reporter touches."""
        return self._together(Asking)

    @cached_property
    def closing(self) -> Closing:
        """What ending a tip touches."""
        return self._together(Closing)

    @cached_property
    def moving(self) -> Moving:
        """What a tip's way touches."""
        return self._together(Moving)

    @cached_property
    def passing(self) -> Passing:
        """What handing a tip on touches."""
        return self._together(Passing)

    @cached_property
    def limits(self) -> Limits:
        """How fast tips come."""
        return Limits(self.connection, self._keyring, self.unit_settings)

    @cached_property
    def mutes(self) -> Mutes:
        """Whose tips wait aside."""
        return Mutes(self.connection)

    @cached_property
    def outcomes(self) -> Outcomes:
        """How a contact's tips ended."""
        return Outcomes(self.connection)

    @cached_property
    def conversations(self) -> Conversations:
        """States and event ids."""
        return Conversations(self.connection, self._keyring)

    @cached_property
    def letters(self) -> Letters:
        """Web sessions' letters."""
        return Letters(self.connection, self._keyring)

    @cached_property
    def forgetting(self) -> Forgetting:
        """Contacts on their way out."""
        return Forgetting(self.connection, self._keyring)

    @cached_property
    def retention(self) -> Retention:
        """What is kept no longer."""
        return Retention(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """Messages to send."""
        return Outbox(self.connection, self._keyring)

    @cached_property
    def parcels(self) -> Parcels:
        """Files to fetch, parked events."""
        return Parcels(self.connection, self._keyring)

    @cached_property
    def handoffs(self) -> Handoffs:
        """Events for another machine."""
        return Handoffs(self.connection, self._keyring)

    @cached_property
    def voices(self) -> Voices:
        """Recordings whose voice is to be changed."""
        return Voices(self.connection, self._keyring)

    @cached_property
    def chores(self) -> Chores:
        """Work that comes back."""
        return Chores(self.connection)

    @cached_property
    def public_pictures(self) -> PublicPictures:
        """What anybody may see."""
        return PublicPictures(self.connection)

    @cached_property
    def key_register(self) -> Keys:
        """Public halves."""
        return Keys(self.connection)

    @cached_property
    def resealing(self) -> Resealing:
        """Columns sealed to keys that rotate."""
        return Resealing(self.connection, self._keyring)

    def _together(self, kind: type[T]) -> T:
        """Several stores as one: each of its fields is named like a store."""
        return kind(
            **{field.name: getattr(self, field.name) for field in fields(cast("Any", kind))}
        )

    def __getitem__(self, name: str) -> object:
        if name not in FOR_STEPS:
            raise KeyError(name)
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:
        return iter(FOR_STEPS)

    def __len__(self) -> int:
        return len(FOR_STEPS)
