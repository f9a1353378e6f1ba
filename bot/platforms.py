"""The chat platforms that are configured. A library is imported only where its platform is used:
Telegram's costs 20 MiB and a third of a second.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.config import Config
from bot.domain.ports import Engine, FileStore
from bot.texts import Texts
from qr.codes import qr_png

if TYPE_CHECKING:
    from bot.channels.telegram.adapter import TelegramChannel


def telegram(config: Config, texts: Texts, files: FileStore) -> TelegramChannel:
    """The Telegram channel of `[telegram]`."""
    from bot.channels.telegram.adapter import TelegramChannel
    from bot.channels.telegram.settings import TelegramSettings

    section = config.telegram
    settings = TelegramSettings(
        token=section.token.get_secret_value(),
        mode=section.mode,
        webhook_secret=section.webhook_secret.get_secret_value(),
        api_base=section.api_base,
        proxy=section.proxy,
    )
    return TelegramChannel(settings, texts, files, qr_png)


async def listen(channel: TelegramChannel, engine: Engine, config: Config) -> None:
    """Telegram's way in: our long poll, or the registration of our webhook."""
    if config.telegram.mode == "polling":
        from bot.channels.telegram.poll import poll

        await poll(channel, engine)
        return
    await channel.set_webhook(config.public_url)
    await asyncio.Event().wait()
