"""The Zalo Bot Platform over HTTP, as far as a tip line uses it, with its faults on demand.

    async with FakeZaloBot() as zalo:
        settings = ZaloBotSettings(zalo.token, mode="polling", api_base=zalo.url)
        lan = zalo.user("6ede01")
        await lan.says("MÃ 7F3K2X")
        await lan.hears("Bà con đang ở")

Events go to the webhook when one is set (again and again until it answers 200, in order within a
chat), else each waits for one `getUpdates`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.zalo_bot_api import NOTHING, Answer, BotApi
from tests.fakes.zalo_bot_chat import Chat, ZaloUser

BOT_ID = "4402171003"
TOKEN = f"{BOT_ID}:Fake-token_for.the-fake-server"
RETRY_S = 0.05


@dataclass
class Fault:
    """One thing to go wrong. `error_code` comes as `ok: false` over HTTP `status`; `after`: the
    call takes effect before its answer is spoilt; `cut`: the answer ends half way.
    """

    error_code: int = 0
    status: int = 200
    description: str = ""
    retry_after: int = 0
    slow: float = 0.0
    drop: bool = False
    cut: bool = False
    body: bytes | None = None
    after: bool = False


@dataclass(frozen=True)
class Call:
    """A call the bot made, with the server's time in seconds."""

    method: str
    fields: dict[str, Any] = field(repr=False)
    at: float


