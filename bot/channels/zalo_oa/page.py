"""Where a browser ends after somebody has given the app its permission. What is needed stands in
its address bar; the page has no script, and what comes with the request is neither read nor kept.
"""

from __future__ import annotations

from html import escape
from typing import Final, Protocol

from aiohttp import web

from bot.channels.zalo_oa.settings import RETURN_PATH
from bot.domain.message import Text

_LOCALES: Final = ("vi", "en")
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Says(Protocol):
    """The message catalogues, as far as they are needed here."""

    def render(self, text: Text, locale: str) -> str:
        """The sentence in a language."""
        ...


def routes(texts: Says) -> list[web.RouteDef]:
    """The route to mount."""
    page = _page(texts)

    async def show(_: web.Request) -> web.Response:
        """The same page for everybody."""
        return web.Response(text=page, content_type="text/html", headers=_HEADERS)

    return [web.get(RETURN_PATH, show)]


def _page(texts: Says) -> str:
    def said(key: str, locale: str) -> str:
        return escape(texts.render(Text(f"zalo-oa-return-{key}"), locale))

    parts = [
        f'<section lang="{at}"><h1>{said("title", at)}</h1><p>{said("copy", at)}</p>'
        f"<p>{said('only-you', at)}</p></section>"
        for at in _LOCALES
    ]
    return (
        f'<!doctype html>\n<html lang="{_LOCALES[0]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{said('title', _LOCALES[0])}</title></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )
