"""A real server on loopback, with a small world behind it."""

from __future__ import annotations

import io
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import WebSettings
from bot.texts import Texts
from tests.channels.web.fakes import EchoEngine, MemoryFiles, MemoryMailbox, Signs, place

Client = TestClient[web.Request, web.Application]
PNG = b"\x89PNG\r\n\x1a\n"
TEXTS = Texts.load(strict=True)


@dataclass
class World:
    """Everything a test looks at."""

    mailbox: MemoryMailbox
    engine: EchoEngine
    files: MemoryFiles
    client: Client
    settings: WebSettings
    drawn: list[str] = field(default_factory=list)
    signs: Signs = field(default_factory=Signs)

    def session(self) -> str:
        """Give the browser a session, as an earlier POST would have."""
        secret = secrets.token_urlsafe(32)
        self.client.session.cookie_jar.update_cookies({"tb": secret}, self.client.make_url("/"))
        return secret

    def cookies(self) -> dict[str, str]:
        jar = self.client.session.cookie_jar.filter_cookies(self.client.make_url("/"))
        return {name: morsel.value for name, morsel in jar.items()}

    async def page(self, path: str) -> str:
        async with self.client.get(path) as response:
            return await response.text()

    async def post(self, path: str = "/chat", **fields: str) -> aiohttp.ClientResponse:
        body = io.BytesIO(urlencode(fields).encode())
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        }
        response = await self.client.post(path, data=body, headers=headers, allow_redirects=False)
        await response.read()
        return response


@pytest.fixture
def settings() -> WebSettings:
    """Tests that need others override this."""
    return WebSettings(public_url="https://tin.example.vn", telegram_username=lambda: "tinbao_bot")


@pytest.fixture
def prefix() -> str:
    """Where the application is mounted."""
    return ""


@pytest.fixture
async def world(settings: WebSettings, prefix: str) -> AsyncIterator[World]:
    """One visitor's browser before a fresh server."""
    mailbox, files = MemoryMailbox(), MemoryFiles()
    engine = EchoEngine(mailbox)
    drawn: list[str] = []

    def qr_png(data: str) -> bytes:
        drawn.append(data)
        return PNG + b"qr"

    signs = Signs()
    channel = WebChannel(
        engine,
        mailbox,
        files,
        TEXTS,
        settings,
        place,
        qr_png,
        heartbeat=0.2,
        counts=signs,
        sign_news=signs,
    )
    app = channel.application(prefix)
    if prefix:
        root = web.Application()
        root.add_subapp(prefix, app)
        app = root
    client: Client = TestClient(TestServer(app), cookie_jar=aiohttp.CookieJar(unsafe=True))
    async with client:
        yield World(mailbox, engine, files, client, settings, drawn, signs)
