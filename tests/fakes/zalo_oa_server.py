"""A server that speaks the OpenAPI of Zalo's official accounts over HTTP: messages, uploads,
tokens, media, and webhooks that are signed as Zalo signs them.

    async with FakeZaloOa() as zalo:
        zalo.connect(webhook_url)
        lan = zalo.user("2468")
        await lan.says("xin chào")
        await lan.hears("Bà con đang ở")

Events go to the webhook in order within a chat. As with Zalo, only a connection that fails is
tried again, five times; any answer is the end of it.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.zalo_oa_api import Api, Refusal
from tests.fakes.zalo_oa_chat import Chat, Message, OaUser
from tests.fakes.zalo_oa_oauth import Oauth
from tests.fakes.zalo_oa_post import Post

APP_ID = "360846524940903967"
APP_SECRET = "AppSecretOfTheTests"
OA_ID = "579745863508352884"
OA_SECRET = "OaSecretOfTheTests"


@dataclass
class Fault:
    """One thing to go wrong. `error`: with HTTP 200. `after`: the call takes effect before its
    answer is spoilt.
    """

    error: int = 0
    status: int = 200
    slow: float = 0.0
    drop: bool = False
    garbage: str = ""
    after: bool = False
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A call the app made."""

    method: str
    body: dict[str, Any] = field(repr=False)
    headers: dict[str, str] = field(repr=False)


