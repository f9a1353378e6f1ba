"""The methods of Zalo's OpenAPI that an official account uses, and what they refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.zalo_oa_chat import Chat, Message

if TYPE_CHECKING:
    from tests.fakes.zalo_oa_server import FakeZaloOa

FILES = {"pdf", "doc", "docx", "csv"}


@dataclass
class Refusal(Exception):
    """An error answer."""

    code: int
    message: str


@dataclass
class Upload:
    """Something the OA brought, to be sent by its name."""

    kind: str
    content: bytes = field(repr=False)
    filename: str = ""


class Api:
    """Every method raises `Refusal` or returns `data`."""

    def __init__(self, server: FakeZaloOa) -> None:
        self._server = server
        self.uploads: dict[str, Upload] = {}

    async def send(self, body: dict[str, Any], *, group: bool) -> dict[str, Any]:
        """`message/cs` and `group/message`."""
        chat = self._chat(body["recipient"], group)
        shown = self._shown(body["message"], group)
        shown.id = self._server.new_id()
        if self._server.quota is not None:
            if self._server.quota <= 0:
                raise Refusal(-211, "Out of quota")
            self._server.quota -= 1
        await chat.put(shown)
        self._server.echo(chat, shown)
        to = {"group_id": chat.id} if group else {"user_id": chat.id}
        return {"message_id": shown.id, **to}

    def upload(self, kind: str, filename: str, content: bytes) -> dict[str, Any]:
        """`upload/image` and `upload/file`."""
        if kind == "image":
            if not content.startswith((b"\xff\xd8", b"\x89PNG")) or len(content) > 1_000_000:
                raise Refusal(-201, "image must be jpg or png, at most 1MB")
        elif filename.rpartition(".")[2] not in FILES or len(content) > 5_000_000:
            raise Refusal(-201, "file must be pdf, doc or csv, at most 5MB")
        name = f"upload-{len(self.uploads)}"
        self.uploads[name] = Upload(kind, content, filename)
        return {"attachment_id" if kind == "image" else "token": name}

    def _chat(self, recipient: dict[str, Any], group: bool) -> Chat:
        chat = self._server.chats.get(str(recipient["group_id" if group else "user_id"]))
        if chat is None or chat.group != group:
            raise Refusal(-201, "recipient is invalid")
        if group:
            return chat
        if not chat.follows:
            raise Refusal(-213, "User has not followed OA")
        if not chat.open:
            raise Refusal(-230, "User has not interacted with the OA in the past 7 days")
        return chat

    def _shown(self, message: dict[str, Any], group: bool) -> Message:
        text = message.get("text", "")
        if len(text) > 2000:
            raise Refusal(-210, "Message exceeds the maximum length")
        attachment = message.get("attachment")
        if attachment is None:
            if not text.strip():
                raise Refusal(-201, "text is empty")
            return Message("", False, text)
        payload = attachment["payload"]
        if attachment["type"] == "file":
            return self._uploaded("file", payload["token"])
        if payload.get("template_type") == "media":
            return self._uploaded("image", payload["elements"][0]["attachment_id"])
        return self._with_buttons(text, payload, group)

    def _uploaded(self, kind: str, name: str) -> Message:
        found = self.uploads.get(name)
        if found is None or found.kind != kind:
            raise Refusal(-201, "attachment is invalid")
        shown = "photo" if kind == "image" else "document"
        return Message("", False, "", shown, found.content, found.filename)

    def _with_buttons(self, text: str, payload: dict[str, Any], group: bool) -> Message:
        shape = payload.get("template_type", "text")
        buttons = payload["buttons"]
        if group or shape not in self._server.envelopes:
            raise Refusal(-201, "attachment is invalid")
        if not 1 <= len(buttons) <= 5 or any(len(b["title"]) > 100 for b in buttons):
            raise Refusal(-201, "buttons are invalid")
        if shape == "list":
            text = payload["elements"][0]["title"]
        return Message("", False, text, buttons=buttons)
