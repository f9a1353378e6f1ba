"""The sections of `config.toml`: one class each, with its keys, their defaults and what they take.

Plain dataclasses: a library for this took ten MiB and a fifth of the time to start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

T = TypeVar("T")

Mode = Literal["webhook", "polling"]

_LOCALES: Final = ("vi", "en")
_DRIVERS: Final = {
    "postgresql://": "postgresql+asyncpg://",
    "postgres://": "postgresql+asyncpg://",
    "sqlite://": "sqlite+aiosqlite://",
}
_MONTH: Final = 24 * 30
_YEAR: Final = 366


class BadKey(Exception):
    """A key that is unknown (`problem` is empty) or has a value that cannot be used.

    The value itself is never in it.
    """

    def __init__(self, key: str, problem: str = "") -> None:
        super().__init__(problem)
        self.key = key
        self.problem = problem


class Unfit(ValueError):
    """A value that a key does not take; the message says what it takes."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A token or a password, which neither `repr` nor `str` shows."""

    _value: str = field(default="", repr=False)

    def get_secret_value(self) -> str:
        """The secret itself; empty when there is none."""
        return self._value

    def __str__(self) -> str:
        return "…"


def key(read: Callable[[object], T], default: object, *, shown: bool = True) -> T:
    """A key of a section. `read` takes what TOML or a variable gave, or raises `Unfit`."""
    return field(default=read(default), repr=shown, metadata={"read": read})


