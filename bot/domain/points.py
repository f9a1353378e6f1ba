"""Places with a sign, and what can happen to a sign: the words and THE table of its states."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class PointKind(StrEnum):
    """What a place is."""

    HAMLET = "hamlet"
    SCHOOL = "school"
    BOARDING_HOUSE = "boarding-house"
    ENTERPRISE = "enterprise"
    PUBLIC_PLACE = "public-place"


class Audience(StrEnum):
    """Who passes a place: what its poster says and which messages are meant for it."""

    GENERAL = "general"
    WORKERS = "workers"
    PUPILS = "pupils"
    PARENTS = "parents"
    LANDLORDS = "landlords"
    HIGH_RISK = "high-risk"


class SignState(StrEnum):
    """Where one printed sign stands."""

    MADE = "made"
    """There is a code for it; nobody has said that it hangs."""
    INSTALLED = "installed"
    DAMAGED = "damaged"
    REPLACED = "replaced"
    REVOKED = "revoked"


class SignEvent(StrEnum):
    """What is written into a place's history."""

    INSTALLED = "installed"
    INSPECTED = "inspected"
    DAMAGED = "damaged"
    REPLACED = "replaced"
    REVOKED = "revoked"
    PLEDGED = "pledged"
    """Whoever runs the place has signed the pledge."""
    RULES_POSTED = "rules-posted"
    TOLD_DAMAGED = "told-damaged"
    """A resident says that the sign is torn or cannot be read."""
    TOLD_COVERED = "told-covered"
    """A resident says that another code is pasted over the sign."""


LIVE: Final = (SignState.MADE, SignState.INSTALLED, SignState.DAMAGED)
"""Signs whose code leads to their place."""
TOLD: Final = (SignEvent.TOLD_DAMAGED, SignEvent.TOLD_COVERED)
"""What residents say. No row of it knows who."""
OF_PLACE: Final = (SignEvent.PLEDGED, SignEvent.RULES_POSTED)
"""What happens to a place, not to a sign."""

STATES: Final[Mapping[SignEvent, Mapping[SignState, SignState]]] = {
    SignEvent.INSTALLED: {
        SignState.MADE: SignState.INSTALLED,
        SignState.DAMAGED: SignState.INSTALLED,
        SignState.INSTALLED: SignState.INSTALLED,
    },
    SignEvent.INSPECTED: {
        SignState.MADE: SignState.INSTALLED,
        SignState.INSTALLED: SignState.INSTALLED,
        SignState.DAMAGED: SignState.INSTALLED,
    },
    SignEvent.DAMAGED: {
        SignState.MADE: SignState.DAMAGED,
        SignState.INSTALLED: SignState.DAMAGED,
        SignState.DAMAGED: SignState.DAMAGED,
    },
    SignEvent.REPLACED: dict.fromkeys(LIVE, SignState.REPLACED),
    SignEvent.REVOKED: dict.fromkeys(LIVE, SignState.REVOKED),
}
"""THE table: what an event makes of a sign's state. An inspection says that the sign hangs and is
in order, so it also ends a damage. What is not here cannot happen to a sign; a sign that was
replaced or revoked stays so.
"""
