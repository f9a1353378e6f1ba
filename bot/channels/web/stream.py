"""`GET /chat/events`: news of a conversation as it comes, by server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from aiohttp import hdrs, web

from bot.channels.web.chat import fragment, newest, revision
from bot.channels.web.site import Site

HEARTBEAT: Final = 20.0
"""Seconds: proxies close a line that is silent for a minute."""
_RETRY_MS: Final = 4000


class Stream:
    """The open lines of one mounted application."""

    def __init__(self, site: Site, heartbeat: float = HEARTBEAT) -> None:
        self._site = site
        self._heartbeat = heartbeat
        self._open: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [web.get("/chat/events", self.events)]

    async def close(self, _: web.Application) -> None:
        """End all lines, so that a stop need not wait for them; browsers come back."""
        for task in self._open:
            task.cancel()

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Letters since `Last-Event-ID` or `?after=`; 204 tells a browser without a session to
        stop asking.
        """
        session = self._site.cookies.read(request)
        if session is None:
            return web.Response(status=204)
        after = revision(request.headers.get("Last-Event-ID") or request.query.get("after"))
        response = web.StreamResponse(
            headers={hdrs.CONTENT_TYPE: "text/event-stream", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        await response.write(b"retry: %d\n\n" % _RETRY_MS)
        talk = asyncio.ensure_future(
            self._talk(response, session.secret, self._site.locale(request), after)
        )
        self._open.add(talk)
        try:
            await asyncio.wait([talk])
        finally:
            self._open.discard(talk)
            talk.cancel()
            # A browser that has gone away is how a line usually ends.
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await talk
        return response

    async def _talk(
        self, response: web.StreamResponse, secret: str, locale: str, after: int
    ) -> None:
        mailbox = self._site.mailbox
        oldest, rung = None, True
        while True:
            # Wait first, look second: what comes in between rings the bell.
            bell = asyncio.ensure_future(mailbox.wait(secret, self._heartbeat))
            try:
                if rung or await mailbox.read(secret, after):
                    letters = await mailbox.read(secret)
                    first = letters[0].id if letters else 0
                    # What was wiped leaves nothing newer behind, only a later beginning.
                    if newest(letters) != after or first != (first if oldest is None else oldest):
                        html = fragment(self._site, locale, letters, after)
                        after = newest(letters)
                        await response.write(_event(html, after))
                    oldest = first
                rung = await bell
                if not rung:
                    await response.write(b":\n\n")
            finally:
                bell.cancel()


def _event(html: str, last: int) -> bytes:
    lines = "".join(f"data: {line}\n" for line in html.split("\n"))
    return f"id: {last}\n{lines}\n".encode()
