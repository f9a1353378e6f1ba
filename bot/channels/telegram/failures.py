"""The platform's errors as ours. None of ours carries a token, a URL or anybody's words."""

from __future__ import annotations

from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.domain.errors import Gone, Permanent, RetryAfter, SendError, Transient

_GONE: Final = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
_UNCHANGED: Final = "message is not modified"
_TOO_BIG: Final = "file is too big"
_LATER: Final = "temporarily unavailable"


class FloodWait(TelegramError):
    """HTTP 429. The library's own `RetryAfter` warns of a coming change of its type when made."""

    def __init__(self, seconds: float) -> None:
        super().__init__("flood control")
        self.seconds = seconds


class BrokenStream(TelegramError):
    """A stored file could not be read to its end while it was being sent."""


class Unchanged(Permanent):
    """An edit that would change nothing."""


class TooBig(Permanent):
    """A file that a bot may not fetch."""


class Refused(Transient):
    """The platform refuses this bot altogether. What waits stays good; an operator must act."""


BAD_TOKEN: Final = "telegram.token is refused by Telegram: get the current one from @BotFather"  # noqa: S105
CONFLICT: Final = (
    "another program uses this Telegram bot (it polls too, or a webhook is set): "
    "stop it or use another bot"
)


def failure(error: TelegramError) -> SendError:
    """What to do about it. The order matters: `BadRequest` is a `NetworkError` to the library."""
    match error:
        case FloodWait():
            return RetryAfter(error.seconds)
        case Forbidden() | ChatMigrated():
            return Gone("the chat cannot be reached")
        case Conflict():
            return Refused(CONFLICT)
        case InvalidToken():
            return Refused(BAD_TOKEN)
        case BadRequest():
            return _of_bad_request(error.message.lower())
        case BrokenStream():
            return Permanent("a stored file could not be read")
        case _:
            return Transient(type(error).__name__)


def _of_bad_request(description: str) -> SendError:
    if any(sign in description for sign in _GONE):
        return Gone("the chat cannot be reached")
    if _UNCHANGED in description:
        return Unchanged("nothing to change")
    if _TOO_BIG in description:
        return TooBig("the file is too big to fetch")
    if _LATER in description:
        return Transient("the platform's file store is away")
    return Permanent("Telegram refused the request")
