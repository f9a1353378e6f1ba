"""The style sheet, the script and the mark, under names that change with their content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

FOLDER: Final = Path(__file__).parent / "static"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOREVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as served: packed once, because a style sheet is four times smaller so."""

    name: str
    media_type: str
    plain: bytes
    packed: bytes


class Assets:
    """Everything in `static/`, read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._by_name: dict[str, Asset] = {}
        self._names: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix not in _TYPES:
                continue
            plain = path.read_bytes()
            name = f"{path.stem}.{hashlib.sha256(plain).hexdigest()[:10]}{path.suffix}"
            self._names[path.name] = name
            self._by_name[name] = Asset(
                name, _TYPES[path.suffix], plain, gzip.compress(plain, 9, mtime=0)
            )

    def url(self, prefix: str, file: str) -> str:
        """Where `page.css` is found. Raises `KeyError` for a file that is not there."""
        return f"{prefix}/static/{self._names[file]}"

    async def serve(self, request: web.Request) -> web.Response:
        """`GET /static/<name>`: may be kept for ever, for its name says what is in it."""
        asset = self._by_name.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        headers = {hdrs.CACHE_CONTROL: _FOREVER, hdrs.VARY: hdrs.ACCEPT_ENCODING}
        body = asset.plain
        if takes_gzip(request):
            headers[hdrs.CONTENT_ENCODING] = "gzip"
            body = asset.packed
        return web.Response(
            body=body, content_type=asset.media_type, charset="utf-8", headers=headers
        )


def takes_gzip(request: web.Request) -> bool:
    """Whether the browser unpacks."""
    return "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "")
