"""How the keys of the chat platforms' sections are read, like `bot.config_values`."""

from __future__ import annotations

from typing import Final, Literal, cast
from urllib.parse import urlsplit

from bot.config_values import Secret, Unfit, address, text

Mode = Literal["webhook", "polling"]
Buttons = Literal["numbered", "text", "list"]

_MOST: Final = 4000
"""Requests a minute: Zalo's limit for one app, whatever its plan."""


def zalo_page(value: object) -> str:
    """A page at Zalo that opens a chat."""
    given = address(value)
    parts = urlsplit(given)
    if given and (parts.scheme, parts.netloc) != ("https", "zalo.me"):
        raise Unfit("must be a link such as https://zalo.me/1234567890")
    if given and not parts.path.strip("/"):
        raise Unfit("must name a bot or an official account: https://zalo.me/1234567890")
    return given


def mode(value: object) -> Mode:
    """How messages come."""
    if value == "webhook":
        return "webhook"
    if value == "polling":
        return "polling"
    raise Unfit('must be "webhook" or "polling"')


def webhook_secret(value: object) -> Secret:
    """A secret that Telegram takes."""
    given = text(value)
    plain = all(c.isascii() and (c.isalnum() or c in "_-") for c in given)
    if not plain or len(given) > 256:
        raise Unfit("must be up to 256 letters, digits, _ and - (Telegram takes no others)")
    return Secret(given)


def long_secret(value: object) -> Secret:
    """A secret that Zalo's Bot Platform takes."""
    given = text(value)
    if given and not 8 <= len(given) <= 256:
        raise Unfit("must be 8 to 256 characters (Zalo takes no others)")
    if not given.isascii() or not given.isprintable():
        raise Unfit("must be plain letters, digits and signs: it travels in a header")
    return Secret(given)


def digits(value: object) -> str:
    """A number that names an app or an account."""
    given = str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)
    if given and not (given.isascii() and given.isdecimal()):
        raise Unfit("must be a number such as 1234567890")
    return given


def buttons(value: object) -> Buttons:
    """How an official account shows choices."""
    if value not in ("numbered", "text", "list"):
        raise Unfit('must be "numbered", "text" or "list"')
    return value


def rate(value: object) -> float:
    """Requests a minute."""
    try:
        number = float(cast("str", value))
    except (TypeError, ValueError):
        number = 0
    if not 1 <= number <= _MOST:
        raise Unfit(f"must be a number from 1 to {_MOST}")
    return number
