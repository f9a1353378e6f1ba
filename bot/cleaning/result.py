"""What the worker and its modules agree on."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.message import Refusal


class Uncleanable(Exception):
    """This file cannot be taken; `reason` is said to whoever sent it."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class StillDirty(Exception):
    """The second look at a cleaned file found something. The file is refused."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file made anew. `media_type` is what it is now, which may not be what it was."""

    media_type: str
    content: bytes = field(repr=False)
