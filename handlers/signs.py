"""A sign's short code, typed by hand: `MÃ 7F3K2X`, `ma 7f3-k2x`, or the six characters alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.domain.codes import canonical
from bot.domain.flow import Turn
from bot.domain.short_codes import LENGTH, short_code
from handlers.draft import Draft
from handlers.guard import REFERENCE

_NAMED: Final = re.compile(r"(?:m[aã](?:\s+s[oố])?|code)\s*[:.]?\s+(.+)", re.IGNORECASE)
_SIX: Final = re.compile(r"[0-9a-z]{6}|[0-9a-z]{3}[ -][0-9a-z]{3}", re.IGNORECASE)
_LONGEST: Final = 24
"""Characters of a whole message: what is longer is told, not typed from a sign."""


@dataclass(frozen=True, slots=True)
class TypedCode:
    """`code`: six characters whose check is right, or empty. `named`: the word for a code stands
    before it, so that it was meant as one even when it is wrong.
    """

    code: str
    named: bool


def typed_code(text: str) -> TypedCode | None:
    """What a whole message says of a code; None for words."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    named = _NAMED.fullmatch(text)
    if named is None:
        code = short_code(text)
        return TypedCode(code, named=False) if code else None
    typed = named[1].strip()
    # Behind the word for it, a code whose only digit was typed as a letter is one too.
    code = short_code(typed) or short_code(canonical(typed, LENGTH) or "")
    if code:
        return TypedCode(code, named=True)
    wrong = _SIX.fullmatch(typed) is not None and any(c.isdigit() for c in typed)
    return TypedCode("", named=True) if wrong else None


def nothing_told(turn: Turn, *, active: bool) -> bool:
    """At rest, or greeted and nothing said yet; staff who are at something are not asked."""
    if not active:
        return turn.who.member_id is None or not REFERENCE.fullmatch(turn.text)
    greeted = turn.state.flow == "intake" and turn.state.step in ("unit", "kind", "story")
    return greeted and not Draft.of(turn).told
