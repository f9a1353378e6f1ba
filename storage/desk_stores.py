"""The stores of the desk: what its queue, clocks, links and boards are kept in."""

from __future__ import annotations

from functools import cached_property

from storage.alarms import Alarms
from storage.boards import Boards
from storage.clocks import Clocks
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.duty import DutyBook
from storage.finding import Finding
from storage.importing import Importing
from storage.labels import Labels
from storage.looking import Looking
from storage.merging import Merging
from storage.prepared import Prepared
from storage.questions import Questions
from storage.queue import Queue
from storage.register import Registers
from storage.shifts import Shifts
from storage.transfers import Transfers

FOR_DESK = (
    "queue",
    "clocks",
    "alarms",
    "shifts",
    "boards",
    "prepared",
    "labels",
    "looking",
    "registers",
    "questions",
    "merging",
    "transfers",
    "finding",
    "duty_book",
)
"""What a conversation may ask for by name."""


class DeskStores:
    """The desk's stores of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self.connection = connection
        self._keyring = keyring

    @cached_property
    def queue(self) -> Queue:
        """Queues by the page."""
        return Queue(self.connection)

    @cached_property
    def clocks(self) -> Clocks:
        """Legal deadlines."""
        return Clocks(self.connection)

    @cached_property
    def alarms(self) -> Alarms:
        """What the desk is told later."""
        return Alarms(self.connection)

    @cached_property
    def shifts(self) -> Shifts:
        """Who is on duty."""
        return Shifts(self.connection)

    @cached_property
    def boards(self) -> Boards:
        """Group chats of staff."""
        return Boards(self.connection)

    @cached_property
    def prepared(self) -> Prepared:
        """Units' own sentences."""
        return Prepared(self.connection)

    @cached_property
    def labels(self) -> Labels:
        """Labels of tips."""
        return Labels(self.connection)

    @cached_property
    def looking(self) -> Looking:
        """Who has a tip open."""
        return Looking(self.connection)

    @cached_property
    def registers(self) -> Registers:
        """Where tips went."""
        return Registers(self.connection)

    @cached_property
    def questions(self) -> Questions:
        """How far questions have come."""
        return Questions(self.connection)

    @cached_property
    def merging(self) -> Merging:
        """Tips that belong together."""
        return Merging(self.connection, self._keyring)

    @cached_property
    def transfers(self) -> Transfers:
        """Tips that go to another unit."""
        return Transfers(self.connection, self._keyring)

    @cached_property
    def finding(self) -> Finding:
        """Tips by their words."""
        return Finding(self.connection)

    @cached_property
    def duty_book(self) -> DutyBook:
        """What came, went and is left."""
        return DutyBook(self.connection)

    @cached_property
    def importing(self) -> Importing:
        """Tips from before."""
        return Importing(self.connection, self._keyring)
