"""Uploads whose files are read only while they are sent."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from typing import IO, cast

from telegram import InputFile

from bot.channels.telegram.failures import BrokenStream


class Stream:
    """`size` bytes that are read only while they are being sent."""

    def __init__(self, chunks: Callable[[], AsyncIterator[bytes]], size: int) -> None:
        self.chunks = chunks
        self.size = size

    def as_input(self, filename: str) -> InputFile:
        """For the library, which hands it on to `Transport` unread."""
        return InputFile(cast("IO[bytes]", self), filename=filename, read_file_handle=False)


Part = tuple[str, bytes | Stream, str]
"""File name, content, media type: the library's `FieldTuple`, with our stream in it."""


class Multipart:
    """A multipart form whose length is known and whose files are read while they are sent."""

    def __init__(self, fields: Mapping[str, str], parts: Mapping[str, Part]) -> None:
        boundary = secrets.token_hex(16)
        self._pieces: list[bytes | Stream] = []
        self.broken = False
        """The stored file failed us, not the network."""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="'
        for name, value in fields.items():
            self._pieces.append(f'{head}{name}"\r\n\r\n{value}\r\n'.encode())
        for name, (filename, content, media_type) in parts.items():
            about = f'{head}{name}"; filename="{filename}"\r\nContent-Type: {media_type}\r\n\r\n'
            self._pieces += [about.encode(), content, b"\r\n"]
        self._pieces.append(f"--{boundary}--\r\n".encode())
        length = sum(p.size if isinstance(p, Stream) else len(p) for p in self._pieces)
        # A stated length instead of chunks: whether the platform's front servers take chunks is
        # not documented.
        self.headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(length),
        }

    async def body(self) -> AsyncIterator[bytes]:
        """The form's bytes, once."""
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            sent = 0
            self.broken = True
            async for chunk in piece.chunks():
                sent += len(chunk)
                if sent > piece.size:
                    break
                self.broken = False
                yield chunk
                self.broken = True
            self.broken = sent != piece.size
            if self.broken:
                raise BrokenStream("stored file")
