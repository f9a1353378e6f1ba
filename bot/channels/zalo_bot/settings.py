"""What an operator can set for the Zalo Bot Platform."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.domain.errors import ConfigError
from bot.domain.ports import Limits

WEBHOOK_PATH: Final = "/webhook/zalo-bot"
API_BASE: Final = "https://bot-api.zaloplatforms.com"
LIMITS: Final = Limits(overall=10, per_chat=1, per_group=20 / 60, burst=3)
"""Zalo publishes none: kept well below what other platforms bear, and 429 is obeyed."""

_SECRET: Final = re.compile(r"[!-~]{8,256}")
_TOKEN: Final = re.compile(r"(?P<id>[A-Za-z0-9_-]+):[A-Za-z0-9_.~-]+")
_PROXY: Final = re.compile(r"https?://[^\s/]+/?")
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class ZaloBotSettings:
    """One bot account. Secrets are kept out of `repr`; `proxy` may hold a password and is kept out
    too.

    `public_url` is where Zalo reaches us: its webhook and our pictures. `media_hosts`: files that
    people send are fetched only from these hosts and those below them; empty: from any that is on
    the internet. `concurrency` is how many calls may be under way at once.
    """

    token: str = field(repr=False)
    mode: Literal["webhook", "polling"] = "webhook"
    webhook_secret: str = field(default="", repr=False)
    api_base: str = API_BASE
    proxy: str = field(default="", repr=False)
    public_url: str = ""
    limits: Limits = LIMITS
    media_hosts: tuple[str, ...] = ()
    concurrency: int = 32

    def __post_init__(self) -> None:
        """Refuse what could not work. Raises `ConfigError`, which never quotes a secret."""
        if not _TOKEN.fullmatch(self.token):
            raise ConfigError(
                "zalo_bot.token is not a bot token: copy it from the Zalo Bot Manager (id:secret)"
            )
        if self.mode not in ("webhook", "polling"):
            raise ConfigError("zalo_bot.mode must be webhook or polling")
        secret = self.webhook_secret
        if (secret or self.mode == "webhook") and not _SECRET.fullmatch(secret):
            raise ConfigError(
                "zalo_bot.webhook_secret must be 8 to 256 letters, digits or signs without spaces"
            )
        if not self.api_base.startswith(("https://", "http://")):
            raise ConfigError("zalo_bot.api_base must start with https://")
        if self.proxy and not _PROXY.fullmatch(self.proxy):
            raise ConfigError("zalo_bot.proxy must be http://host:port")
        if not all(_HOST.fullmatch(host) for host in self.media_hosts):
            raise ConfigError("zalo_bot.media_hosts must be names of hosts, such as zdn.vn")

    @property
    def bot_id(self) -> str:
        """The half of the token that is no secret."""
        found = _TOKEN.fullmatch(self.token)
        return found["id"] if found else ""

    @property
    def beside_us(self) -> bool:
        """Whether the API is on this machine or network: a test server or a relay of our own.
        Then the files are too.
        """
        host = urlsplit(self.api_base).hostname or ""
        try:
            return not ipaddress.ip_address(host).is_global
        except ValueError:
            return "." not in host
