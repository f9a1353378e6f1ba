"""How alike two texts are, see `docs/adr/`."""

from __future__ import annotations

from rapidfuzz import fuzz


def alike(one: str, other: str) -> float:
    """From 0 to 1, whatever the order of the words, and though one tells more than the other.

    Both are folded (`bot.domain.words.fold`): no case, no marks.
    """
    return fuzz.token_set_ratio(one, other) / 100
