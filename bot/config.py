"""`config.toml` and `TINBAO_SECTION__KEY` variables as typed settings.

What is wrong is said in one line that names the key and never shows its value.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from bot.domain.errors import ConfigError
from bot.sections import (
    DatabaseSection,
    FilesSection,
    KeysSection,
    Retention,
    Section,
    Service,
    Telegram,
    Web,
)

DEFAULT_FILE: Final = Path("config.toml")
PREFIX: Final = "TINBAO_"


class Config(Section):
    """Everything an operator can set. Made directly it knows no file and no variable."""

    service: Service = Service()
    database: DatabaseSection = DatabaseSection()
    files: FilesSection = FilesSection()
    keys: KeysSection = KeysSection()
    web: Web = Web()
    telegram: Telegram = Telegram()
    retention: Retention = Retention()

    @classmethod
    def load(cls, path: Path | None = None) -> Config:
        """Read `path` (or `config.toml` here), then the variables. Raises `ConfigError`."""
        if path is None and DEFAULT_FILE.is_file():
            path = DEFAULT_FILE
        content = {} if path is None else _read(path)
        _refuse_unknown_variables()
        try:
            return _Sources(**content)
        except ValidationError as error:
            raise ConfigError(_explain(error, path)) from None
        except SettingsError:
            raise ConfigError(
                f"a {PREFIX}* variable cannot be read: use {PREFIX}SECTION__KEY=value"
            ) from None

    @property
    def public_url(self) -> str:
        """Where people reach the service, without a slash at the end."""
        return self.service.public_url or f"http://{self.web.listen}"

    @property
    def behind_tls(self) -> bool:
        """Whether people come by https: cookies are then marked Secure."""
        return self.public_url.startswith("https://")


class _Sources(BaseSettings, Config):
    """A `Config` from both sources: variables win over the file, the file over the defaults."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The first wins. No `.env` file, no folder of secrets: two places are enough to look."""
        return (env_settings, init_settings)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or 'cannot be read'}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None


def _keys_of(section: str) -> list[str]:
    model = Config.model_fields[section].annotation
    return (
        list(model.model_fields)
        if isinstance(model, type) and issubclass(model, BaseModel)
        else []
    )


def _refuse_unknown_variables() -> None:
    for name in os.environ:
        section, nested, _ = name.upper().removeprefix(PREFIX).partition("__")
        if (
            name.upper().startswith(PREFIX)
            and nested
            and section.lower() not in Config.model_fields
        ):
            raise ConfigError(
                f"{name}: no such section{_nearest(section.lower(), list(Config.model_fields))}"
            )


def _nearest(wrong: str, known: list[str]) -> str:
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"


def _explain(error: ValidationError, path: Path | None) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    section, *rest = [str(part) for part in first["loc"]]
    key = rest[0] if rest else ""
    variable = f"{PREFIX}{section}__{key}".upper()
    named = f"[{section}] {key}".strip() if section in Config.model_fields or rest else section
    where = variable if variable in os.environ else f"{path}: {named}" if path else named
    if first["type"] == "extra_forbidden":
        known = _keys_of(section) if section in Config.model_fields else list(Config.model_fields)
        return f"{where}: no such {'key' if rest else 'section'}{_nearest(key or section, known)}"
    if first["type"] == "model_type":
        return f"{where}: must be a [section] with keys below it"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}"
