"""The stores of places and their signs."""

from __future__ import annotations

from functools import cached_property

from storage.coverage import Coverage
from storage.desk_stores import DeskStores
from storage.limits import Limits
from storage.point_counts import PointCounts
from storage.points import Points
from storage.sign_told import SignsTold
from storage.stickers import Stickers
from storage.unit_settings import UnitSettings

FOR_POINTS = ("points", "stickers", "point_counts", "coverage", "signs_told")
"""What a conversation may ask for by name."""


class PointStores(DeskStores):
    """The stores of one transaction that know of places."""

    @cached_property
    def points(self) -> Points:
        """Places with a sign."""
        return Points(self.connection, self._keyring)

    @cached_property
    def stickers(self) -> Stickers:
        """The signs."""
        return Stickers(self.connection, self._keyring)

    @cached_property
    def point_counts(self) -> PointCounts:
        """How often signs were used."""
        return PointCounts(self.connection)

    @cached_property
    def coverage(self) -> Coverage:
        """How much of 100% hangs."""
        return Coverage(self.connection, UnitSettings(self.connection))

    @cached_property
    def signs_told(self) -> SignsTold:
        """What residents tell of them."""
        settings = UnitSettings(self.connection)
        limits = Limits(self.connection, self._keyring, settings)
        return SignsTold(self.points, self.stickers, limits, settings)