class Section:
    """One `[section]`. Subclasses are frozen dataclasses of `key`s."""

    __slots__ = ()

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Self:
        """A section with these keys, the others at their defaults. Raises `BadKey`."""
        readers = {f.name: f.metadata["read"] for f in fields(cast("Any", cls))}
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name not in readers:
                raise BadKey(name)
            try:
                values[name] = readers[name](value)
            except Unfit as error:
                raise BadKey(name, str(error)) from None
        return cls(**values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unfit("must be a text in quotation marks")
    return value


def _secret(value: object) -> Secret:
    return Secret(_text(value))


def _address(value: object) -> str:
    address = _text(value)
    try:
        parts = urlsplit(address)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        plain = False
    if address and (not plain or parts.query or parts.fragment):
        raise Unfit("must be an address such as https://tinbao.example.vn")
    return address.rstrip("/")


def _zone(value: object) -> str:
    try:
        return ZoneInfo(_text(value)).key
    except (ValueError, OSError, LookupError):
        raise Unfit("must be a time zone such as Asia/Ho_Chi_Minh") from None


def _languages(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    spoken = tuple(str(part).strip() for part in parts) if isinstance(parts, list | tuple) else ()
    if not spoken or not set(spoken) <= set(_LOCALES):
        raise Unfit('must be one or both of "vi" and "en"')
    return spoken


def _database(value: object) -> str:
    url = _text(value)
    for plain, driven in _DRIVERS.items():
        if url.startswith(plain):
            url = driven + url.removeprefix(plain)
    if not url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise Unfit("must start with sqlite:/// or postgresql://")
    return url


def _folder_url(value: object) -> str:
    url = _text(value)
    if not url.startswith("file:") or not url.removeprefix("file:").strip("/"):
        raise Unfit("must be file: and a folder, such as file:data/files")
    return url


def _path(value: object) -> Path:
    path = str(value) if isinstance(value, Path) else _text(value)
    if not path:
        raise Unfit("must be a folder")
    return Path(path)


def _host_and_port(value: object) -> str:
    listen = str(value)
    host, _, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise Unfit("must be host:port, such as 127.0.0.1:8080")
    return listen


def _mode(value: object) -> Mode:
    if value == "webhook":
        return "webhook"
    if value == "polling":
        return "polling"
    raise Unfit('must be "webhook" or "polling"')


def _webhook_secret(value: object) -> Secret:
    secret = _text(value)
    plain = all(c.isascii() and (c.isalnum() or c in "_-") for c in secret)
    if not plain or len(secret) > 256:
        raise Unfit("must be up to 256 letters, digits, _ and - (Telegram takes no others)")
    return Secret(secret)


def _key_source(value: object) -> str:
    if value not in ("files", "passphrase", "systemd"):
        raise Unfit('must be "files", "passphrase" or "systemd"')
    return str(value)


def _second_factor(value: object) -> str:
    if value not in ("required", "off"):
        raise Unfit('must be "required" or "off"')
    return str(value)


def _days(value: object) -> float:
    try:
        days = float(cast("str", value))
    except (TypeError, ValueError):
        days = 0
    if not 1 <= days <= _YEAR:
        raise Unfit(f"must be a number of days from 1 to {_YEAR}")
    return days


def _hours(value: object) -> float:
    try:
        hours = float(cast("str", value))
    except (TypeError, ValueError):
        hours = 0
    if not 0 < hours <= _MONTH:
        raise Unfit(f"must be a number of hours, above 0 and at most {_MONTH}")
    return hours


def _limit(value: object) -> float:
    try:
        limit = float(cast("str", value))
    except (TypeError, ValueError):
        limit = -1
    if not 0 <= limit <= _MONTH:
        raise Unfit(f"must be a number, 0 (never) to {_MONTH}")
    return limit


@dataclass(frozen=True, slots=True)
class Service(Section):
    """What people see. `public_url` ends without a slash; empty: the address in `[web] listen`."""

    public_url: str = key(_address, "")
    timezone: str = key(_zone, "Asia/Ho_Chi_Minh")
    languages: tuple[str, ...] = key(_languages, _LOCALES)


@dataclass(frozen=True, slots=True)
class DatabaseSection(Section):
    """`url` may carry a password, so it stays out of `repr`. The driver's name is filled in."""

    url: str = key(_database, "sqlite+aiosqlite:///data/tinbao.db", shown=False)

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        _, sqlite, path = self.url.partition("sqlite+aiosqlite:///")
        return Path(path) if sqlite else None


@dataclass(frozen=True, slots=True)
class FilesSection(Section):
    """Where sealed attachments lie: `file:` and a folder."""

    url: str = key(_folder_url, "file:data/files")

    @property
    def folder(self) -> Path:
        """The folder."""
        path = self.url.removeprefix("file:")
        return Path("/" + path.lstrip("/") if path.startswith("//") else path)


@dataclass(frozen=True, slots=True)
class KeysSection(Section):
    """The folder of the key files; only the account that runs tinbao may read it.

    `grace_days`: how long a key that was replaced stays; `rotate_days`: keys are not replaced by
    themselves more often.
    """

    dir: Path = key(_path, "keys")
    source: str = key(_key_source, "files")
    passphrase: Secret = key(_secret, "")
    passphrase_file: str = key(_text, "")
    grace_days: float = key(_days, 7)
    rotate_days: float = key(_days, 30)


@dataclass(frozen=True, slots=True)
class Web(Section):
    """`listen` is `host:port`; port 0 takes any free one."""

    listen: str = key(_host_and_port, "127.0.0.1:8080")

    @property
    def host(self) -> str:
        """Without the brackets of an IPv6 address."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """0 to 65535."""
        return int(self.listen.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Telegram(Section):
    """On when there is a token. `proxy` is for networks that block Telegram."""

    token: Secret = key(_secret, "")
    mode: Mode = key(_mode, "polling")
    webhook_secret: Secret = key(_webhook_secret, "")
    api_base: str = key(_address, "https://api.telegram.org")
    proxy: str = key(_text, "", shown=False)

    def __post_init__(self) -> None:
        if self.on and self.mode == "webhook" and not self.webhook_secret.get_secret_value():
            raise BadKey("webhook_secret", "is needed, or anybody could pretend to be Telegram")

    @property
    def on(self) -> bool:
        """Whether this channel is configured."""
        return bool(self.token.get_secret_value())


@dataclass(frozen=True, slots=True)
class Retention(Section):
    """How long things are kept. `draft_hours`: a report that was begun and not sent."""

    draft_hours: float = key(_hours, 24)


@dataclass(frozen=True, slots=True)
class Staff(Section):
    """How staff sign in to their pages, and when a page ends by itself; 0 is never. Chat accounts
    need no sign-in and do not end: they are asked for a PIN again after `pin_hours`.
    """

    second_factor: str = key(_second_factor, "required")
    idle_minutes: float = key(_limit, 30)
    session_hours: float = key(_limit, 12)
    pin_hours: float = key(_limit, 12)