class FakeZaloOa:
    """One app and its OA at a Zalo of our own."""

    def __init__(self) -> None:
        self.app_id, self.app_secret = APP_ID, APP_SECRET
        self.oa_id, self.oa_secret = OA_ID, OA_SECRET
        self.url = ""
        self.oauth = Oauth(APP_ID, APP_SECRET, OA_ID)
        self.chats: dict[str, Chat] = {}
        self.calls: list[Call] = []
        self.media: dict[str, bytes] = {}
        self.media_query = ""
        """What stands behind the address of every file, such as `?token=…`."""
        self.envelopes: set[str] = {"text", "list"}
        """The shapes of native buttons that are taken."""
        self.quota: int | None = None
        self.remaining: int | None = None
        """Calls until -32; None: no limit is told or kept."""
        self.reset = "60"
        self.slow = 0.0
        """Seconds that every message takes."""
        self.echoes = True
        self.spoilt: list[tuple[str, Fault]] = []
        """What went wrong so far, by the method of the call."""
        self._ids = itertools.count(1)
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.api = Api(self)
        self.post = Post(self.signed)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/v4/oa/access_token", self._token)
        app.router.add_post("/v3.0/oa/message/cs", self._message)
        app.router.add_post("/v3.0/oa/group/message", self._message)
        app.router.add_post("/v2.0/oa/upload/{kind}", self._upload)
        app.router.add_get("/v2.0/oa/getoa", self._profile)
        app.router.add_get("/media/{name}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        await self.post.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.post.close()
        await self._runner.cleanup()

    def connect(self, webhook: str) -> None:
        """Bring events there; Zalo has it from the app's settings."""
        self.post.connect(webhook)

    def user(self, user_id: str) -> OaUser:
        """A person; the same id is the same chat."""
        return OaUser(self, user_id, self.chat(user_id))

    def chat(self, chat_id: str, *, group: bool = False) -> Chat:
        """A chat, made when first asked for."""
        return self.chats.setdefault(chat_id, Chat(chat_id, group))

    def fault(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` go wrong, one fault each: `access_token`, `cs`,
        `message` (of groups), `image`, `file`, `getoa`, `media`.
        """
        self._faults[method] += faults

    def armed(self, method: str) -> bool:
        """Whether some fault of this method has not happened yet."""
        return bool(self._faults[method])

    def called(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def new_id(self) -> str:
        """A fresh message id."""
        return hashlib.sha256(f"message {next(self._ids)}".encode()).hexdigest()[:24]

    def keep_media(self, content: bytes) -> str:
        """Store a file; returns its address."""
        name = f"m{len(self.media)}"
        self.media[name] = content
        return f"{self.url}/media/{name}{self.media_query}"

    def expire_media(self) -> None:
        """Nothing that was sent until now is handed out any more."""
        self.media = dict.fromkeys(self.media, b"")

    async def deliver(self, event: dict[str, Any]) -> None:
        """Bring an event to the app."""
        about = {"app_id": self.app_id, "timestamp": str(int(time.time() * 1000))}
        self.post.enqueue(about | event)

    def signed(self, body: bytes, timestamp: str) -> str:
        """The header with which Zalo says that it was Zalo."""
        whole = self.app_id.encode() + body + timestamp.encode() + self.oa_secret.encode()
        return f"mac={hashlib.sha256(whole).hexdigest()}"

    def echo(self, chat: Chat, message: Message) -> None:
        """Tell the app what it has just done, and that it arrived."""
        if not self.echoes:
            return
        kind = {"photo": "image", "document": "file"}.get(message.kind, "text")
        said = {"msg_id": message.id, "text": message.text}
        to = {"sender": {"id": self.oa_id}, "recipient": {"id": chat.id}}
        about = {"app_id": self.app_id, "timestamp": str(int(time.time() * 1000)), **to}
        where = "group_" if chat.group else ""
        self.post.enqueue({**about, "event_name": f"oa_send_{where}{kind}", "message": said})
        if not chat.group:
            seen = {"event_name": "user_received_message", "message": {"msg_id": message.id}}
            self.post.enqueue(about | seen)

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        secret = request.headers.get("secret_key", "")
        fault = self._next("access_token", request, form)
        if fault and not fault.after and (spoilt := await self._spoil(request, fault)):
            return spoilt
        answer = self.oauth.access_token(secret, form)
        if fault and fault.after and (spoilt := await self._spoil(request, fault)):
            return spoilt
        return web.json_response(answer)

    async def _message(self, request: web.Request) -> web.StreamResponse:
        group = request.path.endswith("group/message")
        body = dict(await request.json())

        async def work() -> dict[str, Any]:
            await asyncio.sleep(self.slow)
            return await self.api.send(body, group=group)

        return await self._answered(request, "message" if group else "cs", body, work)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        # Not `request.post()`: it writes files to a temporary folder, which is searched in tests.
        kind, filename, content = request.match_info["kind"], "", b""
        async for part in await request.multipart():
            assert isinstance(part, aiohttp.BodyPartReader)
            filename, content = part.filename or "", bytes(await part.read())

        async def work() -> dict[str, Any]:
            return self.api.upload(kind, filename, content)

        return await self._answered(request, kind, {"size": len(content)}, work)

    async def _profile(self, request: web.Request) -> web.StreamResponse:
        async def work() -> dict[str, Any]:
            return {"oa_id": self.oa_id, "name": "Công an xã", "description": ""}

        return await self._answered(request, "getoa", {}, work)

    async def _answered(
        self, request: web.Request, method: str, body: dict[str, Any], work: Any
    ) -> web.StreamResponse:
        fault = self._next(method, request, body)
        if fault and not fault.after and (spoilt := await self._spoil(request, fault)):
            return spoilt
        answer: dict[str, Any]
        try:
            self._admit(request)
            answer = {"data": await work(), "error": 0, "message": "Success"}
        except Refusal as refusal:
            answer = {"error": refusal.code, "message": refusal.message}
        if fault and fault.after and (spoilt := await self._spoil(request, fault)):
            return spoilt
        return web.json_response(answer, headers=self._told())

    def _admit(self, request: web.Request) -> None:
        shown = request.headers.get("access_token", "")
        if not shown or shown != self.oauth.access:
            raise Refusal(-216, "Access token is invalid")
        if self.remaining is not None:
            if self.remaining <= 0:
                raise Refusal(-32, "Your application reached limit call api")
            self.remaining -= 1

    def _told(self) -> dict[str, str]:
        if self.remaining is None:
            return {}
        left = {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": str(self.remaining)}
        return left | {"X-RateLimit-Reset": self.reset}

    def _next(self, method: str, request: web.Request, body: dict[str, Any]) -> Fault | None:
        self.calls.append(Call(method, body, dict(request.headers)))
        if not self._faults[method]:
            return None
        self.spoilt.append((method, fault := self._faults[method].popleft()))
        return fault

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self._next("media", request, {})
        if fault and (spoilt := await self._spoil(request, fault)):
            return spoilt
        content = self.media.get(request.match_info["name"])
        return web.Response(body=content) if content else web.Response(status=404)

    async def _spoil(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.slow:
            await asyncio.sleep(fault.slow)
        if fault.drop and request.transport:
            request.transport.close()
            return web.Response()
        if fault.garbage:
            return web.Response(status=fault.status, text=fault.garbage, headers=fault.headers)
        if fault.error or fault.status != 200:
            body = json.dumps({"error": fault.error, "message": "refused"} if fault.error else {})
            return web.Response(status=fault.status, text=body, headers=fault.headers)
        return None
