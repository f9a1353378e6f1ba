"""The sections of `config.toml`: one class each, with its keys, defaults and checks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

_LOCALES: Final = ("vi", "en")
_DRIVERS: Final = {
    "postgresql://": "postgresql+asyncpg://",
    "postgres://": "postgresql+asyncpg://",
    "sqlite://": "sqlite+aiosqlite://",
}


class Section(BaseModel):
    """One `[section]`: an unknown key is an error, and no error shows what was given."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Service(Section):
    """What people see. `public_url` ends without a slash; empty: the address in `[web] listen`."""

    public_url: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    languages: Annotated[tuple[str, ...], NoDecode] = _LOCALES

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
        ):
            raise ValueError("must be an address such as https://tinbao.example.vn")
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError):
            raise ValueError("must be a time zone such as Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("languages", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return (
            tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value
        )

    @field_validator("languages")
    @classmethod
    def _spoken(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or not set(value) <= set(_LOCALES):
            raise ValueError('must be one or both of "vi" and "en"')
        return value


class DatabaseSection(Section):
    """`url` may carry a password, so it stays out of `repr`. The driver's name is filled in."""

    url: str = Field(default="sqlite+aiosqlite:///data/tinbao.db", repr=False)

    @field_validator("url")
    @classmethod
    def _with_driver(cls, value: str) -> str:
        for plain, driven in _DRIVERS.items():
            if value.startswith(plain):
                value = driven + value.removeprefix(plain)
        if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        head, found, path = self.url.partition("sqlite+aiosqlite:///")
        return Path(path) if found and not head else None


class FilesSection(Section):
    """Where sealed attachments lie: `file:` and a folder."""

    url: str = "file:data/files"

    @field_validator("url")
    @classmethod
    def _folder(cls, value: str) -> str:
        if not value.startswith("file:") or not value.removeprefix("file:").strip("/"):
            raise ValueError("must be file: and a folder, such as file:data/files")
        return value

    @property
    def folder(self) -> Path:
        """The folder."""
        path = self.url.removeprefix("file:")
        return Path("/" + path.lstrip("/") if path.startswith("//") else path)


class KeysSection(Section):
    """The folder of the key files; only the account that runs tinbao may read it."""

    dir: Path = Path("keys")


class Web(Section):
    """`listen` is `host:port`; port 0 takes any free one."""

    listen: str = "127.0.0.1:8080"

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise ValueError("must be host:port, such as 127.0.0.1:8080")
        return value

    @property
    def host(self) -> str:
        """Without the brackets of an IPv6 address."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """0 to 65535."""
        return int(self.listen.rpartition(":")[2])


class Telegram(Section):
    """On when there is a token. `proxy` is for networks that block Telegram."""

    token: SecretStr = SecretStr("")
    mode: Literal["webhook", "polling"] = "polling"
    webhook_secret: SecretStr = SecretStr("")
    api_base: str = "https://api.telegram.org"
    proxy: str = Field(default="", repr=False)

    @property
    def on(self) -> bool:
        """Whether this channel is configured."""
        return bool(self.token.get_secret_value())

    @field_validator("webhook_secret")
    @classmethod
    def _takes_telegram_letters(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if secret and not (
            len(secret) <= 256 and all(c.isascii() and (c.isalnum() or c in "_-") for c in secret)
        ):
            raise ValueError(
                "must be up to 256 letters, digits, _ and - (Telegram takes no others)"
            )
        return value

    @model_validator(mode="after")
    def _guarded(self) -> Telegram:
        if self.on and self.mode == "webhook" and not self.webhook_secret.get_secret_value():
            raise ValueError(
                'mode = "webhook" needs webhook_secret, or anybody could pretend to be Telegram'
            )
        return self


class Retention(Section):
    """How long things are kept. `draft_hours`: a report that was begun and not sent."""

    draft_hours: float = Field(default=24, gt=0, le=24 * 30)
