"""The webhook: Telegram posts each update, and posts it again until it is answered with 200."""

from __future__ import annotations

import hmac
import logging
from typing import Final

from aiohttp import web

from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.settings import WEBHOOK_PATH
from bot.domain.errors import ConfigError
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
BODY_LIMIT: Final = 1024 * 1024
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


def routes(channel: TelegramChannel, engine: Engine) -> list[web.RouteDef]:
    """The routes to mount. Raises `ConfigError` without a secret: anybody could then play
    Telegram.
    """
    secret = channel.settings.webhook_secret.encode()
    if not secret:
        raise ConfigError("telegram.webhook_secret must be set for the webhook")
    intake = Intake(channel, engine)

    async def receive(request: web.Request) -> web.Response:
        """200 once the update is durable, 401 for strangers, 413 over 1 MiB, 500 to have it
        brought again.
        """
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, secret):
            return web.Response(status=401)
        raw = await _body(request)
        if raw is None:
            LOG.warning("telegram: an update over %d bytes was refused", BODY_LIMIT)
            return web.Response(status=413)
        return web.Response(status=200 if await intake.take(raw) else 500)

    return [web.post(WEBHOOK_PATH, receive)]


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
