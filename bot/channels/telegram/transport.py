"""HTTP to the Bot API: a `BaseRequest` that keeps hold of what is sent, logged and raised.

Why not the library's `HTTPXRequest`: it reads a whole upload into memory, chains exceptions that
carry the URL (and with it the token), and prints the body of an answer that is not JSON at ERROR.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from http import HTTPStatus
from typing import Any, Final, cast

import httpx
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.failures import BrokenStream, FloodWait
from bot.channels.telegram.multipart import Multipart, Part
from bot.domain.errors import ConfigError

CONNECT_S: Final = 10.0
READ_S: Final = 20.0
WRITE_S: Final = 30.0
FLOOD_S: Final = 5.0
"""Waited after a 429 that does not say how long."""


class Transport(BaseRequest):
    """One pool of connections for everything: calls, uploads, downloads and the long poll."""

    def __init__(self, *, pool: int, proxy: str = "") -> None:
        self._pool, self._proxy = pool, proxy
        self._client: httpx.AsyncClient | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds waited for an answer."""
        return READ_S

    async def initialize(self) -> None:
        """Make the pool; nothing is sent. Raises `ConfigError` for a proxy that cannot be used."""
        if self._client is not None:
            return
        limits = httpx.Limits(
            max_connections=self._pool, max_keepalive_connections=self._pool // 2
        )
        problem = ""
        try:
            # Only the configured proxy: an environment variable must not reroute a tip line.
            self._client = httpx.AsyncClient(
                limits=limits, proxy=self._proxy or None, trust_env=False
            )
        except (ImportError, ValueError, httpx.InvalidURL):
            problem = "telegram.proxy cannot be used (socks5 needs the package socksio)"
        if problem:
            raise ConfigError(problem)

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """What the library calls. Raises `TelegramError`, without cause or context."""
        fields = request_data.json_parameters if request_data else {}
        parts = cast("dict[str, Part]", request_data.multipart_data) if request_data else {}
        read = read_timeout if isinstance(read_timeout, int | float) else READ_S
        return await self.post_form(url, fields, parts or {}, read=read)

    async def post_form(
        self,
        url: str,
        fields: Mapping[str, str],
        parts: Mapping[str, Part] | None = None,
        *,
        read: float,
    ) -> tuple[int, bytes]:
        """POST a form and read the answer. `read` in seconds. Raises `TelegramError`, bare."""
        form = Multipart(fields, parts) if parts else None
        problem: TelegramError
        try:
            if form:
                answer = await self._open.post(
                    url, content=form.body(), headers=form.headers, timeout=_timeout(read)
                )
            else:
                answer = await self._open.post(url, data=dict(fields), timeout=_timeout(read))
        except httpx.TimeoutException:
            problem = TimedOut()
        except Exception as error:
            broken = form is not None and form.broken
            problem = BrokenStream("file") if broken else NetworkError(type(error).__name__)
        else:
            return _checked(answer.status_code, answer.content)
        raise problem

    async def get_list(self, url: str, fields: Mapping[str, str], *, read: float) -> list[Any]:
        """The list that a call answers with, unparsed. Raises `TelegramError`, bare."""
        status, payload = await self.post_form(url, fields, read=read)
        if status == HTTPStatus.CONFLICT:
            raise Conflict("conflict")
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            raise InvalidToken
        result = self.parse_json_payload(payload).get("result")
        if status != HTTPStatus.OK or not isinstance(result, list):
            raise NetworkError(str(status))
        return result

    async def get_stream(self, url: str) -> AsyncGenerator[bytes, None]:
        """Read a file as it comes. Raises `TelegramError`, bare."""
        problem: TelegramError
        try:
            async with self._open.stream("GET", url, timeout=_timeout(READ_S)) as answer:
                if answer.status_code == HTTPStatus.OK:
                    async for chunk in answer.aiter_bytes():
                        yield chunk
                    return
            lost = answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST)
            problem = (
                BadRequest("file not found") if lost else NetworkError(str(answer.status_code))
            )
        except httpx.TimeoutException:
            problem = TimedOut()
        except Exception as error:
            problem = NetworkError(type(error).__name__)
        raise problem

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own version prints what it cannot read; this one does not."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise NetworkError("the answer is not JSON")
        return answer

    @property
    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            raise NetworkError("not open")
        return self._client


def _checked(status: int, payload: bytes) -> tuple[int, bytes]:
    """Takes out the answers that the library would treat differently from what they mean."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise FloodWait(_retry_after(payload))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest("too large to send")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NetworkError(str(status))
    return status, payload


def _retry_after(payload: bytes) -> float:
    try:
        return max(0.0, float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return FLOOD_S


def _timeout(read: float) -> httpx.Timeout:
    # A full pool is our own doing and passes: wait for it as long as for an answer.
    return httpx.Timeout(connect=CONNECT_S, read=read, write=WRITE_S, pool=READ_S)
