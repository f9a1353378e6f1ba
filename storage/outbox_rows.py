"""What a row of the outbox is, and the words it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

UNIT: Final = "unit"
"""The pseudo-channel of rows that are still to be spread over a unit's members."""
REPLY: Final = "reply"
WIPE: Final = "wipe"
UNSAY: Final = "unsay"
"""Deletes the one message that the reply `replaces`."""
LOCALE: Final = "locale"
"""The reply's key is a language to be remembered with the address; nothing is sent."""
WAITING: Final = "waiting"
FAILED: Final = "failed"
LEASE: Final = timedelta(seconds=60)
"""A claimed row that nobody reports on comes back after this time: a crash may repeat it, never
lose it.
"""
PERSON: Final = 0
NOTICE: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A claimed row. `attempts` counts this one."""

    id: int
    contact_id: int | None
    unit_id: int | None
    except_contact: int | None
    member_id: int | None
    roles: tuple[str, ...]
    action: str
    attempts: int
    sealed: bytes = field(repr=False)
    card: str = ""
    """The card of a board that it draws; empty for everything else."""
    message_id: int | None = None
    """What an officer wrote to a reporter, while it is on its way."""
