"""Words that mean the same wherever a conversation stands: `/huy`, or just "quay lại"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.domain.codes import INVITE_LENGTH, RECEIPT_LENGTH, canonical
from bot.domain.words import marks, squash


class Command(StrEnum):
    """What can be asked for at any time."""

    START = "start"
    CANCEL = "cancel"
    BACK = "back"
    RESTART = "restart"
    WIPE = "wipe"
    WITHDRAW = "withdraw"
    HELP = "help"
    RECEIPT = "receipt"
    PAGE = "page"
    QUEUE = "queue"
    ASIDE = "aside"
    LABELS = "labels"
    GROUPS = "groups"
    COMMUNITY = "community"
    FIND = "find"
    AUDIT = "audit"
    SESSIONS = "sessions"
    QUESTIONS = "questions"
    NOTE = "note"
    DUTY_BOOK = "duty"
    ROTA = "rota"
    POINTS = "points"
    KEY_IN = "key-in"
    ENGLISH = "en"
    VIETNAMESE = "vi"


SPOKEN: Final[dict[Command, tuple[str, ...]]] = {
    Command.START: ("bắt đầu", "start"),
    Command.CANCEL: ("huỷ", "huỷ bỏ", "thôi, không gửi", "cancel", "leave it, don't send"),
    Command.BACK: ("quay lại", "back", "go back"),
    Command.RESTART: (
        "làm lại",
        "làm lại từ đầu",
        "bắt đầu lại",
        "start over",
        "start again",
        "restart",
    ),
    Command.WIPE: ("xoá hết", "xoá cuộc trò chuyện", "xoá cuộc trò chuyện này", "wipe"),
    Command.WITHDRAW: ("rút liên hệ", "rút lại liên hệ", "withdraw", "withdraw contact"),
    Command.HELP: ("trợ giúp", "hướng dẫn", "help"),
    Command.RECEIPT: ("tra cứu", "tra tin", "status"),
    Command.PAGE: ("mở trang web", "open the web page"),
    Command.QUEUE: ("hàng đợi", "queue"),
    Command.AUDIT: ("nhật ký", "audit"),
    Command.SESSIONS: ("phiên", "sessions"),
    Command.DUTY_BOOK: ("bàn giao", "duty book"),
    Command.KEY_IN: ("nhập tin", "key in"),
    Command.ENGLISH: ("english", "tiếng anh"),
    Command.VIETNAMESE: ("tiếng việt", "vietnamese"),
}
"""Understood after a slash, or alone as a whole message; marks, spaces, dashes do not matter."""

AFTER_SLASH: Final[dict[Command, tuple[str, ...]]] = {
    Command.WIPE: ("xoá", "delete"),
    Command.RECEIPT: ("tra", "receipt"),
    Command.PAGE: ("web", "trang web", "web page"),
    Command.QUESTIONS: ("câu hỏi", "questions"),
    Command.NOTE: ("ghi chú", "note"),
    Command.DUTY_BOOK: ("duty",),
    Command.ROTA: ("trực", "rota"),
    Command.ASIDE: ("hàng chờ", "aside"),
    Command.LABELS: ("nhãn", "labels"),
    Command.GROUPS: ("nhóm", "groups"),
    Command.COMMUNITY: ("nhóm cộng đồng", "community groups"),
    Command.KEY_IN: ("nhập",),
    Command.POINTS: ("điểm", "points"),
    Command.FIND: ("tìm", "find"),
}
"""Understood after a slash only: alone they could be the answer to a question."""

_WORDS: Final = {squash(word): (said, word) for said, words in SPOKEN.items() for word in words}
_SLASHED: Final = {word: said for word, (said, _) in _WORDS.items()} | {
    squash(word): said for said, words in AFTER_SLASH.items() for word in words
}
_LONGEST: Final = 60
_LONGEST_SEARCH: Final = 300
_RECEIPT: Final = re.compile(
    r"[0-9a-z]{16}|[0-9a-z]{4}(?:\s*[-–\s]\s*[0-9a-z]{4}){3}", re.IGNORECASE
)
_INVITE: Final = re.compile(
    r"TB[-–\s]*([0-9A-Z]{4}[-–\s]*[0-9A-Z]{4}[-–\s]*[0-9A-Z]{4})", re.IGNORECASE
)
_REPLIES: Final = frozenset(map(squash, ("Trả lời", "Answer")))
_GREETINGS: Final = frozenset(
    map(
        squash,
        (
            "chào",
            "xin chào",
            "chào bạn",
            "chào anh",
            "chào chị",
            "alo",
            "a lô",
            "hello",
            "hi",
            "ơi",
            "test",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A command as typed, with what followed it."""

    command: Command
    rest: str = field(default="", repr=False)


def parse(text: str) -> Said | None:
    """The command a whole message is, or None."""
    text = text.strip()
    if len(text) > _LONGEST and not _is_note(text):
        said = _slashed(text) if len(text) <= _LONGEST_SEARCH else None
        return said if said and said.command is Command.FIND else None
    if text.lower() == "huy":  # a given name, and the answer to "who?"
        return None
    if text.startswith("/"):
        return _slashed(text)
    command, word = _WORDS.get(squash(text), (None, ""))
    # Words without tone marks are forgiven; words with other marks are other words.
    return Said(command) if command and marks(text) in ("", marks(word)) else None


def _is_note(text: str) -> bool:
    """Whether a note follows its command: however long, it is nothing else than a note."""
    head = text[:_LONGEST].split(maxsplit=1)[0] if text.startswith("/") else ""
    return _SLASHED.get(squash(head.partition("@")[0])) is Command.NOTE


def _slashed(text: str) -> Said | None:
    if not text.startswith("/"):
        return None
    whole = _SLASHED.get(squash(text))
    if whole:
        return Said(whole)
    head, _, rest = text.partition(" ")
    command = _SLASHED.get(squash(head.partition("@")[0]))
    return Said(command, rest.strip()) if command else None


def is_receipt(text: str) -> bool:
    """Whether a whole message looks like a receipt: sixteen characters, or four groups of four."""
    # Four short words look like one too; every real receipt has a digit.
    looks = bool(_RECEIPT.fullmatch(text.strip())) and any(c.isdigit() for c in text)
    return looks and canonical(text, RECEIPT_LENGTH) is not None


def invitation(text: str) -> str | None:
    """The code in a whole message like `TB-7F3K-2Q9X-1A2B`, or None."""
    found = _INVITE.fullmatch(text.strip())
    return canonical(found[1], INVITE_LENGTH) if found else None


def is_greeting(text: str) -> bool:
    """Whether somebody only says hello: no tip to offer to send."""
    return squash(text) in _GREETINGS


def is_reply(text: str) -> bool:
    """Whether a whole message is the button below an officer's question, typed where nothing can
    be pressed: no answer yet.
    """
    return squash(text) in _REPLIES
