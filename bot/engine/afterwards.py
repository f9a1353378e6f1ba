"""What a turn begins and does not wait for: it runs once the turn is committed, beside others."""

from __future__ import annotations

from bot.domain.flow import Turn
from bot.domain.ports import Clock
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from bot.engine.drawing import Draw, Drawings
from bot.engine.searching import Searches
from storage.crypto.keyring import Keyring
from storage.database import Database


class Afterwards:
    """Searches and pictures of one process."""

    def __init__(
        self, database: Database, keyring: Keyring, clock: Clock, bells: Bells, draw: Draw | None
    ) -> None:
        self.searches = Searches(database, keyring, clock, bells)
        self.drawings = Drawings(database, keyring, clock, bells, draw)

    def follow(self, turn: Turn, delivery: Delivery) -> None:
        """Begin what a turn asks for, once it is committed."""
        self.searches.follow(turn, delivery)
        self.drawings.follow(turn, delivery)

    def stop_all(self) -> None:
        """The process ends."""
        self.searches.stop_all()
        self.drawings.stop_all()
