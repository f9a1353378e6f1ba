"""The platform's errors as ours. None of ours carries a token, a URL or anybody's words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from bot.domain.errors import Gone, Permanent, RetryAfter, SendError, Transient

BAD_TOKEN: Final = (
    "zalo_bot.token is refused by Zalo: get the current one from the Zalo Bot Manager"  # noqa: S105
)
BAD_ADDRESS: Final = "zalo_bot.api_base knows no such bot or method: check it, and zalo_bot.token"
_NOBODY: Final = ("chat", "user", "recipient", "conversation", "group")
_MISSING: Final = ("not found", "not exist", "invalid", "blocked", "deactivated")


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
        case HTTPStatus.FORBIDDEN if chat:
            return Gone("the chat cannot be reached")
        case HTTPStatus.BAD_REQUEST | HTTPStatus.NOT_FOUND if chat and _says_gone(description):
            return Gone("the chat cannot be reached")
        case HTTPStatus.NOT_FOUND | HTTPStatus.FORBIDDEN:
            # A wrong address must not look like a thousand lost chats.
            return Refused(BAD_ADDRESS)
        case _ if HTTPStatus.BAD_REQUEST <= code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Permanent("Zalo refused the request")
        case _:
            return Transient("Zalo cannot do it now")


def _says_gone(description: str) -> bool:
    words = description.casefold()
    return any(who in words for who in _NOBODY) and any(sign in words for sign in _MISSING)
