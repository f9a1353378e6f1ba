"""Group chats: what one can become by a code that is typed in it, and what it is promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class CodeKind:
    """`role` stands in place of a role: such a code makes nobody a member. `most`: so many of one
    member are good at once, the newest.
    """

    role: str
    lifetime: timedelta
    most: int


BOARD: Final = CodeKind("board", timedelta(hours=1), 1)
"""The group of staff shows the unit's queue."""
COMMUNITY: Final = CodeKind("group", timedelta(hours=48), 20)
"""The group gets the unit's messages. Whoever runs it has to be found first."""
KINDS: Final = (BOARD, COMMUNITY)
PER_WEEK: Final = 2
"""Messages that a community group is told to expect at the most."""
LANGUAGE: Final = "vi"
"""Of what a new community group is told."""
