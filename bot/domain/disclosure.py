"""Decisions about requests to see who a reporter is."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decision:
    """What one custodian says; `delay_days` 0: the reporter is told at once."""

    approved: bool
    reason: str = field(repr=False)
    delay_days: int = 0
    delay_reason: str = field(default="", repr=False)
