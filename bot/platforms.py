"""The chat platforms that are configured. A library is imported only where its platform is used:
Telegram's costs 20 MiB and a third of a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from bot.config import Config
from bot.domain.ports import Channel, Clock, Engine, FileStore
from bot.points_pictures.spots import spot_picture
from bot.shelf import Shelf
from bot.texts import LOCALES, Texts
from qr.codes import modules, qr_png
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.oa_tokens import OaTokenVault

if TYPE_CHECKING:
    from bot.channels.telegram.settings import TelegramSettings
    from bot.channels.zalo_bot.settings import ZaloBotSettings
    from bot.channels.zalo_oa.settings import ZaloOaSettings


async def _at_once() -> None:
    """Nothing has to be set up."""


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
    ready: Callable[[], Awaitable[None]] = _at_once
    """Before anything is sent. Raises `OperatorError` for what has to be set up first."""
    upkeep: Callable[[], Awaitable[None]] | None = None
    """What goes on, until cancelled, where messages are sent."""
    pages: tuple[web.RouteDef, ...] = ()
    """Pages that the platform, or whoever sets it up, opens with us."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a channel may need of the service."""

    config: Config
    texts: Texts
    files: FileStore
    database: Database
    keyring: Keyring
    clock: Clock


def of(parts: Parts, oa_broken: Callable[[], Awaitable[None]]) -> dict[str, Platform]:
    """Those of a configuration, by channel. `oa_broken`: what is done once the official account's
    permission has to be given anew.
    """
    config = parts.config
    found: dict[str, Platform] = {}
    if config.telegram.on:
        found["telegram"] = _telegram(config, parts.texts, parts.files)
    if config.zalo_bot.on:
        found["zalo_bot"] = _zalo_bot(parts)
    if config.zalo_oa.on:
        found["zalo_oa"] = _zalo_oa(parts, oa_broken)
    return found


def _zalo_bot(parts: Parts) -> Platform:
    from bot.channels.public_pictures import PublicPictures
    from bot.channels.zalo_bot import webhook
    from bot.channels.zalo_bot.adapter import ZaloBotChannel
    from bot.channels.zalo_bot.poll import poll

    config, settings = parts.config, zalo_bot_settings(parts.config)
    pictures = PublicPictures(
        Shelf(parts.database, parts.keyring, parts.clock),
        settings.webhook_secret or settings.token,
        config.public_url,
        parts.clock,
    )
    channel = ZaloBotChannel(settings, parts.texts, parts.files, pictures, qr_png)
    polled = settings.mode == "polling"

    async def listen(engine: Engine) -> None:
        if polled:
            await poll(channel, engine)
        await channel.set_webhook(config.public_url)
        await asyncio.Event().wait()

    return Platform(
        channel,
        listen,
        lambda engine: [] if polled else webhook.routes(channel, engine),
        pages=tuple(pictures.routes()),
    )


def _zalo_oa(parts: Parts, broken: Callable[[], Awaitable[None]]) -> Platform:
    from bot.channels.zalo_oa import page, webhook
    from bot.channels.zalo_oa.adapter import ZaloOaChannel

    settings = zalo_oa_settings(parts.config)
    vault = OaTokenVault(parts.database, parts.keyring, settings.oa_id)
    spots = spot_picture(lambda text: parts.texts.render(text, LOCALES[0]), modules)
    channel = ZaloOaChannel(settings, parts.texts, parts.files, vault, parts.clock, spots, qr_png)
    channel.when_broken(broken)

    async def listen(_: Engine) -> None:
        await asyncio.Event().wait()  # the webhook is set at Zalo, by hand

    return Platform(
        channel,
        listen,
        lambda engine: webhook.routes(settings, engine, channel.later),
        ready=channel.tokens.check,
        upkeep=channel.tokens.keep,
        pages=tuple(page.routes(parts.texts)),
    )


def zalo_bot_settings(config: Config) -> ZaloBotSettings:
    """`[zalo_bot]` as its channel takes it. Raises `ConfigError`."""
    from bot.channels.zalo_bot.settings import ZaloBotSettings

    section = config.zalo_bot
    return ZaloBotSettings(
        token=section.token.get_secret_value(),
        mode=section.mode,
        webhook_secret=section.webhook_secret.get_secret_value(),
        api_base=section.api_base,
        proxy=section.proxy,
        public_url=config.public_url,
    )


def zalo_oa_settings(config: Config) -> ZaloOaSettings:
    """`[zalo_oa]` as its channel takes it. Raises `ConfigError`."""
    from bot.channels.zalo_oa.settings import ZaloOaSettings

    section = config.zalo_oa
    return ZaloOaSettings(
        app_id=section.app_id,
        app_secret=section.app_secret.get_secret_value(),
        oa_id=section.oa_id,
        oa_secret=section.oa_secret.get_secret_value(),
        public_url=config.public_url,
        page=section.page,
        api_base=section.api_base,
        oauth_base=section.oauth_base,
        proxy=section.proxy,
        buttons=section.buttons,
        requests_per_minute=int(section.requests_per_minute),
        paid_replies=section.paid_replies,
    )


def _telegram(config: Config, texts: Texts, files: FileStore) -> Platform:
    from bot.channels.telegram import webhook
    from bot.channels.telegram.adapter import TelegramChannel
    from bot.channels.telegram.poll import poll

    settings = telegram_settings(config)
    channel = TelegramChannel(settings, texts, files, qr_png)
    polled = settings.mode == "polling"

    async def listen(engine: Engine) -> None:
        if polled:
            await poll(channel, engine)
        await channel.set_webhook(config.public_url)
        await asyncio.Event().wait()

    return Platform(
        channel, listen, lambda engine: [] if polled else webhook.routes(channel, engine)
    )


def telegram_settings(config: Config) -> TelegramSettings:
    """`[telegram]` as its channel takes it. Raises `ConfigError`."""
    from bot.channels.telegram.settings import TelegramSettings

    section = config.telegram
    return TelegramSettings(
        token=section.token.get_secret_value(),
        mode=section.mode,
        webhook_secret=section.webhook_secret.get_secret_value(),
        api_base=section.api_base,
        proxy=section.proxy,
    )
