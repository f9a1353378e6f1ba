"""`config.toml` and `TINBAO_SECTION__KEY` variables as typed settings.

What is wrong is said in one line that names the key and never shows its value.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from bot.config_values import BadKey
from bot.domain.errors import ConfigError
from bot.platform_sections import Telegram, Zalo, ZaloBot, ZaloOa
from bot.sections import (
    DatabaseSection,
    Deadlines,
    FilesSection,
    KeysSection,
    Retention,
    Service,
    Staff,
    Web,
)

DEFAULT_FILE: Final = Path("config.toml")
PREFIX: Final = "TINBAO_"

Given = dict[str, dict[str, Any]]
"""Section, key, value."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an operator can set."""

    service: Service = field(default_factory=Service)
    database: DatabaseSection = field(default_factory=DatabaseSection)
    files: FilesSection = field(default_factory=FilesSection)
    keys: KeysSection = field(default_factory=KeysSection)
    web: Web = field(default_factory=Web)
    telegram: Telegram = field(default_factory=Telegram)
    zalo_bot: ZaloBot = field(default_factory=ZaloBot)
    zalo_oa: ZaloOa = field(default_factory=ZaloOa)
    retention: Retention = field(default_factory=Retention)
    deadlines: Deadlines = field(default_factory=Deadlines)
    staff: Staff = field(default_factory=Staff)

    @classmethod
    def load(cls, path: Path | None = None) -> Config:
        """Read `path` (or `config.toml` here), then the variables, which win.

        Raises `ConfigError`.
        """
        if path is None and DEFAULT_FILE.is_file():
            path = DEFAULT_FILE
        given = {} if path is None else _read(path)
        variables = _variables(os.environ)
        for section, keys in variables.items():
            given.setdefault(section, {}).update(keys)
        return cls.of(given, str(path or ""), variables)

    @classmethod
    def of(cls, given: Given, source: str = "", variables: Given | None = None) -> Config:
        """Settings from these values alone. Raises `ConfigError` that names `source`."""
        sections: dict[str, Any] = {}
        for name, keys in given.items():
            try:
                sections[name] = _SECTIONS[name].of(keys)
            except BadKey as error:
                variable = error.key in (variables or {}).get(name, {})
                where = _variable(name, error.key) if variable else f"[{name}] {_plain(error.key)}"
                known = [known.name for known in fields(_SECTIONS[name])]
                problem = error.problem or f"no such key{_nearest(error.key, known)}"
                in_file = f"{source}: " if source and not variable else ""
                raise ConfigError(f"{in_file}{where}: {problem}") from None
        return cls(**sections)

    @property
    def public_url(self) -> str:
        """Where people reach the service, without a slash at the end."""
        return self.service.public_url or f"http://{self.web.listen}"

    @property
    def house(self) -> dict[str, str]:
        """What holds in units that have decided nothing, by the names of their settings."""
        return {"timezone": self.service.timezone, **self.deadlines.held()}

    @property
    def zalo(self) -> Zalo:
        """Where signs lead to on Zalo: the bot, unless an official account's page is set. Whoever
        administers an account sees who writes to it.
        """
        bot = self.zalo_bot.link and not self.zalo_oa.page
        return self.zalo_bot if bot or not self.zalo_oa.link else self.zalo_oa

    @property
    def behind_tls(self) -> bool:
        """Whether people come by https: cookies are then marked Secure."""
        return self.public_url.startswith("https://")


_SECTIONS: Final[dict[str, Any]] = {part.name: part.default_factory for part in fields(Config)}


def _read(path: Path) -> Given:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or 'cannot be read'}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None
    for name, keys in content.items():
        if name not in _SECTIONS:
            raise ConfigError(
                f"{path}: {_plain(name)}: no such section{_nearest(name, _SECTIONS)}"
            )
        if not isinstance(keys, dict):
            raise ConfigError(f"{path}: {name}: must be a [section] with keys below it")
    return content


def _variables(environment: Mapping[str, str]) -> Given:
    found: Given = {}
    for variable, value in environment.items():
        section, nested, name = variable.upper().removeprefix(PREFIX).lower().partition("__")
        if not variable.upper().startswith(PREFIX) or not nested:
            continue
        if section not in _SECTIONS:
            raise ConfigError(f"{variable}: no such section{_nearest(section, _SECTIONS)}")
        found.setdefault(section, {})[name] = value
    return found


def _variable(section: str, name: str) -> str:
    return f"{PREFIX}{section}__{name}".upper()


def _plain(name: str) -> str:
    """A name from a file: TOML allows any character in one, line ends too."""
    return name if name.isprintable() else ascii(name)


def _nearest(wrong: str, known: Mapping[str, Any] | list[str]) -> str:
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
