"""The webhook: the platform posts each event once, and again only when the connection failed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiohttp import web

from bot.channels.zalo_oa.intake import Intake
from bot.channels.zalo_oa.parse import last_try
from bot.channels.zalo_oa.settings import WEBHOOK_PATH, ZaloOaSettings
from bot.channels.zalo_oa.signature import HEADER, genuine
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
BODY_LIMIT: Final = 1024 * 1024


Later = Callable[[Coroutine[Any, Any, None]], None]


def routes(settings: ZaloOaSettings, engine: Engine, later: Later) -> list[web.RouteDef]:
    """The route to mount. `later` does something in the background."""
    intake = Intake(engine, settings.oa_id)

    async def receive(request: web.Request) -> web.Response:
        """200 once the event is durable, 401 for strangers, 413 over 1 MiB. When nothing could be
        stored the connection is cut: only then does the platform bring the event again. What it
        brought for the last time is held in memory and tried until it is stored.
        """
        raw = await _body(request)
        if raw is None:
            LOG.warning("zalo_oa: an event over %d bytes was refused", BODY_LIMIT)
            return web.Response(status=413)
        shown = request.headers.get(HEADER, "")
        if not genuine(raw, shown, settings.app_id, settings.oa_secret):
            return web.Response(status=401)
        if await intake.take(raw):
            return web.Response(status=200)
        if last_try(raw):
            later(intake.until_taken(raw))
        return _cut(request)

    return [web.post(WEBHOOK_PATH, receive)]


def _cut(request: web.Request) -> web.Response:
    """End the connection without an answer. Whether a 5xx is retried is not documented. A web
    server in front must be told to do the same: see `docs/operate.md`.
    """
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)  # never sent


async def _body(request: web.Request) -> bytes | None:
    """The body; None as soon as it is longer than `BODY_LIMIT`."""
    if (request.content_length or 0) > BODY_LIMIT:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)
