"""The Zalo Bot Platform as a `bot.domain.ports.Channel`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing
from itertools import count
from typing import Any, Final, Protocol, cast

from bot.channels.public_pictures import Pictures, UnfitPicture
from bot.channels.zalo_bot.account import Account
from bot.channels.zalo_bot.parse import CHANNEL
from bot.channels.zalo_bot.render import Photo, render
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.domain.errors import Permanent, RetryAfter, Transient
from bot.domain.message import Address, Media, MediaKind, Reply, Sent, Text
from bot.domain.ports import FileStore

LOG: Final = logging.getLogger(__name__)
PATIENCE_S: Final = 20.0
"""How long the rest of a reply waits for a 429: trying all of it again would repeat what was
sent.
"""
TRIES_WITHIN: Final = 3
"""How often the rest of a reply is tried again, for the same reason, when the network fails."""
WEB_PAGE: Final = "/chat"
LARGEST_PICTURE: Final = 20 * 1024 * 1024


class Says(Protocol):
    """The message catalogues, as far as they are needed here."""

    def render(self, text: Text, locale: str) -> str:
        """The sentence in a language."""
        ...


class ZaloBotChannel(Account):
    """Speaks for one bot account. `Account` has `open()`, `close()`, `fetch()` and the rest."""

    name = CHANNEL

    def __init__(
        self,
        settings: ZaloBotSettings,
        texts: Says,
        files: FileStore,
        pictures: Pictures,
        qr_png: Callable[[str], bytes] | None = None,
    ) -> None:
        """Without `qr_png` codes that anybody may see are links, like all others."""
        super().__init__(settings)
        self._qr_png = qr_png
        self.limits = settings.limits
        self._texts, self._files, self._pictures = texts, files, pictures
        self._web = settings.public_url.rstrip("/") + WEB_PAGE

    async def send(self, address: Address, reply: Reply, locale: str, edit: str = "") -> Sent:
        """Send a reply; a message that it should replace (`edit`) stays, Zalo cannot change one.

        Pictures go before the words, so that the choices stay at the bottom. A picture that cannot
        be sent is left out while anything else of the reply arrives.
        """
        words, photos = render(
            reply,
            lambda text: self._texts.render(text, locale),
            page=self.page,
            web=self._web,
            codes=self._qr_png is not None,
        )
        sent: list[str] = []
        refused: Permanent | None = None
        for photo in photos:
            try:
                fields = await self._photo(photo)
                sent.append(await self._patiently(address, "sendPhoto", fields, bool(sent)))
            except Permanent as error:
                LOG.warning("a picture could not be sent to Zalo: %s", error)
                refused = error
        for each in words:
            fields = {"text": each.text}
            sent.append(await self._patiently(address, "sendMessage", fields, bool(sent)))
        if refused and not sent:
            raise refused
        return Sent(tuple(message_id for message_id in sent if message_id))

    async def delete(self, address: Address, message_ids: Sequence[str]) -> None:
        """Nothing: a bot can delete nothing at Zalo. The conversation says so."""

    async def _photo(self, photo: Photo) -> dict[str, str]:
        """What shows a picture: Zalo takes no file, only an address. Raises `Permanent`."""
        content = await self._content(photo.media)
        try:
            url = await self._pictures.publish(content)
        except UnfitPicture:
            raise Permanent("it is no picture that Zalo takes") from None
        return {"photo": url} | ({"caption": photo.caption} if photo.caption else {})

    async def _content(self, media: Media) -> bytes:
        if media.kind is MediaKind.QR and self._qr_png is not None:
            return self._qr_png(media.data)
        if media.file is None:
            return media.drawn
        content = bytearray()
        try:
            async with aclosing(cast("Any", self._files.get(media.file))) as pieces:
                async for piece in pieces:
                    content += piece
                    if len(content) > LARGEST_PICTURE:
                        break
        except Exception as error:
            problem = Permanent(f"a stored file could not be read ({type(error).__name__})")
        else:
            return bytes(content)
        raise problem

    async def _patiently(
        self, address: Address, method: str, fields: dict[str, str], begun: bool
    ) -> str:
        """The message's id. What has begun is seen through, within reason."""
        for attempt in count():
            try:
                return await self._one(address, method, fields)
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

    async def _one(self, address: Address, method: str, fields: dict[str, str]) -> str:
        made = await self.client.call(method, {"chat_id": address.id, **fields})
        message_id = made.get("message_id") if isinstance(made, dict) else None
        # It was taken, whatever came back: the id is of little use, and a repeat would do harm.
        return message_id if isinstance(message_id, str) else ""
