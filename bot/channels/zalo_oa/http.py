"""HTTP to Zalo: one pool of connections, and a difference between what was surely not sent and
what may have been.

Tokens are in headers and in forms, and aiohttp's exceptions carry addresses: ours are raised
outside its `except` blocks, so that they have neither cause nor context.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import (
    ClientConnectorError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)

from bot.domain.errors import Transient

CONNECT_S: Final = 10.0
READ_S: Final = 20.0
ANSWER_LIMIT: Final = 1024 * 1024
POOL: Final = 32


class NotSent(Transient):
    """No connection: the platform has not heard of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body`: its JSON object, None when it is anything else."""

    status: int
    body: dict[str, Any] | None = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


class Http:
    """`open()` before use, `close()` at the end; neither needs the network."""

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy or None
        self._session: ClientSession | None = None

    async def open(self) -> None:
        """Make the connection pool."""
        if self._session is None:
            # Only the configured proxy: an environment variable must not reroute a tip line.
            self._session = ClientSession(
                connector=TCPConnector(limit=POOL), cookie_jar=DummyCookieJar(), trust_env=False
            )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        data: Mapping[str, Any] | None = None,
        form: FormData | None = None,
        read: float = READ_S,
    ) -> Answer:
        """One request, with JSON (`data`) or a form. `read`: seconds waited for the answer.

        Raises `NotSent`, or another `Transient` when the platform may have heard of it.
        """
        if self._session is None:
            raise NotSent("not open")
        timeout = ClientTimeout(total=read + CONNECT_S, sock_connect=CONNECT_S, sock_read=read)
        problem: Transient
        try:
            async with self._session.request(
                method,
                url,
                headers=headers,
                json=data,
                data=form,
                proxy=self._proxy,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                body = bytearray()
                async for chunk in response.content.iter_any():
                    body += chunk
                    if len(body) > ANSWER_LIMIT:
                        break
                answer = Answer(response.status, _object(bytes(body)), dict(response.headers))
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            problem = NotSent(type(error).__name__)
        except Exception as error:
            problem = Transient(type(error).__name__)
        else:
            return answer
        raise problem


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def code_of(body: Mapping[str, Any]) -> int | None:
    """The `error` of an answer, 0 for success; None when there is none."""
    found = body.get("error")
    if isinstance(found, str) and found.lstrip("-").isdecimal() and found.isascii():
        found = int(found[:9])
    return found if isinstance(found, int) and not isinstance(found, bool) else None
