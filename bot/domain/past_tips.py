"""What a line of an old reception book says, once it was understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.words import fold


@dataclass(frozen=True, slots=True)
class PastTip:
    """A tip from before. `outcome` is empty for one that is still open; `ended_at` None then.

    `place` are the words for a place that is not one of the unit's points (`point_id` None);
    `named`, what the line calls the place, whether or not it is one.
    """

    line: int
    received_at: datetime
    kind: str
    text: str = field(repr=False)
    urgency: str = "normal"
    point_id: int | None = None
    place: str = field(default="", repr=False)
    source: str = "import"
    outcome: str = ""
    ended_at: datetime | None = None
    named: str = field(default="", repr=False)

    @property
    def sign(self) -> tuple[str, str, str, str]:
        """What the same line has again: day, kind, place and words, however they are spaced and
        whichever points the unit has by then.
        """
        words = " ".join(self.text.split())
        return self.received_at.isoformat(), self.kind, fold(self.named), words
