"""What the web desk shows beside the conversation: tips by the page, without their content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.domain.message import Text
from bot.domain.queue import View

VIEWS: Final = tuple(View)
"""The ways to look at the queue, in the order of the desk's tabs."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A tip as the queue shows it. `due`: None where no deadline runs."""

    reference: str
    kind: Text
    point: Text
    age: Text
    owner: Text
    status: Text | None
    due: Text | None
    late: bool
    urgent: bool
    waiting: bool
    """Its reporter has answered, and nobody has looked yet."""
    free: bool
    looking: tuple[str, ...] = field(default=(), repr=False)
    """The colleagues who have it open."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `page` counts from 1. `more_counted`: there are more than `count`."""

    view: View
    page: int
    pages: int
    count: int
    more_counted: bool
    lines: tuple[QueueLine, ...]
    tabs: tuple[tuple[View, Text], ...]


class DeskQueue(Protocol):
    """What the pages of staff read beside their letters. Needs none of the desk's keys."""

    async def page(self, secret: str, view: View, page: int) -> QueuePage | None:
        """A page of the queue of the unit whose member works in this session; the last one for a
        number beyond it. None for whoever may not see a queue, or has yet to sign in.
        """
        ...
