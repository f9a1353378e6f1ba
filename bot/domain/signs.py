"""What the page of a sign may do with it: count it, and pass on that it is in a bad way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from bot.domain.points import SignEvent

CHANNELS: Final = ("zalo", "web", "telegram")
"""The ways to report that a sign's page can offer, in the order it has unless a unit wants
another.
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """One printed sign. Its days are those of `zone`."""

    id: int
    zone: str


class Counts(Protocol):
    """Where a sign's use is counted: by the day, and nothing of who used it."""

    def scanned(self, sign: Sign) -> None:
        """Its page was opened."""
        ...

    def started(self, sign: Sign) -> None:
        """A resident began to report with it."""
        ...


class SignNews(Protocol):
    """Where residents say that a sign is in a bad way."""

    async def told(self, sign: Sign, what: SignEvent) -> None:
        """Write it down and tell the staff. Of one sign only so many a day are kept; the rest is
        passed over in silence. Raises `StoreUnavailable` when nothing could be stored.
        """
        ...


def channels_of(value: str) -> tuple[str, ...]:
    """`web, zalo` as a tuple. Raises `ValueError` for what is not on offer, is named twice, or
    leaves out the web, the only way that needs nobody else.
    """
    wanted = tuple(part.strip() for part in value.split(","))
    if len(set(wanted)) < len(wanted) or not {"web"} <= set(wanted) <= set(CHANNELS):
        raise ValueError("these are not the channels of a sign's page")
    return wanted
