"""The chat platforms that are configured. A library is imported only where its platform is used:
Telegram's costs 20 MiB and a third of a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.config import Config
from bot.domain.ports import Channel, Engine, FileStore
from bot.texts import Texts
from qr.codes import qr_png


class Account(Channel, Protocol):
    """A channel with connections of its own."""

    async def open(self) -> None:
        """Make them."""
        ...

    async def close(self) -> None:
        """Close them, and stop what runs in the background."""
        ...


@dataclass(frozen=True, slots=True)
class Platform:
    """One account: where messages go out, and the two ways in which they come."""

    channel: Account
    listen: Callable[[Engine], Awaitable[None]]
    """Asks for messages until cancelled, or has them brought to our webhook."""
    routes: Callable[[Engine], list[web.RouteDef]]
    """The webhook; none where messages are asked for."""


def of(config: Config, texts: Texts, files: FileStore) -> dict[str, Platform]:
    """Those of a configuration, by channel."""
    found: dict[str, Platform] = {}
    if config.telegram.on:
        found["telegram"] = _telegram(config, texts, files)
    return found


def _telegram(config: Config, texts: Texts, files: FileStore) -> Platform:
    from bot.channels.telegram import webhook
    from bot.channels.telegram.adapter import TelegramChannel
    from bot.channels.telegram.poll import poll
    from bot.channels.telegram.settings import TelegramSettings

    section = config.telegram
    settings = TelegramSettings(
        token=section.token.get_secret_value(),
        mode=section.mode,
        webhook_secret=section.webhook_secret.get_secret_value(),
        api_base=section.api_base,
        proxy=section.proxy,
    )
    channel = TelegramChannel(settings, texts, files, qr_png)
    polled = section.mode == "polling"

    async def listen(engine: Engine) -> None:
        if polled:
            await poll(channel, engine)
        await channel.set_webhook(config.public_url)
        await asyncio.Event().wait()

    return Platform(
        channel, listen, lambda engine: [] if polled else webhook.routes(channel, engine)
    )
