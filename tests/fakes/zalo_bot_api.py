"""The methods of the Zalo Bot Platform, and what it refuses, as others quote its documentation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.zalo_bot_chat import Chat, Message

if TYPE_CHECKING:
    from tests.fakes.zalo_bot_server import FakeZaloBot

TEXT_LIMIT = 2000
NOTHING = object()


@dataclass
class Answer:
    """What a call is answered with: over HTTP 200 as a rule, whatever it says."""

    result: Any = NOTHING
    error_code: int = 0
    description: str = ""
    retry_after: int = 0
    status: int = 200


class Refusal(Exception):
    """An error answer."""

    def __init__(self, description: str, error_code: int = 400) -> None:
        super().__init__(description)
        self.answer = Answer(error_code=error_code, description=description)


class BotApi:
    """Every method takes the call's fields as they came in its JSON."""

    def __init__(self, server: FakeZaloBot) -> None:
        self._server = server
        self._methods: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
            "getMe": self._me,
            "getUpdates": self._updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendChatAction": self._chat_action,
        }

    async def call(self, method: str, fields: dict[str, Any]) -> Answer:
        """Run a method; their names are case-sensitive."""
        if method not in self._methods:
            return Answer(error_code=404, description="Not Found")
        try:
            return Answer(await self._methods[method](fields))
        except Refusal as refusal:
            return refusal.answer

    async def _me(self, fields: dict[str, Any]) -> Any:
        return {
            "id": self._server.bot_id,
            "account_name": "bot.tinbao",
            "account_type": "BASIC",
            "can_join_groups": False,
        }

    async def _updates(self, fields: dict[str, Any]) -> Any:
        if self._server.webhook:
            raise Refusal("Conflict: webhook is set")
        try:
            async with asyncio.timeout(float(fields.get("timeout", 30))):
                return await self._server.next_event()
        except TimeoutError:
            raise Refusal("Request timeout", 408) from None

    async def _set_webhook(self, fields: dict[str, Any]) -> Any:
        url, secret = fields.get("url"), fields.get("secret_token")
        if not isinstance(url, str) or not _reachable(url):
            raise Refusal("Bad Request: url must be a public HTTPS address")
        if not isinstance(secret, str) or not 8 <= len(secret) <= 256:
            raise Refusal("Bad Request: secret_token must be 8 to 256 characters")
        await self._server.set_webhook(url, secret)
        seen = self._server.verifies
        checked = {"ok": seen, "outcome": "OK" if seen else "UNREACHABLE", "hint": ""}
        return {"url": url, "updated_at": _now(), "verification": checked}

    async def _delete_webhook(self, fields: dict[str, Any]) -> Any:
        await self._server.set_webhook("", "")
        return {"url": "", "updated_at": _now()}

    async def _webhook_info(self, fields: dict[str, Any]) -> Any:
        return {"url": self._server.webhook, "updated_at": _now()}

    async def _send_message(self, fields: dict[str, Any]) -> Any:
        text = fields.get("text")
        if not isinstance(text, str) or not text.strip() or _units(text) > TEXT_LIMIT:
            raise Refusal("Bad Request: text must be 1 to 2000 characters")
        return await self._show(fields, Message(self._server.new_id(), False, text))

    async def _send_photo(self, fields: dict[str, Any]) -> Any:
        url, caption = fields.get("photo"), fields.get("caption", "")
        if not isinstance(url, str) or not isinstance(caption, str):
            raise Refusal("Bad Request: photo must be an address")
        if _units(caption) > TEXT_LIMIT:
            raise Refusal("Bad Request: caption is too long")
        chat = self._chat(fields)
        content = await self._fetched(url)
        message = Message(self._server.new_id(), False, caption, "photo", content)
        await chat.put(message)
        return {"message_id": message.id, "date": _now()}

    async def _chat_action(self, fields: dict[str, Any]) -> Any:
        self._chat(fields)
        if fields.get("action") != "typing":
            raise Refusal("Bad Request: unknown action")
        return NOTHING

    async def _fetched(self, url: str) -> bytes:
        try:
            async with self._server.session.get(url, allow_redirects=False) as got:
                content = await got.read()
                kind = got.headers.get("Content-Type", "")
                fits = got.status == 200 and kind in ("image/jpeg", "image/png")
        except (aiohttp.ClientError, ValueError):
            fits = False
        if not fits:
            raise Refusal("Bad Request: photo could not be fetched")
        return content

    async def _show(self, fields: dict[str, Any], message: Message) -> Any:
        await self._chat(fields).put(message)
        return {"message_id": message.id, "date": _now()}

    def _chat(self, fields: dict[str, Any]) -> Chat:
        chat = self._server.chats.get(fields.get("chat_id", ""))
        if chat is None:
            raise Refusal("Bad Request: chat not found")
        if chat.blocked:
            raise Refusal("Forbidden: bot was blocked by the user", 403)
        return chat


def _reachable(url: str) -> bool:
    return url.startswith("https://") or urlsplit(url).hostname == "127.0.0.1"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _now() -> int:
    return int(time.time() * 1000)
