"""Telegram as a `bot.domain.ports.Channel`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, Final, Protocol

from telegram import InputFile, LinkPreviewOptions, Message

from bot.channels.telegram.account import Account
from bot.channels.telegram.failures import Unchanged
from bot.channels.telegram.multipart import Stream
from bot.channels.telegram.parse import CHANNEL
from bot.channels.telegram.render import Call, File, Words, render
from bot.channels.telegram.settings import TelegramSettings
from bot.domain.channels import PRIVATE_CHAT
from bot.domain.errors import (
    OperatorError,
    Permanent,
    RetryAfter,
    SealError,
    SendError,
    Transient,
)
from bot.domain.message import Address, Media, MediaKind, Reply, Sent, Text
from bot.domain.ports import FileStore

LOG: Final = logging.getLogger(__name__)
PATIENCE_S: Final = 20.0
"""How long the rest of a reply waits for a `retry_after`: trying all of it again would repeat what
was sent.
"""
TRIES_WITHIN: Final = 3
"""How often the rest of a reply is tried again, for the same reason, when the network fails."""
UPLOAD_READ_S: Final = 60.0
NAME_PAUSE_S: Final = 300.0
DELETE_AT_ONCE: Final = 100
_FAMILIES: Final = {
    "image": MediaKind.PHOTO,
    "video": MediaKind.VIDEO,
    "audio": MediaKind.AUDIO,
}
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class Says(Protocol):
    """The message catalogues, as far as they are needed here."""

    def render(self, text: Text, locale: str) -> str:
        """The sentence in a language."""
        ...


class TelegramChannel(Account):
    """Speaks for one bot account. `Account` has `open()`, `close()`, `fetch()` and the rest."""

    name = CHANNEL

    def __init__(
        self,
        settings: TelegramSettings,
        texts: Says,
        files: FileStore,
        qr_png: Callable[[str], bytes],
    ) -> None:
        super().__init__(settings)
        self.limits = settings.limits
        self._texts, self._files, self._qr_png = texts, files, qr_png

    async def open(self) -> None:
        """Make the connection pool, and learn the bot's name as soon as Telegram answers."""
        await super().open()
        self._later(self._learn_name())

    async def send(self, address: Address, reply: Reply, locale: str, edit: str = "") -> Sent:
        """Send a reply, or put its words in place of message `edit` (or `reply.replaces`).

        What cannot be edited any more is sent anew. Files go before the words, so that the buttons
        stay at the bottom, except when the words only replace others. A file that Telegram refuses
        is left out while anything else of the reply arrives.
        """
        reply = self._linked(await self._as_it_is(reply))
        words, files = render(reply, lambda text: self._texts.render(text, locale), self._qr_png)
        edit = edit or reply.replaces
        calls: list[Call] = [*words, *files] if edit else [*files, *words]
        sent: list[str] = []
        spoken: list[str] = []
        refused: Permanent | None = None
        for call in calls:
            replaces, edit = (edit, "") if isinstance(call, Words) else ("", edit)
            try:
                began = bool(sent or spoken)
                message = await self._patiently(address.id, call, reply.protect, replaces, began)
                (spoken if isinstance(call, Words) else sent).append(message)
            except Permanent as error:
                if isinstance(call, Words):
                    raise
                LOG.warning("a file could not be sent to Telegram: %s", error)
                refused = error
        if refused and not (sent or spoken):
            raise refused
        return Sent((*sent, *spoken))

    async def delete(self, address: Address, message_ids: Sequence[str]) -> None:
        """Delete messages of either side younger than 48 hours; the others are passed over."""
        ids = [int(message_id) for message_id in message_ids if message_id.isdecimal()]
        for start in range(0, len(ids), DELETE_AT_ONCE):
            some = ids[start : start + DELETE_AT_ONCE]
            try:
                await self._ask(self._bot.delete_messages(address.id, some))
            except Permanent:
                await self._delete_singly(address, some)

    async def _as_it_is(self, reply: Reply) -> Reply:
        """With the files' own types and sizes: what was claimed before they came may differ."""
        return replace(reply, media=tuple([await self._seen(media) for media in reply.media]))

    def _linked(self, reply: Reply) -> Reply:
        """With its links into this bot's private chat made whole; left out while the bot does not
        know its own name.
        """
        leads = PRIVATE_CHAT
        buttons = [
            replace(b, url=self._private(b.url.removeprefix(leads)))
            if b.url.startswith(leads)
            else b
            for b in reply.buttons
            if self.username or not b.url.startswith(leads)
        ]
        return replace(reply, buttons=tuple(buttons))

    def _private(self, start: str) -> str:
        link = f"https://t.me/{self.username}"
        return f"{link}?start={start}" if start else link

    async def _seen(self, media: Media) -> Media:
        if media.file is None:
            return media
        try:
            file = await self._files.seen(media.file)
        except SealError:
            return media
        family = _FAMILIES.get(file.media_type.partition("/")[0], MediaKind.DOCUMENT)
        return replace(media, file=file, kind=family)

    async def _learn_name(self) -> None:
        for attempt in count():
            try:
                await self.me()
            except (SendError, OperatorError):
                # Whoever listens or sends says what is wrong; here it is enough to try again.
                await asyncio.sleep(min(NAME_PAUSE_S, 2.0 ** min(attempt, 10)))
            else:
                return

    async def _patiently(
        self, chat: str, call: Call, protect: bool, edit: str, begun: bool
    ) -> str:
        for attempt in count():
            try:
                return str(await self._one(chat, call, protect, edit))
            except RetryAfter as error:
                if not begun or error.seconds > PATIENCE_S:
                    raise
                wait = error.seconds
            except Transient:
                if not begun or attempt == TRIES_WITHIN:
                    raise
                wait = 2.0**attempt
            await asyncio.sleep(wait)
        raise AssertionError

    async def _one(self, chat: str, call: Call, protect: bool, edit: str) -> int | str:
        if isinstance(call, File):
            return await self._file(chat, call, protect)
        if edit.isdecimal():
            try:
                await self._ask(
                    self._bot.edit_message_text(
                        call.text,
                        chat_id=chat,
                        message_id=int(edit),
                        reply_markup=call.keyboard,
                        link_preview_options=_NO_PREVIEW,
                    )
                )
            except Unchanged:
                return edit
            except Permanent:
                LOG.debug("a message could not be edited and is sent anew")
            else:
                return edit
        message = await self._ask(
            self._bot.send_message(
                chat,
                call.text,
                reply_markup=call.keyboard,
                protect_content=protect,
                link_preview_options=_NO_PREVIEW,
            )
        )
        return message.message_id

    async def _file(self, chat: str, call: File, protect: bool) -> int:
        try:
            return (await self._ask(self._upload(call.method, chat, call, protect))).message_id
        except Permanent:
            if call.method == "document":
                raise
        # Odd sizes and codecs are refused as a picture or film, never as a plain file.
        return (await self._ask(self._upload("document", chat, call, protect))).message_id

    def _upload(
        self, method: str, chat: str, call: File, protect: bool
    ) -> Coroutine[Any, Any, Message]:
        stored = call.stored
        content = (
            Stream(lambda: self._files.get(stored), stored.size).as_input(call.filename)
            if stored
            else InputFile(call.data, call.filename)
        )
        send: Callable[..., Coroutine[Any, Any, Message]] = getattr(self._bot, f"send_{method}")
        return send(
            chat,
            content,
            caption=call.caption or None,
            reply_markup=call.keyboard,
            protect_content=protect,
            read_timeout=UPLOAD_READ_S,
        )

    async def _delete_singly(self, address: Address, ids: Sequence[int]) -> None:
        for message_id in ids:
            try:
                await self._ask(self._bot.delete_message(address.id, message_id))
            except Permanent:
                LOG.debug("a message could not be deleted")
