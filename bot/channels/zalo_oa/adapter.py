"""An official account on Zalo as a `bot.domain.ports.Channel`."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, Final

from bot.channels.downloads import Downloads
from bot.channels.zalo_oa.client import Client
from bot.channels.zalo_oa.failures import Unknown
from bot.channels.zalo_oa.groups import GROUP
from bot.channels.zalo_oa.http import Http
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.page import Says
from bot.channels.zalo_oa.parse import CHANNEL
from bot.channels.zalo_oa.pictures import fitted
from bot.channels.zalo_oa.render import Draw, File, Shape, Words, files, words
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.token_store import TokenStore
from bot.channels.zalo_oa.tokens import Tokens
from bot.domain.errors import OperatorError, Permanent, RetryAfter, SealError, Transient
from bot.domain.message import Address, Media, MediaKind, Reply, Sent
from bot.domain.ports import Clock, FileStore

LOG: Final = logging.getLogger(__name__)
PATIENCE_S: Final = 20.0
"""How long the rest of a reply waits when it is asked to: trying all of it again would repeat what
was sent.
"""
TRIES_WITHIN: Final = 3
"""How often the rest of a reply is tried again, for the same reason, when the network fails."""
FIRST_WAIT_S: Final = 1.0
KEPT_S: Final = 24 * 3600.0
"""How long an upload is sent again by its name. The platform keeps it for seven days, and takes
5,000 a month.
"""
KEPT: Final = 256
_FAMILIES: Final = {
    "image": MediaKind.PHOTO,
    "video": MediaKind.VIDEO,
    "audio": MediaKind.AUDIO,
}


def no_picture(_: str) -> bytes | None:
    """Nobody draws."""
    return None


class ZaloOaChannel:
    """Speaks for one OA. `open()` before use, `close()` at the end; neither needs the network.

    `draw_spot` makes a PNG of a place on the map (`latitude, longitude`), `draw_code` one of a
    sign's link as a QR code; or nothing.
    """

    name = CHANNEL

    def __init__(
        self,
        settings: ZaloOaSettings,
        texts: Says,
        files: FileStore,
        store: TokenStore,
        clock: Clock,
        draw_spot: Draw = no_picture,
        draw_code: Draw = no_picture,
    ) -> None:
        self.settings, self.limits = settings, settings.limits
        self._texts, self._files = texts, files
        self._draw_spot, self._draw_code = draw_spot, draw_code
        self._http = Http(settings.proxy)
        self.tokens = Tokens(store, OAuth(settings, self._http), clock)
        self._client = Client(settings, self._http, self.tokens)
        self._downloads = Downloads(allow_private=settings.beside_us, proxy=settings.proxy)
        self._uploads: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._envelope_refused = False
        self._background: set[asyncio.Task[None]] = set()
        page = f"{settings.public_url.rstrip('/')}/chat"
        self._shape = Shape(page, settings.chat)

    def when_broken(self, tell: Callable[[], Awaitable[None]]) -> None:
        """Whom to tell when a person has to give the permission anew."""
        self.tokens.on_broken = tell

    async def open(self) -> None:
        """Make the connection pools."""
        await self._http.open()
        await self._downloads.open()

    async def close(self) -> None:
        """Stop what runs in the background, let a refresh of the tokens end, then close every
        connection.
        """
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.tokens.close()
        await self._downloads.close()
        await self._http.close()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background until the channel is closed."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def check(self) -> None:
        """Before the service starts, see `Tokens.check`. Needs no network."""
        await self.tokens.check()

    async def me(self) -> str:
        """The id of the OA. Raises `OperatorError` when the tokens are another's, or a
        `SendError`.
        """
        found = await self._client.oa_id()
        if found and found != self.settings.oa_id:
            raise OperatorError("zalo_oa.oa_id is not the OA that gave the permission")
        return found

    async def keep_tokens(self) -> None:
        """Work of the sender role: refresh in time, also while nothing is sent."""
        await self.tokens.keep()

    async def send(self, address: Address, reply: Reply, locale: str, edit: str = "") -> Sent:
        """Send a reply; nothing can be edited, so `edit` is sent anew. Files go before the words,
        so that the choices stay at the bottom. What cannot be sent is counted in the words.
        """
        reply = await self._as_it_is(reply)
        shape = replace(
            self._shape,
            group=address.id.startswith(GROUP),
            buttons="numbered" if self._envelope_refused else self.settings.buttons,
        )

        def parts(left: int) -> list[Words]:
            return words(reply, lambda text: self._texts.render(text, locale), shape, left)

        found, left = files(reply, self._draw_spot, self._draw_code)
        self._client.ready_for(2 * len(found) + len(parts(left)))
        sent: list[str] = []
        for file in found:
            try:
                sent.append(await self._file(address.id, file, begun=bool(sent)))
            except (Permanent, Unknown) as error:
                LOG.warning("a file could not be sent to Zalo: %s", error)
                left += file.stored is not None
        for part in parts(left):
            sent += await self._words(address.id, part, begun=bool(sent))
        return Sent(tuple(filter(None, sent)))

    async def delete(self, address: Address, message_ids: Sequence[str]) -> None:
        """Nothing: the OA cannot take back what stands in a person's chat."""

    async def fetch(self, platform_ref: str, limit: int) -> AsyncIterator[bytes]:
        """Stream a file from its URL. Raises `FileRefused` ("expired" for what is gone) or a
        `SendError`.
        """
        async for chunk in self._downloads.fetch(platform_ref, limit):
            yield chunk

    async def _words(self, chat: str, part: Words, begun: bool) -> list[str]:
        try:
            return [await self._sent(chat, part.message, begun)]
        except (Permanent, Unknown):
            if not part.instead:
                raise
        sent: list[str] = []
        for text in part.instead:
            sent.append(await self._sent(chat, {"text": text}, begun or bool(sent)))
            self._give_up_buttons()
        return sent

    def _give_up_buttons(self) -> None:
        """They were refused, and the same words without them were not."""
        if not self._envelope_refused:
            self._envelope_refused = True
            LOG.error(
                'Zalo refuses [zalo_oa] buttons = "%s": choices have numbers from now on',
                self.settings.buttons,
            )

    async def _file(self, chat: str, file: File, begun: bool) -> str:
        """Send one file, by the name that it has had since it was uploaded first."""
        name = _name(file)
        kept, until = self._uploads.get(name, ("", 0.0))
        if not kept or until < time.monotonic():
            kept = await _patiently(lambda: self._upload(file), begun)
            self._uploads[name] = kept, time.monotonic() + KEPT_S
            while len(self._uploads) > KEPT:
                self._uploads.popitem(last=False)
        try:
            return await self._sent(chat, _message(file, kept), begun)
        except (Permanent, Unknown):
            self._uploads.pop(name, None)
            raise

    async def _upload(self, file: File) -> str:
        content, media_type = await self._content(file), file.media_type
        filename = file.filename
        if file.kind == "image":
            picture = await asyncio.to_thread(fitted, content)
            if picture is None:
                raise Permanent("a picture that cannot be made small enough")
            content, media_type = picture
            filename = f"anh.{media_type.removeprefix('image/').replace('jpeg', 'jpg')}"
        return await self._client.upload(file.kind, filename, content, media_type)

    async def _content(self, file: File) -> bytes:
        if file.stored is None:
            return file.data
        try:
            return b"".join([chunk async for chunk in self._files.get(file.stored)])
        except Exception as error:
            problem = Permanent(f"a stored file could not be read: {type(error).__name__}")
        raise problem

    async def _sent(self, chat: str, message: dict[str, object], begun: bool) -> str:
        return await _patiently(lambda: self._client.send(chat, message), begun)

    async def _as_it_is(self, reply: Reply) -> Reply:
        """With the files' own types and sizes: what was claimed before they came may differ."""
        return replace(reply, media=tuple([await self._seen(media) for media in reply.media]))

    async def _seen(self, media: Media) -> Media:
        if media.file is None:
            return media
        try:
            file = await self._files.seen(media.file)
        except SealError:
            return media
        family = _FAMILIES.get(file.media_type.partition("/")[0], MediaKind.DOCUMENT)
        return replace(media, file=file, kind=family)


async def _patiently(call: Callable[[], Awaitable[str]], begun: bool) -> str:
    """What a call gives. Of a reply that has begun to arrive the rest is seen through, within
    reason.
    """
    for attempt in count():
        try:
            return await call()
        except RetryAfter as error:
            if not begun or error.seconds > PATIENCE_S:
                raise
            wait = error.seconds
        except Transient:
            if not begun or attempt == TRIES_WITHIN:
                raise
            wait = FIRST_WAIT_S * 2**attempt
        await asyncio.sleep(wait)
    raise AssertionError


def _message(file: File, name: str) -> dict[str, object]:
    if file.kind == "file":
        return {"attachment": {"type": "file", "payload": {"token": name}}}
    element = {"media_type": "image", "attachment_id": name}
    payload = {"template_type": "media", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def _name(file: File) -> str:
    """Names a file in memory."""
    return file.stored.id if file.stored else hashlib.sha256(file.data).hexdigest()
