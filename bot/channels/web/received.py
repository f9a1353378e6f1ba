"""Takes a POST apart while it arrives: its fields, and its files straight into the store."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.domain.errors import FileRefused
from bot.domain.message import MediaKind, Refusal, Upload
from bot.domain.ports import FileStore

MAX_FILE: Final = 20 * 1024 * 1024
"""Bytes of one file."""
MAX_FILES: Final = 10
"""Files of one message."""
MAX_TEXT: Final = 200_000
"""Characters of one field; more is refused rather than cut."""
_MAX_FIELDS: Final = 40
_MAX_FIELD_BYTES: Final = 4 * MAX_TEXT
_MAX_BODY: Final = MAX_FILES * MAX_FILE + 4 * _MAX_FIELD_BYTES
_MAX_PLAIN_BODY: Final = 3 * _MAX_FIELD_BYTES + 64 * 1024
_CHUNK: Final = 64 * 1024
_KEPT_CONTROLS: Final = "\n\t"


class TooMuch(Exception):
    """More text, fields or bytes than a message may have."""


class Garbled(Exception):
    """The body is not what its headers say."""


@dataclass(slots=True)
class Received:
    """What a form brought. Fields are NFC, without control characters, lines end with `\\n`."""

    fields: dict[str, str] = field(default_factory=dict, repr=False)
    uploads: list[Upload] = field(default_factory=list, repr=False)
    refused: list[Refusal] = field(default_factory=list)

    def get(self, name: str, most: int = MAX_TEXT) -> str:
        """A field, cut at `most` characters; empty when absent."""
        return self.fields.get(name, "")[:most]

    def event_id(self, *names: str) -> str:
        """The same for the same form sent twice.

        The page's nonce alone would not do: without a script, an older page that is sent again
        with other words would count as a repeat, and the words would be lost.
        """
        digest = hashlib.blake2b(digest_size=16)
        for name in ("nonce", *names):
            value = self.fields.get(name, "").encode("utf-8", "surrogatepass")
            digest.update(b"%d:%b" % (len(value), value))
        for upload in self.uploads:
            digest.update(b"%d:%b" % (upload.size, upload.media_type.encode()))
        return digest.hexdigest()

    async def discard(self, files: FileStore) -> None:
        """Delete what was stored: nothing will refer to it."""
        for upload in self.uploads:
            if upload.file:
                await files.delete(upload.file.id)
        self.uploads.clear()


async def receive(request: web.Request, files: FileStore | None) -> Received:
    """Read a form, urlencoded or multipart. A file that cannot be taken is noted, the rest kept.

    Without `files` no file is taken. Raises `TooMuch` or `Garbled`; nothing stays stored then.
    """
    received = Received()
    try:
        if request.content_type == "multipart/form-data":
            await _multipart(request, received, files)
        else:
            await _urlencoded(request, received)
    except (ValueError, AssertionError, HttpProcessingError) as error:
        # What the library raises for a malformed body.
        await _discard(received, files)
        raise Garbled from error
    except BaseException:
        await _discard(received, files)
        raise
    return received


def clean(text: str) -> str:
    """NFC, `\\n` at line ends, no control characters; otherwise the person's own text."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isprintable():
        return text
    return "".join(
        c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs")
    )


def kind_of(media_type: str) -> MediaKind:
    """How a file of a media type is shown."""
    kinds = {"image": MediaKind.PHOTO, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}
    return kinds.get(media_type.partition("/")[0], MediaKind.DOCUMENT)


async def _discard(received: Received, files: FileStore | None) -> None:
    if files:
        await received.discard(files)


async def _urlencoded(request: web.Request, received: Received) -> None:
    body = bytearray()
    async for chunk in request.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > _MAX_PLAIN_BODY:
            raise TooMuch
    pairs = parse_qsl(
        body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS
    )
    for name, value in pairs:
        _keep(received, name, value)


async def _multipart(request: web.Request, received: Received, files: FileStore | None) -> None:
    if (request.content_length or 0) > _MAX_BODY:
        raise TooMuch
    count = 0
    async for part in await request.multipart():
        count += 1
        if not isinstance(part, BodyPartReader) or count > _MAX_FIELDS:
            raise TooMuch
        if part.filename is None:
            _keep(received, part.name or "", await _text(part))
        elif part.filename:
            await _file(part, received, files)
        # An empty name is a file input that nobody used.
        await _drain(part)


async def _file(part: BodyPartReader, received: Received, files: FileStore | None) -> None:
    if files is None or len(received.uploads) >= MAX_FILES:
        received.refused.append(Refusal.TOO_MANY)
        return
    try:
        file = await files.put(_chunks(part), MAX_FILE)
    except FileRefused as error:
        received.refused.append(Refusal(error.reason))
        return
    received.uploads.append(
        Upload(kind_of(file.media_type), file, size=file.size, media_type=file.media_type)
    )


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(_CHUNK):
        yield chunk


async def _drain(part: BodyPartReader) -> None:
    """Pass over what is left of a part, as far as a file that was too large may go on."""
    left = 10 * MAX_FILE
    while chunk := await part.read_chunk(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise TooMuch


async def _text(part: BodyPartReader) -> str:
    raw = bytearray()
    async for chunk in _chunks(part):
        raw += chunk
        if len(raw) > _MAX_FIELD_BYTES:
            raise TooMuch
    return raw.decode("utf-8", "replace")


def _keep(received: Received, name: str, value: str) -> None:
    if len(value) > MAX_TEXT:
        raise TooMuch
    received.fields.setdefault(name, clean(value))
