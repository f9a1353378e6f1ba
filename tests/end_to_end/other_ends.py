"""The platforms at the other end: a server of ours for each, how the service is told of it, and
phones that are used with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Literal, Protocol

from bot.app import App
from bot.demo.phone import Phone
from bot.domain.token_pair import Pair
from storage.oa_tokens import OaTokenVault
from tests.fakes.telegram_phone import TelegramPhone
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.zalo_bot_server import FakeZaloBot
from tests.fakes.zalo_oa_chat import OaUser
from tests.fakes.zalo_oa_server import FakeZaloOa
from tests.fakes.zalo_phone import FindsShort, NumberedPhone, ZaloBotPhone

Platform = Literal[
    "web", "telegram-webhook", "telegram-polling", "zalo-bot", "zalo-bot-polling", "zalo-oa"
]
SECRET = "the_secret_of_the_tests"


class OtherEnd(Protocol):
    """One platform of the tests."""

    section: str
    """Of the configuration."""

    @property
    def settings(self) -> dict[str, Any]:
        """What the section holds."""
        ...

    async def begin(self, app: App, url: str) -> None:
        """The service is built, and will answer at `url`."""
        ...

    def phone(self, number: int, short: FindsShort) -> Phone:
        """Somebody's phone. `short` finds a sign's short code by its long one."""
        ...

    async def settled(self) -> None:
        """Every event has been brought."""
        ...


@dataclass
class Telegram:
    """A bot at Telegram. `mode`: webhook or polling."""

    server: FakeTelegram
    mode: str
    section: str = "telegram"

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "token": self.server.token,
            "mode": self.mode,
            "webhook_secret": SECRET,
            "api_base": self.server.url,
        }

    async def begin(self, app: App, url: str) -> None:
        """Telegram learns of the webhook by being told."""

    def phone(self, number: int, short: FindsShort) -> Phone:
        return TelegramPhone(self.server.user(number))

    async def settled(self) -> None:
        await self.server.settled()


@dataclass
class ZaloBot:
    """A bot of Zalo's Bot Platform. `mode`: webhook or polling."""

    server: FakeZaloBot
    mode: str
    section: str = "zalo_bot"

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "token": self.server.token,
            "mode": self.mode,
            "webhook_secret": SECRET,
            "api_base": self.server.url,
        }

    async def begin(self, app: App, url: str) -> None:
        """Zalo learns of the webhook by being told."""

    def phone(self, number: int, short: FindsShort) -> Phone:
        return ZaloBotPhone(self.server.user(number), short)

    async def settled(self) -> None:
        await self.server.settled()


@dataclass
class ZaloOa:
    """An official account that was given permission."""

    server: FakeZaloOa
    section: str = "zalo_oa"

    @property
    def settings(self) -> dict[str, Any]:
        server = self.server
        return {
            "app_id": server.app_id,
            "app_secret": server.app_secret,
            "oa_id": server.oa_id,
            "oa_secret": server.oa_secret,
            "api_base": server.url,
            "oauth_base": server.url,
        }

    async def begin(self, app: App, url: str) -> None:
        """Zalo has the webhook from the app's page; the permission was given once."""
        granted, now = self.server.oauth.grant(), app.clock.now()
        lasts = timedelta(seconds=int(granted["expires_in"]))
        pair = Pair(granted["access_token"], granted["refresh_token"], now + lasts)
        await OaTokenVault(app.database, app.keyring, self.server.oa_id).store(pair, now)
        self.server.connect(f"{url}/webhook/zalo-oa")

    def phone(self, number: int, short: FindsShort) -> Phone:
        return OaPhone(self.server.user(str(number)), short)

    async def settled(self) -> None:
        await self.server.post.settled()


class OaPhone(NumberedPhone):
    """A phone that writes to an official account: films and documents arrive there."""

    name = "Zalo OA"

    def __init__(self, user: OaUser, short: FindsShort) -> None:
        super().__init__(user, short)
        self._sender = user

    async def sends_other(self, name: str, content: bytes) -> None:
        """As Zalo's app sends files of such a name."""
        match PurePath(name).suffix.lower():
            case ".mp4":
                await self._sender.sends_video(content)
            case ".ogg" | ".m4a":
                await self._sender.sends_voice(content)
            case _:
                await self._sender.sends_file(name, content)


async def other_end(platform: Platform, stack: AsyncExitStack) -> OtherEnd | None:
    """The server of a platform, until the stack is closed; None for the web, which needs none."""
    make: dict[str, Callable[[], Awaitable[OtherEnd]]] = {
        "telegram": lambda: _telegram(stack, platform),
        "zalo-bot": lambda: _zalo_bot(stack, platform),
        "zalo-oa": lambda: _zalo_oa(stack),
    }
    for name, begun in make.items():
        if platform.startswith(name):
            return await begun()
    return None


async def _telegram(stack: AsyncExitStack, platform: str) -> OtherEnd:
    server = await stack.enter_async_context(FakeTelegram())
    return Telegram(server, platform.removeprefix("telegram-"))


async def _zalo_bot(stack: AsyncExitStack, platform: str) -> OtherEnd:
    server = await stack.enter_async_context(FakeZaloBot())
    return ZaloBot(server, "polling" if platform.endswith("polling") else "webhook")


async def _zalo_oa(stack: AsyncExitStack) -> OtherEnd:
    return ZaloOa(await stack.enter_async_context(FakeZaloOa()))
