"""Pure: what is said in a group chat that the bot understands. Nothing of what people wrote comes
out of here: a code at most.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from bot.domain.codes import INVITE_LENGTH, canonical
from bot.domain.message import GroupSaid
from bot.domain.words import fold, marks

_JOIN: Final = (("đăng", "ký"), ("đăng", "kí"), ("dangky",), ("đăngký",))
_LEAVE: Final = (
    ("rời", "nhóm"),
    ("rời",),
    ("roinhom",),
    ("leave",),
    ("huỷ", "đăng", "ký"),
    ("huỷ", "dangky"),
    ("huydangky",),
    ("ngừng", "nhận", "tin"),
)
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
_NEWS: Final = frozenset(("bao tin", "baotin", "report"))
"""Also what neighbours say among themselves: "Báo tin vui: chị Ba sinh rồi"."""
_CRIME: Final = re.compile(
    r"\b(?:ma tuy|can sa|heroin|thuoc lac|thuoc phien|bong cuoi|ketamin|hang cam|ban thuoc"
    r"|con nghien|nghien (?:ngap|hut)|hut chich|chich choac|tang tru|buon lau|drugs?|dealers?"
    r"|trom|cuop|lua dao|danh bac|co bac|mai dam|toi pham|pham toi|ke gian|crimes?|thief)\b"
)
"""Of words without marks."""
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
_STROKE: Final = marks("đ")
_TO_WHOM: Final = re.compile(r"(/\w+)@(\w+)")
_LONGEST_NAME: Final = 7
"""Words of a bot's name after its first one: `Công an xã Tân Khai`."""
_LONGEST_CODE: Final = 24
"""Characters in which a code that was mistyped is still taken for one."""


class _Cut(IntEnum):
    """Where the mention in front was taken to end: at its first word (or where the bot's name is
    known to end), after more words that look like a name's, or after any words.
    """

    SURE = 0
    NAME = 1
    GUESS = 2


@dataclass(frozen=True, slots=True)
class _Heard:
    """`words`: without the mentions. `meant`: the bot is spoken to, by its name or a slash."""

    words: Sequence[str] = field(repr=False)
    cut: _Cut
    meant: bool


def said_in_group(
    text: str, *, everything_heard: bool, name: str = ""
) -> tuple[GroupSaid, str] | None:
    """What a message in a group says to the bot, with its code; None: it keeps silent.

    `everything_heard`: the platform brings all that is said there, and not only what mentions or
    answers the bot. `name`: how the bot is mentioned after the `@`, where that is known; without
    it a mention may end after any of the next words. The code is twelve characters, or empty when
    it is missing or mistyped. What comes with a file may have no words: where the bot is spoken to
    with one, that is a `REPORT` for the channel to make.
    """
    heard = list(_heard(text, everything_heard=everything_heard, name=name))
    if not heard:
        return None
    for said in heard:
        if understood := _join(said, everything_heard) or _leave(said, everything_heard):
            return understood
    if any(_reports(said, everything_heard) for said in heard):
        return GroupSaid.REPORT, ""
    if everything_heard or any(_is_idle(said) for said in heard):
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
    meant = ours or (not everything_heard and (at > 0 or len(words) < spoken))
    yield _Heard(words[at:], _Cut.SURE, meant or plain.startswith("/"))
    if not at or ours:
        return
    cut = _Cut.NAME
    for end in range(at, min(at + _LONGEST_NAME, len(words))):
        cut = cut if words[end][:1].isupper() else _Cut.GUESS
        yield _Heard(words[end + 1 :], cut, meant)


def _join(said: _Heard, everything_heard: bool) -> tuple[GroupSaid, str] | None:
    used = _begins(said.words, _JOIN)
    if not used:
        return None
    typed = " ".join(said.words[used:])
    if code := canonical(typed, INVITE_LENGTH):
        return GroupSaid.JOIN, code
    mistyped = len(typed) <= _LONGEST_CODE and typed.isascii() and any(map(str.isdigit, typed))
    spoken_to = (said.meant or not everything_heard) and said.cut is not _Cut.GUESS
    return (GroupSaid.JOIN, "") if spoken_to and (mistyped or not typed) else None


def _leave(said: _Heard, everything_heard: bool) -> tuple[GroupSaid, str] | None:
    if not said.words or _begins(said.words, _LEAVE) != len(said.words):
        return None
    word, several = said.words[0], len(said.words) > 1
    if said.cut is _Cut.GUESS:
        # The end of a sentence may be the same words: `rời` also ends what is said about somebody.
        clear = not word[:1].islower() or (several and not everything_heard)
    else:
        # Typed in a hurry `roi` is also "done": it is a farewell when it is meant for the bot.
        clear = said.meant or several or bool(marks(word)) or word.isupper()
    return (GroupSaid.LEAVE, "") if clear else None


def _reports(said: _Heard, everything_heard: bool) -> bool:
    words, at = said.words, 0
    while at < len(words) and fold(words[at]) in _BEFORE:
        at += 1
    used = _begins(words[at:], _REPORT)
    if not used or said.meant or not everything_heard:
        return bool(used)
    if fold(" ".join(words[at : at + used])) not in _NEWS or at + used == len(words):
        return True
    return _CRIME.search(fold(" ".join(words))) is not None


def _begins(words: Sequence[str], phrases: Iterable[Sequence[str]]) -> int:
    """How many words the phrase has with which these begin; 0: none of them."""
    for phrase in phrases:
        if len(words) >= len(phrase) and all(map(_same, words, phrase)):
            return len(phrase)
    return 0


def _same(typed: str, word: str) -> bool:
    """All marks may be left out, or that of đ alone; with other marks it is another word."""
    wanted = marks(word)
    given = ("", wanted, wanted.replace(_STROKE, ""))
    return fold(typed) == fold(word) and marks(typed) in given


def _is_idle(said: _Heard) -> bool:
    """Nothing, a command for somebody else, a greeting or thanks."""
    plain = fold(" ".join(said.words)).split()
    if not plain or said.words[0].startswith("/"):
        return said.cut is _Cut.SURE
    small = _SMALL.issuperset(plain) and not _POLITE.isdisjoint(plain)
    return small and said.cut is not _Cut.GUESS
