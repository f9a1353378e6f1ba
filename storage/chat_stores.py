"""The stores of what platforms that can do little make necessary."""

from __future__ import annotations

from functools import cached_property

from storage.doors import Doors
from storage.offers import Offers
from storage.point_stores import PointStores
from storage.windows import Windows

FOR_CHATS = ("windows",)
"""What a conversation may ask for by name."""


class ChatStores(PointStores):
    """The stores of one transaction that know what a platform cannot do."""

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
