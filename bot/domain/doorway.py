"""A door: a one-time link that leads from a chat on a platform to the web page. Whoever opens it
there goes on with what is being told in the chat, and can be asked about its tips.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.flow import State


class Shut(StrEnum):
    """Why a door does not open. `BUSY`: both sides have told something, and neither is dropped.
    `SLOW`: too many were tried. `STAFF`: the page is one that staff work from.
    """

    UNKNOWN = "unknown"
    BUSY = "busy"
    SLOW = "slow"
    STAFF = "staff"


@dataclass(slots=True)
class Doorway:
    """What a door leads to. `app`: the name of its platform, as `bot.domain.channels` has it.
    `wait`: seconds until another door may be tried.
    """

    shut: Shut | None = None
    wait: float = 0
    contact_id: int = 0
    app: str = ""
    state: State = field(default_factory=State, repr=False)
    """What is being told over there. Once it was crossed: what stays there, or the very same
    object where nothing came along.
    """
    tips: tuple[str, ...] = ()
    """References of the open tips that can be asked about over there."""
