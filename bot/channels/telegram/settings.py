"""What an operator can set for Telegram. Imports nothing of the platform's library."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.domain.errors import ConfigError
from bot.domain.ports import Limits

WEBHOOK_PATH: Final = "/webhook/telegram"
MAX_DOWNLOAD: Final = 20 * 1024 * 1024
"""Bytes a bot may fetch (https://core.telegram.org/bots/api#getfile)."""
LIMITS: Final = Limits(overall=30, per_chat=1, per_group=20 / 60, burst=3)
"""https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """One bot account. Secrets are kept out of `repr`; `proxy` may hold a password and is kept out
    too.

    `proxy` is `http://…`, or `socks5://…` where `socksio` is installed. `concurrency` is how many
    calls may be under way at once, in both directions.
    """

    token: str = field(repr=False)
    mode: Literal["webhook", "polling"] = "polling"
    webhook_secret: str = field(default="", repr=False)
    api_base: str = "https://api.telegram.org"
    proxy: str = field(default="", repr=False)
    limits: Limits = LIMITS
    concurrency: int = 32

    def __post_init__(self) -> None:
        """Refuse what could not work. Raises `ConfigError`, which never quotes a secret."""
        if not _TOKEN.fullmatch(self.token):
            raise ConfigError(
                "telegram.token is not a bot token: copy it from @BotFather (digits:letters)"
            )
        if self.mode not in ("webhook", "polling"):
            raise ConfigError("telegram.mode must be webhook or polling")
        if self.mode == "webhook" and not _SECRET.fullmatch(self.webhook_secret):
            raise ConfigError("telegram.webhook_secret must be 1 to 256 of A-Z a-z 0-9 _ -")
        if not self.api_base.startswith(("https://", "http://")):
            raise ConfigError("telegram.api_base must start with https://")


def quiet_loggers() -> None:
    """Keep the libraries' loggers at WARNING: httpx prints the token at INFO, telegram whole
    bodies at DEBUG.

    Called by the composition root when it sets up logging, never on import.
    """
    for name in ("telegram", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
