"""The bot's account at Telegram: everything but what it says to people."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import aclosing
from typing import Any, Final, TypeVar

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.failures import Refused, TooBig, failure
from bot.channels.telegram.parse import KINDS_WANTED
from bot.channels.telegram.settings import WEBHOOK_PATH, TelegramSettings
from bot.channels.telegram.transport import READ_S, Transport
from bot.domain.errors import FileRefused, OperatorError, Permanent, SendError
from bot.domain.message import Refusal

LOG: Final = logging.getLogger(__name__)
_T = TypeVar("_T")


class Account:
    """One bot account. `open()` before use, `close()` at the end; neither needs the network.

    Every method that talks to Telegram raises a `bot.domain.errors.SendError` that carries nothing
    of the request.
    """

    def __init__(self, settings: TelegramSettings) -> None:
        self.settings = settings
        # On top of what senders and fetchers use come the long poll and the answers to buttons.
        self._transport = Transport(pool=settings.concurrency + 16, proxy=settings.proxy)
        base = settings.api_base.rstrip("/")
        self._url = f"{base}/bot{settings.token}/"
        self._file_url = f"{base}/file/bot{settings.token}/"
        self._bot = Bot(
            settings.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._transport,
            get_updates_request=self._transport,
        )
        self._background: set[asyncio.Task[None]] = set()
        self.username = ""
        """Known once `me()` has been answered; deep links need it."""

    async def open(self) -> None:
        """Make the connection pool. Raises `ConfigError` for an unusable proxy."""
        await self._transport.initialize()

    async def close(self) -> None:
        """Stop what runs in the background and close the connections."""
        for task in tuple(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._transport.shutdown()

    async def fetch(self, platform_ref: str, limit: int) -> AsyncIterator[bytes]:
        """Stream a file of at most `limit` bytes. Raises `FileRefused` or a `SendError`."""
        try:
            file = await self._ask(self._bot.get_file(platform_ref))
        except TooBig:
            raise FileRefused(Refusal.TOO_LARGE) from None
        url = file.file_path or ""
        if not url.startswith(self._file_url):
            raise Permanent("Telegram gave no address for the file")
        problem: SendError | None = None
        size = 0
        try:
            async with aclosing(self._transport.get_stream(url)) as chunks:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise FileRefused(Refusal.TOO_LARGE)
                    yield chunk
        except TelegramError as error:
            problem = failure(error)
        if problem:
            raise problem

    async def me(self) -> str:
        """The bot's username. Raises `OperatorError` when the token is refused."""
        self.username = (await self._as_operator(self._bot.get_me())).username or ""
        return self.username

    async def set_webhook(self, public_url: str) -> None:
        """Have updates posted to `public_url` + `WEBHOOK_PATH`. Raises `OperatorError`."""
        if not self.settings.webhook_secret:
            raise OperatorError("telegram.webhook_secret is not set")
        await self._as_operator(
            self._bot.set_webhook(
                public_url.rstrip("/") + WEBHOOK_PATH,
                max_connections=self.settings.concurrency,
                allowed_updates=KINDS_WANTED,
                secret_token=self.settings.webhook_secret,
            )
        )

    async def delete_webhook(self) -> None:
        """Go back to polling; what waits stays."""
        await self._ask(self._bot.delete_webhook(drop_pending_updates=False))

    async def updates(self, offset: int, wait: int) -> list[Any]:
        """What waits from `offset` on, at most 100, as it came; waits `wait` seconds for some.

        The library's own call parses all or raises, so one broken update would hide the others.
        """
        fields = {
            "offset": str(offset),
            "timeout": str(wait),
            "limit": "100",
            "allowed_updates": json.dumps(KINDS_WANTED),
        }
        url = f"{self._url}getUpdates"
        return await self._ask(self._transport.get_list(url, fields, read=wait + READ_S))

    def answer_press(self, callback_id: str) -> None:
        """Stop a pressed button's spinner, in the background; at worst it stops by itself."""
        self._later(self._answer(callback_id))

    async def _answer(self, callback_id: str) -> None:
        try:
            await self._ask(self._bot.answer_callback_query(callback_id))
        except SendError as error:
            LOG.debug("a button was not answered: %s", type(error).__name__)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _as_operator(self, call: Awaitable[_T]) -> _T:
        try:
            return await self._ask(call)
        except Refused as error:
            problem = str(error)
        except Permanent:
            problem = (
                "Telegram refused: service.public_url must be https and known to the internet"
            )
        raise OperatorError(problem)

    async def _ask(self, call: Awaitable[_T]) -> _T:
        """Await a call; raise our error for the library's, with neither cause nor context."""
        try:
            return await call
        except TelegramError as error:
            problem = failure(error)
        except Exception as error:
            # The call got through and its answer is not what the library expects. Trying again
            # would do it twice.
            LOG.warning("an answer of Telegram could not be read: %s", type(error).__name__)
            problem = Permanent("the answer could not be read")
        raise problem
