"""Tokens that a platform gives in pairs: one to call with, one to get the next pair with, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Pair:
    """An access token, good until `expires_at`, and the refresh token that replaces both."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime


class PairState(StrEnum):
    """`REFRESHING`: somebody has set out to spend the refresh token, and has not said how it
    went. `BROKEN`: it is spent or has expired; only a person can get another pair.
    """

    GOOD = "good"
    REFRESHING = "refreshing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Held:
    """A pair as it is stored."""

    pair: Pair
    state: PairState
    changed_at: datetime