class FakeZaloBot:
    """One bot account at a Zalo of our own."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token, self.bot_id = token, token.partition(":")[0]
        self.url = ""
        self.calls: list[Call] = []
        self.chats: dict[str, Chat] = {}
        self.media: dict[str, bytes] = {}
        self.media_query = ""
        """What stands behind the address of every file, such as `?token=…`."""
        self.expired: set[str] = set()
        self.webhook = ""
        self.secret = ""
        self.verifies = True
        """Whether setWebhook says that it reached the address."""
        self.wrapped = False
        """Bodies as the documentation has them, `{ok, result}`, instead of flat ones."""
        self.persists = True
        """Whether an event that was not answered with 200 is brought again."""
        self.duplicates = 0
        """So many of the next events are delivered twice."""
        self.delivered: list[int] = []
        """The status that each delivery by webhook was answered with; 0: not at all."""
        self.spoilt: list[tuple[str, Fault]] = []
        self._ids = itertools.count(0x2D75_0000)
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._waiting: deque[Any] = deque()
        self._arrived = asyncio.Condition()
        self._queues: dict[str, asyncio.Queue[bytes]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._held: list[Any] | None = None
        self._undelivered = 0
        self._api = BotApi(self)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post(f"/bot{self.token}/{{method}}", self._call)
        app.router.add_get("/media/{name}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.session.close()
        await self._runner.cleanup()

    def user(self, user_id: str | int, display_name: str = "An") -> ZaloUser:
        """A person in their own chat with the bot; the same id is the same chat."""
        return ZaloUser(self, str(user_id), display_name, self.chat(str(user_id)))

    def chat(self, chat_id: str, *, group: bool = False) -> Chat:
        """A chat, made when first asked for."""
        return self.chats.setdefault(chat_id, Chat(chat_id, group))

    def fault(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` (or `media`) go wrong, one fault each."""
        self._faults[method] += faults

    def armed(self, method: str) -> bool:
        """Whether some fault of this method has not happened yet."""
        return bool(self._faults[method])

    def called(self, method: str) -> list[Call]:
        """The calls of a method so far."""
        return [call for call in self.calls if call.method == method]

    def new_id(self) -> str:
        """A fresh message id."""
        return f"{next(self._ids):016x}"

    def keep_media(self, content: bytes, suffix: str) -> str:
        """Store a file; returns its address, which `expire` makes worthless."""
        name = f"{len(self.media)}{suffix}"
        self.media[name] = content
        return f"{self.url}/media/{name}{self.media_query}"

    def expire(self) -> None:
        """Every file of until now is not handed out any more."""
        self.expired |= set(self.media)

    def hold(self) -> None:
        """Keep events back, to be released in another order."""
        self._held = []

    async def release(self, order: Sequence[int] = ()) -> None:
        """Let go what was held, in the order of these indexes."""
        held, self._held = self._held or [], None
        for index in order or range(len(held)):
            await self._enqueue(held[index])

    async def deliver(self, event: dict[str, Any]) -> None:
        """Bring an event to the bot."""
        if self._held is not None:
            self._held.append(event)
        else:
            await self._enqueue(event)

    async def deliver_raw(self, raw: bytes) -> None:
        """Bring these bytes to the webhook."""
        self._post_later("", raw)

    async def settled(self, timeout: float = 5.0) -> None:
        """Wait until everything was fetched or answered."""
        async with asyncio.timeout(timeout):
            while self._undelivered or self._waiting:  # noqa: ASYNC110 - polled by tests only
                await asyncio.sleep(0.01)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Post events there from now on; empty: keep them for `getUpdates`."""
        self.webhook, self.secret = url, secret
        while url and self._waiting:
            self._post_event(self._waiting.popleft())

    async def next_event(self) -> Any:
        """The oldest event that waits, once; waits for one."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: self._waiting)
            return self._waiting.popleft()

    async def _enqueue(self, event: dict[str, Any]) -> None:
        for _ in range(2 if self.duplicates else 1):
            if self.webhook:
                self._post_event(event)
            else:
                self._waiting.append(event)
        self.duplicates = max(0, self.duplicates - 1)
        async with self._arrived:
            self._arrived.notify_all()

    def _post_event(self, event: dict[str, Any]) -> None:
        body = {"ok": True, "result": event} if self.wrapped else event
        self._post_later(event["message"]["chat"]["id"], json.dumps(body).encode())

    def _post_later(self, key: str, body: bytes) -> None:
        if key not in self._queues:
            self._queues[key] = asyncio.Queue()
            self._tasks.append(asyncio.create_task(self._post_all(self._queues[key])))
        self._undelivered += 1
        self._queues[key].put_nowait(body)

    async def _post_all(self, queue: asyncio.Queue[bytes]) -> None:
        headers = {"Content-Type": "application/json"}
        while True:
            body = await queue.get()
            while True:
                headers["X-Bot-Api-Secret-Token"] = self.secret
                status = 0
                try:
                    async with self.session.post(self.webhook, data=body, headers=headers) as got:
                        status = got.status
                except aiohttp.ClientError:
                    pass
                self.delivered.append(status)
                if status == 200 or not self.persists:
                    break
                await asyncio.sleep(RETRY_S)
            self._undelivered -= 1

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = dict(await request.json())
        self.calls.append(Call(method, fields, time.monotonic()))
        fault = self._next_fault(method)
        if fault and not fault.after and (spoilt := await self._spoil(request, fault)):
            return spoilt
        answer = await self._api.call(method, fields)
        if fault and fault.after and (spoilt := await self._spoil(request, fault)):
            return spoilt
        return _json(answer)

    def _next_fault(self, method: str) -> Fault | None:
        if not self._faults[method]:
            return None
        fault = self._faults[method].popleft()
        self.spoilt.append((method, fault))
        return fault

    async def _download(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        fault = self._next_fault("media")
        content = self.media.get(name)
        if fault and (spoilt := await self._spoil(request, fault, content or b"")):
            return spoilt
        if content is None or name in self.expired:
            return web.Response(status=404 if content is None else 403)
        response = web.StreamResponse()
        await response.prepare(request)
        for start in range(0, len(content), 64 * 1024):
            await response.write(content[start : start + 64 * 1024])
        await response.write_eof()
        return response

    async def _spoil(
        self, request: web.Request, fault: Fault, content: bytes = b'{"ok":true,"result":{"m'
    ) -> web.StreamResponse | None:
        if fault.slow:
            await asyncio.sleep(fault.slow)
            return None
        if fault.drop and request.transport:
            request.transport.close()
            return web.Response()
        if fault.cut and request.transport:
            response = web.StreamResponse(headers={"Content-Length": str(len(content) + 100)})
            await response.prepare(request)
            await response.write(content)
            request.transport.close()
            return response
        if fault.body is not None:
            return web.Response(status=fault.status, body=fault.body)
        told = Answer(None, fault.error_code, fault.description, fault.retry_after, fault.status)
        return _json(told)


def _json(answer: Answer) -> web.Response:
    body: dict[str, Any] = {"ok": not answer.error_code}
    if answer.error_code:
        body |= {"error_code": answer.error_code, "description": answer.description}
        body |= {"retry_after": answer.retry_after} if answer.retry_after else {}
    elif answer.result is not NOTHING:
        body["result"] = answer.result
    return web.json_response(body, status=answer.status)
