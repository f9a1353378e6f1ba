"""HTTP to the Bot Platform: `<api_base>/bot<token>/<method>`, JSON both ways.

The token is in the address and aiohttp's exceptions carry addresses: ours are raised outside its
`except` blocks, so that they have neither cause nor context.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from bot.channels.zalo_bot.failures import failure
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.domain.errors import Permanent, SendError, Transient

CONNECT_S: Final = 10.0
READ_S: Final = 20.0
ANSWER_LIMIT: Final = 1024 * 1024
FLOOD_S: Final = 5.0
"""Waited after a first 429 that does not say how long; each further one doubles it."""
LONGEST_FLOOD_S: Final = 600.0
LONGEST_SAID_S: Final = 24 * 3600.0


class Client:
    """One account's calls. `open()` before use, `close()` at the end."""

    def __init__(self, settings: ZaloBotSettings) -> None:
        self._address = f"{settings.api_base.rstrip('/')}/bot{settings.token}/"
        self._proxy = settings.proxy or None
        self._pool = settings.concurrency + 1  # and the long poll
        self._session: ClientSession | None = None
        self._floods = 0

    async def open(self) -> None:
        """Make the connection pool."""
        if self._session is None:
            # Only the configured proxy: an environment variable must not reroute a tip line.
            self._session = ClientSession(
                connector=TCPConnector(limit=self._pool),
                cookie_jar=DummyCookieJar(),
                trust_env=False,
            )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(
        self, method: str, fields: Mapping[str, Any] | None = None, *, read: float = READ_S
    ) -> Any:
        """Call a method; what it answered as `result`, None where it has none.

        `read`: seconds waited for the answer. Raises a `SendError`, bare. `ok` decides, whatever
        the HTTP status is.
        """
        fields = fields or {}
        status, asked_to_wait, payload = await self._post(method, fields, read)
        answer = _envelope(status, payload)
        if answer["ok"]:
            self._floods = 0
            return answer.get("result")
        code = _code(answer, status)
        wait = 0.0
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            wait = self._wait(answer, asked_to_wait)
        description = answer.get("description")
        words = description if isinstance(description, str) else ""
        raise failure(code, words, chat="chat_id" in fields, wait=wait)

    async def _post(
        self, method: str, fields: Mapping[str, Any], read: float
    ) -> tuple[int, str, bytes]:
        """The status, the `Retry-After` and the body of an answer. Raises `Transient`, bare."""
        if self._session is None:
            raise Transient("not open")
        timeout = ClientTimeout(total=read + CONNECT_S, sock_connect=CONNECT_S, sock_read=read)
        problem: SendError
        try:
            async with self._session.post(
                self._address + method,
                json=fields,
                proxy=self._proxy,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                body = bytearray()
                async for chunk in response.content.iter_any():
                    body += chunk
                    if len(body) > ANSWER_LIMIT:
                        break
                asked = response.headers.get("Retry-After", "")
        except Exception as error:
            problem = Transient(type(error).__name__)
        else:
            return response.status, asked, bytes(body[:ANSWER_LIMIT])
        raise problem

    def _wait(self, answer: Mapping[str, Any], header: str) -> float:
        """Seconds to wait after a 429: as told, else longer each time."""
        for place in (answer.get("parameters"), answer.get("result"), answer):
            if isinstance(place, dict) and (said := _seconds(place.get("retry_after"))):
                return said
        if said := _seconds(header):
            return said
        self._floods += 1
        return min(LONGEST_FLOOD_S, FLOOD_S * 2.0 ** min(self._floods - 1, 16))


def _envelope(status: int, payload: bytes) -> dict[str, Any]:
    """The answer, with a truth value for `ok`.

    What is no envelope comes from something between us and Zalo, or from a Zalo in trouble: try
    again, and believe its status only when that loses nothing. JSON without `ok` after a success
    was done, and would be done twice: do not.
    """
    answer: object = None
    problem: SendError = Transient("the answer is not JSON")
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        pass
    else:
        if isinstance(answer, dict) and isinstance(answer.get("ok"), bool):
            return answer
        if status < HTTPStatus.BAD_REQUEST:
            problem = Permanent("the answer could not be read")
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UNAUTHORIZED):
        return {"ok": False}
    raise problem


def _code(answer: Mapping[str, Any], status: int) -> int:
    code = answer.get("error_code")
    if isinstance(code, str) and code.isdecimal() and code.isascii():
        code = int(code)
    if isinstance(code, int) and not isinstance(code, bool):
        return code
    return status if status >= HTTPStatus.BAD_REQUEST else HTTPStatus.INTERNAL_SERVER_ERROR


def _seconds(said: object) -> float:
    """A positive number of seconds, at most a day; 0 for anything else."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        return 0.0
    try:
        seconds = float(said)
    except (ValueError, OverflowError):
        return 0.0
    return min(seconds, LONGEST_SAID_S) if seconds > 0 else 0.0
