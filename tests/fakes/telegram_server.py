"""The Bot API over HTTP, as far as a tip line uses it, with its faults on demand.

    async with FakeTelegram() as telegram:
        settings = TelegramSettings(telegram.token, api_base=telegram.url)
        lan = telegram.user(1001, "Lan")
        await lan.scans("thon-3")
        await lan.hears("Bà con đang ở")

Updates go to the webhook when one is set (again and again until it answers 200, in order within
a chat), else they wait for `getUpdates`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.telegram_api import Answer, BotApi
from tests.fakes.telegram_chat import Chat, User

TOKEN = "7000000001:AAF-fake_token_for_the_fake_server"
RETRY_S = 0.05


@dataclass
class Fault:
    """One thing to go wrong. `after`: the call takes effect before its answer is spoilt."""

    status: int = 0
    description: str = ""
    retry_after: int = 0
    slow: float = 0.0
    drop: bool = False
    garbage: bool = False
    after: bool = False


@dataclass(frozen=True)
class Call:
    """A call the bot made, with the server's time in seconds."""

    method: str
    fields: dict[str, Any] = field(repr=False)
    at: float


class FakeTelegram:
    """One bot account at a Telegram of our own."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, bytes] = {}
        self.pending: dict[int, Any] = {}
        self.webhook = ""
        self.secret = ""
        self.duplicates = 0
        """So many of the next updates are delivered twice."""
        self.delivered: list[tuple[int, int]] = []
        """Every delivery by webhook: the update's number and the status it was answered with."""
        self.spoilt: list[tuple[str, Fault]] = []
        """Every fault that has happened, with the method it happened to."""
        self.conflict = False
        self._ids = itertools.count(100)
        self._update_ids = itertools.count(500_000_001)
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._arrived = asyncio.Condition()
        self._queues: dict[Any, asyncio.Queue[tuple[int, bytes]]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._held: list[dict[str, Any]] | None = None
        self._api = BotApi(self)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", f"/bot{self.token}/{{method}}", self._call)
        app.router.add_get(f"/file/bot{self.token}/{{path:.+}}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()
        await self._runner.cleanup()

    def user(
        self, chat_id: int, first_name: str = "An", username: str = "", last_name: str = ""
    ) -> User:
        """A person; the same chat id is the same chat."""
        chat = self.chat(chat_id)
        return User(self, chat, first_name, username or f"user{chat_id}", last_name)

    def chat(self, chat_id: int) -> Chat:
        """A private chat, made when first asked for."""
        return self.chats.setdefault(chat_id, Chat(chat_id))

    def fault(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` (or `file`) go wrong, one fault each."""
        self._faults[method] += faults

    def armed(self, method: str) -> bool:
        """Whether some fault of this method has not happened yet."""
        return bool(self._faults[method])

    def called(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def hold(self) -> None:
        """Keep updates back until `release`."""
        self._held = []

    async def release(self, order: list[int] | None = None) -> None:
        """Deliver what was held, in another order if wanted (indexes)."""
        held, self._held = self._held or [], None
        for index in order or range(len(held)):
            await self._enqueue(held[index]["update_id"], held[index])

    def new_id(self) -> int:
        """A fresh message id."""
        return next(self._ids)

    def keep_file(self, content: bytes) -> str:
        """Store a file; returns its file id."""
        file_id = f"FILE{len(self.files)}"
        self.files[file_id] = content
        return file_id

    async def deliver(self, update: dict[str, Any]) -> int:
        """Number an update and bring it to the bot."""
        update = {"update_id": next(self._update_ids)} | update
        if self._held is not None:
            self._held.append(update)
        else:
            await self._enqueue(update["update_id"], update)
        return int(update["update_id"])

    async def deliver_raw(self, raw: bytes | dict[str, Any]) -> int:
        """Bring something malformed: bytes that are no JSON at all reach only a webhook."""
        update_id = next(self._update_ids)
        await self._enqueue(
            update_id, raw if isinstance(raw, bytes) else {"update_id": update_id} | raw
        )
        return update_id

    async def settled(self, timeout: float = 5.0) -> None:
        """Wait until the bot has confirmed every update."""
        async with asyncio.timeout(timeout):
            while self.pending:  # noqa: ASYNC110 - polled from outside, by tests only
                await asyncio.sleep(0.01)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Post updates there from now on; empty: keep them for `getUpdates`."""
        self.webhook, self.secret = url, secret
        for update_id, update in self.pending.items() if url else ():
            self._post_later(update_id, update)

    async def updates(self, offset: int, limit: int, timeout: float) -> list[Any]:
        """A long poll: forgets what is below `offset`, waits for something from there on."""
        for update_id in [i for i in self.pending if i < offset]:
            del self.pending[update_id]
        try:
            async with asyncio.timeout(timeout), self._arrived:
                await self._arrived.wait_for(lambda: self.pending)
        except TimeoutError:
            return []
        found = list(self.pending.values())[:limit]
        if self.duplicates:
            self.duplicates -= 1
            found.append(found[0])
        return found

    async def _enqueue(self, update_id: int, update: Any) -> None:
        self.pending[update_id] = update
        if self.webhook:
            self._post_later(update_id, update)
            if self.duplicates:
                self.duplicates -= 1
                self._post_later(update_id, update)
        async with self._arrived:
            self._arrived.notify_all()

    def _post_later(self, update_id: int, update: Any) -> None:
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        key = _chat_of(update)
        if key not in self._queues:
            self._queues[key] = asyncio.Queue()
            self._tasks.append(asyncio.create_task(self._post_all(self._queues[key])))
        self._queues[key].put_nowait((update_id, body))

    async def _post_all(self, queue: asyncio.Queue[tuple[int, bytes]]) -> None:
        headers = {"Content-Type": "application/json"}
        while True:
            update_id, body = await queue.get()
            status = 0
            while status != 200:
                headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
                try:
                    async with self._session.post(self.webhook, data=body, headers=headers) as got:
                        status = got.status
                except aiohttp.ClientError:
                    status = 0
                self.delivered.append((update_id, status))
                if status != 200:
                    await asyncio.sleep(RETRY_S)
            self.pending.pop(update_id, None)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = await _fields(request)
        self.calls.append(Call(method, fields, time.monotonic()))
        fault = self._next_fault(method)
        if fault and not fault.after:
            spoilt = await self._spoil(request, fault)
            if spoilt:
                return spoilt
        answer = await self._api.call(method, fields)
        if fault and fault.after:
            return await self._spoil(request, fault) or _json(answer)
        return _json(answer)

    def _next_fault(self, method: str) -> Fault | None:
        if not self._faults[method]:
            return None
        fault = self._faults[method].popleft()
        self.spoilt.append((method, fault))
        return fault

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self._next_fault("file")
        if fault and (spoilt := await self._spoil(request, fault)):
            return spoilt
        content = self.files.get(request.match_info["path"].removeprefix("files/"))
        if content is None:
            return web.Response(status=404)
        response = web.StreamResponse()
        await response.prepare(request)
        for start in range(0, len(content), 64 * 1024):
            await response.write(content[start : start + 64 * 1024])
        await response.write_eof()
        return response

    async def _spoil(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.drop and request.transport:
            request.transport.close()
            return web.Response()
        if fault.garbage:
            return web.Response(status=fault.status or 200, text="<html>not the Bot API</html>")
        if fault.slow:
            await asyncio.sleep(fault.slow)
            return None
        more = {"retry_after": fault.retry_after} if fault.retry_after else {}
        return _json(Answer(status=fault.status, description=fault.description, parameters=more))


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form: dict[str, Any] = dict(request.query)
    if request.content_type != "multipart/form-data":
        return form | dict(await request.post())
    # Not `request.post()`: it writes files to a temporary folder, which is searched in tests.
    async for part in await request.multipart():
        assert isinstance(part, aiohttp.BodyPartReader)
        content = bytes(await part.read())
        about = (part.filename, content, part.headers.get("Content-Type", ""))
        form[part.name or ""] = about if part.filename else content.decode()
    return form


def _chat_of(update: Any) -> Any:
    if not isinstance(update, dict):
        return None
    body = update.get("message") or update.get("edited_message") or {}
    body = body or (update.get("callback_query") or {}).get("message") or {}
    chat = body.get("chat") if isinstance(body, dict) else None
    name = chat.get("id") if isinstance(chat, dict) else None
    return name if isinstance(name, int) else None


def _json(answer: Answer) -> web.Response:
    ok = answer.status == 200
    body: dict[str, Any] = {"ok": ok}
    if ok:
        body["result"] = answer.result
    else:
        body |= {"error_code": answer.status, "description": answer.description}
        body |= {"parameters": answer.parameters} if answer.parameters else {}
    return web.json_response(body, status=answer.status)
