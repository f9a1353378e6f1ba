"""The sections of `config.toml` that set up a chat platform: one class each, like
`bot.sections`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import config_values as values
from bot import platform_values as platform
from bot.config_values import BadKey, Secret, Section, key
from bot.platform_values import Buttons, Mode


@dataclass(frozen=True, slots=True)
class Telegram(Section):
    """On when there is a token. `proxy` is for networks that block Telegram."""

    token: Secret = key(values.secret, "")
    mode: Mode = key(platform.mode, "polling")
    webhook_secret: Secret = key(platform.webhook_secret, "")
    api_base: str = key(values.address, "https://api.telegram.org")
    proxy: str = key(values.text, "", shown=False)

    def __post_init__(self) -> None:
        if self.on and self.mode == "webhook" and not self.webhook_secret.get_secret_value():
            raise BadKey("webhook_secret", "is needed, or anybody could pretend to be Telegram")

    @property
    def on(self) -> bool:
        """Whether this channel is configured."""
        return bool(self.token.get_secret_value())


@dataclass(frozen=True, slots=True)
class Zalo(Section):
    """What a sign's page needs to lead to Zalo. `prefill`: whether the link carries the first
    message (`?text=`), which Zalo has not promised to take.
    """

    page: str = key(platform.zalo_page, "")
    prefill: bool = key(values.yes_or_no, False)
    proxy: str = key(values.text, "", shown=False)

    @property
    def link(self) -> str:
        """Where the chat opens; empty when there is none."""
        return self.page


@dataclass(frozen=True, slots=True)
class ZaloBot(Zalo):
    """An account of the Bot Platform: on when there is a token, `id:secret`."""

    token: Secret = key(values.secret, "")
    mode: Mode = key(platform.mode, "webhook")
    webhook_secret: Secret = key(platform.long_secret, "")
    api_base: str = key(values.address, "https://bot-api.zaloplatforms.com")

    def __post_init__(self) -> None:
        secret = self.webhook_secret.get_secret_value()
        if self.on and self.mode == "webhook" and not secret:
            raise BadKey("webhook_secret", "is needed, or anybody could pretend to be Zalo")
        if secret and not self.on:
            raise BadKey("token", "is needed with webhook_secret: the bot's own, id:secret")

    @property
    def on(self) -> bool:
        """Whether this channel is configured."""
        return bool(self.token.get_secret_value())

    @property
    def link(self) -> str:
        """The page that was set, or the one that belongs to the token."""
        number = self.token.get_secret_value().partition(":")[0]
        return self.page or (f"https://zalo.me/{number}" if number.isdecimal() else "")


@dataclass(frozen=True, slots=True)
class ZaloOa(Zalo):
    """An official account: on when there is an `app_id`. `requests_per_minute`: what its plan
    allows. `paid_replies`: answers between 48 hours and 7 days, which Zalo charges for, are sent.
    """

    app_id: str = key(platform.digits, "")
    app_secret: Secret = key(values.secret, "")
    oa_id: str = key(platform.digits, "")
    oa_secret: Secret = key(values.secret, "")
    api_base: str = key(values.address, "https://openapi.zalo.me")
    oauth_base: str = key(values.address, "https://oauth.zaloapp.com")
    buttons: Buttons = key(platform.buttons, "numbered")
    requests_per_minute: float = key(platform.rate, 100)
    paid_replies: bool = key(values.yes_or_no, False)

    def __post_init__(self) -> None:
        secrets = (self.app_secret, self.oa_secret)
        if not self.on and any(secret.get_secret_value() for secret in secrets):
            raise BadKey("app_id", "is needed with app_secret and oa_secret: see docs/vi/zalo.md")
        for name in ("oa_id",) if self.on and not self.oa_id else ():
            raise BadKey(name, "is needed: the number of the official account")
        for name in ("app_secret", "oa_secret"):
            if self.on and not getattr(self, name).get_secret_value():
                raise BadKey(name, "is needed with app_id: see docs/vi/zalo.md")

    @property
    def on(self) -> bool:
        """Whether this channel is configured."""
        return bool(self.app_id)

    @property
    def link(self) -> str:
        """The page that was set, or the account's own."""
        return self.page or (f"https://zalo.me/{self.oa_id}" if self.oa_id else "")
