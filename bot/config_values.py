"""How the keys of `config.toml` are read: each reader takes what TOML or a variable gave, or says
in a few words what it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final, Self, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.unit_settings import SETTINGS

T = TypeVar("T")

LOCALES: Final = ("vi", "en")
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


def text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise Unfit("must be a text in quotation marks")
    return value


def secret(value: object) -> Secret:
    """A token or a password."""
    return Secret(text(value))


def address(value: object) -> str:
    """An address of http or https without query; no slash at the end."""
    given = text(value)
    try:
        parts = urlsplit(given)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        plain = False
    if given and (not plain or parts.query or parts.fragment):
        raise Unfit("must be an address such as https://tinbao.example.vn")
    return given.rstrip("/")


def yes_or_no(value: object) -> bool:
    """true or false, also as a variable's text."""
    spelled = {"true": True, "false": False}
    found = spelled.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise Unfit("must be true or false")
    return found


def zone(value: object) -> str:
    """A time zone's name."""
    try:
        return ZoneInfo(text(value)).key
    except (ValueError, OSError, LookupError):
        raise Unfit("must be a time zone such as Asia/Ho_Chi_Minh") from None


def languages(value: object) -> tuple[str, ...]:
    """Some of the languages we speak, as a list or with commas."""
    parts = value.split(",") if isinstance(value, str) else value
    spoken = tuple(str(part).strip() for part in parts) if isinstance(parts, list | tuple) else ()
    if not spoken or not set(spoken) <= set(LOCALES):
        raise Unfit('must be one or both of "vi" and "en"')
    return spoken


def database(value: object) -> str:
    """A database URL; the driver's name is filled in."""
    url = text(value)
    for plain, driven in _DRIVERS.items():
        if url.startswith(plain):
            url = driven + url.removeprefix(plain)
    if not url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise Unfit("must start with sqlite:/// or postgresql://")
    return url


def folder_url(value: object) -> str:
    """`file:` and a folder."""
    url = text(value)
    if not url.startswith("file:") or not url.removeprefix("file:").strip("/"):
        raise Unfit("must be file: and a folder, such as file:data/files")
    return url


def path(value: object) -> Path:
    """A folder."""
    given = str(value) if isinstance(value, Path) else text(value)
    if not given:
        raise Unfit("must be a folder")
    return Path(given)


def host_and_port(value: object) -> str:
    """`host:port`."""
    listen = str(value)
    host, _, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise Unfit("must be host:port, such as 127.0.0.1:8080")
    return listen


def key_source(value: object) -> str:
    """Where keys come from."""
    if value not in ("files", "passphrase", "systemd"):
        raise Unfit('must be "files", "passphrase" or "systemd"')
    return str(value)


def second_factor(value: object) -> str:
    """Whether staff need a second factor."""
    if value not in ("required", "off"):
        raise Unfit('must be "required" or "off"')
    return str(value)


def days(value: object) -> float:
    """Days, up to a year."""
    try:
        number = float(cast("str", value))
    except (TypeError, ValueError):
        number = 0
    if not 1 <= number <= _YEAR:
        raise Unfit(f"must be a number of days from 1 to {_YEAR}")
    return number


def hours(value: object) -> float:
    """Hours, up to a month."""
    try:
        number = float(cast("str", value))
    except (TypeError, ValueError):
        number = 0
    if not 0 < number <= _MONTH:
        raise Unfit(f"must be a number of hours, above 0 and at most {_MONTH}")
    return number


def limit(value: object) -> float:
    """A number that may be 0, for never."""
    try:
        number = float(cast("str", value))
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= _MONTH:
        raise Unfit(f"must be a number, 0 (never) to {_MONTH}")
    return number


def unit_setting(name: str) -> Callable[[object], str]:
    """Reads what the unit setting of this name takes; numbers and lists may be written as such."""
    setting = SETTINGS[name]

    def read(value: object) -> str:
        parts = value if isinstance(value, list) else [value]
        given = ",".join(str(part).strip() for part in parts)
        plain = all(isinstance(part, str | int | date) for part in parts)
        if not plain or (given and not setting.fits(given)) or (setting.default and not given):
            raise Unfit(f"takes {setting.takes}")
        return given

    return read
