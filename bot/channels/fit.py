"""Pure: makes of a reply what a platform can show, and of a typed answer the button it meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.domain.message import VERBATIM, Button
from bot.domain.words import fold, marks

__all__ = ["fold", "match", "numbered", "pieces", "split", "with_choices"]

_NUMBER: Final = re.compile(
    r"(?:số|so|chọn|chon|no|number|#)?\s*\.?\s*(\d{1,3})\s*[.)]?", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"(?:[.!?…]+[\"”’)]*\s+|\n+)")
_LONGEST: Final = 200
"""Characters: no button is as long, so that a story need not be compared with every one."""
_SURE: Final = 5
"""Letters: in a shorter word one that is wrong makes another word."""
_LONG: Final = 9
"""Letters from which on two may be wrong."""
_plain: Final = lru_cache(maxsize=512)(fold)
"""Of labels only: what people type is kept nowhere."""
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f")


def match(
    typed: str,
    offered: Sequence[Button],
    labels: Callable[[Button], Iterable[str]],
    *,
    numbers: bool = True,
) -> str | None:
    """The payload of the button that `typed` means: its number or words, with or without marks.

    `numbers` only where the choices were shown with numbers: elsewhere "7" is seven o'clock.
    There a slip of a finger in the words is forgiven too. Buttons that open a page have no number.
    None when nothing, or more than one thing, is meant.
    """
    typed = unicodedata.normalize("NFC", typed).strip()
    buttons = [button for button in offered if button.payload]
    if not typed or not buttons:
        return None
    number = _NUMBER.fullmatch(typed) if numbers else None
    if number and (meant := _by_number(buttons, int(number[1]))):
        return meant
    if len(typed) > _LONGEST:
        return None
    named = [(b.payload, label) for b in buttons for label in labels(b)]
    meant = _only(named, _same(typed)) or _only(named, _same_words(typed))
    if meant or not numbers:
        return meant
    ours = [(b.payload, label) for b in buttons if _says_no_name(b) for label in labels(b)]
    return _only(ours, _nearly(typed))


def _by_number(buttons: Sequence[Button], number: int) -> str | None:
    """As the buttons say, or by their order where none does."""
    if any(button.number for button in buttons):
        return next((b.payload for b in buttons if b.number and b.number == number), None)
    return buttons[number - 1].payload if 1 <= number <= len(buttons) else None


def _says_no_name(button: Button) -> bool:
    """Whether a slip in its words is one: of a name or a number it is another one's."""
    return button.label.key != VERBATIM and not button.label.args


def _only(named: Iterable[tuple[str, str]], means: Callable[[str], bool]) -> str | None:
    meant = {payload for payload, label in named if means(label)}
    return meant.pop() if len(meant) == 1 else None


def _same(typed: str) -> Callable[[str], bool]:
    words = typed.casefold().split()
    return lambda label: label.casefold().split() == words


def _same_words(typed: str) -> Callable[[str], bool]:
    # Marks may be missing or sit on another vowel ("túy", "tuý"); other marks are another word.
    plain, tones = fold(typed), marks(typed)
    return lambda label: plain == _plain(label) and plain != "" and tones in ("", marks(label))


def _nearly(typed: str) -> Callable[[str], bool]:
    # With marks as they were typed, so that a word with other marks is a slip like any other.
    marked = marks(typed) != ""
    words = _spelt(typed) if marked else fold(typed)

    def means(label: str) -> bool:
        other = _spelt(label) if marked else _plain(label)
        letters = min(len(words), len(other))
        slips = 0 if letters < _SURE else 1 if letters < _LONG else 2
        if _digits(words) != _digits(other):
            return False  # another number is another thing
        return slips > 0 and OSA.distance(words, other, score_cutoff=slips) <= slips

    return means


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _spelt(text: str) -> str:
    """Without case, pictures and punctuation; with its marks, each letter one character."""
    kept = (c if c.isalnum() else " " for c in unicodedata.normalize("NFC", text.casefold()))
    return " ".join("".join(kept).split())


def numbered(text: str, choices: Sequence[tuple[int, str]], hint: str = "") -> str:
    """The text followed by its choices as lines `1. Label`, for platforms without buttons.

    `choices`: the number and the words of each, see `Button.number`. `hint`: how to answer.
    """
    if not choices:
        return text
    lines = [f"{number}. {label}" for number, label in choices]
    return "\n".join([text, "", *lines, *([hint] if hint else [])]).lstrip("\n")


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` (> 0) characters, cut after a sentence, else a word, else anywhere.

    A character is never cut from its combining marks, joiners or surrogates, unless it alone is
    over the limit. White space at the cuts is dropped; empty text has no parts.
    """
    parts = []
    rest = text.strip()
    while len(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def pieces(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` (> 1) UTF-16 units; a part full of emoji must be half as long."""
    found: list[str] = []
    for piece in split(text, limit):
        found += [piece] if _units(piece) <= limit else split(piece, limit // 2)
    return [piece for piece in found if piece.strip()]


def with_choices(
    said: Sequence[str], choices: Sequence[tuple[int, str]], hint: str, limit: int
) -> list[str]:
    """Messages of at most `limit` UTF-16 units: what was said, its choices below the last of it or
    after it, together, as `numbered` shows them. No label is cut from its number.
    """
    if not choices:
        return list(said)
    if said and _units(whole := numbered(said[-1], choices, hint)) <= limit:
        return [*said[:-1], whole]
    blocks: list[list[tuple[int, str]]] = [[]]
    for choice in choices:
        if blocks[-1] and _units(numbered("", [*blocks[-1], choice], hint)) > limit:
            blocks.append([])
        blocks[-1].append(choice)
    shown = [numbered("", block) for block in blocks[:-1]]
    shown.append(numbered("", blocks[-1], hint))
    return [*said, *(piece for block in shown for piece in pieces(block, limit))]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, limit: int) -> int:
    # A part shorter than half reads worse than a sentence cut between two words.
    ends = [found.end() for found in _SENTENCE_END.finditer(text[: limit + 1])]
    good = [end for end in ends if limit // 2 <= len(text[:end].rstrip()) <= limit]
    if good:
        return good[-1]
    space = max(
        (i for i in range(min(limit, len(text) - 1), 0, -1) if text[i].isspace()), default=0
    )
    if space:
        return space
    for cut in range(limit, 0, -1):
        if not _glued(text, cut):
            return cut
    return limit


def _glued(text: str, cut: int) -> bool:
    before, after = text[cut - 1], text[cut]
    return (
        unicodedata.combining(after) > 0
        or unicodedata.category(after) in ("Mn", "Me", "Mc")
        or after in _JOINERS
        or before == "\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")
    )
