"""The stores of what platforms that can do little make necessary, and of group chats."""

from __future__ import annotations

from functools import cached_property

from storage.doors import Doors
from storage.group_codes import GroupCodes
from storage.groups import Groups
from storage.offers import Offers
from storage.point_stores import PointStores
from storage.windows import Windows

FOR_CHATS = ("windows", "group_codes", "groups")
"""What a conversation may ask for by name."""


class ChatStores(PointStores):
    """The stores of one transaction that know what a platform cannot do, and groups."""

    @cached_property
    def group_codes(self) -> GroupCodes:
        """What a group becomes in which one is typed."""
        return GroupCodes(self.connection, self._keyring)

    @cached_property
    def groups(self) -> Groups:
        """Groups of the community."""
        return Groups(self.connection, self._keyring)

    @cached_property
    def offers(self) -> Offers:
        """Numbered choices of notices."""
        return Offers(self.connection, self._keyring)

    @cached_property
    def doors(self) -> Doors:
        """One-time links to the web page."""
        return Doors(self.connection, self._keyring)

    @cached_property
    def windows(self) -> Windows:
        """Until when an answer is taken."""
        return Windows(self.connection, self._keyring)
