"""The webhook: Zalo posts each event. Whether it posts one again that was answered with 500 is not
documented (docs/live-checklist.md).
"""

from __future__ import annotations

import hmac
import logging
from typing import Final

from aiohttp import web

from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.channels.zalo_bot.intake import Intake
from bot.channels.zalo_bot.settings import WEBHOOK_PATH
from bot.domain.errors import ConfigError
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
BODY_LIMIT: Final = 1024 * 1024
SECRET_HEADER: Final = "X-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


def routes(channel: ZaloBotChannel, engine: Engine) -> list[web.RouteDef]:
    """The routes to mount. Raises `ConfigError` without a secret: anybody could then play Zalo."""
    secret = channel.settings.webhook_secret
    if not secret:
        raise ConfigError("zalo_bot.webhook_secret must be set for the webhook")
    intake = Intake(engine)

    async def receive(request: web.Request) -> web.Response:
        """200 once the event is durable, 401 for strangers, 413 over 1 MiB, 500 to have it
        brought again.
        """
        if not knows(request.headers.get(SECRET_HEADER, ""), secret):
            return web.Response(status=401)
        raw = await _body(request)
        if raw is None:
            LOG.warning("zalo bot: an event over %d bytes was refused", BODY_LIMIT)
            return web.Response(status=413)
        if await intake.take(raw):
            return web.Response(status=200)
        # Zalo has not said that it brings an event again. If it does, the second is a repeat.
        channel.later(intake.until_taken(raw))
        return web.Response(status=500)

    return [web.post(WEBHOOK_PATH, receive)]


def knows(shown: str, secret: str) -> bool:
    """Whether somebody showed the secret, in a time that tells nothing of it. `shown` is the
    header as it came, undecodable bytes and all.
    """
    return hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), secret.encode())


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
