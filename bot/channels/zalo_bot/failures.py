"""The platform's errors as ours. None of ours carries a token, a URL or anybody's words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from bot.domain.errors import Gone, Permanent, RetryAfter, SendError, Transient

BAD_TOKEN: Final = (
    "zalo_bot.token is refused by Zalo: get the current one from the Zalo Bot Manager"  # noqa: S105
)
BAD_ADDRESS: Final = "zalo_bot.api_base knows no such bot or method: check it, and zalo_bot.token"
FORBIDDEN: Final = "Zalo forbids what the bot does: look at its state in the Zalo Bot Manager"
_GONE: Final = frozenset(
    (
        *("chat not found", "user not found", "group not found", "group chat not found"),
        *("chat does not exist", "user does not exist", "group does not exist"),
        *("chat_id is invalid", "invalid chat_id", "chat id is invalid", "invalid chat id"),
        *("bot was blocked by the user", "user is deactivated", "user blocked the bot"),
        *("bot was kicked from the group chat", "bot is not a member of the group chat"),
    )
)
"""All that may be said of a chat that is lost: what else is refused may be the bot's own trouble,
and a chat that is given up takes with it what waits for it.
"""
_OURS: Final = ("quota", "suspend", "limit", "plan")
"""Said of the bot and not of a message."""
_LEADS: Final = ("bad request:", "not found:", "forbidden:")


class Refused(Transient):
    """The platform refuses this bot altogether. What waits stays good; an operator must act."""


class Idle(Transient):
    """Nothing came within the time that was asked for."""


def failure(code: int, description: str, *, chat: bool, wait: float) -> SendError:
    """What to do about an error code. `chat`: the call was about a chat; `wait`: seconds, for
    429.
    """
    match code:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return RetryAfter(wait)
        case HTTPStatus.UNAUTHORIZED:
            return Refused(BAD_TOKEN)
        case HTTPStatus.REQUEST_TIMEOUT:
            return Idle("nothing came")
        case 400 | 403 | 404 if chat and _says_gone(description):
            return Gone("the chat cannot be reached")
        case HTTPStatus.FORBIDDEN:
            return Refused(FORBIDDEN)
        case HTTPStatus.NOT_FOUND if not chat or _plain(description) in ("", "not found"):
            # A wrong address must not look like a thousand lost chats.
            return Refused(BAD_ADDRESS)
        case HTTPStatus.NOT_FOUND:
            return Transient("Zalo does not find what was asked for")
        case 400 | 413 | 415 | 422 if not any(word in _plain(description) for word in _OURS):
            return Permanent("Zalo refused the request")
        case _:
            return Transient("Zalo cannot do it now")


def _says_gone(description: str) -> bool:
    words = _plain(description)
    for lead in _LEADS:
        words = words.removeprefix(lead)
    return words.strip() in _GONE


def _plain(description: str) -> str:
    return " ".join(description.casefold().split()).strip(" .!")
