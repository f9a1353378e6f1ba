"""What a Telegram user sees and does: the other end of `telegram_server`."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass
class Message:
    """One visible message. `revision` rises with every change anywhere, so later means higher."""

    id: int
    mine: bool
    text: str = ""
    buttons: list[list[dict[str, str]]] = field(default_factory=list)
    kind: str = "text"
    content: bytes = b""
    filename: str = ""
    protected: bool = False
    revision: int = 0

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons, row by row."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass
class Chat:
    """A private chat as its user sees it: edits and deletions are applied."""

    id: int
    messages: dict[int, Message] = field(default_factory=dict)
    revision: int = 0
    blocked: bool = False
    deletable_from: int = 0
    """Messages with a lower id are older than 48 hours: nobody can delete them."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def put(self, message: Message) -> None:
        """Show a message, new or changed."""
        self.revision += 1
        message.revision = self.revision
        self.messages[message.id] = message
        await self._tell()

    async def remove(self, message_id: int) -> bool:
        """Delete a message; False when it cannot be deleted."""
        if message_id < self.deletable_from or message_id not in self.messages:
            return False
        del self.messages[message_id]
        await self._tell()
        return True

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()


class Server(Protocol):
    """The part of the server that a user needs."""

    def new_id(self) -> int:
        """A fresh message id."""
        ...

    def keep_file(self, content: bytes) -> str:
        """Store a file; returns its file id."""
        ...

    async def deliver(self, update: dict[str, Any]) -> int:
        """Number an update and bring it to the bot; returns the number."""
        ...


class User:
    """Somebody with a private chat. Each action returns when Telegram took it, not the bot."""

    def __init__(
        self, server: Server, chat: Chat, first_name: str, username: str, last_name: str = ""
    ) -> None:
        self._server, self._chat = server, chat
        self._person = {
            "id": chat.id,
            "is_bot": False,
            "first_name": first_name,
            "last_name": last_name,
            "username": username,
            "language_code": "vi",
        }
        self._mark = 0

    @property
    def chat(self) -> list[Message]:
        """What is visible now, oldest first."""
        return list(self._chat.messages.values())

    async def says(self, text: str) -> int:
        """Type something."""
        return await self._sends({"text": text}, text=text)

    async def scans(self, code: str) -> int:
        """Follow a deep link and press "Start"."""
        return await self.says(f"/start {code}".strip())

    async def edits(self, message_id: int, text: str) -> None:
        """Change an own message."""
        self._mark = self._chat.revision
        await self._chat.put(Message(message_id, True, text))
        body = {**self._body(message_id), "edit_date": int(time.time()), "text": text}
        await self._server.deliver({"edited_message": body})

    async def presses(self, label: str) -> str:
        """Press the newest button whose label contains `label`; returns the page it opens."""
        for message in reversed(self._newest()):
            for button in (button for row in message.buttons for button in row):
                if label.casefold() in button["text"].casefold():
                    return await self.presses_on(message, button)
        seen = [label for message in self.chat for label in message.labels]
        raise AssertionError(f"no button {label!r} among {seen}")

    async def presses_on(self, message: Message, button: dict[str, str]) -> str:
        """Press one button of a message that is or was shown; returns the page it opens."""
        if "url" in button:
            return button["url"]
        self._mark = self._chat.revision
        query = {
            "id": str(self._server.new_id()),
            "from": self._person,
            "chat_instance": "1",
            "data": button["callback_data"],
            "message": {**self._body(message.id), "text": message.text},
        }
        await self._server.deliver({"callback_query": query})
        return ""

    async def sends_photo(self, content: bytes, caption: str = "") -> int:
        """Send a picture; Telegram offers it in two sizes."""
        sizes = [
            {**self._file(content[: len(content) // 4]), "width": 90, "height": 60},
            {**self._file(content), "width": 900, "height": 600},
        ]
        body: dict[str, Any] = {"photo": sizes} | ({"caption": caption} if caption else {})
        return await self._sends(body, kind="photo", text=caption, content=content)

    async def sends_video(self, content: bytes, caption: str = "") -> int:
        """Send a film."""
        shape = {"width": 640, "height": 360, "duration": 3, "mime_type": "video/mp4"}
        about = {**self._file(content), **shape}
        body: dict[str, Any] = {"video": about} | ({"caption": caption} if caption else {})
        return await self._sends(body, kind="video", text=caption, content=content)

    async def sends_voice(self, content: bytes, caption: str = "") -> int:
        """Send a voice message."""
        about = {**self._file(content), "duration": 3, "mime_type": "audio/ogg"}
        body: dict[str, Any] = {"voice": about} | ({"caption": caption} if caption else {})
        return await self._sends(body, kind="voice", text=caption, content=content)

    async def sends_document(
        self, content: bytes, filename: str, size: int | None = None, caption: str = ""
    ) -> int:
        """Send a file; `size` is what Telegram says it has."""
        about = {**self._file(content), "file_name": filename}
        about["file_size"] = len(content) if size is None else size
        body: dict[str, Any] = {"document": about} | ({"caption": caption} if caption else {})
        return await self._sends(body, kind="document", text=caption, content=content)

    async def sends_location(self, latitude: float, longitude: float) -> int:
        """Send a point on the map."""
        body = {"location": {"latitude": latitude, "longitude": longitude}}
        return await self._sends(body, kind="location")

    async def blocks(self) -> None:
        """Block the bot: from now on it gets 403."""
        self._chat.blocked = True

    async def hears(self, pattern: str, timeout: float = 5.0) -> Message:
        """Wait for a message of the bot, new or changed since the user last did something."""
        wanted = re.compile(pattern, re.IGNORECASE | re.DOTALL)

        def found() -> Message | None:
            fresh = (m for m in self._newest() if not m.mine and m.revision > self._mark)
            return next((m for m in fresh if wanted.search(m.text)), None)

        try:
            async with asyncio.timeout(timeout), self._chat.changed:
                while (message := found()) is None:
                    await self._chat.changed.wait()
                return message
        except TimeoutError:
            shown = [m.text for m in self._newest() if not m.mine][-3:]
            raise AssertionError(f"{pattern!r} was not heard; the last were {shown}") from None

    def _newest(self) -> list[Message]:
        return sorted(self.chat, key=lambda message: message.revision)

    async def _sends(
        self, body: dict[str, Any], *, text: str = "", kind: str = "text", content: bytes = b""
    ) -> int:
        message_id = self._server.new_id()
        self._mark = self._chat.revision + 1
        await self._chat.put(Message(message_id, True, text, kind=kind, content=content))
        await self._server.deliver({"message": self._body(message_id) | body})
        return message_id

    def _body(self, message_id: int) -> dict[str, Any]:
        chat = {key: self._person[key] for key in ("id", "first_name", "last_name", "username")}
        return {
            "message_id": message_id,
            "from": self._person,
            "chat": {**chat, "type": "private"},
            "date": int(time.time()),
        }

    def _file(self, content: bytes) -> dict[str, Any]:
        file_id = self._server.keep_file(content)
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}
