"""What an operator can set for an official account (OA) on Zalo."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.domain.channels import ZALO_OA, shows
from bot.domain.errors import ConfigError
from bot.domain.ports import Limits

WEBHOOK_PATH: Final = "/webhook/zalo-oa"
RETURN_PATH: Final = "/zalo-oa"
"""Where the browser ends after somebody has given the app its permission."""
MAX_DOWNLOAD: Final = 20 * 1024 * 1024
"""Bytes. What the other channels take too; the platform documents no limit of its own."""

Buttons = Literal["numbered", "text", "list"]
_BUTTONS: Final = ("numbered", "text", "list")
_ID: Final = re.compile(r"[0-9]{1,32}")
_SECRET: Final = re.compile(r"[!-~]{8,256}")
_WEB: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class ZaloOaSettings:
    """One app and its OA. Secrets are kept out of `repr`, and `proxy`, which may hold a password.

    `app_secret` proves the app when tokens are asked for, `oa_secret` signs what the platform
    brings: they are two. `buttons` is how choices are shown: numbered lines, or one of the two
    envelopes that the platform is said to take. `paid_replies`: whether reporters are sent what
    costs the OA money or quota: after 48 hours, until the platform takes no more after 7 days.
    """

    app_id: str
    app_secret: str = field(repr=False)
    oa_id: str
    oa_secret: str = field(repr=False)
    public_url: str
    page: str = ""
    api_base: str = "https://openapi.zalo.me"
    oauth_base: str = "https://oauth.zaloapp.com"
    proxy: str = field(default="", repr=False)
    buttons: Buttons = "numbered"
    requests_per_minute: float = 100
    paid_replies: bool = False

    def __post_init__(self) -> None:
        """Refuse what could not work. Raises `ConfigError`, which never quotes a secret."""
        for name, where in (("app_id", "developers.zalo.me"), ("oa_id", "oa.zalo.me")):
            if not _ID.fullmatch(getattr(self, name)):
                raise ConfigError(f"zalo_oa.{name} must be digits: copy it from {where}")
        for name in ("app_secret", "oa_secret"):
            if not _SECRET.fullmatch(getattr(self, name)):
                raise ConfigError(f"zalo_oa.{name} is not a key: copy it from developers.zalo.me")
        for name in ("api_base", "oauth_base", "public_url"):
            if not getattr(self, name).startswith(_WEB):
                raise ConfigError(f"zalo_oa.{name} must start with https://")
        if self.proxy and not (self.proxy.startswith(_WEB) and urlsplit(self.proxy).hostname):
            raise ConfigError("zalo_oa.proxy must be http://host:port")
        if self.buttons not in _BUTTONS:
            raise ConfigError(f"zalo_oa.buttons must be one of {', '.join(_BUTTONS)}")
        if not 1 <= self.requests_per_minute <= 4000:
            raise ConfigError("zalo_oa.requests_per_minute must be 1 to 4000")

    @property
    def limits(self) -> Limits:
        """How fast the OA may be spoken to. Only the rate over all is documented, by plan."""
        rate = self.requests_per_minute / 60
        about = shows(ZALO_OA)
        return Limits(
            overall=rate,
            per_chat=min(1.0, rate),
            per_group=min(0.5, rate),
            burst=5,
            window=about.answers if self.paid_replies else about.free,
        )

    @property
    def chat(self) -> str:
        """Where a chat with the OA opens."""
        return self.page or f"https://zalo.me/{self.oa_id}"

    @property
    def return_url(self) -> str:
        """Where the browser is sent after permission was given; registered with the app."""
        return self.public_url.rstrip("/") + RETURN_PATH

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
