"""`GET /chat/file/<letter>/<n>`: an attachment of one's own letter, opened as it streams out."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Final

from aiohttp import hdrs, web

from bot.channels.web.headers import FILE_POLICY
from bot.channels.web.letters import SHOWN_IMAGES, own_link
from bot.channels.web.site import Site
from bot.domain.errors import SealError
from bot.domain.message import Media, MediaKind, StoredFile

_RANGE: Final = re.compile(r"bytes=(\d+)-(\d*)")
_ENDINGS: Final = {
    "image/jpeg": "jpg",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
}


class FileMissing(Exception):
    """Not this visitor's, not there (yet), or damaged: all look the same from outside."""


class Attachments:
    """Handlers of one mounted application."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [web.get(r"/chat/file/{letter:\d{1,19}}/{n:\d{1,3}}", self.serve)]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A picture, a sound, a film, a document, or a QR code drawn on the spot."""
        media = await self._media(request)
        headers = {
            "Content-Security-Policy": FILE_POLICY,
            hdrs.CONTENT_DISPOSITION: "inline",
        }
        if media.kind is MediaKind.QR:
            png = self._site.qr_png(self._absolute(request, media.data))
            return web.Response(body=png, content_type="image/png", headers=headers)
        if media.drawn:
            return web.Response(body=media.drawn, content_type="image/png", headers=headers)
        if media.file is None:
            return _text(media, headers)
        try:
            file = await self._site.files.seen(media.file)
        except SealError:
            raise FileMissing from None
        media_type = file.media_type
        headers[hdrs.CONTENT_TYPE] = media_type
        if not (media_type in SHOWN_IMAGES or media_type.startswith(("audio/", "video/"))):
            ending = _ENDINGS.get(media_type, media_type.rpartition("/")[2])
            headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="tep.{ending}"'
        return await self._stream(request, file, headers)

    async def _media(self, request: web.Request) -> Media:
        session = self._site.cookies.read(request)
        if session is None:
            raise FileMissing
        letter_id, n = int(request.match_info["letter"]), int(request.match_info["n"])
        if letter_id >= 2**63:
            raise web.HTTPNotFound
        letter = await self._site.mailbox.letter(session.secret, letter_id)
        if letter is None or n >= len(letter.reply.media):
            raise FileMissing
        return letter.reply.media[n]

    def _absolute(self, request: web.Request, data: str) -> str:
        if not own_link(data):
            return data
        base = self._site.settings.public_url or f"{request.scheme}://{request.host}"
        return base + self._site.prefix + data

    async def _stream(
        self, request: web.Request, file: StoredFile, headers: dict[str, str]
    ) -> web.StreamResponse:
        """Whole, or from where a player asks: without ranges iPhones play no film."""
        wanted = _RANGE.fullmatch(request.headers.get(hdrs.RANGE, ""))
        start, end, status = 0, None, 200
        if wanted and int(wanted[1]) < file.size:
            start = int(wanted[1])
            end = min(int(wanted[2] or file.size), file.size - 1) + 1
            if end <= start:
                start, end = 0, None
        if end is not None:
            status = 206
            headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{end - 1}/{file.size}"
            headers[hdrs.CONTENT_LENGTH] = str(end - start)
        headers[hdrs.ACCEPT_RANGES] = "bytes"
        pieces = _between(self._site.files.get(file), start, end)
        async with aclosing(pieces):
            try:
                first = await anext(pieces, b"")
            except SealError:
                raise FileMissing from None
            response = web.StreamResponse(status=status, headers=headers)
            await response.prepare(request)
            await response.write(first)
            # A damaged file ends here as a broken download: what is known bad is never sent.
            async for piece in pieces:
                await response.write(piece)
            await response.write_eof()
        return response


def _text(media: Media, headers: dict[str, str]) -> web.Response:
    """A small text, to be saved: never shown as a page of ours."""
    if media.kind is not MediaKind.DOCUMENT or not media.data:
        raise FileMissing
    headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{media.filename}"'
    return web.Response(
        body=media.data.encode(), content_type="text/plain", charset="utf-8", headers=headers
    )


async def _between(
    pieces: AsyncIterator[bytes], start: int, end: int | None
) -> AsyncGenerator[bytes, None]:
    at = 0
    async for piece in pieces:
        left = max(start - at, 0)
        right = len(piece) if end is None else min(end - at, len(piece))
        at += len(piece)
        if left < right:
            yield piece[left:right]
        if end is not None and at >= end:
            return
