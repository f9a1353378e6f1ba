"""The methods of the Bot API, and what it refuses. https://core.telegram.org/bots/api"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.fakes.telegram_chat import Chat, Message

if TYPE_CHECKING:
    from tests.fakes.telegram_server import FakeTelegram

BOT = {"id": 7000000001, "is_bot": True, "first_name": "Tinbao", "username": "tinbao_test_bot"}
FILES = {
    "sendPhoto": "photo",
    "sendVideo": "video",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendDocument": "document",
}


@dataclass
class Answer:
    """What a call is answered with."""

    result: Any = None
    status: int = 200
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)


class Refusal(Exception):
    """An error answer."""

    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.answer = Answer(status=status, description=description)


class BotApi:
    """Every method takes the call's fields, strings as a form has them."""

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self._methods: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
            "getMe": self._me,
            "getUpdates": self._updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
            "answerCallbackQuery": self._answer_press,
            "getFile": self._get_file,
        }

    async def call(self, method: str, fields: dict[str, Any]) -> Answer:
        """Run a method."""
        try:
            if method in FILES:
                return Answer(await self._send_file(FILES[method], fields))
            if method not in self._methods:
                raise Refusal("Not Found", 404)
            return Answer(await self._methods[method](fields))
        except Refusal as refusal:
            return refusal.answer

    async def _me(self, fields: dict[str, Any]) -> Any:
        return BOT

    async def _updates(self, fields: dict[str, Any]) -> Any:
        if self._server.webhook or self._server.conflict:
            raise Refusal("Conflict: terminated by other getUpdates request", 409)
        return await self._server.updates(
            int(fields.get("offset", 0)),
            int(fields.get("limit", 100)),
            float(fields.get("timeout", 0)),
        )

    async def _set_webhook(self, fields: dict[str, Any]) -> Any:
        url = fields["url"]
        if urlsplit(url).hostname != "127.0.0.1" and not url.startswith("https://"):
            raise Refusal("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        await self._server.set_webhook(url, fields.get("secret_token", ""))
        return True

    async def _delete_webhook(self, fields: dict[str, Any]) -> Any:
        await self._server.set_webhook("", "")
        return True

    async def _send_message(self, fields: dict[str, Any]) -> Any:
        text = _text(fields.get("text", ""))
        return await self._show(fields, Message(self._server.new_id(), False, text))

    async def _send_file(self, kind: str, fields: dict[str, Any]) -> Any:
        if not isinstance(fields.get(kind), tuple):
            raise Refusal("Bad Request: there is no file in the request")
        filename, content, _ = fields[kind]
        if kind == "photo" and not content.startswith((b"\xff\xd8", b"\x89PNG")):
            raise Refusal("Bad Request: IMAGE_PROCESS_FAILED")
        caption = fields.get("caption", "")
        if _units(caption) > 1024:
            raise Refusal("Bad Request: message caption is too long")
        message = Message(self._server.new_id(), False, caption, [], kind, content, filename)
        return await self._show(fields, message)

    async def _edit_text(self, fields: dict[str, Any]) -> Any:
        chat, message = self._mine(fields)
        if message.kind != "text":
            raise Refusal("Bad Request: there is no text in the message to edit")
        text, buttons = _text(fields.get("text", "")), _keyboard(fields)
        if (text, buttons) == (message.text, message.buttons):
            raise Refusal(
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message"
            )
        message.text, message.buttons = text, buttons
        await chat.put(message)
        return _shown(chat, message)

    async def _edit_markup(self, fields: dict[str, Any]) -> Any:
        chat, message = self._mine(fields)
        buttons = _keyboard(fields)
        if buttons == message.buttons:
            raise Refusal("Bad Request: message is not modified")
        message.buttons = buttons
        await chat.put(message)
        return _shown(chat, message)

    async def _delete_message(self, fields: dict[str, Any]) -> Any:
        if not await self._chat(fields).remove(int(fields["message_id"])):
            raise Refusal("Bad Request: message can't be deleted for everyone")
        return True

    async def _delete_messages(self, fields: dict[str, Any]) -> Any:
        ids = json.loads(fields["message_ids"])
        chat = self._chat(fields)
        if not 1 <= len(ids) <= 100:
            raise Refusal("Bad Request: wrong number of messages")
        if any(i in chat.messages and i < chat.deletable_from for i in ids):
            raise Refusal("Bad Request: message can't be deleted for everyone")
        for message_id in ids:
            await chat.remove(message_id)
        return True

    async def _answer_press(self, fields: dict[str, Any]) -> Any:
        return True

    async def _get_file(self, fields: dict[str, Any]) -> Any:
        file_id = fields["file_id"]
        content = self._server.files.get(file_id)
        if content is None:
            raise Refusal("Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > 20 * 1024 * 1024:
            raise Refusal("Bad Request: file is too big")
        about = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}
        return about | {"file_path": f"files/{file_id}"}

    async def _show(self, fields: dict[str, Any], message: Message) -> Any:
        chat = self._chat(fields)
        message.buttons = _keyboard(fields)
        message.protected = str(fields.get("protect_content", "")).lower() == "true"
        await chat.put(message)
        return _shown(chat, message)

    def _chat(self, fields: dict[str, Any]) -> Chat:
        chat = self._server.chats.get(int(fields["chat_id"]))
        if chat is None:
            raise Refusal("Bad Request: chat not found")
        if chat.blocked:
            raise Refusal("Forbidden: bot was blocked by the user", 403)
        return chat

    def _mine(self, fields: dict[str, Any]) -> tuple[Chat, Message]:
        chat = self._chat(fields)
        message = chat.messages.get(int(fields["message_id"]))
        if message is None:
            raise Refusal("Bad Request: message to edit not found")
        if message.mine:
            raise Refusal("Bad Request: message can't be edited")
        return chat, message


def _text(text: str) -> str:
    if not text.strip():
        raise Refusal("Bad Request: message text is empty")
    if _units(text) > 4096:
        raise Refusal("Bad Request: message is too long")
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _keyboard(fields: dict[str, Any]) -> list[list[dict[str, str]]]:
    markup = json.loads(fields.get("reply_markup") or "{}")
    rows: list[list[dict[str, str]]] = markup.get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if len(button.get("callback_data", "x").encode()) not in range(1, 65):
            raise Refusal("Bad Request: BUTTON_DATA_INVALID")
        host = urlsplit(button.get("url", "https://a.vn")).hostname or ""
        if "." not in host or host.startswith("127."):
            raise Refusal("Bad Request: BUTTON_URL_INVALID")
    return rows


def _shown(chat: Chat, message: Message) -> dict[str, Any]:
    about = {"id": chat.id, "type": "private", "first_name": "An"}
    shown = {"message_id": message.id, "from": BOT, "chat": about, "date": int(time.time())}
    return shown | {"text" if message.kind == "text" else "caption": message.text}
