"""Sentences that a unit prepares: questions with gaps to fill, and what a status change says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.domain.tip import TipStatus
from bot.domain.words import fold

QUESTION: Final = "question"
TOLD: Final = (
    TipStatus.VERIFYING,
    TipStatus.TRANSFERRED,
    TipStatus.CONCLUDED,
    TipStatus.CLOSED,
    TipStatus.REOPENED,
)
"""Changes that a reporter can be told of."""
LENGTHS: Final = (5, 500)
"""Characters of a prepared sentence."""
ANSWER: Final = 200
"""Characters that go into a gap."""

_GAP: Final = re.compile(r"\[([^\[\]\n]{1,40})\]")
_WHO: Final = re.compile(
    r"\b(ten|tuoi|dia chi|sdt|so dien thoai|cccd|can cuoc|noi o|nha)"
    r" (that |rieng )?((cua )?(anh chi|anh|chi|ba con|co bac|nguoi bao)|cua ban)\b"
    r"(?! (ta|ay|do|kia|be))"
    r"|\b(anh chi|anh|chi|bac|nguoi bao) (la ai|ten gi|ten la|o dau|song o|bao nhieu tuoi)"
    r"|\bban (ten gi|ten la|bao nhieu tuoi)"
    r"|your (full |real )?(name|address|phone|telephone|number|age)\b"
    r"|who are you|where do you live"
)
_YOU: Final = re.compile(r"\bbạn (là ai|ở đâu|sống ở)|\b(tên|tuổi|địa chỉ|nhà|nơi ở) bạn\b")
"""Without its mark "bạn" would be "bán", and asking where they sell is what the desk is for."""
"""In folded words: what asks after the reporter, not after what they saw."""


def purpose_of(status: TipStatus) -> str:
    """What a sentence is kept as that tells of a status."""
    return f"status:{status.value}"


def purposes() -> tuple[str, ...]:
    """Every purpose that a sentence may have."""
    return (QUESTION, *(purpose_of(status) for status in TOLD))


def gaps(text: str) -> list[str]:
    """The names of the gaps, in order: `Xe màu [màu xe]?` has `màu xe`."""
    return _GAP.findall(text)


def sound(text: str) -> bool:
    """Whether every bracket belongs to a gap."""
    return not re.search(r"[\[\]]", _GAP.sub("", text))


def filled(text: str, answers: Sequence[str]) -> str:
    """The text with its first gaps filled, in order; the rest stay."""
    left = iter(answers)
    return _GAP.sub(lambda gap: next(left, gap[0]), text)


def asks_who(text: str) -> bool:
    """Whether a sentence seems to ask who the reporter is, or where they can be found."""
    with_marks = unicodedata.normalize("NFC", text.casefold())
    return bool(_WHO.search(fold(text)) or _YOU.search(with_marks))
