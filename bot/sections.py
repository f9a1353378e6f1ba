"""The sections of `config.toml`: one class each, with its keys, their defaults and what they take.

Plain dataclasses: a library for this took ten MiB and a fifth of the time to start.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from bot import config_values as values
from bot.config_values import LOCALES, Secret, Section, key


@dataclass(frozen=True, slots=True)
class Service(Section):
    """What people see. `public_url` ends without a slash; empty: the address in `[web] listen`."""

    public_url: str = key(values.address, "")
    timezone: str = key(values.zone, "Asia/Ho_Chi_Minh")
    languages: tuple[str, ...] = key(values.languages, LOCALES)


@dataclass(frozen=True, slots=True)
class DatabaseSection(Section):
    """`url` may carry a password, so it stays out of `repr`. The driver's name is filled in."""

    url: str = key(values.database, "sqlite+aiosqlite:///data/tinbao.db", shown=False)

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        _, sqlite, path = self.url.partition("sqlite+aiosqlite:///")
        return Path(path) if sqlite else None


@dataclass(frozen=True, slots=True)
class FilesSection(Section):
    """Where sealed attachments lie: `file:` and a folder."""

    url: str = key(values.folder_url, "file:data/files")

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

    dir: Path = key(values.path, "keys")
    source: str = key(values.key_source, "files")
    passphrase: Secret = key(values.secret, "")
    passphrase_file: str = key(values.text, "")
    grace_days: float = key(values.days, 7)
    rotate_days: float = key(values.days, 30)


@dataclass(frozen=True, slots=True)
class Web(Section):
    """`listen` is `host:port`; port 0 takes any free one."""

    listen: str = key(values.host_and_port, "127.0.0.1:8080")

    @property
    def host(self) -> str:
        """Without the brackets of an IPv6 address."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """0 to 65535."""
        return int(self.listen.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Retention(Section):
    """How long things are kept. `draft_hours`: a report that was begun and not sent."""

    draft_hours: float = key(values.hours, 24)


@dataclass(frozen=True, slots=True)
class Staff(Section):
    """How staff sign in to their pages, and when a page ends by itself; 0 is never. Chat accounts
    need no sign-in and do not end: they are asked for a PIN again after `pin_hours`.
    """

    second_factor: str = key(values.second_factor, "required")
    idle_minutes: float = key(values.limit, 30)
    session_hours: float = key(values.limit, 12)
    pin_hours: float = key(values.limit, 12)


@dataclass(frozen=True, slots=True)
class Deadlines(Section):
    """What holds in units that have set no deadlines of their own; as in `tinbao unit set`."""

    transfer_hours: str = key(values.unit_setting("transfer-hours"), "24")
    verify_days: str = key(values.unit_setting("verify-days"), "20")
    extend_months: str = key(values.unit_setting("extend-months"), "2")
    extend_again_months: str = key(values.unit_setting("extend-again-months"), "4")
    working_hours: str = key(values.unit_setting("working-hours"), "")
    days_off: str = key(values.unit_setting("days-off"), "")
    urgent_repeat_minutes: str = key(values.unit_setting("urgent-repeat-minutes"), "10")

    def held(self) -> dict[str, str]:
        """By the names of `bot.domain.unit_settings`."""
        return {part.name.replace("_", "-"): getattr(self, part.name) for part in fields(self)}
