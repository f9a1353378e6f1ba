"""Looking for tips by the words in them. The words live as long as the search, in memory alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Reply
from bot.domain.tip import Tip
from bot.domain.words import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Empty and None mean "any"; times are from `since` to before `until`.

    `words` are folded; every one of them must be in a tip.
    """

    words: tuple[str, ...] = field(default=(), repr=False)
    point_id: int | None = None
    kind: str = ""
    label: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def in_texts(self, texts: Iterable[str]) -> bool:
        """Whether all the words are in what a tip says, as whole syllables."""
        told = f" {fold(' '.join(texts))} "
        return all(f" {word} " in told for word in self.words)


class Stage(StrEnum):
    """How far a search has come."""

    RUNNING = "running"
    DONE = "done"
    FULL = "full"
    """There may be more; as many as are shown have been found."""
    STOPPED = "stopped"
    SEALED = "sealed"
    """This process has no key to open anything."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Progress:
    """`found`: newest first; `unread`: how many could not be opened."""

    number: int
    stage: Stage
    seen: int
    total: int
    found: tuple[Tip, ...]
    unread: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """A search to begin. `number`: random; the member's newest one goes on, others stop."""

    number: int
    unit_id: int
    wanted: Wanted
    show: Callable[[Progress], Reply]
