"""Pictures at addresses that anybody can open, for platforms that fetch them from there: those of
campaigns and of help, never what somebody sent us.

An address holds for an hour and is signed, so that none can be guessed and none outlives its time.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections import OrderedDict
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final, Protocol

from aiohttp import hdrs, web

from bot.domain.errors import ConfigError, TinbaoError
from bot.domain.ports import Clock

LIFETIME: Final = timedelta(hours=1)
LARGEST: Final = 1024 * 1024
"""Bytes. Zalo says no limit for a bot's pictures; an official account's may have one MB."""
MOST_PIXELS: Final = 50_000_000
REMEMBERED: Final = 64
"""Pictures whose address is used again: one campaign sends one picture to many groups."""
CACHED_S: Final = 60
_SIDES: Final = (1600, 1200, 800, 400)
_QUALITIES: Final = (85, 70, 55)
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_NAME: Final = re.compile(
    r"(?P<id>[A-Za-z0-9_-]{22})\.(?P<until>[0-9]{1,12})\.(?P<mac>[A-Za-z0-9_-]{22})"
)


class UnfitPicture(TinbaoError):
    """It is no picture, or one that cannot be made small enough."""


class Pictures(Protocol):
    """Makes pictures public for a while."""

    async def publish(self, content: bytes) -> str:
        """The address of a picture. Raises `UnfitPicture`."""
        ...


class Shelf(Protocol):
    """Where public pictures lie until their time is over."""

    async def keep(
        self, picture_id: str, content: bytes, media_type: str, until: datetime
    ) -> None:
        """Keep one. Returns after the commit."""
        ...

    async def find(self, picture_id: str) -> tuple[bytes, str] | None:
        """Content and media type; None when there is none any more."""
        ...


class PublicPictures:
    """Publishes and serves. Implements `Pictures`.

    `secret` is what addresses are signed with, the same in every process; `public_url` is where
    the platform finds us.
    """

    def __init__(
        self,
        shelf: Shelf,
        secret: str,
        public_url: str,
        clock: Clock,
        lifetime: timedelta = LIFETIME,
    ) -> None:
        """Raises `ConfigError` without a secret."""
        if not secret:
            raise ConfigError("public pictures need a secret to be signed with")
        self._key = hmac.digest(secret.encode(), b"tinbao public pictures 1", "sha256")
        self._shelf, self._base = shelf, public_url.rstrip("/")
        self._clock, self._lifetime = clock, lifetime
        self._known: OrderedDict[bytes, tuple[str, datetime]] = OrderedDict()

    async def publish(self, content: bytes) -> str:
        """The address of a picture, made smaller if need be. Raises `UnfitPicture`."""
        now = self._clock.now()
        name = hashlib.sha256(content).digest()
        address, until = self._known.get(name, ("", now))
        if until - now > self._lifetime / 2:
            return address
        fitted, media_type = await asyncio.to_thread(fit, content)
        until = now + self._lifetime
        picture_id = secrets.token_urlsafe(16)
        await self._shelf.keep(picture_id, fitted, media_type, until)
        address = f"{self._base}/p/{self.signed(picture_id, until)}"
        self._known[name] = address, until
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return address

    def signed(self, picture_id: str, until: datetime) -> str:
        """`<id>.<expiry>.<mac>`; the expiry in whole seconds since 1970."""
        said = f"{picture_id}.{int(until.timestamp())}"
        return f"{said}.{self._mac(said)}"

    def meant(self, name: str) -> str:
        """The id of a signed name that still holds; empty for everything else."""
        found = _NAME.fullmatch(name)
        if found is None:
            return ""
        said = f"{found['id']}.{found['until']}"
        right = hmac.compare_digest(self._mac(said).encode(), found["mac"].encode())
        holds = int(found["until"]) > self._clock.now().timestamp()
        return found["id"] if right and holds else ""

    def routes(self) -> list[web.RouteDef]:
        """The route to mount, in every process that Zalo reaches."""
        return [web.get("/p/{name}", self._show)]

    async def _show(self, request: web.Request) -> web.Response:
        picture_id = self.meant(request.match_info["name"])
        found = await self._shelf.find(picture_id) if picture_id else None
        if found is None:
            return web.Response(status=404)
        content, media_type = found
        headers = {
            hdrs.CACHE_CONTROL: f"private, max-age={CACHED_S}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return web.Response(body=content, content_type=media_type, headers=headers)

    def _mac(self, said: str) -> str:
        mac = hmac.digest(self._key, said.encode(), "sha256")[:16]
        return urlsafe_b64encode(mac).decode().rstrip("=")


def fit(content: bytes) -> tuple[bytes, str]:
    """A JPEG or PNG of at most `LARGEST` bytes, and its media type. Raises `UnfitPicture`.

    What fits stays as it is. The rest is drawn anew, smaller: for a telephone's screen that is
    enough.
    """
    if len(content) <= LARGEST:
        if content.startswith(b"\xff\xd8\xff"):
            return content, "image/jpeg"
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return content, "image/png"
    # Pillow costs a tenth of a second to import, and most pictures do not need it.
    from PIL import Image

    try:
        picture = Image.open(BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise UnfitPicture("too many pixels")
        seen = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise UnfitPicture("not a picture") from None
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    for side in _SIDES:
        paper.thumbnail((side, side))
        for quality in _QUALITIES:
            out = BytesIO()
            paper.save(out, "JPEG", quality=quality)
            if out.tell() <= LARGEST:
                return out.getvalue(), "image/jpeg"
    raise UnfitPicture("too large")
