"""A group chat with people and the bot in it: the other end of `telegram_server`.

As https://core.telegram.org/bots/features#privacy-mode has it: the bot is brought commands, and
what names or answers it; all else only where it `reads_all`.
"""

from __future__ import annotations

import time
from typing import Any

from tests.fakes.telegram_api import BOT
from tests.fakes.telegram_chat import Chat, Message, Server

NAME = f"@{BOT['username']}"


class Group:
    """A supergroup; whoever speaks in it is one of `people`."""

    def __init__(self, server: Server, chat: Chat, title: str, *, reads_all: bool = False) -> None:
        self._server, self._chat = server, chat
        self._about = {"id": chat.id, "type": "supergroup", "title": title}
        self.reads_all = reads_all

    @property
    def heard(self) -> list[Message]:
        """What the bot has said in it, oldest first."""
        return [message for message in self._chat.messages.values() if not message.mine]

    async def says(
        self,
        text: str = "",
        *,
        answering: Message | None = None,
        name: str = "Tư",
        **more: Any,
    ) -> None:
        """Somebody says something, or answers one of the bot's messages."""
        message_id = self._server.new_id()
        await self._chat.put(Message(message_id, True, text))
        body = self._message(message_id, name) | ({"text": text} if text else {}) | more
        if answering:
            body["reply_to_message"] = self._message(answering.id) | {"from": BOT}
        if self.reads_all or answering or text.startswith("/") or NAME in text:
            await self._server.deliver({"message": body})

    async def shows(self, content: bytes, caption: str) -> None:
        """Somebody sends a picture, with words below it."""
        file_id = self._server.keep_file(content)
        sizes = [{"file_id": file_id, "file_unique_id": file_id, "width": 9, "height": 9}]
        message_id = self._server.new_id()
        body = self._message(message_id, "Tư") | {"photo": sizes, "caption": caption}
        if self.reads_all or NAME in caption:
            await self._server.deliver({"message": body})

    async def puts_out(self) -> None:
        """The bot is removed: what it sends is refused from now on."""
        self._chat.blocked = True
        old = {"user": BOT, "status": "member"}
        new = {"user": BOT, "status": "left"}
        change = {"chat": self._about, "from": self._person("Tư"), "date": int(time.time())}
        change |= {"old_chat_member": old, "new_chat_member": new}
        await self._server.deliver({"my_chat_member": change})

    def _message(self, message_id: int, name: str = "Tư") -> dict[str, Any]:
        head = {"message_id": message_id, "date": int(time.time())}
        return head | {"chat": self._about, "from": self._person(name)}

    @staticmethod
    def _person(name: str) -> dict[str, Any]:
        return {"id": 77, "is_bot": False, "first_name": name}
