"""The platform's errors as ours. None of ours carries a token, a URL or anybody's words."""

from __future__ import annotations

from typing import Final

from bot.domain.errors import Permanent, RetryAfter, SendError, Transient, WindowClosed

NEVER: Final = "the official account on Zalo has no permission yet: run tinbao zalo authorize"
AUTHORISE: Final = "Zalo needs this app's permission anew: run tinbao zalo authorize"
PLAN: Final = "the OA's plan at Zalo does not include this: see its plan at oa.zalo.me"
REFUSED_S: Final = 60.0
"""Between two tries while the platform refuses us: what waits goes out soon after it is mended."""
RATE_S: Final = 60.0
"""After too many requests, when it is not said how long: the limits are per minute."""
QUOTA_S: Final = 3600.0


class Refused(RetryAfter):
    """The platform refuses this OA altogether. What waits stays good, and none of it is given up;
    its message is the one line that says what an operator must do.
    """

    def __init__(self, line: str) -> None:
        super().__init__(REFUSED_S)
        self.args = (line,)


class Unknown(RetryAfter):
    """An error that nobody has told of. It may be about the OA, its app or its plan rather than
    this message, so what waits is kept.
    """

    def __init__(self, code: int) -> None:
        super().__init__(QUOTA_S)
        self.code = code
        self.args = (f"Zalo answers with an error that is not known ({code})",)


class TokenRefused(Transient):
    """The access token is not good any more."""


def failure(code: int, wait: float) -> SendError:
    """What to do about an error code. `wait`: seconds until the rate limit ends; 0: unknown."""
    match code:
        case -32:
            return RetryAfter(wait or RATE_S)
        case -201 | -210:
            return Permanent(f"Zalo takes no such message ({code})")
        case -211 | -218:
            return RetryAfter(QUOTA_S)
        case -216 | -220:
            return TokenRefused("the access token was refused")
        case -224:
            return Refused(PLAN)
        case -213 | -230 | -232:
            # Who does not follow the OA may write to it all the same, and is answered then.
            return WindowClosed("the person must write first")
        case _:
            return Unknown(code)
