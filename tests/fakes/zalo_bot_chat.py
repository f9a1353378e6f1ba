"""What a Zalo user sees and does: the other end of `zalo_bot_server`."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass
class Message:
    """One visible message: Zalo changes none and a bot deletes none."""

    id: str
    mine: bool
    text: str = ""
    kind: str = "text"
    content: bytes = b""


@dataclass
class Chat:
    """A chat as those in it see it."""

    id: str
    group: bool = False
    messages: list[Message] = field(default_factory=list)
    blocked: bool = False
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def put(self, message: Message) -> None:
        """Show a message."""
        self.messages.append(message)
        async with self.changed:
            self.changed.notify_all()


class Server(Protocol):
    """The part of the server that a user needs."""

    def new_id(self) -> str:
        """A fresh message id."""
        ...

    def keep_media(self, content: bytes, suffix: str) -> str:
        """Store a file; returns its address."""
        ...

    def chat(self, chat_id: str, *, group: bool = False) -> Chat:
        """A chat, made when first asked for."""
        ...

    async def deliver(self, event: dict[str, Any]) -> None:
        """Bring an event to the bot."""
        ...


class ZaloUser:
    """Somebody in one chat. Each action returns when Zalo took it, not the bot."""

    def __init__(self, server: Server, user_id: str, display_name: str, chat: Chat) -> None:
        self._server, self._chat = server, chat
        self._user_id, self._display_name = user_id, display_name
        self._person = {"id": user_id, "display_name": display_name, "is_bot": False}
        self._mark = 0

    @property
    def id(self) -> str:
        """The chat's id, as the bot knows it."""
        return self._chat.id

    @property
    def chat(self) -> list[Message]:
        """What is visible now, oldest first."""
        return list(self._chat.messages)

    def in_group(self, group_id: str) -> ZaloUser:
        """The same person in a group. The bot hears only what begins with a mention."""
        chat = self._server.chat(group_id, group=True)
        return ZaloUser(self._server, self._user_id, self._display_name, chat)

    async def says(self, text: str) -> str:
        """Type something."""
        return await self._sends("text", {"text": text}, text=text)

    async def sends_photo(self, content: bytes, caption: str = "") -> str:
        """Send a picture."""
        body = {"photo": self._server.keep_media(content, ".jpg")}
        return await self._sends("image", body | _caption(caption), caption, "photo", content)

    async def sends_voice(self, content: bytes, suffix: str = ".m4a") -> str:
        """Send a voice message."""
        body = {"voice_url": self._server.keep_media(content, suffix)}
        return await self._sends("voice", body, kind="voice", content=content)

    async def sends_sticker(self) -> str:
        """Send a sticker."""
        body = {"sticker": "023a", "url": "https://zalo-api.zdn.vn/api/emoticon/sticker"}
        return await self._sends("sticker", body, kind="sticker")

    async def sends_unsupported(self) -> str:
        """Send a document, a film, a place, a contact: the bot learns only that something came."""
        return await self._sends("unsupported", {}, kind="unsupported")

    async def sends_link(self, url: str) -> str:
        """Share a page."""
        return await self._sends("link", {"url": url}, text=url)

    async def reacts(self) -> str:
        """Put a heart on a message: it shows as nothing new."""
        message_id = self._server.new_id()
        await self._server.deliver(self._event("reaction", message_id, {"reaction": "❤"}))
        return message_id

    async def blocks(self) -> None:
        """Block the bot: from now on it gets 403."""
        self._chat.blocked = True

    async def hears(self, pattern: str, timeout: float = 5.0) -> Message:
        """Wait for a message of the bot, new since the user last did something."""
        wanted = re.compile(pattern, re.IGNORECASE | re.DOTALL)

        def found() -> Message | None:
            fresh = (m for m in self._chat.messages[self._mark :] if not m.mine)
            return next((m for m in fresh if wanted.search(m.text)), None)

        try:
            async with asyncio.timeout(timeout), self._chat.changed:
                while (message := found()) is None:
                    await self._chat.changed.wait()
                return message
        except TimeoutError:
            shown = [m.text for m in self.chat if not m.mine][-3:]
            raise AssertionError(f"{pattern!r} was not heard; the last were {shown}") from None

    async def _sends(
        self,
        event: str,
        body: dict[str, Any],
        text: str = "",
        kind: str = "text",
        content: bytes = b"",
    ) -> str:
        message_id = self._server.new_id()
        self._mark = len(self._chat.messages) + 1
        await self._chat.put(Message(message_id, True, text, kind, content))
        if not self._chat.group or text.startswith("@"):
            await self._server.deliver(self._event(event, message_id, body))
        return message_id

    def _event(self, kind: str, message_id: str, body: dict[str, Any]) -> dict[str, Any]:
        chat_type = "GROUP" if self._chat.group else "PRIVATE"
        message = {
            "from": self._person,
            "chat": {"id": self._chat.id, "chat_type": chat_type},
            **body,
            "message_id": message_id,
            "date": int(time.time() * 1000),
        }
        return {"event_name": f"message.{kind}.received", "message": message}


def _caption(caption: str) -> dict[str, str]:
    return {"caption": caption} if caption else {}
