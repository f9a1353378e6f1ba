"""A phone of the demo that belongs to a member of staff from the start."""

from __future__ import annotations

import asyncio
import os
import secrets
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.app import App
from bot.channels.web.session import Cookies, Session
from bot.demo.setup import enrol
from bot.domain.access import Role
from bot.domain.message import Address
from storage.contacts import WEB

ASSETS: Final = ("script", "style", "image", "audio", "video", "empty")
"""What a page loads for itself comes with the page's cookie."""


class StaffPhone:
    """Keeps its web session in `file` (0600), so that a restart finds the same conversation."""

    def __init__(self, app: App, prefix: str, role: Role, name: str, file: Path) -> None:
        self.prefix = prefix
        self._app, self._role, self._name, self._file = app, role, name, file
        self._cookies = Cookies(prefix, secure=False)
        self._lock = asyncio.Lock()

    async def secret(self) -> str:
        """The session of a member: enrolled on first use, and again when its page was wiped.

        Not when the unit's lead removed this member: that must be seen to work.
        """
        async with self._lock:
            secret = await asyncio.to_thread(self._read)
            if not secret or not await self._is_known(secret):
                secret = secrets.token_urlsafe(32)
                await enrol(self._app, secret, self._role, self._name)
                await asyncio.to_thread(self._write, secret)
            return secret

    def hold(self, application: web.Application) -> web.Application:
        """The chat's pages in this phone's hand: whoever opens one gets its cookie first."""
        application.middlewares.insert(0, self._give_cookie)
        return application

    @web.middleware
    async def _give_cookie(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method != "GET" or request.headers.get("Sec-Fetch-Dest") in ASSETS:
            return await handler(request)
        secret = await self.secret()
        held = self._cookies.read(request)
        if held is not None and secrets.compare_digest(held.secret, secret):
            return await handler(request)
        response = web.Response(status=302, headers={"Location": request.path_qs})
        self._cookies.write(response, Session(secret, new=True))
        return response

    async def _is_known(self, secret: str) -> bool:
        async with self._app.stores() as stores:
            return await stores.contacts.by_address(Address(WEB, secret)) is not None

    def _read(self) -> str:
        try:
            return self._file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def _write(self, secret: str) -> None:
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secret)
