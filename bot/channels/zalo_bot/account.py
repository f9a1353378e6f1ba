"""The bot's account at Zalo: everything but what it says to people."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import suppress
from itertools import count
from typing import Any, Final

from bot.channels.downloads import Downloads
from bot.channels.zalo_bot.client import READ_S, Client
from bot.channels.zalo_bot.failures import BAD_ADDRESS, Idle, Refused
from bot.channels.zalo_bot.settings import WEBHOOK_PATH, ZaloBotSettings
from bot.domain.errors import OperatorError, Permanent, SendError

LOG: Final = logging.getLogger(__name__)
PAGE: Final = "https://zalo.me/"
NAME_PAUSE_S: Final = 300.0
REFUSED_WEBHOOK: Final = (
    "Zalo refused the webhook: service.public_url must be https and known to the internet"
)
UNSEEN_WEBHOOK: Final = (
    "Zalo keeps the webhook but could not verify it: is service.public_url reachable from outside?"
)


class Account:
    """One bot account. `open()` before use, `close()` at the end; neither needs the network.

    Every method that talks to Zalo raises a `bot.domain.errors.SendError` that carries nothing of
    the request.
    """

    def __init__(self, settings: ZaloBotSettings) -> None:
        self.settings = settings
        self.client = Client(settings)
        self._downloads = Downloads(
            allow_private=settings.beside_us, proxy=settings.proxy, hosts=settings.media_hosts
        )
        self._background: set[asyncio.Task[None]] = set()
        self.page = PAGE + settings.bot_id
        """Where a chat with the bot opens. The token begins with the bot's id; `me()` makes sure.
        """

    async def open(self) -> None:
        """Make the connection pools, and learn the bot's id as soon as Zalo answers."""
        await self.client.open()
        await self._downloads.open()
        self.later(self._learn_page())

    async def close(self) -> None:
        """Stop what runs in the background and close the connections."""
        for task in tuple(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.client.close()
        await self._downloads.close()

    def fetch(self, platform_ref: str, limit: int) -> AsyncIterator[bytes]:
        """Stream a file of at most `limit` bytes. Raises `FileRefused` or a `SendError`."""
        return self._downloads.fetch(platform_ref, limit)

    async def me(self) -> str:
        """The page at which a chat with the bot opens. Raises `OperatorError` when the token is
        refused.
        """
        found = await self._as_operator("getMe", {})
        bot_id = found.get("id") if isinstance(found, dict) else None
        if isinstance(bot_id, str | int) and str(bot_id).isalnum():
            self.page = f"{PAGE}{bot_id}"
        return self.page

    async def set_webhook(self, public_url: str) -> None:
        """Have events posted to `public_url` + `WEBHOOK_PATH`. Raises `OperatorError`.

        Zalo keeps an address that it could not verify: that is logged, and no error.
        """
        if not self.settings.webhook_secret:
            raise OperatorError("zalo_bot.webhook_secret is not set")
        address = public_url.rstrip("/") + WEBHOOK_PATH
        fields = {"url": address, "secret_token": self.settings.webhook_secret}
        kept = await self._as_operator("setWebhook", fields)
        verification = kept.get("verification") if isinstance(kept, dict) else None
        if isinstance(verification, dict) and verification.get("ok") is False:
            LOG.warning("zalo bot: %s", UNSEEN_WEBHOOK)

    async def delete_webhook(self) -> None:
        """Go back to polling."""
        await self.client.call("deleteWebhook")

    async def update(self, wait: int) -> Any:
        """The next event as it came, None when none did within `wait` seconds.

        There is no way to get it a second time.
        """
        with suppress(Idle):
            return await self.client.call("getUpdates", {"timeout": wait}, read=wait + READ_S)
        return None

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background until the account is closed."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _learn_page(self) -> None:
        for attempt in count():
            try:
                await self.me()
            except (SendError, OperatorError):
                # Whoever listens or sends says what is wrong; here it is enough to try again.
                await asyncio.sleep(min(NAME_PAUSE_S, 2.0 ** min(attempt, 10)))
            else:
                return

    async def _as_operator(self, method: str, fields: Mapping[str, Any]) -> Any:
        try:
            return await self.client.call(method, fields)
        except Refused as error:
            problem = str(error)
        except Permanent:
            problem = REFUSED_WEBHOOK if method == "setWebhook" else BAD_ADDRESS
        raise OperatorError(problem)
