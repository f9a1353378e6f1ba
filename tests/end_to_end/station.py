"""A service where staff sign in, with a clock that is set by hand."""

from __future__ import annotations

import re
import secrets
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import aiohttp
import pyotp
from aiohttp import web

from bot.app import ROLES, App
from bot.demo.setup import UNIT, opened_as
from bot.domain.codes import grouped
from bot.engine.notices import Notices
from bot.sections import Staff
from tests.end_to_end.world import settings

OURS = {"Sec-Fetch-Site": "same-origin"}
SECRET = re.compile(r'class="code secret">([A-Z2-7 ]+)<')
CODE = re.compile(r"CB-[0-9A-Z]{5}")
STORY = "Nhà cuối xóm có người lạ ra vào ban đêm."


@dataclass
class Hands:
    """A clock that is set by hand."""

    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.time

    def on(self, **by: float) -> None:
        self.time += timedelta(**by)


@dataclass
class Browser:
    """Somebody's browser, without scripts."""

    http: aiohttp.ClientSession
    url: str

    async def get(self, path: str) -> str:
        async with self.http.get(self.url + path) as answer:
            return unescape(await answer.text())

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Status and address after redirects, then the page."""
        self.status = 0
        async with self.http.post(self.url + path, data=fields, headers=OURS) as answer:
            self.status, self.path = answer.status, answer.url.path
            return answer.status, unescape(await answer.text())

    async def say(self, text: str = "", choice: str = "") -> str:
        await self.post("/chat", nonce=secrets.token_urlsafe(16), text=text, choice=choice)
        return await self.get("/chat")


@dataclass
class Station:
    """A running service with a clock of its own."""

    app: App
    clock: Hands
    url: str
    stack: AsyncExitStack
    config_file: Path

    async def browser(self) -> Browser:
        jar = aiohttp.CookieJar(unsafe=True)
        http = await self.stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        return Browser(http, self.url)

    async def invitation(self, role: str) -> str:
        """A fresh code to the sample unit."""
        async with self.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            return await stores.invites.create(unit.id, role, self.clock.now())

    async def joined(self, name: str, role: str = "officer") -> Browser:
        """Somebody who redeemed an invitation, and nothing more."""
        code = await self.invitation(role)
        browser = await self.browser()
        await browser.say(f"TB-{grouped(code)}")
        await browser.say(name)
        return browser

    async def set_up(self, name: str, role: str = "officer") -> tuple[Browser, str, str]:
        """Somebody with numbers on their phone: the browser, the code, the secret."""
        browser = await self.joined(name, role)
        _, page = await browser.post("/desk/factor/totp")
        secret, code = secret_in(page), code_in(page)
        assert (await browser.post("/desk/factor/confirm", number=self.number(secret)))[0] == 200
        return browser, code, secret

    def number(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.clock.now())

    async def audit(self) -> list[str]:
        async with self.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            return [entry.action for entry in await stores.audit.of_unit(unit.id, limit=100)]

    async def file(self) -> str:
        """A resident's tip; its reference as the desk has it."""
        resident = await self.browser()
        async with self.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            point = (await stores.points.of_unit(unit.id))[0]
        await resident.post(f"/q/{point.code}/form", story=STORY, kind="other")
        common = (self.app.database, self.app.keyring, self.clock, self.app.bells)
        assert await Notices(*common, self.app.time_outs).spread_due()
        return STORY


def secret_in(page: str) -> str:
    found = SECRET.search(page)
    assert found
    return found[1].replace(" ", "")


def code_in(page: str) -> str:
    found = CODE.search(page)
    assert found
    return found[0]


@asynccontextmanager
async def station(
    database_url: str, folder: Path, roles: frozenset[str] = ROLES
) -> AsyncIterator[Station]:
    """Other roles than all run where only the keys of sessions and drafts lie."""
    async with AsyncExitStack() as stack:
        # By name: browsers have no passkeys for numbers.
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = int(listener.getsockname()[1])
        plain = settings(folder, database_url, port)
        service = replace(plain.service, public_url=f"http://localhost:{port}")
        given = replace(plain, staff=Staff(), service=service)
        await stack.enter_async_context(opened_as(given))
        clock = Hands()
        if roles != ROLES:
            outer = folder / "outer"
            outer.mkdir(mode=0o700)
            for name in ("session.key", "draft-1.key"):
                shutil.copy2(folder / "keys" / name, outer)
            given = replace(given, keys=replace(given.keys, dir=outer))
        app = await App.open(given, roles, clock=clock)
        stack.push_async_callback(app.close)
        runner = web.AppRunner(app.web_application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, listener).start()
        file = folder / "config.toml"
        file.write_text(
            f'[database]\nurl = "{given.database.url}"\n[keys]\ndir = "{given.keys.dir}"\n'
            f'[files]\nurl = "{given.files.url}"\n[service]\npublic_url = "{given.public_url}"\n'
        )
        yield Station(app, clock, given.public_url, stack, file)


async def members(here: Station) -> list[int]:
    """The ids of the unit's members, longest serving first."""
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        return [member.id for member in await stores.members.of_unit(unit.id)]
