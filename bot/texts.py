"""The message catalogues: Fluent files beside the code that speaks, one per language, read once.

Handlers only name a sentence (`Text("intake-noted")`); here it becomes words, as late as possible,
in the language of whoever reads it.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.syntax import ast

from bot.domain.message import VERBATIM, Button, Text

log: Final = logging.getLogger(__name__)

LOCALES: Final = ("vi", "en")
"""The first is what everything falls back to."""
_PLACES: Final = ("handlers", "bot.channels")
"""Packages whose folders have a catalogue each."""
_SINGLE: Final = ("qr",)
"""Packages that have one of their own."""
_KEY: Final = re.compile(r"([a-zA-Z][\w-]*)[ ]*=")
_LONG: Final = 1000
"""Fluent replaces a whole message by `{???}` when an argument passes 2,500 characters: longer
ones go around it.
"""


class Texts:
    """Every sentence the bot can say. `strict` makes a missing key or argument an error: for
    tests.
    """

    locales: tuple[str, ...] = LOCALES

    def __init__(
        self, catalogues: Mapping[str, list[tuple[str, str]]], *, strict: bool = False
    ) -> None:
        """`catalogues`: for each locale the files as (name, content).

        A sentence is parsed when it is first said, or at once if `strict`: parsing all of them
        would take half the time of a start. Raises `ValueError` when one is damaged.
        """
        self._strict = strict
        self._bundles = {at: FluentBundle([at], use_isolating=False) for at in self.locales}
        self._sources: dict[tuple[str, str], tuple[str, str]] = {}
        self._patterns: dict[tuple[str, str], Pattern] = {}
        self._plain: dict[tuple[str, str], str] = {}
        for locale in self.locales:
            for name, content in catalogues.get(locale, []):
                for key, source in _entries(name, content):
                    if (locale, key) in self._sources:
                        raise ValueError(f"{name}: {key} is said twice")
                    self._sources[locale, key] = name, source
        if strict:
            for locale, key in self._sources:
                self._pattern(key, locale)

    @classmethod
    @cache
    def load(cls, *, strict: bool = False) -> Texts:
        """Read the catalogues that come with the packages, once in a process."""
        return cls({locale: list(_catalogues(locale)) for locale in cls.locales}, strict=strict)

    def keys(self, locale: str) -> frozenset[str]:
        """The keys of one language."""
        return frozenset(key for of, key in self._sources if of == locale)

    def render(self, text: Text, locale: str) -> str:
        """The sentence in `locale`, or in the first language when it is unknown or lacks it."""
        if text.key == VERBATIM:
            return str(text.args["text"])
        if locale not in self._bundles:
            locale = self.locales[0]
        if text.args:
            return self._format(text, locale)
        plain = self._plain.get((locale, text.key))
        if plain is None:
            plain = self._plain[locale, text.key] = self._format(text, locale)
        return plain

    def labels(self, button: Button) -> tuple[str, ...]:
        """A button's words in every language: a typed answer may be any of them."""
        return tuple(self.render(button.label, locale) for locale in self.locales)

    def _format(self, text: Text, locale: str) -> str:
        pattern = self._patterns.get((locale, text.key)) or self._pattern(text.key, locale)
        if pattern is None:
            return self._missing(text, locale)
        around: dict[str, str] = {}
        args: dict[str, str | int] = {}
        for name, value in text.args.items():
            plain = self.render(value, locale) if isinstance(value, Text) else value
            if isinstance(plain, str) and len(plain) > _LONG:
                mark = f"\ue000{secrets.token_hex(8)}\ue001"
                around[mark], plain = plain, mark
            args[name] = plain
        said, errors = self._bundles[locale].format_pattern(pattern, args)
        if errors and self._strict:
            raise KeyError(f"{text.key} ({locale}): {errors[0]}")
        words = str(said)
        for mark, plain in around.items():
            words = words.replace(mark, plain)
        return words

    def _missing(self, text: Text, locale: str) -> str:
        if self._strict:
            raise KeyError(f"no text {text.key!r} in {locale}")
        log.warning("no text %s in %s", text.key, locale)
        if locale != self.locales[0]:
            return self._format(text, self.locales[0])
        return text.key

    def _pattern(self, key: str, locale: str) -> Pattern | None:
        if (locale, key) not in self._sources:
            return None
        name, source = self._sources[locale, key]
        resource = FluentResource(source)
        if not all(isinstance(entry, ast.Message) for entry in resource.body):
            raise ValueError(f"{name}: {source.strip()[:60]!r} is no Fluent")
        bundle = self._bundles[locale]
        bundle.add_resource(resource)
        found: Pattern | None = bundle.get_message(key).value
        if found is not None:
            self._patterns[locale, key] = found
        return found


def _entries(name: str, content: str) -> Iterator[tuple[str, str]]:
    """The sentences of a file: a key at the start of a line, and all that is indented below it."""
    key, lines = "", [""]
    for line in content.splitlines(keepends=True):
        begins = _KEY.match(line)
        if begins or line.startswith("#"):
            if key:
                yield key, "".join(lines)
            key, lines = (begins[1] if begins else ""), [line]
        elif not line.strip() or (key and line[0] in " }"):
            lines.append(line)
        else:
            raise ValueError(f"{name}: {line.strip()[:60]!r} is no Fluent")
    if key:
        yield key, "".join(lines)


def _catalogues(locale: str) -> Iterator[tuple[str, str]]:
    for own in (f"common.{locale}.ftl", f"commands/{locale}.ftl"):
        common = files("bot") / own
        if common.is_file():
            yield own, common.read_text("utf-8")
    for place in _SINGLE:
        catalogue = files(place) / f"{locale}.ftl"
        if catalogue.is_file():
            yield f"{place}/{catalogue.name}", catalogue.read_text("utf-8")
    for place in _PLACES:
        for folder in sorted(files(place).iterdir(), key=_name):
            catalogue = folder / f"{locale}.ftl"
            if catalogue.is_file():
                yield f"{place}/{folder.name}/{catalogue.name}", catalogue.read_text("utf-8")


def _name(folder: Traversable) -> str:
    return folder.name
