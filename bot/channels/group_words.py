"""Pure: what is said in a group chat that the bot understands. Nothing of what people wrote comes
out of here: a code at most.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.codes import INVITE_LENGTH, canonical
from bot.domain.message import GroupSaid
from bot.domain.words import fold, marks

_JOIN: Final = (("đăng", "ký"), ("đăng", "kí"), ("dangky",), ("đăngký",))
_LEAVE: Final = (("rời", "nhóm"), ("rời",), ("roinhom",), ("leave",))
_REPORT: Final = (
    ("báo", "tin"),
    ("baotin",),
    ("tố", "giác"),
    ("togiac",),
    ("tố", "cáo"),
    ("trình", "báo"),
    ("report",),
    ("i", "want", "to", "report"),
)
_BEFORE: Final = frozenset(
    ("toi", "em", "minh", "con", "chau", "muon", "xin", "can", "cho", "phep", "duoc")
)
"""Words, without marks, with which somebody leads up to saying that they report."""
_POLITE: Final = frozenset(
    ("chao", "hello", "hi", "alo", "on", "ok", "oke", "okay", "da", "vang", "thanks", "thank")
)
_SMALL: Final = _POLITE.union(
    ("xin", "cam", "bot", "ban", "anh", "chi", "em", "co", "chu", "bac", "ba", "con", "ca", "nha"),
    ("moi", "nguoi", "oi", "nhe", "nhieu", "rat", "a", "you"),
)
"""With one of `_POLITE` among them, and nothing else, these are a greeting or thanks."""
_UNSEEN: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")
_TO_WHOM: Final = re.compile(r"(/\w+)@(\w+)")
_LONGEST_NAME: Final = 6
"""Words of a bot's name after its first one."""
_LONGEST_CODE: Final = 24
"""Characters in which a code that was mistyped is still taken for one."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """`words`: without the mentions. `surely`: the bot is spoken to, by its name or a slash."""

    words: Sequence[str] = field(repr=False)
    surely: bool


def said_in_group(
    text: str, *, everything_heard: bool, name: str = ""
) -> tuple[GroupSaid, str] | None:
    """What a message in a group says to the bot, with its code; None: it keeps silent.

    `everything_heard`: the platform brings all that is said there, and not only what mentions or
    answers the bot. `name`: how the bot is mentioned after the `@`, where that is known; without
    it words with a capital letter after an `@` are taken for more of it. The code is twelve
    characters, or empty when it is missing or mistyped. What comes with a file may have no words:
    where the bot is spoken to with one, that is a `REPORT` for the channel to make.
    """
    heard = list(_heard(text, everything_heard=everything_heard, name=name))
    for said in heard:
        if understood := _join(said, everything_heard=everything_heard) or _leave(said):
            return understood
    if any(_reports(said.words) for said in heard):
        return GroupSaid.REPORT, ""
    if everything_heard or any(_is_idle(said.words) for said in heard):
        return None
    return GroupSaid.REPORT, ""


def _heard(text: str, *, everything_heard: bool, name: str) -> Iterator[_Heard]:
    """The words without the mentions: once for each word with which a name may end."""
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).strip()
    command = _TO_WHOM.match(plain)
    if command and name and fold(command[2]) != fold(name):
        return  # another bot's
    words = _TO_WHOM.sub(r"\1", plain, count=1).split()
    spoken = len(words)
    while words and words[-1].startswith("@"):
        words.pop()
    at = 0
    while at < len(words) and words[at].startswith("@"):
        at += 1
    named = len(name.split())
    ours = bool(name) and at == 1 and fold(" ".join(words[:named])) == fold(name)
    at = named if ours else at
    surely = ours or (not everything_heard and (at > 0 or len(words) < spoken))
    yield _Heard(words[at:], surely or plain.startswith("/"))
    if not at or ours:
        return
    for end in range(at, min(at + _LONGEST_NAME, len(words))):
        if not words[end][:1].isupper():
            return
        yield _Heard(words[end + 1 :], surely)


def _join(said: _Heard, *, everything_heard: bool) -> tuple[GroupSaid, str] | None:
    used = _begins(said.words, _JOIN)
    if not used:
        return None
    typed = " ".join(said.words[used:])
    if code := canonical(typed, INVITE_LENGTH):
        return GroupSaid.JOIN, code
    mistyped = len(typed) <= _LONGEST_CODE and typed.isascii() and any(map(str.isdigit, typed))
    addressed = said.surely or not everything_heard
    return (GroupSaid.JOIN, "") if addressed and (mistyped or not typed) else None


def _leave(said: _Heard) -> tuple[GroupSaid, str] | None:
    if _begins(said.words, _LEAVE) != len(said.words) or not said.words:
        return None
    word = said.words[0]
    # Typed in a hurry `roi` is also "done": it is a farewell when it is meant for the bot.
    clear = said.surely or marks(word) or word.isupper() or len(said.words) > 1
    return (GroupSaid.LEAVE, "") if clear else None


def _reports(words: Sequence[str]) -> bool:
    at = 0
    while at < len(words) and fold(words[at]) in _BEFORE:
        at += 1
    return bool(_begins(words[at:], _REPORT))


def _begins(words: Sequence[str], phrases: Iterable[Sequence[str]]) -> int:
    """How many words the phrase has with which these begin; 0: none of them."""
    for phrase in phrases:
        if len(words) >= len(phrase) and all(map(_same, words, phrase)):
            return len(phrase)
    return 0


def _same(typed: str, word: str) -> bool:
    """Marks may be left out; with other marks it is another word."""
    return fold(typed) == fold(word) and marks(typed) in ("", marks(word))


def _is_idle(words: Sequence[str]) -> bool:
    """Nothing, a command for somebody else, a greeting or thanks."""
    plain = fold(" ".join(words)).split()
    small = _SMALL.issuperset(plain) and not _POLITE.isdisjoint(plain)
    return not plain or words[0].startswith("/") or small
