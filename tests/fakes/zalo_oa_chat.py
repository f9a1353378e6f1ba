"""What somebody with Zalo sees and does: the other end of `zalo_oa_server`."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass
class Message:
    """One visible message: nobody changes or deletes any. `buttons`: as the OA sent them."""

    id: str
    mine: bool
    text: str = ""
    kind: str = "text"
    content: bytes = b""
    filename: str = ""
    buttons: list[dict[str, Any]] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [button["title"] for button in self.buttons]


@dataclass
class Chat:
    """A chat with the OA, or a group that the OA is in, as people see it."""

    id: str
    group: bool = False
    messages: list[Message] = field(default_factory=list)
    follows: bool = True
    open: bool = False
    """Whether somebody has written within the last seven days."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def put(self, message: Message) -> None:
        """Show a message."""
        self.messages.append(message)
        async with self.changed:
            self.changed.notify_all()


class Server(Protocol):
    """The part of the server that a user needs."""

    oa_id: str

    def new_id(self) -> str:
        """A fresh message id."""
        ...

    def keep_media(self, content: bytes) -> str:
        """Store a file; returns its address."""
        ...

    def chat(self, chat_id: str, *, group: bool = False) -> Chat:
        """A chat, made when first asked for."""
        ...

    async def deliver(self, event: dict[str, Any]) -> None:
        """Bring an event to the app."""
        ...


class OaUser:
    """Somebody in one chat. Each action returns when Zalo took it, not the app."""

    def __init__(self, server: Server, user_id: str, chat: Chat) -> None:
        self._server, self.id, self._chat = server, user_id, chat
        self._mark = 0

    @property
    def chat(self) -> list[Message]:
        """What is visible now, oldest first."""
        return list(self._chat.messages)

    def in_group(self, group_id: str) -> OaUser:
        """The same person in a group."""
        return OaUser(self._server, self.id, self._server.chat(group_id, group=True))

    async def says(self, text: str) -> str:
        """Type something."""
        return await self._sends("text", {"text": text}, Message("", True, text))

    async def taps(self, label: str) -> None:
        """Tap the newest native button with this label."""
        for message in reversed(self._chat.messages):
            for button in message.buttons:
                if button["title"] == label and button["type"] == "oa.query.show":
                    await self.says(button["payload"])
                    return
        raise AssertionError(f"no button {label!r}")

    async def sends_photo(self, content: bytes, caption: str = "") -> str:
        """Send a picture."""
        url = self._server.keep_media(content)
        payload = {"thumbnail": url, "url": url}
        return await self._attaches("image", payload, "photo", content, caption)

    async def sends_file(self, name: str, content: bytes) -> str:
        """Send a file; its size comes as a string."""
        payload = {
            "url": self._server.keep_media(content),
            "size": str(len(content)),
            "name": name,
            "checksum": "d41d8cd98f00b204e9800998ecf8427e",
            "type": name.rpartition(".")[2],
        }
        return await self._attaches("file", payload, "document", content)

    async def sends_video(self, content: bytes, caption: str = "") -> str:
        """Send a film."""
        url = self._server.keep_media(content)
        payload = {"url": url, "thumbnail": url, "description": caption}
        return await self._attaches("video", payload, "video", content, caption)

    async def sends_voice(self, content: bytes) -> str:
        """Send a voice message."""
        payload = {"url": self._server.keep_media(content)}
        return await self._attaches("audio", payload, "voice", content)

    async def sends_sticker(self) -> str:
        """Send a sticker."""
        payload = {"id": "23311", "url": "https://stickers.zaloapp.com/sticker"}
        return await self._attaches("sticker", payload, "sticker")

    async def sends_location(self, latitude: float, longitude: float) -> str:
        """Send a place; its coordinates come as strings."""
        payload = {"coordinates": {"latitude": str(latitude), "longitude": str(longitude)}}
        return await self._attaches("location", payload, "location")

    async def shares(self, url: str, title: str = "") -> str:
        """Share a page."""
        payload = {"thumbnail": "", "description": title, "url": url}
        return await self._attaches("link", payload, "link")

    async def clicks_chat(self) -> None:
        """Open the chat from the OA's page."""
        self._chat.open = True
        about = {"oa_id": self._server.oa_id, "user_id": self.id}
        await self._server.deliver({"event_name": "user_click_chatnow", **about})

    async def withdraws(self) -> None:
        """Ask Zalo to have one's data deleted."""
        await self._server.deliver({"event_name": "user_withdraw", **self._ends()})

    async def submits_info(self, name: str, phone: str) -> None:
        """Fill in the OA's form."""
        about = {"info": {"name": name, "phone": phone, "address": "", "city": ""}}
        await self._server.deliver({"event_name": "user_submit_info", **self._ends(), **about})

    async def unfollows(self) -> None:
        """Leave the OA: from now on it gets -213."""
        self._chat.follows = False
        about = {"oa_id": self._server.oa_id, "follower": {"id": self.id}}
        await self._server.deliver({"event_name": "unfollow", **about})

    def stays_away(self) -> None:
        """Seven days go by without a word: from now on the OA gets -230."""
        self._chat.open = False

    async def hears(self, pattern: str, timeout: float = 5.0) -> Message:
        """Wait for a message of the OA, new since the user last did something."""
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

    async def _attaches(
        self,
        kind: str,
        payload: dict[str, Any],
        shown: str,
        content: bytes = b"",
        text: str = "",
    ) -> str:
        body: dict[str, Any] = {"attachments": [{"payload": payload, "type": kind}]}
        if text:
            body["text"] = text
        return await self._sends(kind, body, Message("", True, text, shown, content))

    async def _sends(self, kind: str, body: dict[str, Any], shown: Message) -> str:
        shown.id = self._server.new_id()
        self._mark = len(self._chat.messages) + 1
        self._chat.open = True
        await self._chat.put(shown)
        where = "group_" if self._chat.group else ""
        event = {
            "event_name": f"user_send_{where}{kind}",
            **self._ends(),
            "message": {**body, "msg_id": shown.id},
        }
        await self._server.deliver(event)
        return shown.id

    def _ends(self) -> dict[str, Any]:
        to = self._chat.id if self._chat.group else self._server.oa_id
        return {
            "sender": {"id": self.id},
            "recipient": {"id": to},
            "user_id_by_app": f"99{self.id}",
        }
