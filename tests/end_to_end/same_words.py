"""What two days have in common: the bot's messages without what differs from day to day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from bot.demo import pattern

_VARIES = "|".join(
    [
        r"http\S+",
        *pattern.SHAPES.values(),
        r"\d+ (?:phút|minutes?)",
        r"\d\d:\d\d",
        r"\d\d/\d\d(?:/\d{4})?",
    ]
)


class Shown(Protocol):
    """One visible message."""

    @property
    def mine(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


def told(messages: Iterable[Shown]) -> Counter[str]:
    """The bot's messages, whatever numbers, times and durations are in them."""
    return Counter(re.sub(_VARIES, "#", f"{m.kind} {m.text}") for m in messages if not m.mine)
