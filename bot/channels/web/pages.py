"""Draws the pages. Templates are compiled once and know their texts only by key."""

from __future__ import annotations

import re
import secrets
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Protocol

from aiohttp import hdrs, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.channels.web.assets import Assets, takes_gzip
from bot.domain.message import Text

FOLDER: Final = Path(__file__).parent / "templates"
LANGUAGE_NAMES: Final = {"vi": "Tiếng Việt", "en": "English"}
_PACKED_FROM: Final = 1200
"""Bytes: what fits in one packet gains nothing from being packed."""


_CODES: Final = re.compile(r"\b(?:([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})|[A-Z]{2,3}-[0-9A-Z]{5})\b")


class Renders(Protocol):
    """The catalogues, as far as pages need them."""

    def render(self, text: Text, locale: str) -> str:
        """The sentence in `locale`."""
        ...


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["codes"] = _codes
    for path in FOLDER.iterdir():
        made.get_template(path.name)
    return made


class Pages:
    """All templates, in all languages."""

    def __init__(self, texts: Renders, languages: Sequence[str], assets: Assets) -> None:
        self._texts = texts
        self._languages = [(code, LANGUAGE_NAMES.get(code, code)) for code in languages]
        self._assets = assets
        self._environment = _environment()
        self._common = lru_cache(maxsize=64)(self._common_of)

    def say(self, locale: str) -> Callable[[Text], str]:
        """Renders any text in one language."""
        return lambda text: self._texts.render(text, locale)

    def draw(self, name: str, locale: str, prefix: str, **context: Any) -> str:
        """A template as text."""
        values = {**self._common(locale, prefix), "nonce": secrets.token_urlsafe(16), **context}
        return self._environment.get_template(name).render(values)

    def answer(
        self,
        request: web.Request,
        name: str,
        locale: str,
        prefix: str,
        *,
        status: int = 200,
        **context: Any,
    ) -> web.Response:
        """A template as a response, packed where that helps.

        Packing is safe here (BREACH needs another site to make somebody's browser fetch their
        page; the strict cookie stays away from such requests).
        """
        body = self.draw(name, locale, prefix, **context).encode()
        headers = {hdrs.CONTENT_LANGUAGE: locale}
        if len(body) > _PACKED_FROM and takes_gzip(request):
            packer = zlib.compressobj(3, wbits=31)
            body = packer.compress(body) + packer.flush()
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        return web.Response(
            body=body, status=status, content_type="text/html", charset="utf-8", headers=headers
        )

    def _common_of(self, locale: str, prefix: str) -> Mapping[str, object]:
        render = self._texts.render

        plain: dict[str, str] = {}

        def t(key: str, **args: str | int) -> str:
            if args:
                return render(Text(f"web-{key}", args), locale)
            if key not in plain:
                plain[key] = render(Text(f"web-{key}"), locale)
            return plain[key]

        return {
            "t": t,
            "p": prefix,
            "locale": locale,
            "locales": self._languages,
            "css": self._assets.url(prefix, "page.css"),
            "inside_css": self._assets.url(prefix, "inside.css"),
            "js": self._assets.url(prefix, "page.js"),
            "talk_js": self._assets.url(prefix, "talk.js"),
            "queue_css": self._assets.url(prefix, "desk_queue.css"),
            "queue_js": self._assets.url(prefix, "desk_queue.js"),
            "favicon": self._assets.url(prefix, "mark.svg"),
            "here": "/",
            "kept": False,
            "staff": False,
            "queue": None,
            "description": "",
        }


def _codes(text: str) -> Markup:
    """The text, escaped; a receipt set apart, because it is to be copied by hand, and a tip's
    reference kept on one line.
    """
    safe = escape(text)
    if not _CODES.search(text):
        return safe
    return Markup(_CODES.sub(_code, str(safe)))  # noqa: S704 - escaped above


def _code(found: re.Match[str]) -> str:
    if found[1]:
        return f'<strong class="code">{found[1]}</strong>'
    return f'<span class="ref">{found[0]}</span>'
