"""What the bot hears in a group: that it wants our messages, that it wants them no more, or that
somebody begins to report. Everything else is nobody's business, and none of the words leave this
module.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from bot.domain.message import GroupSaid

GROUP: Final = "g:"
"""Begins the address of a group: messages to groups go another way."""

_MENTION: Final = r"(?:@\s?(?:\S+\s+){1,7}?)?"
"""A name in front, as far as an OA's name goes: it has spaces in it, and no sign where it ends."""
_REGISTERS: Final = re.compile(
    _MENTION + r"/?dang\s?ky\s+(?P<code>[a-z0-9][a-z0-9 -]{0,39})", re.IGNORECASE
)
_LEAVES: Final = re.compile(_MENTION + r"/?(?:huy\s?dang\s?ky|ngung\s?nhan\s?tin)", re.IGNORECASE)
_REPORTS: Final = re.compile(
    _MENTION + r"/?(?:bao\s?tin|to\s?giac|to\s?cao)\b.*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was meant for the bot; `said` is None for nothing. `code`: with `JOIN` alone."""

    said: GroupSaid | None = None
    code: str = field(default="", repr=False)


def heard(text: str, mentions: list[object], oa_id: str) -> Heard:
    """What a group's message means to the bot. `mentions`: as the platform lists them."""
    said = _bare(text).strip()
    if found := _REGISTERS.fullmatch(said):
        return Heard(GroupSaid.JOIN, found["code"].strip())
    if _LEAVES.fullmatch(said):
        return Heard(GroupSaid.LEAVE)
    called = any(
        isinstance(one, dict) and oa_id and oa_id in (one.get("id"), one.get("uid"))
        for one in mentions
    )
    return Heard(GroupSaid.REPORT if called or _REPORTS.fullmatch(said) else None)


def _bare(text: str) -> str:
    """Without tone marks; đ is d."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))
