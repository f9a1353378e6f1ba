"""HTTP from the resident's side, as light as it can be: the client must not eat the cores that
are measured.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_BOUNDARY: Final = b"----tinbao5f1c2b7e9d3a"
_COOKIE: Final = re.compile(rb"\r\nSet-Cookie: (tb=[A-Za-z0-9_-]+)")
_LENGTH: Final = re.compile(rb"\r\nContent-Length: (\d+)")
_SCRIPT: Final = b"X-Page: 1\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `cookie` is empty unless one was set."""

    status: int
    cookie: bytes
    body: bytes

    @property
    def good(self) -> bool:
        """Whether the server took it."""
        return 200 <= self.status < 400


@dataclass(frozen=True, slots=True)
class File:
    """An attachment."""

    name: str
    media_type: str
    content: bytes


class Wire(asyncio.Protocol):
    """One connection that is kept; one request at a time. Raises `ConnectionError`."""

    def __init__(self) -> None:
        self._came = bytearray()
        self._until = 0
        self._waiting: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None

    async def ask(self, port: int, request: bytes) -> Answer:
        """Send and wait for the whole answer."""
        loop = asyncio.get_running_loop()
        if self._transport is None:
            await loop.create_connection(lambda: self, "127.0.0.1", port)
        assert self._transport
        self._waiting = loop.create_future()
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Asyncio's."""
        self._came += data
        if not self._until:
            head = self._came.find(b"\r\n\r\n")
            if head < 0:
                return
            length = _LENGTH.search(self._came, 0, head + 2)
            self._until = head + 4 + (int(length[1]) if length else 0)
        if len(self._came) >= self._until:
            self._answer()

    def connection_lost(self, error: Exception | None) -> None:
        """Asyncio's."""
        self._transport, self._until = None, 0
        self._came.clear()
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError("the server hung up"))

    def _answer(self) -> None:
        whole, self._until = bytes(self._came), 0
        self._came.clear()
        head, _, body = whole.partition(b"\r\n\r\n")
        cookie = _COOKIE.search(head)
        if self._waiting and not self._waiting.done():
            answer = Answer(int(head[9:12]), cookie[1] if cookie else b"", body)
            self._waiting.set_result(answer)


def form(
    path: str, fields: Mapping[str, str], cookie: bytes = b"", files: Sequence[File] = ()
) -> bytes:
    """The one-page form, as a browser without scripts sends it."""
    return _post(path, fields, cookie, files, b"")


def turn(fields: Mapping[str, str], cookie: bytes = b"", files: Sequence[File] = ()) -> bytes:
    """A message of the chat, as the page's script sends it."""
    return _post("/chat", fields, cookie, files, _SCRIPT)


def page(cookie: bytes) -> bytes:
    """The chat page."""
    return b"GET /chat HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %b\r\n\r\n" % cookie


def nonce() -> str:
    """As long as the page's own."""
    return secrets.token_urlsafe(16)


def _post(
    path: str, fields: Mapping[str, str], cookie: bytes, files: Sequence[File], extra: bytes
) -> bytes:
    parts = [
        b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
        % (_BOUNDARY, name.encode(), value.encode())
        for name, value in fields.items()
    ]
    parts += [
        b'--%b\r\nContent-Disposition: form-data; name="files"; filename="%b"\r\n'
        b"Content-Type: %b\r\n\r\n%b\r\n"
        % (_BOUNDARY, file.name.encode(), file.media_type.encode(), file.content)
        for file in files
    ]
    body = b"".join(parts) + b"--%b--\r\n" % _BOUNDARY
    held = b"Cookie: %b\r\n" % cookie if cookie else b""
    head = (
        b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
        b"Content-Type: multipart/form-data; boundary=%b\r\nContent-Length: %d\r\n%b%b\r\n"
    )
    return head % (path.encode(), _BOUNDARY, len(body), held, extra) + body
